"""Descent chooses the examples, takes the mean over a batch, reports the loss and stops."""

import signal
from math import isfinite
from random import Random
from sys import float_info

import pytest
from helpers import OR, dataset_of, losses, options
from learning.command_line import InputError
from learning.descent import Descent

from Neuron import Neuron

LN_3 = 1.0986122886681098  # Logistic(ln 3) = 0.75


def neuron_with(*weights):
    neuron = Neuron(len(weights) - 1)
    neuron.weights = list(weights)
    return neuron


def learn(neuron, train, **changes):
    """Learn as OrLearn does; return the Descent and the examples as they came."""
    chosen = options(**changes)
    descent = Descent(chosen, [neuron], neuron.calcLoss, train)
    seen = []
    for exemple in descent:
        seen.append(exemple)
        neuron.activate(exemple.inputs)
        neuron.calculateOutputGradient(exemple.outputs[0])
        neuron.applyGradient(chosen.learning_rate, exemple.inputs)
    return descent, seen


def test_batch_applies_the_mean_of_the_gradients_at_the_same_weights():
    neuron = neuron_with(LN_3, 0.0, 0.0)
    learn(neuron, dataset_of(OR), method="batch", max_iterations=1)
    # a = 0.75 for all, so ∇ is −0.75, 0.25, 0.25, 0.25 and its mean 0. The means of ∇x₁ (examples 3
    # and 4) and of ∇x₂ (examples 2 and 4) are (0.25 + 0.25) / 4 = 0.125, times α = 0.5.
    assert neuron.weights == pytest.approx([LN_3, 0.0625, 0.0625], rel=1e-14)


def test_a_neuron_that_changes_its_weights_in_place_learns_the_same():
    class InPlace(Neuron):
        def applyGradient(self, learningRate, entries):
            self.weights[0] += learningRate * self.gradient
            for i, entry in enumerate(entries, start=1):
                self.weights[i] += learningRate * self.gradient * entry

    neuron = InPlace(2)
    neuron.weights = [LN_3, 0.0, 0.0]
    learn(neuron, dataset_of(OR), method="batch", max_iterations=1)
    # As above
    assert neuron.weights == pytest.approx([LN_3, 0.0625, 0.0625], rel=1e-14)


def test_a_second_batch_starts_where_the_first_one_ended():
    neuron = neuron_with(0.0)
    coin = dataset_of([([], [1.0]), ([], [1.0]), ([], [1.0]), ([], [0.0])])
    # a = 0.5: the mean of 0.5, 0.5, 0.5, −0.5 is 0.25, and α = 4 ln 3 makes that a step of ln 3.
    # Then a = 0.75: the mean of 0.25, 0.25, 0.25, −0.75 is 0.
    learn(neuron, coin, method="batch", learning_rate=4 * LN_3, max_iterations=2)
    assert neuron.weights == pytest.approx([LN_3], rel=1e-14)


# From weights of 0, a = 0.5 for all: ∇ is −0.5 for 00 and 0.5 for the others. Half the sum of ∇,
# of ∇x₁ and of ∇x₂ over each two examples, by their inputs:
MEAN_OF_TWO = {
    (0, 0, 0, 1): [0.0, 0.0, 0.25],
    (0, 0, 1, 0): [0.0, 0.25, 0.0],
    (0, 0, 1, 1): [0.0, 0.25, 0.25],
    (0, 1, 1, 0): [0.5, 0.25, 0.25],
    (0, 1, 1, 1): [0.5, 0.25, 0.5],
    (1, 0, 1, 1): [0.5, 0.5, 0.25],
}


def test_mini_batch_applies_the_mean_over_some_examples_at_random():
    chosen = set()
    for seed in range(100):
        neuron = neuron_with(0.0, 0.0, 0.0)
        rng = Random(seed)
        _, seen = learn(
            neuron, dataset_of(OR), method="mini-batch", learning_rate=1.0, max_iterations=1, rng=rng
        )
        first, second = sorted(exemple.inputs for exemple in seen)
        assert neuron.weights == MEAN_OF_TWO[(*first, *second)]
        chosen.add((*first, *second))
    assert chosen == MEAN_OF_TWO.keys()


@pytest.mark.parametrize("method", ["batch", "mini-batch"])
def test_the_mean_over_one_example_is_its_iterative_step_bit_for_bit(method):
    one = dataset_of([([0.3, 0.7], [1.0])])
    iterative, mean = neuron_with(0.1, -0.2, 0.3), neuron_with(0.1, -0.2, 0.3)
    learn(iterative, one, max_iterations=10, learning_rate=0.1)
    learn(mean, one, max_iterations=10, learning_rate=0.1, method=method, batch_size=1)
    assert mean.weights == iterative.weights != [0.1, -0.2, 0.3]


def test_iterative_takes_the_examples_in_their_order_again_and_again():
    train = dataset_of(OR)
    _, seen = learn(neuron_with(0.0, 0.0, 0.0), train, max_iterations=10)
    assert [train.exemples.index(exemple) for exemple in seen] == [0, 1, 2, 3, 0, 1, 2, 3, 0, 1]


def test_batch_takes_the_examples_in_their_order():
    train = dataset_of(OR)
    _, seen = learn(neuron_with(0.0, 0.0, 0.0), train, method="batch", max_iterations=2)
    assert [train.exemples.index(exemple) for exemple in seen] == [0, 1, 2, 3, 0, 1, 2, 3]


def test_stochastic_takes_every_example_but_not_in_their_order():
    train = dataset_of(OR)
    neuron = neuron_with(0.0, 0.0, 0.0)
    _, seen = learn(neuron, train, method="stochastic", max_iterations=200, threshold=0)
    indices = [train.exemples.index(exemple) for exemple in seen]
    assert set(indices) == {0, 1, 2, 3}
    assert indices != [0, 1, 2, 3] * 50


@pytest.mark.parametrize(("method", "size"), [("batch", 4), ("mini-batch", 3)])
def test_a_batch_has_no_example_twice(method, size):
    _, seen = learn(
        neuron_with(0.0, 0.0, 0.0), dataset_of(OR), method=method, batch_size=3, max_iterations=20
    )
    assert len(seen) == 20 * size
    for start in range(0, len(seen), size):
        assert len({id(exemple) for exemple in seen[start : start + size]}) == size


@pytest.mark.parametrize("method", ["stochastic", "mini-batch"])
def test_the_same_seed_makes_the_same_run(method):
    def weights(seed):
        neuron = neuron_with(0.0, 0.0, 0.0)
        learn(neuron, dataset_of(OR), method=method, max_iterations=50, threshold=0, rng=Random(seed))
        return neuron.weights

    assert weights(5) == weights(5) != weights(6)


@pytest.mark.parametrize("method", ["iterative", "stochastic", "batch", "mini-batch"])
def test_the_list_of_examples_is_left_as_it_was(method):
    train = dataset_of(OR)
    before = list(train.exemples)
    learn(neuron_with(0.0, 0.0, 0.0), train, method=method, max_iterations=20)
    assert train.exemples == before
    assert [(exemple.inputs, exemple.outputs) for exemple in before] == OR


@pytest.mark.parametrize(
    ("method", "examples"), [("iterative", 1), ("stochastic", 1), ("batch", 4), ("mini-batch", 2)]
)
def test_an_iteration_is_one_update_and_max_iterations_ends_them(capsys, method, examples):
    descent, seen = learn(
        neuron_with(0.0, 0.0, 0.0), dataset_of(OR), method=method, max_iterations=7, report_every=3
    )
    assert len(seen) == 7 * examples
    assert descent.status == 0
    out = capsys.readouterr().out
    assert [iteration for iteration, _ in losses(out)] == [0, 3, 6, 7]
    assert out.splitlines()[-1] == "stopped after 7 iterations: no more are allowed (--max-iterations)"


@pytest.mark.parametrize(
    ("method", "iterations"),
    # Two passes over four examples: 4 updates a pass, 1 with batch, 2 with mini-batches of 3.
    [
        ("iterative", [0, 4, 8]),
        ("stochastic", [0, 4, 8]),
        ("batch", [0, 1, 2]),
        ("mini-batch", [0, 2, 4]),
    ],
)
def test_the_defaults_count_passes_over_the_training_set(capsys, method, iterations):
    learn(neuron_with(0.0, 0.0, 0.0), dataset_of(OR), method=method, batch_size=3, max_passes=2)
    assert [iteration for iteration, _ in losses(capsys.readouterr().out)] == iterations


def test_the_reports_of_a_long_run_become_rarer(capsys):
    learn(neuron_with(0.0, 0.0, 0.0), dataset_of(OR), max_passes=35, threshold=0)
    # Every pass; every second, a sixth, once twelve are done; every third from eighteen on, and so on.
    passes = [*range(12), 12, 14, 16, 18, 21, 24, 28, 32, 35]
    assert [iteration / 4 for iteration, _ in losses(capsys.readouterr().out)] == passes


@pytest.mark.parametrize(
    ("threshold", "iterations", "why"),
    [
        (0.3, [0, 2, 4], "the loss is below 0.3"),
        # 0.25 is not below 0.25.
        (0.25, [0, 2, 4, 6], "the loss is below 0.25"),
        (0, [0, 2, 4, 6, 8], "no more are allowed (--max-iterations)"),
        (2, [0], "the loss is below 2"),
    ],
)
def test_it_stops_at_the_first_report_below_the_threshold(capsys, threshold, iterations, why):
    costs = iter([1.0, 0.5, 0.25, 0.125, 0.0])
    chosen = options(threshold=threshold, report_every=2, max_iterations=8)
    descent = Descent(chosen, [Neuron(2)], lambda dataset: next(costs), dataset_of(OR))
    assert len(list(descent)) == iterations[-1]
    out = capsys.readouterr().out
    assert [iteration for iteration, _ in losses(out)] == iterations
    assert out.splitlines()[-1] == f"stopped after {iterations[-1]} iterations: {why}"


def test_the_reported_loss_is_that_of_the_training_set(capsys):
    learn(neuron_with(0.0, 0.0, 0.0), dataset_of(OR), max_iterations=1)
    # a = 0.5 for all, and −log 0.5 = 0.693147
    assert capsys.readouterr().out.startswith("iteration 0  loss 0.693147\n")


def test_a_batch_larger_than_the_training_set_is_refused():
    with pytest.raises(InputError, match="expected at most the 4 examples, got 5"):
        Descent(options(method="mini-batch", batch_size=5), [], lambda dataset: 0.0, dataset_of(OR))


def test_a_default_batch_larger_than_the_training_set_is_the_whole_of_it():
    _, seen = learn(
        neuron_with(0.0, 0.0, 0.0),
        dataset_of(OR),
        method="mini-batch",
        default_batch_size=16,
        max_iterations=1,
    )
    assert len(seen) == 4


@pytest.mark.parametrize(("number", "status"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
@pytest.mark.parametrize(("method", "updates"), [("iterative", 3), ("batch", 1)])
def test_a_signal_ends_the_training_after_the_update(capsys, number, status, method, updates):
    before = signal.getsignal(number)
    neuron = neuron_with(LN_3, 0.0, 0.0)
    descent = Descent(options(method=method), [neuron], neuron.calcLoss, dataset_of(OR))
    for count, exemple in enumerate(descent, start=1):
        neuron.activate(exemple.inputs)
        neuron.calculateOutputGradient(exemple.outputs[0])
        neuron.applyGradient(0.5, exemple.inputs)
        if count == 3:
            signal.raise_signal(number)
    assert capsys.readouterr().out.splitlines()[-1] == f"stopped after {updates} iterations: interrupted"
    assert descent.status == descent.finish() == status
    assert signal.getsignal(number) is before
    if method == "batch":
        # The whole mean, as without the signal
        assert neuron.weights == pytest.approx([LN_3, 0.0625, 0.0625], rel=1e-14)


def test_a_second_ctrl_c_ends_at_once():
    before = signal.getsignal(signal.SIGINT)
    descent = Descent(options(), [Neuron(2)], lambda dataset: 1.0, dataset_of(OR))
    iterator = iter(descent)
    next(iterator)
    signal.raise_signal(signal.SIGINT)
    with pytest.raises(KeyboardInterrupt):
        signal.raise_signal(signal.SIGINT)
    iterator.close()
    assert signal.getsignal(signal.SIGINT) is before


@pytest.mark.parametrize("method", ["iterative", "stochastic", "batch", "mini-batch"])
def test_a_run_that_diverges_stays_finite(capsys, method):
    neuron = neuron_with(0.0, 0.0, 0.0)
    # The same inputs with both outputs: every step overshoots, whatever the weights.
    torn = dataset_of([([1.0, 1e308], [1.0]), ([1.0, 1e308], [0.0]), ([1.0, -1e308], [1.0])])
    learn(neuron, torn, method=method, learning_rate=1e308, max_iterations=30, report_every=1)
    assert all(map(isfinite, neuron.weights))
    reported = [loss for _, loss in losses(capsys.readouterr().out)]
    assert all(0 <= loss <= float_info.max for loss in reported)


def test_the_mean_of_weights_at_the_largest_float_is_that_float():
    # Nothing moves the weight there, yet a third of it, added up three times, rounds to infinity.
    neuron = neuron_with(float_info.max)
    learn(neuron, dataset_of([([], [1.0])] * 3), method="batch", max_iterations=1, threshold=0)
    assert neuron.weights == pytest.approx([float_info.max], rel=1e-12)


class RecordingCurve:
    """What Descent tells a curve, without a figure."""

    def __init__(self, saved):
        self.saved = saved
        self.points = []
        self.next_look = 0.0
        self.refreshed = 0
        self.waited = []
        self.closings = []

    def add(self, iteration, losses):
        self.points.append((iteration, losses))

    def refresh(self):
        self.refreshed += 1

    def finish(self, closing=None):
        self.closings.append(closing)
        return self.saved

    def wait(self, interruption):
        self.waited.append(interruption.status)


class TestWithACurve:
    def descend(self, monkeypatch, test=None, saved=True, number=None):
        """Four iterations, a report at every second one, and perhaps a signal in the first."""
        train = dataset_of(OR)
        curve = RecordingCurve(saved)
        chosen = options(plot=True, max_iterations=4, report_every=2)
        monkeypatch.setattr("learning.curve.open_curve", lambda *given: curve if given == (chosen, None) else None)
        costs = {id(train): 0.5, id(test): 0.75}
        descent = Descent(chosen, [Neuron(2)], lambda dataset: costs[id(dataset)], train, test)
        assert descent.status == 0
        for count, _ in enumerate(descent):
            if number and count == 0:
                signal.raise_signal(number)
        return descent, curve

    def test_it_gets_the_loss_of_each_report_and_a_refresh_at_each_iteration(self, monkeypatch):
        _, curve = self.descend(monkeypatch)
        assert curve.points == [(0, [0.5]), (2, [0.5]), (4, [0.5])]
        assert curve.refreshed == 4

    def test_it_gets_the_loss_of_the_test_set_too(self, monkeypatch):
        _, curve = self.descend(monkeypatch, test=dataset_of(OR))
        assert curve.points == [(0, [0.5, 0.75]), (2, [0.5, 0.75]), (4, [0.5, 0.75])]

    def test_a_run_that_ended_by_itself_waits_for_its_window(self, monkeypatch):
        descent, curve = self.descend(monkeypatch)
        # It is finished before the script predicts anything.
        assert curve.closings == [None]
        assert descent.status == descent.finish() == 0
        assert (curve.closings, curve.waited) == ([None], [0])

    def test_what_closes_the_curve_is_drawn_with_what_it_needs(self, monkeypatch):
        descent, curve = self.descend(monkeypatch)
        drawn = []
        descent.finish(lambda *what: drawn.append(what), "test", "pairs")
        curve.closings[1]("figure", "place")
        assert drawn == [("test", "pairs", "figure", "place")]

    def test_its_panel_gets_what_it_shows(self, monkeypatch):
        panels = []
        monkeypatch.setattr("learning.curve.open_curve", lambda given, panel: panels.append(panel))
        train, neurons = dataset_of(OR), [Neuron(2)]
        Descent(options(plot=True), neurons, neurons[0].calcLoss, train, panel=lambda *what: what)
        assert panels[0]("figure", "place") == (neurons, train, "figure", "place")

    @pytest.mark.parametrize(
        ("saved", "number", "status"),
        [(False, None, 1), (True, signal.SIGINT, 130), (False, signal.SIGINT, 130)],
    )
    def test_a_run_that_failed_does_not_wait(self, monkeypatch, saved, number, status):
        descent, curve = self.descend(monkeypatch, saved=saved, number=number)
        assert descent.status == descent.finish() == status
        assert (curve.closings, curve.waited) == ([None], [])

    def test_ctrl_c_while_it_waits_is_the_status(self, monkeypatch):
        descent, curve = self.descend(monkeypatch)
        curve.wait = lambda interruption: signal.raise_signal(signal.SIGINT)
        assert descent.finish() == 130

    def test_ctrl_c_while_the_picture_is_saved_lets_it_be_saved(self, monkeypatch):
        descent, curve = self.descend(monkeypatch)
        after = []

        def finish(closing):
            signal.raise_signal(signal.SIGINT)
            after.append("saved")
            return True

        curve.finish = finish
        assert descent.finish(print) == 130
        assert (after, curve.waited) == (["saved"], [130])

    def test_what_closes_the_curve_may_fail_to_be_saved(self, monkeypatch):
        descent, curve = self.descend(monkeypatch)
        curve.saved = False
        assert descent.finish(print) == 1
        assert curve.waited == []

    def test_without_a_curve_there_is_nothing_to_wait_for(self):
        descent, _ = learn(neuron_with(0.0, 0.0, 0.0), dataset_of(OR), max_iterations=1)
        assert descent.finish() == 0
