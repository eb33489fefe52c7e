"""The model against what is computed otherwise: the slope of its loss, scikit-learn, NumPy, and 70 decimal digits."""

from decimal import Decimal, localcontext
from functools import cache
from itertools import pairwise
from math import ulp
from random import Random
from sys import float_info

import numpy
import pytest
from helpers import ROOT, dataset_of
from learning.methods import METHODS, from_the_same_weights
from scipy.special import expit
from sklearn.linear_model import SGDClassifier
from sklearn.metrics import log_loss

from Dataset import Dataset
from NeuralNetwork import NeuralNetwork
from Neuron import Neuron, logistic


def with_weights(network, *layers):
    """Give the neurons behind the inputs these weights: a row a neuron, the bias first."""
    for layer, rows in zip(network.layers[1:], layers):
        for neuron, row in zip(layer, rows):
            neuron.weights = list(row)
    return network


def neurons_with_inputs(network):
    return [neuron for layer in network.layers[1:] for neuron in layer]


# The gradient must be *minus* the slope of the loss: so a step adds α∇ and goes downhill.

STEP = 1e-5


def slopes_of_loss(model, neuron, dataset):
    """∂Loss/∂wᵢ for each weight of the neuron: the loss a little above, minus the loss a little below."""
    slopes, weights = [], list(neuron.weights)
    for i, weight in enumerate(weights):
        neuron.weights[i] = weight + STEP
        above = model.calcLoss(dataset)
        neuron.weights[i] = weight - STEP
        below = model.calcLoss(dataset)
        neuron.weights[i] = weight
        slopes.append((above - below) / (2 * STEP))
    return slopes


def test_one_step_of_a_neuron_goes_against_the_slope_of_its_loss():
    neuron = Neuron(3)
    before = neuron.weights = [0.3, -1.5, 0.8, 2.0]
    entries, desired = [0.9, -0.4, 0.0], 0.2
    slopes = slopes_of_loss(neuron, neuron, dataset_of([(entries, [desired])]))
    neuron.activate(entries)
    neuron.calculateOutputGradient(desired)
    neuron.applyGradient(0.5, entries)
    assert neuron.weights == pytest.approx([w - 0.5 * slope for w, slope in zip(before, slopes)], abs=1e-9)


def test_one_step_of_a_network_goes_against_the_slope_of_its_output_neurons():
    hidden = [[0.3, -1.5, 0.8], [-0.7, 0.2, 1.1]]
    network = with_weights(NeuralNetwork([2, 2, 2]), hidden, [[1.2, -0.6, 0.4], [-0.2, 1.9, -1.3]])
    _, first, last = network.layers
    entries, desired = [0.9, -0.4], [0.2, 1.0]
    dataset = dataset_of([(entries, desired)])
    expected = [
        [w - 0.5 * slope for w, slope in zip(neuron.weights, slopes_of_loss(network, neuron, dataset))]
        for neuron in last
    ]
    network.activate(entries)
    network.calculateGradients(desired)
    network.applyGradients(0.5)
    assert [neuron.weights for neuron in last] == [pytest.approx(row, abs=1e-9) for row in expected]
    # Before day 6 the hidden neurons stay where they are.
    assert [neuron.weights for neuron in first] == hidden


# scikit-learn descends the slope of log(1 + e^(−t·sp)) for its labels t = ±1: that is a − 1 for t = 1 and
# a for t = −1, so its step is ours, α(y − a)x, for y = (t + 1) / 2.


@cache
def images(name):
    """The first 200 images of a file, or all if there are fewer."""
    exemples = Dataset(ROOT / "datasets" / name).exemples[:200]
    return dataset_of([(exemple.inputs, exemple.outputs) for exemple in exemples])


def arrays(dataset):
    return numpy.array([e.inputs for e in dataset.exemples]), numpy.array([e.outputs for e in dataset.exemples])


def learned_by_scikit_learn(neurons, inputs, labels, rate, epochs):
    """The weights, a row per neuron with the bias first, that scikit-learn's descent takes these to."""
    classifier = SGDClassifier(
        loss="log_loss", learning_rate="constant", eta0=rate, penalty=None, shuffle=False, tol=None,
        max_iter=epochs, average=False,
    )
    start = numpy.array([neuron.weights for neuron in neurons])
    classifier.fit(inputs, labels, coef_init=start[:, 1:], intercept_init=start[:, 0])
    return numpy.column_stack([classifier.intercept_, classifier.coef_])


def check_learned(neurons, before, expected):
    found = numpy.array([neuron.weights for neuron in neurons])
    assert numpy.abs(found - before).max(axis=1).min() > 0.01
    assert numpy.abs(found - expected).max() < 1e-9


@pytest.mark.parametrize("rate", [0.0005, 2.0])
def test_a_neuron_learns_the_weights_that_scikit_learn_does(rate):
    train, neuron = images("trainBinary.ds"), Neuron(64)
    before = [neuron.weights]
    inputs, outputs = arrays(train)
    expected = learned_by_scikit_learn([neuron], inputs, outputs[:, 0], rate, epochs=3)
    for exemple in train.exemples * 3:
        neuron.activate(exemple.inputs)
        neuron.calculateOutputGradient(exemple.outputs[0])
        neuron.applyGradient(rate, exemple.inputs)
    check_learned([neuron], before, expected)


@pytest.mark.parametrize("rate", [0.0005, 1.0])
def test_ten_neurons_learn_the_weights_that_scikit_learn_does(rate):
    train, network = images("trainDigits.ds"), NeuralNetwork([64, 10])
    neurons = network.layers[-1]
    before = [neuron.weights for neuron in neurons]
    inputs, outputs = arrays(train)
    # Given the digits 0 to 9, it learns one against the rest for each, in this order.
    expected = learned_by_scikit_learn(neurons, inputs, outputs.argmax(axis=1), rate, epochs=3)
    for exemple in train.exemples * 3:
        network.activate(exemple.inputs)
        network.calculateGradients(exemple.outputs)
        network.applyGradients(rate)
    check_learned(neurons, before, expected)


def activations(rows, entries):
    """Those of a layer of neurons with these weights, for a row of entries an example."""
    return expit(numpy.column_stack([numpy.ones(len(entries)), entries]) @ numpy.array(rows).T)


@pytest.mark.parametrize("sizes", [[64, 10], [64, 4, 3, 10]])
def test_the_loss_of_a_network_is_the_sum_of_scikit_learns(sizes):
    dataset, network, rng = images("testDigits.ds"), NeuralNetwork(sizes), Random(1)
    a, outputs = arrays(dataset)
    for layer in network.layers[1:]:
        for neuron in layer:
            neuron.weights = [rng.uniform(-1, 1) for _ in neuron.weights]
        a = activations([neuron.weights for neuron in layer], a)
    expected = sum(log_loss(y, a_of_y) for y, a_of_y in zip(outputs.T, a.T))
    assert network.calcLoss(dataset) == pytest.approx(expected, rel=1e-12)


# Around 0; where 1 + e^−z rounds to 1; where e^z leaves the normal floats, and all floats, at both ends.
SUMS = [0.0, 5e-324, 1e-300, 1e-17, 1e-8, 0.1, 1.0, 2.5, 10.0, 30.0, 36.7, 37.5, 40.0, 300.0, 708.3, 708.5, 709.7,
        709.8, 744.4, 745.1, 745.2, 746.0, 800.0]


@pytest.mark.parametrize("sp", [sign * sp for sp in SUMS for sign in (1, -1)])
def test_the_activation_and_the_cost_are_right_for_every_size_of_weighted_sum(sp):
    neuron = Neuron(0)
    neuron.weights = [sp]
    with localcontext() as context:
        # 1 − a is e⁻⁸⁰⁰ at the least, which is 10⁻³⁴⁸, and has to keep 70 digits of its own.
        context.prec = 420
        a = 1 / (1 + (-Decimal(sp)).exp())
        cost_of_1, cost_of_0 = -a.ln(), -(1 - a).ln()
        assert abs(Decimal(logistic(sp)) - a) <= Decimal("1e-15") * a + Decimal(ulp(0.0))
        for y, exact in [(1.0, cost_of_1), (0.0, cost_of_0)]:
            # The smaller of the two costs, e^−|sp|, has digits of its own where the float 1 − a would be 0.
            assert abs(Decimal(neuron.cost([], y)) - exact) <= Decimal("1e-15") * exact + Decimal(ulp(0.0))
        for y in [0.3, 0.5, 1e-17, float_info.min, 1 - 2**-53]:
            exact = Decimal(y) * cost_of_1 + (1 - Decimal(y)) * cost_of_0
            assert abs(Decimal(neuron.cost([], y)) - exact) <= 2 * Decimal(ulp(max(1.0, abs(sp))))


# Day 6 on top: a network that computes the gradients of its hidden layers, too.


class Day6Network(NeuralNetwork):
    def calculateGradients(self, desiredOutputs):
        super().calculateGradients(desiredOutputs)
        for layer, after in reversed(list(pairwise(self.layers[1:]))):
            for i, neuron in enumerate(layer, start=1):
                blame = sum(later.gradient * later.weights[i] for later in after)
                neuron.gradient = neuron.out * (1 - neuron.out) * blame


XOR = Dataset(ROOT / "datasets" / "xor.ds")
HIDDEN = [[-0.5, 1.0, 1.0], [0.5, -1.0, 1.0], [0.0, 1.0, -0.5]]
OUTPUT = [[0.0, 1.0, -1.0, 0.5]]


def descend(network, batch, rate):
    """Make one update as the scripts do: each example from the same weights, then the mean of the moves."""
    for exemple in from_the_same_weights(batch, neurons_with_inputs(network)):
        network.activate(exemple.inputs)
        network.calculateGradients(exemple.outputs)
        network.applyGradients(rate)


@pytest.mark.parametrize("method", METHODS)
def test_day_6_learns_xor_with_every_method(method):
    network = with_weights(Day6Network([2, 3, 1]), HIDDEN, OUTPUT)
    batches = METHODS[method](XOR.exemples, 2, Random(1))
    for _ in range(2000):
        descend(network, next(batches), rate=1)
    # What no single neuron can learn: without hidden layers the loss stays at log 2 = 0.69 or more.
    assert network.calcLoss(XOR) < 0.01


@pytest.mark.parametrize("method", ["batch", "mini-batch"])
def test_a_batch_moves_every_neuron_of_day_6_against_the_slope_of_the_mean_loss(method):
    network = with_weights(Day6Network([2, 3, 1]), HIDDEN, OUTPUT)
    batch = next(METHODS[method](XOR.exemples, 2, Random(1)))
    inputs, outputs = arrays(dataset_of([(exemple.inputs, exemple.outputs) for exemple in batch]))

    def mean_loss(hidden, output):
        a = activations(output, activations(hidden, inputs))
        return -(outputs * numpy.log(a) + (1 - outputs) * numpy.log(1 - a)).mean()

    def slopes(layer, loss):
        """∂loss/∂w for each weight of a layer, in one row."""
        found = []
        for place in numpy.ndindex(layer.shape):
            step = numpy.zeros(layer.shape)
            step[place] = STEP
            found.append((loss(layer + step) - loss(layer - step)) / (2 * STEP))
        return numpy.array(found)

    hidden, output = numpy.array(HIDDEN), numpy.array(OUTPUT)
    expected = {
        "hidden": -2.0 * slopes(hidden, lambda moved: mean_loss(moved, output)),
        "output": -2.0 * slopes(output, lambda moved: mean_loss(hidden, moved)),
    }
    descend(network, batch, rate=2.0)
    for (name, moves), layer, rows in zip(expected.items(), network.layers[1:], [hidden, output]):
        found = numpy.array([neuron.weights for neuron in layer]) - rows
        assert found.ravel() == pytest.approx(moves, abs=1e-8), name
        assert numpy.abs(moves).max() > 0.01
