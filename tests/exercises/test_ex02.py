"""Ex02: OrLearn.py teaches or.ds to a neuron, shows how the loss falls, and prints what it predicts."""

import pytest
from grading.data import Pairs
from grading.judge import (
    check_falling_loss,
    check_live_curve,
    check_no_copy_of_or,
    check_order,
    check_predictions,
)

pytestmark = pytest.mark.exercise(2)

SCRIPT = "OrLearn.py"
# The inputs of each example and its expected output.
ROWS = [[0, 0, 0], [0, 1, 1], [1, 0, 1], [1, 1, 1]]
PAIRS = Pairs(shown=[0, 1, 1, 1], true=[0, 1, 1, 1])


def test_runs_to_its_end(submission):
    submission.run_script(SCRIPT)


def test_shows_on_stdout_how_the_loss_falls(submission):
    check_falling_loss(submission.run_script(SCRIPT))


def test_redraws_the_curve_while_it_learns(submission):
    check_live_curve(submission.run_script(SCRIPT))


def test_prints_inputs_and_expected_output_of_each_example(submission):
    check_order(submission.run_script(SCRIPT), ROWS)


def test_predicts_all_four(submission):
    check_predictions(submission.run_script(SCRIPT), PAIRS, floor=1.0)


def test_asks_the_neuron_for_its_predictions(submission):
    submission.run_script(SCRIPT)
    check_no_copy_of_or(submission.folder, SCRIPT, ROWS)
