"""The exercises of this project's own files, graded as any submission is: by the cases in grading/cases.py."""

import pytest

from grading.cases import TITLES, points_of
from grading.judge import NOT_RUN, OK

POINTS = [
    pytest.param(number, point, id=f"Ex{number:02} {point}", marks=pytest.mark.exercise(number))
    for number, title in enumerate(TITLES)
    for point in points_of(title)
]


@pytest.mark.parametrize(("number", "point"), POINTS)
def test_exercise(submission, number, point):
    outcome = submission.point(number, point)
    if outcome.verdict == NOT_RUN:
        pytest.skip(outcome.message)
    if outcome.verdict != OK:
        pytest.fail(f"{outcome.verdict}: {outcome.message}", pytrace=False)
