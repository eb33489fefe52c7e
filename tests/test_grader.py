"""The grader is graded: correct submissions pass, each mistake fails in its exercises, nothing hangs it."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from submissions.hostile import HOSTILE
from submissions.mistakes import MISTAKES, THEN

HERE = Path(__file__).parent
SUBMISSIONS = HERE / "submissions"
STYLES = ["plain", "numpy_inside", "separate_bias", "french", "layers"]
# The exercises that a file has a part in; a mistake in it cannot reach the others, whose files are untouched.
READ_BY = {
    # Of the scripts OrLearn.py stands for all three, which build on the same two of its methods.
    "Neuron.py": [0, 1, 2, 4, 5, 6, 7],
    "NeuralNetwork.py": [4, 5, 7, 8],
    "OrLearn.py": [2],
    "BinaryLearn.py": [3],
    "DigitsLearn.py": [8],
}
# Seconds for each check of a hostile submission, so that the endless ones do not take long.
HOSTILE_LIMIT = 5
LEAVES_PROCESSES = next(n for n, hostile in enumerate(HOSTILE) if "leaves processes" in hostile.what)


def grade(folder, *options):
    """Grade a folder as a grader does; return the verdict of each exercise, and the report."""
    report = folder.parent / f"{folder.name}.json"
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider"]
    result = subprocess.run(
        [*command, f"--submission={folder}", f"--report={report}", *options],
        cwd=HERE.parent, capture_output=True, text=True, timeout=600, check=False,
        env={name: value for name, value in os.environ.items() if not name.startswith("PYTEST_")},
    )  # fmt: skip
    tests = json.loads(report.read_text(encoding="utf-8"))["tests"]
    verdicts = {int(test["number"][2:]): test["output"].splitlines()[0] for test in tests}
    return verdicts, result.stdout, result.returncode


def changed(place, style, file, *replacements):
    shutil.copytree(SUBMISSIONS / style, place)
    path = place / file
    text = path.read_text(encoding="utf-8")
    for old, new in replacements:
        assert old in text
        text = text.replace(old, new, 1)
    path.write_text(text, encoding="utf-8")
    return place


def make_mistake(place, mistake):
    changes = [(mistake.old, mistake.new), THEN.get((mistake.file, mistake.what))]
    return changed(place, mistake.style, mistake.file, *filter(None, changes))


def make_hostile(place, hostile):
    return changed(place, "plain", hostile.file, (hostile.old, hostile.new))


def name_of(mistake):
    return f"{mistake.style}/{mistake.file}: {mistake.what}"


def expected_verdicts(ko=(), not_run=(), asked=range(9)):
    return {n: "KO" if n in ko else "not run" if n in not_run else "OK" for n in asked}


def some(cases, *few):
    """All cases as parameters; those of other places than `few` are for --thorough."""
    return [pytest.param(case, marks=[] if n in few else pytest.mark.thorough) for n, case in enumerate(cases)]


@pytest.mark.parametrize("style", some(STYLES, 3))
def test_a_correct_submission_gets_full_marks(tmp_path, style):
    verdicts, printed, status = grade(shutil.copytree(SUBMISSIONS / style, tmp_path / style))
    assert verdicts == expected_verdicts(), printed
    assert status == 0


@pytest.mark.parametrize("mistake", some(MISTAKES, 0, 7), ids=name_of)
def test_a_mistake_fails_in_its_own_exercise_only(tmp_path, mistake):
    asked = [f"--ex={number}" for number in READ_BY[mistake.file]]
    verdicts, printed, status = grade(make_mistake(tmp_path / "mistake", mistake), *asked)
    assert verdicts == expected_verdicts(ko=mistake.breaks, asked=READ_BY[mistake.file]), printed
    assert status == 1


@pytest.mark.parametrize("hostile", some(HOSTILE, LEAVES_PROCESSES), ids=lambda hostile: hostile.what)
def test_nothing_hangs_or_fools_the_grader(tmp_path, hostile):
    verdicts, printed, status = grade(make_hostile(tmp_path / "hostile", hostile), f"--time-limit={HOSTILE_LIMIT}")
    assert verdicts == expected_verdicts(hostile.ko, hostile.not_run), printed
    assert status == (1 if hostile.ko or hostile.not_run else 0)
    if hostile == HOSTILE[LEAVES_PROCESSES]:
        left = [path for path in Path("/proc").glob("[0-9]*/cmdline") if b"sleep\x00987" in read_quietly(path)]
        assert left == []


def read_quietly(path):
    try:
        return path.read_bytes()
    except OSError:
        return b""
