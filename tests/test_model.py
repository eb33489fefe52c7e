"""Neuron and NeuralNetwork: their numbers by hand, what they refuse, and what they leave as it is."""

import builtins
import doctest
import random
import re
from copy import deepcopy
from importlib import import_module
from math import inf, nan, tanh

import pytest
from helpers import LN_3, ROOT, SCRIPTS, dataset_of, network_with, neuron_with

from NeuralNetwork import NeuralNetwork
from Neuron import Neuron

# By hand: −log 0.75 = log 4 − log 3 and −log 0.25 = log 4.
COST_OF_075, COST_OF_025 = 0.2876820724517809, 1.3862943611198906


def weights_of(network: NeuralNetwork) -> list[list[float]]:
    return [neuron.weights for layer in network.layers for neuron in layer]


def outs_of(layer: list[Neuron]) -> list[float]:
    return [neuron.out for neuron in layer]


class TestThePage:
    def test_the_update_in_the_docstring_of_neuron_is_what_happens(self):
        failed, tried = doctest.testmod(import_module("Neuron"))
        assert (failed, tried > 0) == (0, True)

    def test_the_objects_show_themselves(self):
        assert repr(neuron_with(0.1, 0.5, -0.2)) == "Neuron(weights=[0.1, 0.5, -0.2])"
        assert repr(NeuralNetwork([3, 5, 2])) == "NeuralNetwork([3, 5, 2])"

    @pytest.mark.parametrize("name", ["Neuron", "NeuralNetwork", *SCRIPTS])
    def test_no_line_is_too_long_for_a_wall(self, name):
        assert max(map(len, (ROOT / f"{name}.py").read_text(encoding="utf-8").splitlines())) <= 100

    # As from a student's own file, scripts along the series count on `random` and `logistic`.
    @pytest.mark.parametrize(("module", "names"), [
        ("Dataset", {"Dataset", "DatasetError", "Exemple"}),
        ("Neuron", {"Neuron", "logistic", "random"}),
        ("NeuralNetwork", {"NeuralNetwork", "Neuron"}),
    ])
    def test_a_star_import_gives_the_classes_and_hides_no_builtin(self, module, names):
        namespace: dict[str, object] = {}
        exec(f"from {module} import *", namespace)
        assert names <= namespace.keys()
        assert not (namespace.keys() - {"__builtins__"}) & set(dir(builtins))


class TestTheStart:
    def test_a_neuron_has_a_weight_for_each_input_and_one_for_the_bias(self):
        layers = NeuralNetwork([3, 5, 2]).layers
        assert [len(layer) for layer in layers] == [3, 5, 2]
        assert [{len(neuron.weights) for neuron in layer} for layer in layers] == [{1}, {4}, {6}]

    def test_the_weights_differ_from_each_other_in_a_small_symmetric_interval_that_random_seed_repeats(self):
        starts = []
        for seed in (1, 1, 2):
            random.seed(seed)
            starts.append([w for weights in weights_of(NeuralNetwork([20, 20, 20])) for w in weights])
        first, same, other = starts
        assert first == same != other
        assert len(set(first)) == len(first)
        assert -0.1 <= min(first) < -0.09
        assert 0.09 < max(first) <= 0.1


class TestTheCost:
    # Sure and wrong, it is |sp|, as −log(1 − Logistic(800)) = log(1 + e⁸⁰⁰) = 800; sure and right, less than any float.
    @pytest.mark.parametrize(("sp", "desired", "cost"), [
        (800.0, 0.0, 800.0), (-800.0, 1.0, 800.0), (1e308, 0.0, 1e308), (-1e308, 1.0, 1e308), (800.0, 1.0, 0.0),
        (LN_3, 1.0, COST_OF_075), (LN_3, 0.0, COST_OF_025), (LN_3, 0.5, (COST_OF_075 + COST_OF_025) / 2),
    ])
    def test_of_one_example_is_its_cross_entropy(self, sp, desired, cost):
        assert neuron_with(0.0, sp).cost([1.0], desired) == pytest.approx(cost, rel=1e-14, abs=0)

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

    def test_printed_between_the_activation_and_the_update_changes_neither(self):
        neuron, network = neuron_with(0.0, LN_3, 0.0), network_with([[0.0, LN_3, 0.0]])
        neuron.activate([1.0, 2.0])
        network.activate([1.0, 2.0])
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


class Own(Neuron):
    """A neuron with another activation, tanh(ln 3) = (3 − 1/3) / (3 + 1/3) = 0.8, and an update that only notes it."""

    def activate(self, entries):
        self.out = tanh(sum(w * x for w, x in zip(self.weights, [1.0, *entries])))

    def applyGradient(self, learningRate, entries):
        self.moves = [learningRate * self.gradient * x for x in entries]


def test_a_student_s_own_kind_of_neuron_counts_in_a_network_and_makes_its_own_update():
    network, neuron = network_with([[0.0, LN_3]], [[0.0, LN_3 / 0.8]]), neuron_with(0.0, LN_3, kind=Own)
    network.layers[1] = [neuron]
    network.activate([1.0])
    # Logistic(0.8 · ln 3 / 0.8) = 0.75
    assert network.getOutputs() == pytest.approx([0.75], rel=1e-15)
    assert network.calcLoss(dataset_of([([1.0], [0.0])])) == pytest.approx(COST_OF_025, rel=1e-14)
    neuron.gradient = 3.0
    network.applyGradients(0.5)
    assert (neuron.moves, neuron.weights) == ([1.5], [0.0, LN_3])


def test_the_lists_of_the_caller_are_never_changed_nor_kept():
    sizes, entries, desired = [2, 3, 2], [1.0, 2.0], [1.0, 0.0]
    network, dataset = NeuralNetwork(sizes), dataset_of([(entries, desired)])
    network.activate(entries)
    network.calculateGradients(desired)
    network.applyGradients(0.5)
    network.layers[1][0].applyGradient(0.5, entries)
    network.calcLoss(dataset)
    assert (sizes, entries, desired, *vars(dataset.exemples[0]).values()) == (
        [2, 3, 2], [1.0, 2.0], [1.0, 0.0], [1.0, 2.0], [1.0, 0.0]
    )
    outputs = network.getOutputs()
    network.getOutputs().clear()
    entries.clear()
    assert network.getOutputs() == outputs
    assert outs_of(network.layers[0]) == [1.0, 2.0]


def loss_of(inputs: list[float], outputs: list[float]):
    return lambda model: model.calcLoss(dataset_of([(inputs, outputs)]))


FIT, SUM = "expected 2 entries, got", "the sum of the weights: is the learning rate too large?"
# Of a neuron with two inputs that has been activated and has a gradient
NEURON_REFUSES = {
    "too few entries": (lambda n: n.activate([1.0]), f"{FIT} 1"),
    "too many entries": (lambda n: n.activate([1.0, 2.0, 3.0]), f"{FIT} 3"),
    "an entry that is nan": (lambda n: n.activate([1.0, nan]), "expected a finite number, got nan"),
    "a sum that is inf": (lambda n: n.activate([1e308, inf]), "as a weighted sum: is the learning rate too large?"),
    "a layer of one": (lambda n: n.activateWithLayer([neuron_with(1)]), f"{FIT} 1"),
    "a layer that was not activated": (lambda n: n.activateWithLayer([Neuron(0), Neuron(0)]), "got nan"),
    "the cost of one entry": (lambda n: n.cost([1.0], 1.0), f"{FIT} 1"),
    "the cost of −0.1": (lambda n: n.cost([1.0, 2.0], -0.1), "a desired output from 0 to 1, got -0.1"),
    "the cost of 1.1": (lambda n: n.cost([1.0, 2.0], 1.1), "a desired output from 0 to 1, got 1.1"),
    "the cost of nan": (lambda n: n.cost([1.0, 2.0], nan), "a desired output from 0 to 1, got nan"),
    "the loss of two outputs": (loss_of([1.0, 2.0], [1, 0]), "expected 1 output, got 2"),
    "an output that is −inf": (lambda n: n.calculateOutputGradient(-inf), "-inf as a gradient: was the neuron activ"),
    "an update with one entry": (lambda n: n.applyGradient(0.1, [1.0]), f"{FIT} 1"),
    "an update with three": (lambda n: n.applyGradient(0.1, [1.0] * 3), f"{FIT} 3"),
    "an update with nan": (lambda n: n.applyGradient(0.1, [nan, 1.0]), f"got nan as {SUM}"),
    "a rate that is inf": (lambda n: n.applyGradient(inf, [1.0, 2.0]), f"got inf as {SUM}"),
}
# Of a network with two inputs and outputs that has not been activated yet
NETWORK_REFUSES = {
    "one entry": (lambda n: n.activate([1.0]), f"{FIT} 1"),
    "three entries": (lambda n: n.activate([1.0] * 3), f"{FIT} 3"),
    "one output": (lambda n: n.calculateGradients([1.0]), "expected 2 desired outputs, got 1"),
    "three outputs": (lambda n: n.calculateGradients([1.0] * 3), "expected 2 desired outputs, got 3"),
    "gradients before": (lambda n: n.calculateGradients([1, 0]), "got nan as a gradient: was the neuron activated?"),
    "updates before": (lambda n: n.applyGradients(0.1), f"got nan as {SUM}"),
    "the loss of one entry": (loss_of([1.0], [1, 0]), f"{FIT} 1"),
    "the loss of one output": (loss_of([1.0, 2.0], [1]), "expected 2 outputs, got 1"),
}


@pytest.mark.parametrize("case", NEURON_REFUSES)
def test_a_neuron_refuses_and_stays_as_it_was(case):
    call, message = NEURON_REFUSES[case]
    neuron = neuron_with(0.1, 0.5, -0.2)
    neuron.activate([1.0, 2.0])
    neuron.calculateOutputGradient(1.0)
    before = deepcopy(vars(neuron))
    with pytest.raises(ValueError, match=re.escape(message)):
        call(neuron)
    assert vars(neuron) == before


@pytest.mark.parametrize("case", NETWORK_REFUSES)
def test_a_network_refuses_and_its_inputs_stay_as_they_were(case):
    call, message = NETWORK_REFUSES[case]
    network = NeuralNetwork([2, 3, 2])
    inputs = outs_of(network.layers[0])
    with pytest.raises(ValueError, match=re.escape(message)):
        call(network)
    assert str(outs_of(network.layers[0])) == str(inputs)  # nan, which equals nothing
