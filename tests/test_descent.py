"""The descent: when it reports the loss, when and why it ends, and what a signal does to it."""

import signal
from contextlib import suppress

import pytest
from helpers import OR, dataset_of, losses
from learning.descent import Descent, report_after
from learning.options import Options
from learning.shell import InputError, exit_status

METHODS = ["iterative", "stochastic", "batch", "mini-batch"]


def descent(calc_loss=lambda dataset: 0.5, **options):
    """Over the four examples of OR, without a curve, and with limits that end nothing but for those that are given."""
    limits = {"threshold": 0, "default_batch_size": 2, "max_passes": 10, "density": 40, "plot": False} | options
    return Descent("OrLearn", Options("or.ds", rates=dict.fromkeys(METHODS, 0.5), **limits), dataset_of(OR), calc_loss)


def go_through(descent):
    """Return how many examples each update learns from."""
    with descent:
        return [len(batch) for batch in descent]


def told(capsys):
    """The iterations that were reported, and the last line."""
    out = capsys.readouterr().out
    return [iteration for iteration, _ in losses(out)], out.splitlines()[-1]


def test_a_mini_batch_is_as_large_as_asked_for_and_no_larger_than_the_training_set():
    with pytest.raises(InputError, match="^--batch-size: expected at most the 4 examples, got 5$"):
        go_through(descent(method="mini-batch", batch_size=5))
    for asked, default, size in [(4, 2, 4), (3, 2, 3), (None, 2, 2), (None, 16, 4)]:
        options = {"batch_size": asked, "default_batch_size": default, "max_iterations": 3}
        assert go_through(descent(method="mini-batch", **options)) == [size] * 3


class TestReports:
    def test_they_tell_the_loss_of_the_training_set_with_six_digits(self, capsys):
        go_through(descent(lambda dataset: 0.69314718 * len(dataset.exemples) / 4, max_iterations=1))
        assert capsys.readouterr().out.startswith("iteration 0  loss 0.693147\n")

    def test_they_come_every_n_updates_and_at_the_end_if_asked_for(self, capsys):
        go_through(descent(max_iterations=7, report_every=3))
        assert told(capsys)[0] == [0, 3, 6, 7]

    @pytest.mark.parametrize(
        ("iteration", "after"),
        # Of 10 parts: (0 + 50) / 10 = 5, and (30 + 50) / 10 = 8. (95 + 50) / 10 = 14 would lead to 109, past the end of
        # a pass; (900 + 50) / 10 = 95 to 995, with no end of a pass between.
        [(0, 5), (30, 38), (95, 100), (900, 995)],
    )
    def test_they_wait_for_a_part_of_what_was_and_end_with_a_pass_if_they_can(self, iteration, after):
        assert report_after(iteration, 100, 10) == after

    def test_a_batch_reports_every_update_up_to_the_80th_and_later_less_often(self, capsys):
        go_through(descent(method="batch", max_passes=400, density=6))
        # From there on, every 80 / 40 = 2
        assert told(capsys)[0][:82] == [*range(81), 82]


class TestTheEnd:
    @pytest.mark.parametrize(
        ("threshold", "iterations", "why"),
        [
            (0.3, 4, "the loss is below 0.3"),
            (0.25, 6, "the loss is below 0.25"),  # 0.25 is not below 0.25.
            (0, 8, "no more are allowed (--max-iterations)"),
            (2, 0, "the loss is below 2"),
        ],
    )
    def test_it_comes_at_the_first_report_below_the_threshold(self, capsys, threshold, iterations, why):
        values = iter([1.0, 0.5, 0.25, 0.125, 0.0])
        limits = {"threshold": threshold, "report_every": 2, "max_iterations": 8}
        assert len(go_through(descent(lambda dataset: next(values), **limits))) == iterations
        assert told(capsys)[1] == f"stopped after {iterations} iterations: {why}"

    @pytest.mark.parametrize(
        ("method", "iterations"),
        # Two passes over four examples; three mini-batches of 3 are the first to have seen that many.
        [("iterative", 8), ("stochastic", 8), ("batch", 2), ("mini-batch", 3)],
    )
    def test_it_comes_after_the_default_passes_and_says_that_nobody_asked_for_them(self, capsys, method, iterations):
        assert len(go_through(descent(method=method, batch_size=3, max_passes=2))) == iterations
        why = "2 passes over the training set are the default limit (--max-iterations sets another)"
        assert told(capsys)[1] == f"stopped after {iterations} iterations: {why}"

    def test_it_comes_after_the_update_in_which_a_signal_came_and_the_loss_is_told(self, capsys, usual_signals):
        seen = 0
        with pytest.raises(SystemExit, match="^143$"), exit_status(), descent(report_every=100) as running:  # noqa: PT012
            for _ in running:
                seen += 1
                if seen == 3:
                    signal.raise_signal(signal.SIGTERM)
            print("the predictions")
        lines = ["iteration 3  loss 0.5", "stopped after 3 iterations: interrupted", "the predictions"]
        assert capsys.readouterr().out.splitlines()[1:] == lines

    def test_the_signals_are_the_sessions_again_whatever_happens(self, usual_signals):
        for error in (KeyboardInterrupt, ValueError, InputError):
            before = [signal.getsignal(number) for number in usual_signals]
            with suppress(error), descent() as running:
                assert [signal.getsignal(number) for number in usual_signals] != before
                next(iter(running))
                raise error
            with pytest.raises(InputError, match="^--save-plot: "), descent(plot=True, save_plot="loss.gif"):
                pass
            assert [signal.getsignal(number) for number in usual_signals] == before
