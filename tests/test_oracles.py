"""The model against what is computed otherwise: the slope of its loss, scikit-learn, and 70 decimal digits."""

from decimal import Decimal, localcontext
from itertools import pairwise
from math import ulp
from random import Random
from sys import float_info

import numpy
import pytest
from helpers import ROOT, dataset_of, network_with, neuron_with
from learning.methods import METHODS, from_the_same_weights

from Dataset import Dataset
from NeuralNetwork import NeuralNetwork
from Neuron import logistic

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


def test_one_step_goes_against_the_slope_of_the_loss():
    """The gradient must be *minus* the slope: so a step adds α∇ and goes downhill."""
    hidden = [[0.3, -1.5, 0.8], [-0.7, 0.2, 1.1]]
    network = network_with(hidden, [[1.2, -0.6, 0.4], [-0.2, 1.9, -1.3]])
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


class Day6Network(NeuralNetwork):
    """Day 6 on top: it computes the gradients of its hidden layers, too."""

    def calculateGradients(self, desiredOutputs):
        super().calculateGradients(desiredOutputs)
        for layer, after in reversed(list(pairwise(self.layers[1:]))):
            for i, neuron in enumerate(layer, start=1):
                blame = sum(later.gradient * later.weights[i] for later in after)
                neuron.gradient = neuron.out * (1 - neuron.out) * blame


@pytest.mark.parametrize("method", METHODS)
def test_with_day_6_all_neurons_go_against_the_slope_of_a_batch_and_learn_xor(method):
    """What no single neuron can learn: without hidden layers the loss stays at log 2 = 0.69 or more."""
    xor, network = Dataset(ROOT / "datasets" / "xor.ds"), Day6Network([2, 3, 1])
    hidden, output = [[-0.5, 1.0, 1.0], [0.5, -1.0, 1.0], [0.0, 1.0, -0.5]], [[0.0, 1.0, -1.0, 0.5]]
    network.layers[1:] = network_with(hidden, output).layers[1:]
    neurons = [neuron for layer in network.layers[1:] for neuron in layer]
    batches = METHODS[method](xor.exemples, 2, Random(1))

    def descend(batch):
        for exemple in from_the_same_weights(batch, neurons):
            network.activate(exemple.inputs)
            network.calculateGradients(exemple.outputs)
            network.applyGradients(1.0)

    batch = next(batches)
    dataset = dataset_of([(exemple.inputs, exemple.outputs) for exemple in batch])
    expected = [
        [w - slope for w, slope in zip(neuron.weights, slopes_of_loss(network, neuron, dataset))] for neuron in neurons
    ]
    descend(batch)
    assert [neuron.weights for neuron in neurons] == [pytest.approx(row, abs=1e-8) for row in expected]
    for _ in range(2000):
        descend(next(batches))
    assert network.calcLoss(xor) < 0.01


def test_ten_neurons_learn_the_weights_that_scikit_learn_does():
    from sklearn.linear_model import SGDClassifier

    exemples, network = Dataset(ROOT / "datasets" / "trainDigits.ds").exemples[:200], NeuralNetwork([64, 10])
    before = numpy.array([neuron.weights for neuron in network.layers[-1]])
    # It descends the slope of log(1 + e^(−t·sp)) for its labels t = ±1: that is a − 1 for t = 1 and a for t = −1, so
    # its step is ours, α(y − a)x, for y = (t + 1) / 2. It learns one digit against the rest for each, from 0 to 9.
    constant = {"learning_rate": "constant", "eta0": 1.0, "penalty": None, "shuffle": False, "tol": None}
    classifier = SGDClassifier(loss="log_loss", max_iter=3, **constant)
    inputs, labels = [exemple.inputs for exemple in exemples], [exemple.outputs.index(1.0) for exemple in exemples]
    classifier.fit(inputs, labels, coef_init=before[:, 1:], intercept_init=before[:, 0])
    for exemple in exemples * 3:
        network.activate(exemple.inputs)
        network.calculateGradients(exemple.outputs)
        network.applyGradients(1.0)
    found = numpy.array([neuron.weights for neuron in network.layers[-1]])
    assert numpy.abs(found - before).max(axis=1).min() > 0.01
    assert numpy.abs(found - numpy.column_stack([classifier.intercept_, classifier.coef_])).max() < 1e-9


# Around 0; where 1 + e^−z rounds to 1; where e^z leaves the normal floats, and all floats, at both ends.
SUMS = [0.0, 5e-324, 1e-300, 1e-17, 1e-8, 0.1, 1.0, 2.5, 10.0, 30.0, 36.7, 37.5, 40.0, 300.0, 708.3, 708.5, 709.7,
        709.8, 744.4, 745.1, 745.2, 746.0, 800.0]


@pytest.mark.parametrize("sp", [sign * sp for sp in SUMS for sign in (1, -1)])
def test_the_activation_and_the_cost_are_right_for_every_size_of_weighted_sum(sp):
    neuron = neuron_with(sp)
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
