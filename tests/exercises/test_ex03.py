"""Ex03: BinaryLearn.py tells a 0 from a 1, shows how the loss falls, and is tested on testBinary.ds."""

import pytest
from grading.judge import (
    check_falling_loss,
    check_live_curve,
    check_no_copy,
    check_order,
    check_predictions,
)

pytestmark = pytest.mark.exercise(3)

SCRIPT = "BinaryLearn.py"


@pytest.fixture
def pairs(submission):
    return submission.memory["pairs"]["testBinary.ds"]


def test_runs_to_its_end(submission):
    submission.run_script(SCRIPT)


def test_shows_on_stdout_how_the_loss_falls(submission):
    check_falling_loss(submission.run_script(SCRIPT))


def test_redraws_the_curve_while_it_learns(submission):
    check_live_curve(submission.run_script(SCRIPT))


def test_prints_a_pair_for_each_test_image(submission, pairs):
    check_order(submission.run_script(SCRIPT), [[label] for label in pairs.shown])


def test_predicts_well_enough(submission, pairs):
    check_predictions(submission.run_script(SCRIPT), pairs, floor=0.85)


def test_does_not_copy_the_expected_outputs(submission, pairs):
    check_no_copy(submission.run_script(SCRIPT), pairs)
