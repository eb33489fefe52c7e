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
STYLES = ["plain", "numpy_inside", "separate_bias", "french", "layers"]
# Seconds for each check of a hostile submission, so that the endless ones do not take long.
HOSTILE_LIMIT = 4


def grade(folder, *options):
    """Grade a folder as a grader does; return the verdict of each exercise, and the report."""
    report = folder.parent / f"{folder.name}.json"
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider"]
    result = subprocess.run(
        [*command, f"--submission={folder}", f"--report={report}", *options],
        cwd=HERE.parent, capture_output=True, text=True, timeout=600, check=False,
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
    return changed(place, mistake.style, mistake.file, (mistake.old, mistake.new), *filter(None, [THEN.get(mistake.what)]))


def make_hostile(place, hostile):
    return changed(place, "plain", hostile.file, (hostile.old, hostile.new))


@pytest.fixture(scope="session")
def graded(tmp_path_factory):
    """The futures of all gradings, by name: they run beside each other while the tests wait for theirs."""
    place = tmp_path_factory.mktemp("graded")
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        futures = {style: pool.submit(grade, SUBMISSIONS_COPY(place, style)) for style in STYLES}
        for n, mistake in enumerate(MISTAKES):
            futures[name_of(mistake)] = pool.submit(grade, make_mistake(place / f"mistake{n}", mistake))
        for n, hostile in enumerate(HOSTILE):
            folder = make_hostile(place / f"hostile{n}", hostile)
            futures[hostile.what] = pool.submit(grade, folder, "--time-limit", str(HOSTILE_LIMIT))
        yield futures
        pool.shutdown(cancel_futures=True)


def SUBMISSIONS_COPY(place, style):
    return shutil.copytree(SUBMISSIONS / style, place / style)


def name_of(mistake):
    return f"{mistake.style}/{mistake.file}: {mistake.what}"
