"""The grader is graded: correct submissions pass, each mistake fails in its exercises, nothing hangs it."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from helpers import ROOT
from submissions.changes import STYLES, SUBMISSIONS, changed, graded, reasons, verdicts
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
METHODS = [0, 1, 4, 5, 6, 7]
QUICK = ["dictionary/BinaryLearn.py: logs 1/i for the loss"]
# Processor seconds, so that what does not end does not take long; a script that learns needs two.
LIMIT = 4


def name_of(mistake):
    return f"{mistake.style}/{mistake.file}: {mistake.what}"


def some(cases, *few, name=str):
    """All cases as parameters; those with other names than `few` are for --thorough."""
    return [pytest.param(case, marks=[] if name(case) in few else pytest.mark.thorough) for case in cases]


@pytest.mark.parametrize("style", some(STYLES))
def test_a_correct_submission_gets_full_marks(processes, style):
    report = graded(processes, SUBMISSIONS / style)
    assert verdicts(report) == dict.fromkeys(range(9), "OK"), [reasons(report, n) for n in range(9)]
    assert report.status(range(9)) == 0


@pytest.mark.parametrize("style", some(STYLES, "numpy_column", "dictionary", "day_six"))
def test_the_methods_of_each_style_are_understood(processes, style):
    assert verdicts(graded(processes, SUBMISSIONS / style, METHODS)) == dict.fromkeys(METHODS, "OK")


@pytest.mark.parametrize("mistake", some(MISTAKES, *QUICK, name=name_of), ids=name_of)
def test_a_mistake_fails_in_its_own_exercise_only(processes, tmp_path, mistake):
    changes = filter(None, [(mistake.old, mistake.new), THEN.get((mistake.file, mistake.what))])
    folder = changed(tmp_path / "mistake", mistake.style, mistake.file, *changes)
    report = graded(processes, folder, READ_BY[mistake.file], LIMIT)
    for number, verdict in verdicts(report).items():
        assert verdict in ([mistake.verdict] if number in mistake.breaks else ["OK", "blocked"]), reasons(
            report, number
        )
    assert report.status(verdicts(report)) == 1


@pytest.mark.parametrize("hostile", some(HOSTILE), ids=lambda hostile: hostile.what)
def test_nothing_hangs_or_fools_the_grader(processes, tmp_path, hostile):
    folder = changed(tmp_path / "hostile", "plain", hostile.file, (hostile.old, hostile.new))
    report = graded(processes, folder, READ_BY[hostile.file], LIMIT)
    for number, verdict in verdicts(report).items():
        assert verdict == hostile.verdicts.get(number, "OK"), reasons(report, number)


# The command


def command(*arguments, **env):
    return subprocess.run(
        [sys.executable, "-m", "grading", *map(str, arguments)],
        cwd=ROOT,
        capture_output=True,
        timeout=300,
        env={**os.environ, "LC_ALL": "C", "COLUMNS": "100", "PYTHONIOENCODING": "utf-8"} | env,
        stdin=subprocess.DEVNULL,
        check=False,
        encoding=env.get("PYTHONIOENCODING", "utf-8"),
    )


@pytest.fixture
def no_bias(tmp_path):
    """A folder in which applyGradient forgets the bias."""
    return changed(tmp_path / "handed in", "plain", "Neuron.py", ("self.weights[0] += rate * self.gradient", "0"))


ENGLISH = """\
Ex00  Neuron.calculateOutputGradient      4 / 4    OK
Ex01  Neuron.applyGradient                0 / 3    KO
      the bias is forgotten
      applyGradient(0.4, [1, 0.5]) moves the bias and the weights from [0.5, -1, 1] to [0.5, -0.8,
      1.1], expected [0.7, -0.8, 1.1] (w0 + α∇, wi + α∇xi, with ∇ = 0.5); 2 more cases likewise
Ex06  Neuron.applyGradientWithLayer       2 / 2    OK
Assumed: the activation is output, the bias and the weights are weights[0], weights[1] and so on
"""
FRENCH = """\
Ex01  Neuron.applyGradient                0 / 3    KO
      le biais est oublié
      applyGradient(0.4, [1, 0.5]) fait passer le biais et les poids de [0.5, -1, 1] à [0.5, -0.8,
      1.1] au lieu de [0.7, -0.8, 1.1] (w0"""


def test_the_command_tells_the_cause_under_its_exercise_and_then_what_was_assumed(no_bias):
    result = command(no_bias, "--ex", 1, "--ex", 0, "--ex", 6)
    assert result.stdout == ENGLISH
    assert (result.stderr, result.returncode) == ("", 1)


def test_the_command_speaks_french_where_it_is_asked_or_the_system_does(no_bias):
    assert command(no_bias, "--ex", 1, "--lang", "fr").stdout.startswith(FRENCH)
    assert command(no_bias, "--ex", 1, LC_ALL="fr_FR.UTF-8").stdout.startswith(FRENCH)


def test_all_cases_are_told_where_it_is_asked(no_bias):
    assert command(no_bias, "--ex", 1, "--all").stdout.count("the bias is forgotten") == 3


@pytest.mark.parametrize("encoding", ["cp1252", "ascii"])
def test_the_files_and_the_table_survive_any_stream(no_bias, tmp_path, encoding):
    result = command(no_bias, "--ex", 1, "--csv", tmp_path / "t.csv", "--lang", "fr", PYTHONIOENCODING=encoding)
    assert "alpha grad" in " ".join(result.stdout.split()) or "alphagrad" in result.stdout.replace("\n      ", "")
    assert (result.stderr, result.returncode) == ("", 1)
    assert (tmp_path / "t.csv").read_text(encoding="utf-8") == ",Ex01\nhanded in,KO\n"


def test_the_table_is_written_in_the_format_of_gradescope(tmp_path):
    folder = changed(tmp_path / "ml_d05", "plain", "Neuron.py", ("self.output = logistic(total)", "raise ValueError"))
    command(folder, "--ex", 0, "--ex", 6, "--json", tmp_path / "results.json")
    found = json.loads((tmp_path / "results.json").read_text(encoding="utf-8"))
    assert [{**test, "output": test["output"].splitlines()[0]} for test in found["tests"]] == [
        {
            "number": "Ex00",
            "name": "Neuron.calculateOutputGradient",
            "output": "OK",
            "score": 1,
            "max_score": 1,
            "status": "passed",
        },
        {
            "number": "Ex06",
            "name": "Neuron.applyGradientWithLayer",
            "output": "OK",
            "score": 1,
            "max_score": 1,
            "status": "passed",
        },
    ]
    assert found["score"] == 2


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["nowhere"], "expected a folder, found nowhere"),
        ([".", "--time-limit", "0"], "--time-limit: expected a number of seconds above 0, found 0"),
        ([".", "--ex", "9"], "argument --ex: invalid choice: 9"),
        ([".", "--csv", "/nodir/x.csv"], "--csv: /nodir/x.csv: No such file or directory"),
    ],
)
def test_the_command_says_in_a_line_what_it_cannot_take(arguments, message):
    result = command(*arguments)
    assert result.returncode == 2
    assert message in result.stderr.splitlines()[-1]


def test_a_home_is_found(tmp_path):
    shutil.copytree(SUBMISSIONS / "plain", tmp_path / "ml_d05")
    assert command("~/ml_d05", "--ex", 0, HOME=str(tmp_path), USERPROFILE=str(tmp_path)).returncode == 0


def test_settings_in_the_folder_change_nothing(tmp_path):
    folder = shutil.copytree(SUBMISSIONS / "plain", tmp_path / "a folder")
    for name in ("conftest.py", "sitecustomize.py", "grading.py", "json.py"):
        (folder / name).write_text("raise SystemExit(3)\n")
    (folder / "pyproject.toml").write_text("[tool.pytest.ini_options\n")
    result = command(folder, "--ex", 0)
    assert (result.stdout.splitlines()[0][-2:], result.returncode) == ("OK", 0)


def test_nothing_forks_where_it_is_asked(no_bias):
    result = command(no_bias, "--ex", 0, "--ex", 1, "--no-fork")
    assert [line.split()[-1] for line in result.stdout.splitlines() if line.startswith("Ex")] == ["OK", "KO"]
    assert command(SUBMISSIONS / "plain", "--ex", 2, "--no-fork").returncode == 0


def test_the_environment_may_be_empty(tmp_path):
    result = subprocess.run(
        [sys.executable, "-m", "grading", SUBMISSIONS / "plain", "--ex", "0"],
        cwd=ROOT,
        env={},
        check=False,
        capture_output=True,
        stdin=subprocess.DEVNULL,
    )
    assert (result.returncode, result.stderr) == (0, b"")


PROCESSES = """
import sys
from pathlib import Path
from grading import process
from grading.classroom import grade
from grading.submission import Submission
started = []
run = process.Processes.run
def counted(self, folder, seconds, **request):
    started.append(request["script"])
    return run(self, folder, seconds, **request)
process.Processes.run = counted
with process.Processes() as processes:
    submission = Submission(Path(sys.argv[1]), 60, processes)
    outcomes, _ = grade(submission, range(9))
    print([outcome.verdict for outcome in outcomes.values()], started)
"""


@pytest.mark.thorough
def test_a_folder_takes_four_processes():
    result = subprocess.run(
        [sys.executable, "-c", PROCESSES, SUBMISSIONS / "plain"], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert result.stdout == f"{['OK'] * 9} {['', 'OrLearn.py', 'BinaryLearn.py', 'DigitsLearn.py']}\n"


def test_the_grader_imports_neither_this_library_nor_its_tests():
    modules = {"Neuron", "NeuralNetwork", "Dataset", "learning", "tests", "conftest", "helpers", "exercises"}
    for path in Path(ROOT, "grading").rglob("*.py"):
        lines = [line.split() for line in path.read_text(encoding="utf-8").splitlines()]
        imported = {words[1].split(".")[0] for words in lines if words[:1] in (["import"], ["from"])}
        assert not imported & modules, path.name
