"""The grader is graded: correct submissions pass, each mistake fails in its exercises, nothing hangs it."""

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from helpers import ROOT
from submissions.changes import STYLES, SUBMISSIONS, changed, graded, verdicts
from submissions.hostile import HOSTILE
from submissions.mistakes import MISTAKES, THEN

# The exercises that a file has a part in; a mistake in it cannot reach the others, whose files are untouched.
READ_BY = {
    # Of the scripts OrLearn.py stands for all three, which build on the same two of its methods.
    "Neuron.py": [0, 1, 2, 4, 5, 6, 7],
    "NeuralNetwork.py": [4, 5, 7, 8],
    "OrLearn.py": [2],
    "BinaryLearn.py": [3],
    "DigitsLearn.py": [8],
}
# Processor seconds for each check of a hostile submission, so that the endless ones do not take long.
HOSTILE_LIMIT = 5


def name_of(mistake):
    return f"{mistake.style}/{mistake.file}: {mistake.what}"


def expected_verdicts(ko=(), not_run=(), asked=range(9)):
    return {n: "KO" if n in ko else "not run" if n in not_run else "OK" for n in asked}


def some(cases, *few):
    """All cases as parameters; those of other places than `few` are for --thorough."""
    return [pytest.param(case, marks=[] if n in few else pytest.mark.thorough) for n, case in enumerate(cases)]


@pytest.mark.parametrize("style", some(STYLES, 6))
def test_a_correct_submission_gets_full_marks(server, style):
    report = graded(server, SUBMISSIONS / style)
    assert verdicts(report) == expected_verdicts(), report.lines()
    assert report.status() == 0


@pytest.mark.parametrize("mistake", some(MISTAKES, 7, 20, 36), ids=name_of)
def test_a_mistake_fails_in_its_own_exercise_only(server, tmp_path, mistake):
    changes = filter(None, [(mistake.old, mistake.new), THEN.get((mistake.file, mistake.what))])
    folder = changed(tmp_path / "mistake", mistake.style, mistake.file, *changes)
    report = graded(server, folder, READ_BY[mistake.file])
    assert verdicts(report) == expected_verdicts(ko=mistake.breaks, asked=READ_BY[mistake.file]), report.lines()
    assert report.status() == 1


@pytest.mark.parametrize("hostile", some(HOSTILE), ids=lambda hostile: hostile.what)
def test_nothing_hangs_or_fools_the_grader(server, tmp_path, hostile):
    folder = changed(tmp_path / "hostile", "plain", hostile.file, (hostile.old, hostile.new))
    report = graded(server, folder, seconds=HOSTILE_LIMIT)
    assert verdicts(report) == expected_verdicts(hostile.ko, hostile.not_run), report.lines()
    assert report.status() == (1 if hostile.ko or hostile.not_run else 0)


# The command


def command(*arguments):
    return subprocess.run(
        [sys.executable, "-m", "grading", *map(str, arguments)],
        cwd=ROOT, capture_output=True, text=True, timeout=120, check=False,
    )  # fmt: skip


def test_the_command_tells_each_reason_under_its_exercise_and_then_what_was_assumed(tmp_path):
    change = ("self.weights[0] += rate * self.gradient", "pass")
    result = command(changed(tmp_path / "handed in", "plain", "Neuron.py", change), "--ex", 1, "--ex", 0, "--ex", 6)
    assert result.stdout == (
        "Ex00  Neuron.calculateOutputGradient      4 / 4    OK\n"
        "Ex01  Neuron.applyGradient                1 / 3    KO\n"
        "      Neuron(2), weights 0.5 -1 2, gradient 0.25, applyGradient(0.4, [1, 0.5]): bias and weights is "
        "[0.5, -0.9, 2.05], expected [0.6, -0.9, 2.05] (w0 + α∇, then wi + α∇xi: the bias is forgotten)\n"
        "      Neuron(3), weights 0 0 0 0, gradient -0.5, applyGradient(1, [2, 1, -3]): bias and weights is "
        "[0, -1, -0.5, 1.5], expected [-0.5, -1, -0.5, 1.5] (w0 + α∇, then wi + α∇xi)\n"
        "Ex06  Neuron.applyGradientWithLayer       2 / 2    OK\n"
        "Assumed: activation: `output`\n"
        "Assumed: weights: `weights[1]` and so on, bias first\n"
        "Assumed: gradient: `gradient`\n"
        "Assumed: Ex06: graded with a correct Ex01 in its place\n"
    )
    assert result.stderr == ""
    assert result.returncode == 1


def test_the_table_is_written_in_the_format_of_gradescope(tmp_path):
    command(SUBMISSIONS / "plain", "--ex", 0, "--json", tmp_path / "results.json")
    assert json.loads((tmp_path / "results.json").read_text(encoding="utf-8")) == {
        "score": 4,
        "output": "activation: `output`\nweights: `weights[1]` and so on, bias first\ngradient: `gradient`",
        "tests": [
            {
                "number": "Ex00", "name": "Neuron.calculateOutputGradient", "score": 4, "max_score": 4,
                "status": "passed", "output": "OK",
            }
        ],
    }  # fmt: skip


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["nowhere"], "expected a folder, found nowhere"),
        ([".", "--time-limit", "0"], "--time-limit: expected a number of seconds above 0, found 0"),
        ([".", "--ex", "9"], "argument --ex: invalid choice: 9"),
    ],
)
def test_the_command_says_in_a_line_what_it_cannot_take(arguments, message):
    result = command(*arguments)
    assert result.returncode == 2
    assert message in result.stderr.splitlines()[-1]


def test_settings_of_pytest_in_the_folder_change_nothing(tmp_path):
    folder = shutil.copytree(SUBMISSIONS / "plain", tmp_path / "a folder")
    (folder / "pytest.ini").write_text("[pytest]\naddopts = --nonsense\n")
    (folder / "conftest.py").write_text("raise SystemExit(3)\n")
    (folder / "pyproject.toml").write_text("[tool.pytest.ini_options\n")
    (folder / "sitecustomize.py").write_text("raise SystemExit(3)\n")
    (folder / "grading.py").write_text("raise SystemExit(3)\n")
    result = command(folder, "--ex", 0)
    assert result.stdout.splitlines()[0] == "Ex00  Neuron.calculateOutputGradient      4 / 4    OK"
    assert result.returncode == 0


def test_the_grader_imports_neither_this_library_nor_its_tests():
    modules = {"Neuron", "NeuralNetwork", "Dataset", "learning", "tests", "conftest", "helpers", "exercises"}
    for path in Path(ROOT, "grading").glob("*.py"):
        lines = [line.split() for line in path.read_text(encoding="utf-8").splitlines()]
        imported = {words[1].split(".")[0] for words in lines if words[:1] in (["import"], ["from"])}
        assert not imported & modules, path.name
