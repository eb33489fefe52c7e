"""The exercises of this project's own files, graded as any submission is: by the cases in grading/cases.py."""

import pytest

from grading.cases import CASES
from grading.day5 import FACTS, TITLES
from grading.outcome import BLOCKED, OK
from grading.report import Speaker

POINTS = [
    pytest.param(number, point, id=f"Ex{number:02} {name}", marks=pytest.mark.exercise(number))
    for number, title in enumerate(TITLES)
    for point, name in enumerate(CASES.get(title, FACTS))
]


@pytest.mark.parametrize(("number", "point"), POINTS)
def test_exercise(submission, number, point):
    submission.grade(number)
    found = submission.outcomes[TITLES[number]].points[point]
    said = Speaker("en").reason(found.reason, TITLES[number]) if found.reason else ""
    if found.verdict == BLOCKED:
        pytest.skip(said)
    if found.verdict != OK:
        pytest.fail(f"{found.verdict}: {said}", pytrace=False)
