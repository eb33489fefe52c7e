"""Neuron and NeuralNetwork: their numbers by hand, what they refuse, and what they leave as it is."""

import builtins
import doctest
import random
from collections.abc import Callable
from contextlib import suppress
from copy import deepcopy
from importlib import import_module
from itertools import pairwise
from math import inf, isfinite, nan, tanh

import pytest
from helpers import ROOT, SCRIPTS, dataset_of, run_python
from hypothesis import given, settings
from hypothesis import strategies as st

from NeuralNetwork import NeuralNetwork
from Neuron import Neuron, logistic

LN_3 = 1.0986122886681098  # Logistic(ln 3) = 1 / (1 + 1/3) = 0.75, and Logistic(−ln 3) = 0.25
# By hand: −log 0.75 = log 4 − log 3 and −log 0.25 = log 4.
COST_OF_075, COST_OF_025 = 0.2876820724517809, 1.3862943611198906


def neuron_with(*weights: float) -> Neuron:
    neuron = Neuron(len(weights) - 1)
    neuron.weights = list(weights)
    return neuron


def network_with(*layers: list[list[float]]) -> NeuralNetwork:
    """Layers of neurons with these weights, behind as many inputs as the first of them takes."""
    network = NeuralNetwork([len(layers[0][0]) - 1, *map(len, layers)])
    for layer, rows in zip(network.layers[1:], layers):
        for neuron, weights in zip(layer, rows):
            neuron.weights = list(weights)
    return network


def weights_of(network: NeuralNetwork) -> list[list[float]]:
    return [neuron.weights for layer in network.layers for neuron in layer]


def outs_of(layer: list[Neuron]) -> list[float]:
    return [neuron.out for neuron in layer]


class TestThePage:
    def test_the_update_in_the_docstring_of_neuron_is_what_happens(self):
        failed, tried = doctest.testmod(import_module("Neuron"))
        assert (failed, tried > 0) == (0, True)

    @pytest.mark.parametrize("name", ["Neuron", "NeuralNetwork", *SCRIPTS])
    def test_no_line_is_too_long_for_a_wall(self, name):
        lines = (ROOT / f"{name}.py").read_text(encoding="utf-8").splitlines()
        assert [line for line in lines if len(line) > 100] == []

    def test_the_objects_show_themselves(self):
        assert repr(neuron_with(0.1, 0.5, -0.2)) == "Neuron(weights=[0.1, 0.5, -0.2])"
        assert repr(NeuralNetwork([3, 5, 2])) == "NeuralNetwork([3, 5, 2])"

    @pytest.mark.parametrize(
        ("module", "names"),
        [
            ("Dataset", {"Dataset", "DatasetError", "Exemple"}),
            # As from a student's own file, scripts along the series count on `random` and `logistic`.
            ("Neuron", {"Neuron", "logistic", "random"}),
            ("NeuralNetwork", {"NeuralNetwork", "Neuron"}),
        ],
    )
    def test_a_star_import_gives_the_classes_and_hides_no_builtin(self, module, names):
        namespace: dict[str, object] = {}
        exec(f"from {module} import *", namespace)
        assert names <= namespace.keys()
        assert not (namespace.keys() - {"__builtins__"}) & set(dir(builtins))

    def test_importing_needs_no_matplotlib_prints_nothing_and_trains_nothing(self, tmp_path):
        modules = ", ".join(["Dataset", "Neuron", "NeuralNetwork", *SCRIPTS])
        code = f"import sys, {modules}; print('matplotlib' in sys.modules)"
        result = run_python("-c", code, cwd=tmp_path, PYTHONPATH=str(ROOT))
        assert (result.stdout, result.stderr) == ("False\n", "")


class TestTheStart:
    def test_a_neuron_has_a_weight_for_each_input_and_one_for_the_bias(self):
        layers = NeuralNetwork([3, 5, 2]).layers
        assert [len(layer) for layer in layers] == [3, 5, 2]
        assert [{len(neuron.weights) for neuron in layer} for layer in layers] == [{1}, {4}, {6}]

    def test_random_seed_before_gives_the_same_weights_again(self):
        def weights(seed):
            random.seed(seed)
            return Neuron(2).weights, weights_of(NeuralNetwork([2, 2]))

        assert weights(7) == weights(7) != weights(8)

    def test_the_weights_differ_from_each_other_in_a_small_symmetric_interval(self):
        random.seed(1)
        weights = [weight for weights in weights_of(NeuralNetwork([20, 20, 20])) for weight in weights]
        assert len(set(weights)) == len(weights)
        assert -0.1 <= min(weights) < -0.09
        assert 0.09 < max(weights) <= 0.1


@pytest.mark.parametrize(
    ("sp", "a"),
    [
        (0.0, 0.5),
        (LN_3, 0.75),
        (-LN_3, 0.25),
        (745.0, 1.0),
        (-745.0, 5e-324),  # e⁻⁷⁴⁵ = 2.8e-324, and the float nearest to it is the smallest above 0
        (1e308, 1.0),
        (-1e308, 0.0),
    ],
)
def test_logistic(sp, a):
    assert logistic(sp) == pytest.approx(a, rel=1e-15, abs=0)


class TestTheCost:
    @pytest.mark.parametrize(
        ("weights", "desired", "cost"),
        [
            # Sure and wrong, it is |sp|: −log(1 − Logistic(800)) = log(1 + e⁸⁰⁰) = 800.
            ([800.0, 0.0], 0.0, 800.0),
            ([-800.0, 0.0], 1.0, 800.0),
            ([0.0, 1e308], 0.0, 1e308),
            ([0.0, -1e308], 1.0, 1e308),
            # Sure and right, it is e⁻⁸⁰⁰, less than any float above 0.
            ([800.0, 0.0], 1.0, 0.0),
            ([-800.0, 0.0], 0.0, 0.0),
            # sp = 40, where Logistic rounds to 1: the cost is log(1 + e⁻⁴⁰) = e⁻⁴⁰.
            ([40.0, 0.0], 1.0, 4.248354255291589e-18),
            ([0.0, LN_3], 1.0, COST_OF_075),
            ([0.0, LN_3], 0.0, COST_OF_025),
            # A desired output between: −(0.5·log 0.75 + 0.5·log 0.25)
            ([LN_3, 0.0], 0.5, (COST_OF_075 + COST_OF_025) / 2),
        ],
    )
    def test_of_one_example_is_its_cross_entropy(self, weights, desired, cost):
        assert neuron_with(*weights).cost([1.0], desired) == pytest.approx(cost, rel=1e-14, abs=0)

    def test_changes_nothing(self):
        neuron = active_neuron()
        before = deepcopy(vars(neuron))
        neuron.cost([3.0, 4.0], 0.0)
        assert vars(neuron) == before

    def test_of_a_dataset_is_the_mean(self):
        # x = 1 gives 0.75, x = −1 gives 0.25, x = 0 gives 0.5, which costs log 2.
        dataset = dataset_of([([1.0], [1.0]), ([-1.0], [1.0]), ([0.0], [0.0])])
        expected = (COST_OF_075 + COST_OF_025 + 0.6931471805599453) / 3
        assert neuron_with(0.0, LN_3).calcLoss(dataset) == pytest.approx(expected, rel=1e-14)

    def test_of_a_network_is_the_sum_over_its_outputs_of_their_means(self):
        network = network_with([[0.0, LN_3], [0.0, -LN_3]])
        # x = 1 gives 0.75 and 0.25, x = −1 gives 0.25 and 0.75.
        dataset = dataset_of([([1.0], [1.0, 0.0]), ([-1.0], [1.0, 1.0])])
        # First output: the mean of the costs of 0.75 and 0.25; second: of 1 − 0.25 and 0.75.
        expected = (COST_OF_075 + COST_OF_025) / 2 + COST_OF_075
        assert network.calcLoss(dataset) == pytest.approx(expected, rel=1e-14)

    @pytest.mark.parametrize("is_printed", [False, True])
    def test_printed_between_the_activation_and_the_update_changes_neither(self, is_printed):
        neuron, network = neuron_with(0.0, LN_3, 0.0), network_with([[0.0, LN_3, 0.0]])
        neuron.activate([1.0, 2.0])
        network.activate([1.0, 2.0])
        if is_printed:
            dataset = dataset_of([([-3.0, 4.0], [1.0])])
            assert neuron.calcLoss(dataset) == network.calcLoss(dataset) > 0
        neuron.calculateOutputGradient(0.0)
        neuron.applyGradient(0.4, [1.0, 2.0])
        network.calculateGradients([0.0])
        network.applyGradients(0.4)
        # a = 0.75, so α∇ = −0.3, times the entries 1 and 2
        expected = pytest.approx([-0.3, LN_3 - 0.3, -0.6], rel=1e-14)
        assert neuron.weights == expected
        assert network.layers[1][0].weights == expected


class TestHiddenLayers:
    @pytest.fixture
    def network(self) -> NeuralNetwork:
        network = network_with([[0.0, LN_3, 0.0], [LN_3, 0.0, -LN_3]], [[LN_3, 4.0, -12.0]])
        network.activate([1.0, 2.0])
        return network

    def test_forward(self, network):
        # Hidden: Logistic(ln 3) = 0.75 and Logistic(ln 3 − 2 ln 3) = 0.25.
        # Output: Logistic(ln 3 + 4 × 0.75 − 12 × 0.25) = Logistic(ln 3) = 0.75.
        inputs, hidden, _ = network.layers
        assert outs_of(inputs) == [1.0, 2.0]
        assert outs_of(hidden) == pytest.approx([0.75, 0.25], rel=1e-15)
        assert network.getOutputs() == pytest.approx([0.75], rel=1e-15)
        assert network.calcLoss(dataset_of([([1.0, 2.0], [0.0])])) == pytest.approx(COST_OF_025, rel=1e-14)

    def test_the_loss_activates_them_and_leaves_the_inputs_and_outputs(self, network):
        inputs, hidden, outputs = network.layers
        before = outs_of(inputs), outs_of(outputs)
        network.calcLoss(dataset_of([([1.0, 2.0], [1.0]), ([-1.0, 1.0], [0.0])]))
        assert (outs_of(inputs), outs_of(outputs)) == before
        # Logistic(−ln 3) and Logistic(ln 3 − ln 3), for the last example
        assert outs_of(hidden) == pytest.approx([0.25, 0.5], rel=1e-15)

    def test_only_the_output_neurons_get_a_gradient(self, network):
        network.calculateGradients([1.0])
        gradients = [[neuron.gradient for neuron in layer] for layer in network.layers]
        assert gradients == [[0.0, 0.0], [0.0, 0.0], [pytest.approx(0.25, rel=1e-15)]]

    def test_a_gradient_set_by_hand_moves_the_hidden_weights(self, network):
        inputs, (first, second), (output,) = network.layers
        holders = [list(neuron.weights) for neuron in inputs]
        first.gradient, second.gradient, output.gradient = 0.5, -1.0, 2.0
        network.applyGradients(0.1)
        # α∇ = 0.05, times the entries 1 and 2
        assert first.weights == pytest.approx([0.05, LN_3 + 0.05, 0.1], rel=1e-14)
        # α∇ = −0.1, times the entries 1 and 2
        assert second.weights == pytest.approx([LN_3 - 0.1, -0.1, -LN_3 - 0.2], rel=1e-14)
        # α∇ = 0.2, times the hidden activations 0.75 and 0.25
        assert output.weights == pytest.approx([LN_3 + 0.2, 4.15, -11.95], rel=1e-14)
        assert [neuron.weights for neuron in inputs] == holders

    def test_ex_07_gives_the_weights_that_ex_06_gives(self, network):
        other = deepcopy(network)
        for each in (network, other):
            each.calculateGradients([1.0])
            for neuron, gradient in zip(each.layers[1], [0.5, -1.0]):
                neuron.gradient = gradient
        network.applyGradients(0.1)
        for previous, layer in pairwise(other.layers):
            for neuron in layer:
                neuron.applyGradientWithLayer(0.1, previous)
        assert weights_of(network) == weights_of(other)


class Tanh(Neuron):
    """A neuron with another activation: tanh(ln 3) = (3 − 1/3) / (3 + 1/3) = 0.8."""

    def activate(self, entries):
        self.out = tanh(sum(w * x for w, x in zip(self.weights, [1.0, *entries])))


class Fixed(Neuron):
    """A neuron with an update of its own: it keeps its weights, and notes how they would have moved."""

    def applyGradient(self, learningRate, entries):
        self.moves = [learningRate * self.gradient * x for x in entries]


class TestAStudentsOwnKindOfNeuron:
    def hidden(self, kind: type[Neuron]) -> tuple[NeuralNetwork, Neuron]:
        network = network_with([[0.0, LN_3]], [[0.0, LN_3 / 0.8]])
        neuron = kind(1)
        neuron.weights = [0.0, LN_3]
        network.layers[1] = [neuron]
        return network, neuron

    def test_counts_in_the_outputs_and_the_loss_of_a_network(self):
        network, neuron = self.hidden(Tanh)
        network.activate([1.0])
        # tanh(ln 3) = 0.8, and Logistic(0.8 · ln 3 / 0.8) = 0.75
        assert neuron.out == pytest.approx(0.8, rel=1e-15)
        assert network.getOutputs() == pytest.approx([0.75], rel=1e-15)
        assert network.calcLoss(dataset_of([([1.0], [0.0])])) == pytest.approx(COST_OF_025, rel=1e-14)

    def test_makes_its_own_update(self):
        network, neuron = self.hidden(Fixed)
        network.activate([2.0])
        neuron.gradient = 3.0
        network.applyGradients(0.5)
        assert neuron.moves == [3.0]
        assert neuron.weights == [0.0, LN_3]


def test_the_lists_of_the_caller_are_never_changed_nor_kept():
    sizes, entries, desired = [2, 3, 2], [1.0, 2.0], [1.0, 0.0]
    dataset = dataset_of([(entries, desired)])
    before = deepcopy((sizes, entries, desired, vars(dataset.exemples[0])))
    network, neuron = NeuralNetwork(sizes), Neuron(2)
    network.activate(entries)
    network.calculateGradients(desired)
    network.applyGradients(0.5)
    network.calcLoss(dataset)
    neuron.activate(entries)
    neuron.calculateOutputGradient(1.0)
    neuron.applyGradient(0.5, entries)
    assert (sizes, entries, desired, vars(dataset.exemples[0])) == before
    outputs = network.getOutputs()
    network.getOutputs().clear()
    entries.clear()
    assert network.getOutputs() == outputs
    assert outs_of(network.layers[0]) == [1.0, 2.0]


def active_neuron() -> Neuron:
    neuron = neuron_with(0.1, 0.5, -0.2)
    neuron.activate([1.0, 2.0])
    neuron.calculateOutputGradient(1.0)
    return neuron


def active_network() -> NeuralNetwork:
    network = NeuralNetwork([2, 3, 2])
    network.activate([1.0, 2.0])
    network.calculateGradients([1.0, 0.0])
    return network


def layer_of(*outs: float) -> list[Neuron]:
    layer = [Neuron(0) for _ in outs]
    for neuron, out in zip(layer, outs):
        neuron.out = out
    return layer


TOO_LARGE_RATE = "is the learning rate too large?"
NEURON_REFUSES = {
    "too few entries": (lambda n: n.activate([1.0]), "expected 2 entries, got 1"),
    "too many entries": (lambda n: n.activate([1.0, 2.0, 3.0]), "expected 2 entries, got 3"),
    "an entry that is not finite": (lambda n: n.activate([1.0, nan]), "expected a finite number, got nan"),
    "a weighted sum that is not": (lambda n: neuron_with(0, 1e9, 0).activate([1e308, 0]), "got inf as a weighted sum"),
    "a layer of one neuron": (lambda n: n.activateWithLayer(layer_of(1.0)), "expected 2 entries, got 1"),
    "a layer that was not activated": (lambda n: n.activateWithLayer([Neuron(0), Neuron(0)]), "got nan"),
    "the cost of too few entries": (lambda n: n.cost([1.0], 1.0), "expected 2 entries, got 1"),
    "the cost of an output below 0": (lambda n: n.cost([1.0, 2.0], -0.1), "output from 0 to 1, got -0.1"),
    "the cost of an output above 1": (lambda n: n.cost([1.0, 2.0], 1.1), "output from 0 to 1, got 1.1"),
    "the cost of an output that is nan": (lambda n: n.cost([1.0, 2.0], nan), "output from 0 to 1, got nan"),
    "the loss of too few entries": (lambda n: n.calcLoss(dataset_of([([1.0], [1.0])])), "expected 2 entries, got 1"),
    "the loss of two outputs": (lambda n: n.calcLoss(dataset_of([([1.0, 2.0], [1, 0])])), "expected 1 output, got 2"),
    "a gradient before": (lambda n: Neuron(2).calculateOutputGradient(1.0), "got nan as a gradient: was"),
    "an output that is not finite": (lambda n: n.calculateOutputGradient(-inf), "got -inf as a gradient"),
    "an update with too few entries": (lambda n: n.applyGradient(0.1, [1.0]), "expected 2 entries, got 1"),
    "an update with too many": (lambda n: n.applyGradient(0.1, [1.0] * 3), "expected 2 entries, got 3"),
    "an update with an entry that is nan": (lambda n: n.applyGradient(0.1, [nan, 1.0]), "got nan as the sum"),
    "a learning rate that is not finite": (lambda n: n.applyGradient(inf, [1.0, 2.0]), "as the sum of the weights"),
    "an update with one neuron": (lambda n: n.applyGradientWithLayer(0.1, layer_of(1.0)), "expected 2 entries, got 1"),
}
NETWORK_REFUSES = {
    "too few entries": (lambda n: n.activate([1.0]), "expected 2 entries, got 1"),
    "too many entries": (lambda n: n.activate([1.0, 2.0, 3.0]), "expected 2 entries, got 3"),
    "an entry that is not finite": (lambda n: n.activate([1.0, inf]), f"as a weighted sum: {TOO_LARGE_RATE}"),
    "too few outputs": (lambda n: n.calculateGradients([1.0]), "expected 2 desired outputs, got 1"),
    "too many outputs": (lambda n: n.calculateGradients([1.0] * 3), "expected 2 desired outputs, got 3"),
    "an output that is nan": (lambda n: n.calculateGradients([1.0, nan]), "got nan as a gradient"),
    "gradients before": (lambda n: NeuralNetwork([2, 2]).calculateGradients([1, 0]), "was the neuron activated?"),
    "updates before": (lambda n: NeuralNetwork([2, 2]).applyGradients(0.1), "got nan as the sum"),
    "a learning rate that is not finite": (lambda n: n.applyGradients(inf), TOO_LARGE_RATE),
    "the loss of one entry": (lambda n: n.calcLoss(dataset_of([([1.0], [1, 0])])), "expected 2 entries, got 1"),
    "the loss of one output": (lambda n: n.calcLoss(dataset_of([([1.0, 2.0], [1])])), "expected 2 outputs, got 1"),
    "the loss of 1.1": (lambda n: n.calcLoss(dataset_of([([1.0, 2.0], [1, 1.1])])), "output from 0 to 1, got 1.1"),
}


def check_refused(call: Callable[[], None], message: str) -> None:
    with pytest.raises(ValueError) as caught:  # noqa: PT011  Its message is compared below.
        call()
    assert message in str(caught.value)


@pytest.mark.parametrize("case", NEURON_REFUSES)
def test_a_neuron_refuses(case):
    call, message = NEURON_REFUSES[case]
    check_refused(lambda: call(active_neuron()), message)


@pytest.mark.parametrize("case", NETWORK_REFUSES)
def test_a_network_refuses(case):
    call, message = NETWORK_REFUSES[case]
    check_refused(lambda: call(active_network()), message)


# The examples are always the same ones.
@settings(derandomize=True, database=None, deadline=None, max_examples=200)
@given(numbers=st.lists(st.floats(allow_nan=False, allow_infinity=False), min_size=6, max_size=6), y=st.floats(0, 1))
def test_a_neuron_stays_finite_or_refuses_whatever_the_numbers(numbers, y):
    *weights, x, other_x, rate = numbers
    neuron = neuron_with(*weights)
    with suppress(ValueError):
        neuron.activate([x, other_x])
        assert 0 <= neuron.out <= 1
        assert 0 <= neuron.cost([x, other_x], y) < inf
        neuron.calculateOutputGradient(y)
        neuron.applyGradient(rate, [x, other_x])
    assert all(map(isfinite, neuron.weights))
