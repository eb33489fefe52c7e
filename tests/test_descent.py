"""The four methods of descent, the mean over a batch, the reports and the end of the training."""

from fractions import Fraction
from math import ulp
from random import Random

import pytest
from helpers import OR, dataset_of, losses
from learning.command_line import InputError
from learning.descent import descend, report_after
from learning.methods import choose, mean_of_gradients

import DigitsLearn
from Dataset import Exemple
from NeuralNetwork import NeuralNetwork
from Neuron import Neuron

LN_3 = 1.0986122886681098  # Logistic(ln 3) = 0.75
METHODS = ["iterative", "stochastic", "batch", "mini-batch"]


class Listener:
    """What a descent tells and asks, without signals and a window."""

    def __init__(self):
        self.interrupted = False
        self.reported = []
        self.refreshed = []

    def report(self, iteration, loss):
        self.reported.append((iteration, loss))

    def refresh(self, iteration):
        self.refreshed.append(iteration)


def neuron_with(*weights, kind=Neuron):
    neuron = kind(len(weights) - 1)
    neuron.weights = list(weights)
    return neuron


def descent(neuron, train, live=None, method="iterative", size=2, seed=1, calc_loss=None, **limits):
    """With limits that end nothing, but for those that are given."""
    batches = choose(method, train.exemples, Random(seed), size, 2)
    limits = {"threshold": 0, "max_iterations": None, "max_passes": 10, "report_every": None, "density": 40} | limits
    return descend(batches, [neuron], calc_loss or neuron.calcLoss, train, live or Listener(), **limits)


def learn(neuron, train, *, rate=0.5, **changes):
    """Learn as OrLearn does; return the examples as they came."""
    seen = []
    for exemple in descent(neuron, train, **changes):
        seen.append(exemple)
        neuron.activate(exemple.inputs)
        neuron.calculateOutputGradient(exemple.outputs[0])
        neuron.applyGradient(rate, exemple.inputs)
    return seen


class InPlace(Neuron):
    """As a student may write it: it changes its list of weights."""

    def applyGradient(self, learningRate, entries):
        self.weights[0] += learningRate * self.gradient
        for i, entry in enumerate(entries, start=1):
            self.weights[i] += learningRate * self.gradient * entry


@pytest.mark.parametrize("kind", [Neuron, InPlace])
def test_batch_applies_the_mean_of_the_gradients_at_the_same_weights(kind):
    neuron = neuron_with(LN_3, 0.0, 0.0, kind=kind)
    learn(neuron, dataset_of(OR), method="batch", max_iterations=1)
    # a = 0.75 for all, so ∇ is −0.75, 0.25, 0.25, 0.25 and its mean 0. The means of ∇x₁ (examples 3
    # and 4) and of ∇x₂ (examples 2 and 4) are (0.25 + 0.25) / 4 = 0.125, times α = 0.5.
    assert neuron.weights == pytest.approx([LN_3, 0.0625, 0.0625], rel=1e-14)


def test_a_second_batch_starts_where_the_first_one_ended():
    neuron = neuron_with(0.0)
    coin = dataset_of([([], [1.0]), ([], [1.0]), ([], [1.0]), ([], [0.0])])
    # a = 0.5: the mean of 0.5, 0.5, 0.5, −0.5 is 0.25, and α = 4 ln 3 makes that a step of ln 3.
    # Then a = 0.75: the mean of 0.25, 0.25, 0.25, −0.75 is 0.
    learn(neuron, coin, method="batch", rate=4 * LN_3, max_iterations=2)
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
        seen = learn(neuron, dataset_of(OR), method="mini-batch", rate=1.0, max_iterations=1, seed=seed)
        first, second = sorted(exemple.inputs for exemple in seen)
        assert neuron.weights == MEAN_OF_TWO[(*first, *second)]
        chosen.add((*first, *second))
    assert chosen == MEAN_OF_TWO.keys()


@pytest.mark.parametrize("method", ["batch", "mini-batch"])
def test_the_mean_over_one_example_is_its_iterative_step_bit_for_bit(method):
    one = dataset_of([([0.3, 0.7], [1.0])])
    iterative, mean = neuron_with(0.1, -0.2, 0.3), neuron_with(0.1, -0.2, 0.3)
    learn(iterative, one, max_iterations=10, rate=0.1)
    learn(mean, one, max_iterations=10, rate=0.1, method=method, size=1)
    assert mean.weights == iterative.weights != [0.1, -0.2, 0.3]


@pytest.mark.parametrize("slope", [1, 1e3, -1e6])
def test_a_batch_from_large_weights_is_exact_to_two_neighbouring_floats(slope):
    rng, start = Random(1), [1000.0, -999.9, 1000.3, 0.1]
    exemples = [Exemple([rng.random(), rng.random(), 0.0], [1.0]) for _ in range(1000)]
    gradients = [rng.uniform(-0.2, 0.8) * slope for _ in exemples]
    neuron = neuron_with(*start)
    for exemple, gradient in zip(mean_of_gradients(exemples, [neuron]), gradients):
        neuron.gradient = gradient
        neuron.applyGradient(1e-12, exemple.inputs)
    for before, after, column in zip(start, neuron.weights, zip(*[[1.0, *e.inputs] for e in exemples])):
        # w + α · mean of ∇x, in exact arithmetic
        mean = sum(Fraction(gradient) * Fraction(x) for gradient, x in zip(gradients, column)) / 1000
        assert abs(Fraction(after) - (Fraction(before) + Fraction(1e-12) * mean)) <= 2 * Fraction(ulp(before))


def test_a_weight_whose_input_is_0_in_a_whole_batch_stays_bit_for_bit():
    neuron = neuron_with(0.0, 0.1, 1000.3)
    learn(neuron, dataset_of([([0.0, 0.0], [y]) for y in [0.0, 0.0, 1.0]]), method="batch", max_iterations=3)
    assert neuron.weights[0] != 0.0
    assert neuron.weights[1:] == [0.1, 1000.3]


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("kind", [Neuron, InPlace])
def test_the_list_of_examples_is_left_as_it_was(method, kind):
    train = dataset_of(OR)
    before = list(train.exemples)
    learn(neuron_with(0.0, 0.0, 0.0, kind=kind), train, method=method, max_iterations=20)
    assert train.exemples == before
    assert [(exemple.inputs, exemple.outputs) for exemple in before] == OR


@pytest.mark.parametrize("kind", [Neuron, InPlace])
def test_a_batch_leaves_a_list_of_weights_that_the_caller_kept(kind):
    neuron = neuron_with(LN_3, 0.0, 0.0, kind=kind)
    kept = neuron.weights
    learn(neuron, dataset_of(OR), method="batch", max_iterations=3)
    assert kept == [LN_3, 0.0, 0.0] != neuron.weights


@pytest.mark.parametrize("method", ["iterative", "batch"])
def test_iterative_and_batch_take_the_examples_in_their_order_again_and_again(method):
    train = dataset_of(OR)
    seen = descent(Neuron(2), train, method=method, max_passes=2)
    assert [train.exemples.index(exemple) for exemple in seen] == [0, 1, 2, 3, 0, 1, 2, 3]


def test_stochastic_takes_every_example_but_not_in_their_order():
    train = dataset_of(OR)
    seen = descent(Neuron(2), train, method="stochastic", max_iterations=200)
    indices = [train.exemples.index(exemple) for exemple in seen]
    assert set(indices) == {0, 1, 2, 3}
    assert indices != [0, 1, 2, 3] * 50


@pytest.mark.parametrize("method", ["stochastic", "mini-batch"])
def test_the_same_seed_makes_the_same_run(method):
    def weights(seed):
        neuron = neuron_with(0.0, 0.0, 0.0)
        learn(neuron, dataset_of(OR), method=method, max_iterations=50, seed=seed)
        return neuron.weights

    assert weights(5) == weights(5) != weights(6)


def test_a_batch_larger_than_the_training_set_is_refused():
    with pytest.raises(InputError, match="^--batch-size: expected at most the 4 examples, got 5$"):
        choose("mini-batch", dataset_of(OR).exemples, Random(1), 5, 2)


@pytest.mark.parametrize(("default", "taken"), [(2, 2), (16, 4)])
def test_a_mini_batch_of_no_given_size_takes_the_default_or_all_that_there_are(default, taken):
    assert len(next(choose("mini-batch", dataset_of(OR).exemples, Random(1), None, default))) == taken


class TestReports:
    def iterations(self, capsys):
        return [iteration for iteration, _ in losses(capsys.readouterr().out)]

    def test_they_tell_the_loss_of_the_training_set(self, capsys):
        learn(neuron_with(0.0, 0.0, 0.0), dataset_of(OR), max_iterations=1)
        # a = 0.5 for all, and −log 0.5 = 0.693147
        assert capsys.readouterr().out.startswith("iteration 0  loss 0.693147\n")

    @pytest.mark.parametrize("method", METHODS)
    def test_they_come_every_n_updates_and_at_the_end_if_asked_for(self, capsys, method):
        list(descent(Neuron(2), dataset_of(OR), method=method, max_iterations=7, report_every=3))
        assert self.iterations(capsys) == [0, 3, 6, 7]

    def test_they_wait_for_a_part_of_the_iterations_so_far_and_of_half_a_pass(self):
        # Of 10 parts: (0 + 50) / 10 = 5, and (30 + 50) / 10 = 8
        assert [report_after(0, 100, 10), report_after(30, 100, 10)] == [5, 38]

    def test_they_end_with_a_pass_if_they_can(self):
        # (95 + 50) / 10 = 14 would lead to 109, and (900 + 50) / 10 = 95 to 995, with no end of a pass between
        assert [report_after(95, 100, 10), report_after(900, 100, 10)] == [100, 995]

    def test_a_batch_reports_every_update_up_to_the_40th_and_later_less_often(self, capsys):
        list(descent(Neuron(2), dataset_of(OR), method="batch", max_passes=400, density=6))
        iterations = self.iterations(capsys)
        assert iterations[:41] == [*range(41)]
        assert iterations[-1] - iterations[-2] > 1

    def test_the_first_pass_of_digits_learn_has_at_least_8(self, capsys, monkeypatch):
        # When they come does not depend on the loss, which takes long to evaluate.
        monkeypatch.setattr(NeuralNetwork, "calcLoss", lambda network, dataset: 1.0)
        DigitsLearn.main(["--no-plot", "--seed", "1", "--max-iterations", "1197"])
        # Its training set has 1197 examples.
        assert sum(iteration < 1197 for iteration in self.iterations(capsys)) >= 8

    def test_who_watches_hears_of_each_report_and_each_iteration(self):
        live = Listener()
        limits = {"max_iterations": 4, "report_every": 2}
        list(descent(Neuron(2), dataset_of(OR), live, calc_loss=lambda dataset: 0.5, **limits))
        assert live.reported == [(0, 0.5), (2, 0.5), (4, 0.5)]
        assert live.refreshed == [0, 1, 2, 3, 4]


def last_line(capsys):
    return capsys.readouterr().out.splitlines()[-1]


class TestTheEnd:
    @pytest.mark.parametrize(
        ("threshold", "iterations", "why"),
        [
            (0.3, 4, "the loss is below 0.3"),
            # 0.25 is not below 0.25.
            (0.25, 6, "the loss is below 0.25"),
            (0, 8, "no more are allowed (--max-iterations)"),
            (2, 0, "the loss is below 2"),
        ],
    )
    def test_it_comes_at_the_first_report_below_the_threshold(self, capsys, threshold, iterations, why):
        reported = iter([1.0, 0.5, 0.25, 0.125, 0.0])
        limits = {"threshold": threshold, "report_every": 2, "max_iterations": 8}
        seen = list(descent(Neuron(2), dataset_of(OR), calc_loss=lambda dataset: next(reported), **limits))
        assert len(seen) == iterations
        assert last_line(capsys) == f"stopped after {iterations} iterations: {why}"

    @pytest.mark.parametrize(
        ("method", "examples"), [("iterative", 1), ("stochastic", 1), ("batch", 4), ("mini-batch", 2)]
    )
    def test_it_comes_after_so_many_updates_as_are_allowed(self, capsys, method, examples):
        seen = list(descent(Neuron(2), dataset_of(OR), method=method, max_iterations=7))
        assert len(seen) == 7 * examples
        assert last_line(capsys) == "stopped after 7 iterations: no more are allowed (--max-iterations)"

    @pytest.mark.parametrize(
        ("method", "iterations"),
        # Two passes over four examples; three mini-batches of 3 are the first to have seen that many.
        [("iterative", 8), ("stochastic", 8), ("batch", 2), ("mini-batch", 3)],
    )
    def test_it_comes_after_the_default_passes_and_says_that_nobody_asked_for_them(self, capsys, method, iterations):
        list(descent(Neuron(2), dataset_of(OR), method=method, size=3, max_passes=2))
        why = "2 passes over the training set are the default limit (--max-iterations sets another)"
        assert last_line(capsys) == f"stopped after {iterations} iterations: {why}"

    @pytest.mark.parametrize(("method", "updates"), [("iterative", 3), ("batch", 1)])
    def test_it_comes_after_the_update_in_which_a_signal_came(self, capsys, method, updates):
        live = Listener()
        seen = descent(Neuron(2), dataset_of(OR), live, method, report_every=100)
        for count, _ in enumerate(seen, start=1):
            live.interrupted = count >= 3
        assert live.reported[-1][0] == updates
        assert last_line(capsys) == f"stopped after {updates} iterations: interrupted"

    def test_a_signal_in_a_batch_leaves_the_mean_over_all_of_it(self):
        live = Listener()
        neuron = neuron_with(LN_3, 0.0, 0.0)
        for exemple in descent(neuron, dataset_of(OR), live, "batch"):
            live.interrupted = True
            neuron.activate(exemple.inputs)
            neuron.calculateOutputGradient(exemple.outputs[0])
            neuron.applyGradient(0.5, exemple.inputs)
        # As in the first test
        assert neuron.weights == pytest.approx([LN_3, 0.0625, 0.0625], rel=1e-14)
