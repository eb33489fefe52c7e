"""Make a folder from one of the correct submissions, and grade it."""

import shutil
from pathlib import Path

from grading.classroom import grade
from grading.report import Report, Speaker
from grading.submission import Submission

SUBMISSIONS = Path(__file__).parent
STYLES = [
    "plain", "numpy_inside", "separate_bias", "french", "layers",
    "getters", "synapses", "dictionary", "numpy_column", "properties",
    "windows", "day_six", "batches",
]


def changed(place, style, file, *replacements):
    """A copy of a style with each text of a file replaced, once, by another."""
    shutil.copytree(SUBMISSIONS / style, place)
    return rewritten(place, file, *replacements)


def rewritten(place, file, *replacements):
    path = place / file
    text = path.read_text(encoding="utf-8")
    for old, new in replacements:
        assert old in text
        text = text.replace(old, new, 1)
    path.write_text(text, encoding="utf-8")
    return place


def graded(processes, folder, exercises=range(9), seconds=60.0):
    outcomes, assumed = grade(Submission(folder, seconds, processes), exercises)
    return Report(folder.name, outcomes, assumed)


def verdicts(report):
    return {number: outcome.verdict for number, outcome in report.outcomes.items()}


def reasons(report, number):
    return report.reasons(number, Speaker("en"))


def keys(report, number):
    return [reason.key for reason in report.outcomes[number].reasons()]
