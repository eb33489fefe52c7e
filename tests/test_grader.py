"""The grader is graded: correct submissions pass, each mistake fails in its exercises, nothing hangs it."""

import json
import os
import shutil
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from submissions.hostile import HOSTILE
from submissions.mistakes import MISTAKES, THEN

HERE = Path(__file__).parent
SUBMISSIONS = HERE / "submissions"
ENVIRONMENT = dict(os.environ)
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


def grade(folder, *options):
    """Grade a folder as a grader does; return the verdict of each exercise, and the report."""
    report = folder.parent / f"{folder.name}.json"
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider"]
    result = subprocess.run(
        [*command, f"--submission={folder}", f"--report={report}", *options],
        cwd=HERE.parent, capture_output=True, text=True, timeout=600, check=False,
        # A copy: pytest changes its own environment while the threads start these.
        env=dict(ENVIRONMENT),
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


@pytest.fixture(scope="session")
def gradings(tmp_path_factory):
    """Every grading as a future, by name: they run beside each other, and each test waits for its own."""
    place = tmp_path_factory.mktemp("gradings")
    folders = {style: shutil.copytree(SUBMISSIONS / style, place / style) for style in STYLES}
    folders |= {name_of(m): make_mistake(place / f"mistake{n}", m) for n, m in enumerate(MISTAKES)}
    folders |= {h.what: make_hostile(place / f"hostile{n}", h) for n, h in enumerate(HOSTILE)}
    options = {style: [] for style in STYLES}
    options |= {name_of(m): [f"--ex={n}" for n in READ_BY[m.file]] for m in MISTAKES}
    options |= {h.what: [f"--time-limit={HOSTILE_LIMIT}"] for h in HOSTILE}
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        yield {name: pool.submit(grade, folder, *options[name]) for name, folder in folders.items()}
        pool.shutdown(cancel_futures=True)


def name_of(mistake):
    return f"{mistake.style}/{mistake.file}: {mistake.what}"


def expected_verdicts(ko=(), not_run=(), asked=range(9)):
    return {n: "KO" if n in ko else "not run" if n in not_run else "OK" for n in asked}


@pytest.mark.parametrize("style", STYLES)
def test_a_correct_submission_gets_full_marks(gradings, style):
    verdicts, printed, status = gradings[style].result()
    assert verdicts == expected_verdicts(), printed
    assert status == 0


@pytest.mark.parametrize("mistake", MISTAKES, ids=name_of)
def test_a_mistake_fails_in_its_own_exercise_only(gradings, mistake):
    verdicts, printed, status = gradings[name_of(mistake)].result()
    assert verdicts == expected_verdicts(ko=mistake.breaks, asked=READ_BY[mistake.file]), printed
    assert status == 1


@pytest.mark.parametrize("hostile", HOSTILE, ids=lambda hostile: hostile.what)
def test_nothing_hangs_or_fools_the_grader(gradings, hostile):
    verdicts, printed, status = gradings[hostile.what].result()
    assert verdicts == expected_verdicts(hostile.ko, hostile.not_run), printed
    assert status == (1 if hostile.ko or hostile.not_run else 0)


def test_no_process_of_a_submission_is_left(gradings):
    for future in gradings.values():
        future.result()
    left = [path for path in Path("/proc").glob("[0-9]*/cmdline") if b"sleep\x00987" in read_quietly(path)]
    assert left == []


def read_quietly(path):
    try:
        return path.read_bytes()
    except OSError:
        return b""
