"""Make a folder from one of the correct submissions, and grade it."""

import shutil
from pathlib import Path

from grading.judge import Submission
from grading.report import grade

SUBMISSIONS = Path(__file__).parent
STYLES = [
    "plain", "numpy_inside", "separate_bias", "french", "layers",
    "getters", "synapses", "dictionary", "numpy_column", "properties",
    "windows", "given_weights", "day_six", "batches", "terse",
]  # fmt: skip


def changed(place, style, file, *replacements):
    """A copy of a style with each text of a file replaced, once, by another."""
    shutil.copytree(SUBMISSIONS / style, place)
    path = place / file
    text = path.read_text(encoding="utf-8")
    for old, new in replacements:
        assert old in text
        text = text.replace(old, new, 1)
    path.write_text(text, encoding="utf-8")
    return place


def graded(server, folder, exercises=range(9), seconds=60.0):
    return grade(Submission(folder, seconds, server), list(exercises))


def verdicts(report):
    return {number: report.verdict(number) for number in report.outcomes}


def reasons(report):
    return [reason for number in report.outcomes for reason in report.reasons(number)]
