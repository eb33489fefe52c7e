"""The model against independent oracles: scikit-learn, and mpmath with 50 digits and more."""

from functools import cache
from math import inf, isfinite, nextafter, ulp
from random import Random
from sys import float_info

import numpy
import pytest
from helpers import OR, ROOT, dataset_of
from learning.methods import mean_of_gradients
from mpmath import exp, log, log1p, mpf, workdps
from scipy.special import expit
from sklearn.linear_model import SGDClassifier
from sklearn.metrics import log_loss

from Dataset import Dataset
from NeuralNetwork import NeuralNetwork
from Neuron import Neuron, cross_entropy, logistic

read = cache(lambda name: Dataset(ROOT / "datasets" / f"{name}.ds"))


def arrays(dataset):
    exemples = dataset.exemples
    return numpy.array([e.inputs for e in exemples]), numpy.array([e.outputs for e in exemples])


def uniform_weights(neuron, rng, largest):
    neuron.weights = [rng.uniform(-largest, largest) for _ in neuron.weights]


# scikit-learn descends the slope of log(1 + e^(−t·sp)) for its labels t = ±1: that is a − 1 for t = 1 and
# a for t = −1, so its step is ours, α(y − a)x, for y = (t + 1) / 2.


def sgd_after(neurons, images, labels, rate, epochs):
    """The weights, a row per neuron with the bias first, that scikit-learn's descent takes these to."""
    classifier = SGDClassifier(
        loss="log_loss", learning_rate="constant", eta0=rate, penalty=None, shuffle=False, tol=None,
        max_iter=epochs, average=False,
    )
    start = numpy.array([neuron.weights for neuron in neurons])
    classifier.fit(images, labels, coef_init=start[:, 1:], intercept_init=start[:, 0])
    assert classifier.n_iter_ == epochs
    return numpy.column_stack([classifier.intercept_, classifier.coef_])


@pytest.mark.parametrize("rate", [0.0005, 0.1, 2.0])
@pytest.mark.parametrize("epochs", [1, 2, 10])
def test_a_neuron_learns_the_weights_that_scikit_learn_does(epochs, rate):
    train = read("trainBinary")
    neuron = Neuron(64, rng=Random(epochs))
    images, outputs = arrays(train)
    expected = sgd_after([neuron], images, outputs[:, 0], rate, epochs)[0]
    before = numpy.array(neuron.weights)
    for _ in range(epochs):
        for exemple in train.exemples:
            neuron.activate(exemple.inputs)
            neuron.calculateOutputGradient(exemple.outputs[0])
            neuron.applyGradient(rate, exemple.inputs)
    assert numpy.abs(neuron.weights - before).max() > 0.01
    assert numpy.abs(neuron.weights - expected).max() < 1e-9


@pytest.mark.parametrize(("epochs", "rate"), [(1, 0.0005), (1, 1.0), (3, 0.05)])
def test_ten_neurons_learn_the_weights_that_scikit_learn_does(epochs, rate):
    train = read("trainDigits")
    network = NeuralNetwork([64, 10], rng=Random(epochs))
    neurons = network.layers[1]
    images, outputs = arrays(train)
    # Given the digits 0 to 9, it learns one against the rest for each, in this order.
    expected = sgd_after(neurons, images, outputs.argmax(axis=1), rate, epochs)
    before = numpy.array([neuron.weights for neuron in neurons])
    for _ in range(epochs):
        for exemple in train.exemples:
            network.activate(exemple.inputs)
            network.calculateGradients(exemple.outputs)
            network.applyGradients(rate)
    found = numpy.array([neuron.weights for neuron in neurons])
    assert numpy.abs(found - before).max(axis=1).min() > 0.01
    assert numpy.abs(found - expected).max() < 1e-9


@pytest.mark.parametrize("largest", [0.1, 1.0])
@pytest.mark.parametrize("name", ["or", "trainBinary", "testBinary"])
def test_the_loss_of_a_neuron_is_scikit_learns(name, largest):
    dataset = read(name)
    neuron = Neuron(dataset.nb_input)
    uniform_weights(neuron, Random(name), largest)
    inputs, outputs = arrays(dataset)
    a = expit(inputs @ neuron.weights[1:] + neuron.weights[0])
    expected = log_loss(outputs[:, 0], a, normalize=True)
    assert neuron.calcLoss(dataset) == pytest.approx(expected, rel=1e-12)


@pytest.mark.parametrize("sizes", [[64, 10], [64, 5, 10], [64, 4, 3, 10]])
def test_the_loss_of_a_network_is_the_sum_of_scikit_learns(sizes):
    dataset = read("testDigits")
    network = NeuralNetwork(sizes)
    rng = Random(1)
    a, outputs = arrays(dataset)
    for layer in network.layers[1:]:
        for neuron in layer:
            uniform_weights(neuron, rng, 1.0)
        rows = numpy.array([neuron.weights for neuron in layer])
        a = expit(a @ rows[:, 1:].T + rows[:, 0])
    expected = sum(log_loss(outputs[:, i], a[:, i], normalize=True) for i in range(10))
    assert network.calcLoss(dataset) == pytest.approx(expected, rel=1e-12)


# Each with the floats before and after it: 0 and the ends of the subnormal and of all floats; where
# 1 + e^−z rounds to 1; where e^z leaves the normal floats, and all floats, at both ends.
EDGES = [0.0, 5e-324, float_info.min, 1e308, float_info.max, 36.7368, 37.4299, 708.3964185322641,
         709.782712893384, 710.0, 744.4400719213812, 745.1332191019411, 746.0]


def spread(start, stop, steps):
    return [start + (stop - start) * i / steps for i in range(steps)]


def grid():
    positive = {z for edge in EDGES for z in (nextafter(edge, 0.0), edge, nextafter(edge, inf))}
    powers = [*range(-323, 4, 3), *range(4, 309, 19)]
    positive.update(float(f"{digit}e{power}") for digit in (1, 3) for power in powers)
    positive.update(spread(0, 1, 100) + spread(1, 36, 210) + spread(36, 38, 100))
    positive.update(spread(38, 709, 150) + spread(709, 747, 190) + spread(747, 1000, 10))
    largest_first = sorted(filter(isfinite, positive), reverse=True)
    return [-z for z in largest_first] + largest_first[::-1]


YS = [0.0, 1.0, 0.3, 0.5, 1 - 2**-53, 2**-53, 0.999, 1e-17, 1e-300, float_info.min, 5e-324]


def check_close(found, expected, what):
    error = abs(mpf(found) - expected)
    if expected < float_info.min:
        assert error <= 5e-324, what
    else:
        assert error <= 1e-12 * expected, what


def digits_for(z):
    # 1 − a is e^−|z| at the least, and has to keep 50 digits of its own.
    return 55 + int(min(abs(z), 1000) / 2.3)


def test_the_grid_has_both_zeros_and_both_ends():
    zs = grid()
    assert len(zs) > 1600
    assert {"0x0.0p+0", "-0x0.0p+0"} <= {z.hex() for z in zs}
    assert (min(zs), max(zs)) == (-float_info.max, float_info.max)
    assert {1e308, -1e308, ulp(0.0), -ulp(0.0)} <= set(zs)


def test_logistic_is_right_to_12_digits_for_every_size_of_number():
    for z in grid():
        with workdps(digits_for(z)):
            check_close(logistic(z), 1 / (1 + exp(-mpf(z))), z)


def test_cross_entropy_is_right_to_12_digits_for_every_size_of_number():
    for z in grid():
        with workdps(digits_for(z)):
            if abs(z) <= 1000:
                a = 1 / (1 + exp(-mpf(z)))
                cost_of_1, cost_of_0 = -log(a), -log(1 - a)
            else:
                # No number of digits would do for 1 − a; log1p needs none.
                cost_of_1, cost_of_0 = log1p(exp(-mpf(z))), log1p(exp(mpf(z)))
            for y in YS:
                expected = mpf(y) * cost_of_1 + (1 - mpf(y)) * cost_of_0
                check_close(cross_entropy(z, y), expected, (z, y))


class Numerical:
    """The mean cross-entropy of one output over a dataset, and its slopes, with 50 digits."""

    def __init__(self, weights, dataset, i=0):
        self.rows = [[mpf(1), *map(mpf, exemple.inputs)] for exemple in dataset.exemples]
        self.ys = [mpf(exemple.outputs[i]) for exemple in dataset.exemples]
        self.sums = [sum(mpf(w) * x for w, x in zip(weights, row)) for row in self.rows]

    def loss(self, j=0, h=0):
        """The loss where weight j is larger by h."""
        costs = []
        for row, y, sp in zip(self.rows, self.ys, self.sums):
            a = 1 / (1 + exp(-(sp + h * row[j])))
            costs.append(-(y * log(a) + (1 - y) * log(1 - a)))
        return sum(costs) / len(costs)

    def slope(self, j):
        h = mpf("1e-20")
        # A central difference is right to about h².
        return (self.loss(j, h) - self.loss(j, -h)) / (2 * h)


def downhill(weights, rate, numerical):
    """The weights after one step of `rate` along minus the slopes."""
    return [float(mpf(w) - mpf(rate) * numerical.slope(j)) for j, w in enumerate(weights)]


@pytest.fixture
def fifty_digits():
    with workdps(50):
        yield


@pytest.mark.usefixtures("fifty_digits")
@pytest.mark.parametrize("name", ["or", "trainBinary"])
def test_a_batch_of_the_whole_set_is_a_step_along_the_numerical_gradient(name):
    train = read(name)
    neuron = Neuron(train.nb_input)
    uniform_weights(neuron, Random(2), 0.5)
    numerical = Numerical(neuron.weights, train)
    assert neuron.calcLoss(train) == pytest.approx(float(numerical.loss()), rel=1e-13)
    expected = downhill(neuron.weights, 3.0, numerical)
    before = neuron.weights
    for exemple in mean_of_gradients(train.exemples, [neuron]):
        neuron.activate(exemple.inputs)
        neuron.calculateOutputGradient(exemple.outputs[0])
        neuron.applyGradient(3.0, exemple.inputs)
    assert max(abs(a - b) for a, b in zip(neuron.weights, before)) > 0.01
    assert neuron.weights == pytest.approx(expected, rel=0, abs=1e-13)


@pytest.mark.usefixtures("fifty_digits")
def test_a_batch_of_a_network_is_a_step_along_the_numerical_gradient():
    # The first 15 digits, 0 to 9 and five more, are enough: each has 650 slopes.
    train = dataset_of([(e.inputs, e.outputs) for e in read("trainDigits").exemples[:15]])
    network = NeuralNetwork([64, 10])
    rng = Random(3)
    for neuron in network.layers[1]:
        uniform_weights(neuron, rng, 0.5)
    starts = [neuron.weights for neuron in network.layers[1]]
    numericals = [Numerical(weights, train, i) for i, weights in enumerate(starts)]
    total = float(sum(numerical.loss() for numerical in numericals))
    assert network.calcLoss(train) == pytest.approx(total, rel=1e-13)
    for exemple in mean_of_gradients(train.exemples, network.layers[1]):
        network.activate(exemple.inputs)
        network.calculateGradients(exemple.outputs)
        network.applyGradients(3.0)
    for neuron, start, numerical in zip(network.layers[1], starts, numericals):
        assert neuron.weights == pytest.approx(downhill(start, 3.0, numerical), rel=0, abs=1e-13)


@pytest.mark.usefixtures("fifty_digits")
def test_the_numerical_gradient_is_the_one_worked_out_by_hand():
    # From weights of 0, a = 0.5 for all: the slope a − y is 0.5 for 00 and −0.5 for the other three.
    # The means: (0.5 − 3 × 0.5) / 4 = −0.25, and (−0.5 − 0.5) / 4 = −0.25 for x₁ and for x₂.
    numerical = Numerical([0.0, 0.0, 0.0], dataset_of(OR))
    assert [float(numerical.slope(j)) for j in range(3)] == pytest.approx([-0.25] * 3, rel=1e-15)
