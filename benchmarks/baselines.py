"""One update, and one loss, by this library and written in other ways.

An update is one stochastic step of a layer of logistic neurons: a = Logistic(Σ wᵢxᵢ + w₀), ∇ = y − a, w ← w + α∇x. The
loss is the sum over the outputs of their mean cross-entropies.

Each way takes weights, a row a neuron with the bias first, and examples. The first `next` prepares them; each later one
runs once over all the examples, on from where it was, and yields the weights, or the loss as the one number of one row.
So preparing is not timed: NumPy and scikit-learn start from arrays. Left out: every check, hidden layers.
"""

import math
from collections.abc import Callable, Iterator, Sequence
from importlib import import_module
from math import exp, log, log1p
from operator import mul
from types import SimpleNamespace
from typing import Any

from learning.methods import from_the_same_weights

from Dataset import Exemple
from NeuralNetwork import NeuralNetwork

Rows = Sequence[Sequence[float]]
Way = Callable[[Rows, Sequence[Exemple]], Iterator[Rows]]

RATE = 0.05


def network_with(weights: Rows) -> NeuralNetwork:
    network = NeuralNetwork([len(weights[0]) - 1, len(weights)])
    for neuron, row in zip(network.layers[-1], weights):
        neuron.weights = list(row)
    return network


def library_step(weights: Rows, exemples: Sequence[Exemple], batch_size: int = 1) -> Iterator[Rows]:
    """The loop of the scripts; a larger batch makes one update."""
    network = network_with(weights)
    batches = [exemples[i : i + batch_size] for i in range(0, len(exemples), batch_size)]
    while True:
        yield [neuron.weights for neuron in network.layers[-1]]
        for batch in batches:
            for exemple in from_the_same_weights(batch, network.layers[-1]):
                network.activate(exemple.inputs)
                network.calculateGradients(exemple.outputs)
                network.applyGradients(RATE)


def library_loss(weights: Rows, exemples: Sequence[Exemple]) -> Iterator[Rows]:
    network = network_with(weights)
    dataset: Any = SimpleNamespace(exemples=exemples)
    while True:
        yield [[network.calcLoss(dataset)]]


# Bare Python, the floor: no objects, no calls, no checks.


def bare_step(weights: Rows, exemples: Sequence[Exemple]) -> Iterator[Rows]:
    weights = list(weights)
    sumprod: Any = getattr(math, "sumprod", None)  # since Python 3.12
    while True:
        yield weights
        for exemple in exemples:
            x = [1.0, *exemple.inputs]
            for j, y in enumerate(exemple.outputs):
                w = weights[j]
                z = sumprod(w, x) if sumprod else sum(map(mul, w, x))
                a = 1.0 / (1.0 + exp(-z)) if z >= 0 else exp(z) / (1.0 + exp(z))
                step = RATE * (y - a)
                weights[j] = [w_i + step * x_i for w_i, x_i in zip(w, x)]


def bare_loss(weights: Rows, exemples: Sequence[Exemple]) -> Iterator[Rows]:
    sumprod: Any = getattr(math, "sumprod", None)
    while True:
        total = 0.0
        for exemple in exemples:
            x = [1.0, *exemple.inputs]
            for w, y in zip(weights, exemple.outputs):
                z = sumprod(w, x) if sumprod else sum(map(mul, w, x))
                # log(1 + e^z) − y·z, without an e^ of a large number
                total += log1p(exp(-z)) + (1 - y) * z if z > 0 else log1p(exp(z)) - y * z
        yield [[total / len(exemples)]]


# The obvious loops: what one writes first.


class ObviousNeuron:
    def __init__(self, weights: Sequence[float]) -> None:
        self.weights = list(weights)

    def activate(self, entries: list[float]) -> None:
        z = self.weights[0]
        for i in range(len(entries)):
            z += self.weights[i + 1] * entries[i]
        self.out = naive_logistic(z)

    def calculate_gradient(self, desired_output: float) -> None:
        self.gradient = desired_output - self.out

    def apply_gradient(self, learning_rate: float, entries: list[float]) -> None:
        self.weights[0] += learning_rate * self.gradient
        for i in range(len(entries)):
            self.weights[i + 1] += learning_rate * self.gradient * entries[i]


def naive_logistic(z: float) -> float:
    return 1 / (1 + exp(-z))


def obvious_step(weights: Rows, exemples: Sequence[Exemple]) -> Iterator[Rows]:
    neurons = [ObviousNeuron(row) for row in weights]
    while True:
        yield [neuron.weights for neuron in neurons]
        for exemple in exemples:
            for i in range(len(neurons)):
                neurons[i].activate(exemple.inputs)
            for i in range(len(neurons)):
                neurons[i].calculate_gradient(exemple.outputs[i])
            for i in range(len(neurons)):
                neurons[i].apply_gradient(RATE, exemple.inputs)


def obvious_loss(weights: Rows, exemples: Sequence[Exemple]) -> Iterator[Rows]:
    neurons = [ObviousNeuron(row) for row in weights]
    while True:
        total = 0.0
        for exemple in exemples:
            for i in range(len(neurons)):
                neurons[i].activate(exemple.inputs)
                a, y = neurons[i].out, exemple.outputs[i]
                total -= y * log(a) + (1 - y) * log(1 - a)
        yield [[total / len(exemples)]]


# Compiled libraries, where they are installed: import_module raises ImportError where they are not.


def arrays(weights: Rows, exemples: Sequence[Exemple]) -> tuple[Any, Any, Any, Any]:
    """NumPy, the weights, the inputs behind a 1, the outputs."""
    np: Any = import_module("numpy")
    xs = np.array([[1.0, *exemple.inputs] for exemple in exemples])
    return np, np.array(weights), xs, np.array([exemple.outputs for exemple in exemples])


def numpy_step(weights: Rows, exemples: Sequence[Exemple]) -> Iterator[Rows]:
    np, w, xs, ys = arrays(weights, exemples)
    while True:
        yield w
        for x, y in zip(xs, ys):
            a = 1.0 / (1.0 + np.exp(-(w @ x)))
            w += np.outer(RATE * (y - a), x)


def numpy_loss(weights: Rows, exemples: Sequence[Exemple]) -> Iterator[Rows]:
    np, w, xs, ys = arrays(weights, exemples)
    while True:
        z = xs @ w.T
        yield [[float((np.logaddexp(0.0, z) - ys * z).sum() / len(xs))]]


def sklearn_step(weights: Rows, exemples: Sequence[Exemple]) -> Iterator[Rows]:
    linear_model: Any = import_module("sklearn.linear_model")
    _, w, xs, ys = arrays(weights, exemples)
    descent = {"learning_rate": "constant", "eta0": RATE, "shuffle": False, "max_iter": 1, "tol": None}
    model = linear_model.SGDClassifier(loss="log_loss", penalty=None, **descent)
    inputs = xs[:, 1:].copy()
    while True:
        yield w
        # The outputs do not depend on one another, so each can make all its steps before the next.
        for row, y in zip(w, ys.T):
            model.fit(inputs, y, coef_init=row[1:], intercept_init=row[:1])
            row[0], row[1:] = model.intercept_[0], model.coef_[0]


STEPS: dict[str, Way] = {
    "this library": library_step,
    "bare Python": bare_step,
    "obvious loops": obvious_step,
    "NumPy, one matrix": numpy_step,
    "scikit-learn, ten SGDClassifier.fit": sklearn_step,
}
LOSSES: dict[str, Way] = {
    "this library": library_loss,
    "bare Python": bare_loss,
    "obvious loops": obvious_loss,
    "NumPy, all examples at once": numpy_loss,
}
