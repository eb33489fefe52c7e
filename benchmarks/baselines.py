"""The same step and the same loss, by this library and written in other ways.

A step is one stochastic update of a layer of logistic neurons: a = Logistic(Σ wᵢxᵢ + w₀), ∇ = y − a,
w ← w + α∇x. The loss is the sum over the outputs of their mean cross-entropies.

Each function takes weights and examples, prepares them, and returns two others: one that runs once over
all the examples, going on from where it was, and one that returns what has come out. Preparing is not
timed: NumPy, scikit-learn and PyTorch start from arrays. Left out: every check, hidden layers.
"""

import math
from collections.abc import Callable, Sequence
from importlib import import_module
from math import exp, log, log1p
from operator import mul
from types import SimpleNamespace
from typing import Any

from Dataset import Exemple
from NeuralNetwork import NeuralNetwork

Weights = list[list[float]]
Baseline = tuple[Callable[[], object], Callable[[], Weights]]
Make = Callable[[Weights, Sequence[Exemple]], Baseline]

RATE = 0.05
PYTORCH = "PyTorch, batches of 1"


def library_step(weights: Weights, exemples: Sequence[Exemple]) -> Baseline:
    network = library_network(weights)

    def run() -> None:
        for exemple in exemples:
            network.activate(exemple.inputs)
            network.calculateGradients(exemple.outputs)
            network.applyGradients(RATE)

    return run, lambda: [neuron.weights for neuron in network.layers[-1]]


def library_loss(weights: Weights, exemples: Sequence[Exemple]) -> Baseline:
    network = library_network(weights)
    dataset: Any = SimpleNamespace(exemples=exemples)
    return lambda: network.calcLoss(dataset), lambda: [[network.calcLoss(dataset)]]


def library_network(weights: Weights) -> NeuralNetwork:
    network = NeuralNetwork([len(weights[0]) - 1, len(weights)])
    for neuron, own in zip(network.layers[-1], weights):
        neuron.weights = list(own)
    return network


# Bare Python, the floor: no objects, no calls, no checks.


def bare_step(weights: Weights, exemples: Sequence[Exemple]) -> Baseline:
    weights = list(weights)
    sumprod: Any = getattr(math, "sumprod", None)  # since Python 3.12

    def run() -> None:
        for exemple in exemples:
            x = [1.0, *exemple.inputs]
            for j, y in enumerate(exemple.outputs):
                w = weights[j]
                z = sumprod(w, x) if sumprod else sum(map(mul, w, x))
                if z >= 0:
                    a = 1.0 / (1.0 + exp(-z))
                else:
                    e_z = exp(z)
                    a = e_z / (1.0 + e_z)
                step = RATE * (y - a)
                weights[j] = [w_i + step * x_i for w_i, x_i in zip(w, x)]

    return run, lambda: weights


def bare_loss(weights: Weights, exemples: Sequence[Exemple]) -> Baseline:
    sumprod: Any = getattr(math, "sumprod", None)

    def run() -> float:
        total = 0.0
        for exemple in exemples:
            x = [1.0, *exemple.inputs]
            for w, y in zip(weights, exemple.outputs):
                z = sumprod(w, x) if sumprod else sum(map(mul, w, x))
                # log(1 + e^z) − y·z, without an e^ of a large number
                if z > 0:
                    total += log1p(exp(-z)) + (1 - y) * z
                else:
                    total += log1p(exp(z)) - y * z
        return total / len(exemples)

    return run, lambda: [[run()]]


# The obvious loops: what one writes first.


def naive_logistic(z: float) -> float:
    try:
        return 1 / (1 + exp(-z))
    except OverflowError:
        return 0.0


class ObviousNeuron:
    def __init__(self, weights: list[float]) -> None:
        self.weights = list(weights)
        self.out = 0.0
        self.gradient = 0.0

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


class ObviousNetwork:
    def __init__(self, weights: Weights) -> None:
        self.neurons = [ObviousNeuron(row) for row in weights]

    def learn(self, inputs: list[float], outputs: list[float]) -> None:
        for i in range(len(self.neurons)):
            self.neurons[i].activate(inputs)
        for i in range(len(self.neurons)):
            self.neurons[i].calculate_gradient(outputs[i])
        for i in range(len(self.neurons)):
            self.neurons[i].apply_gradient(RATE, inputs)

    def loss(self, exemples: Sequence[Exemple]) -> float:
        total = 0.0
        for i in range(len(exemples)):
            for j in range(len(self.neurons)):
                self.neurons[j].activate(exemples[i].inputs)
                a = self.neurons[j].out
                y = exemples[i].outputs[j]
                total -= y * log(a) + (1 - y) * log(1 - a)
        return total / len(exemples)


def obvious_step(weights: Weights, exemples: Sequence[Exemple]) -> Baseline:
    network = ObviousNetwork(weights)

    def run() -> None:
        for exemple in exemples:
            network.learn(exemple.inputs, exemple.outputs)

    return run, lambda: [neuron.weights for neuron in network.neurons]


def obvious_loss(weights: Weights, exemples: Sequence[Exemple]) -> Baseline:
    network = ObviousNetwork(weights)
    return lambda: network.loss(exemples), lambda: [[network.loss(exemples)]]


# Compiled libraries, where they are installed: import_module raises ImportError where they are not.


def arrays(weights: Weights, exemples: Sequence[Exemple]) -> tuple[Any, Any, Any, Any]:
    """NumPy, the weights, the inputs behind a 1, the outputs."""
    np: Any = import_module("numpy")
    xs = np.array([[1.0, *exemple.inputs] for exemple in exemples])
    return np, np.array(weights), xs, np.array([exemple.outputs for exemple in exemples])


def numpy_matrix_step(weights: Weights, exemples: Sequence[Exemple]) -> Baseline:
    np, w, xs, ys = arrays(weights, exemples)

    def run() -> None:
        nonlocal w
        for x, y in zip(xs, ys):
            a = 1.0 / (1.0 + np.exp(-(w @ x)))
            w += np.outer(RATE * (y - a), x)

    return run, lambda: w.tolist()


def numpy_neuron_step(weights: Weights, exemples: Sequence[Exemple]) -> Baseline:
    _, w, xs, ys = arrays(weights, exemples)
    rows = list(w)

    def run() -> None:
        for x, y in zip(xs, ys.tolist()):
            for j, y_j in enumerate(y):
                a = naive_logistic(rows[j] @ x)
                rows[j] += RATE * (y_j - a) * x

    return run, lambda: [row.tolist() for row in rows]


def numpy_loss(weights: Weights, exemples: Sequence[Exemple]) -> Baseline:
    np, w, xs, ys = arrays(weights, exemples)

    def run() -> float:
        z = xs @ w.T
        return float((np.logaddexp(0.0, z) - ys * z).sum() / len(xs))

    return run, lambda: [[run()]]


def sklearn_step(weights: Weights, exemples: Sequence[Exemple]) -> Baseline:
    linear_model: Any = import_module("sklearn.linear_model")
    _, w, xs, ys = arrays(weights, exemples)
    descent = {"learning_rate": "constant", "eta0": RATE, "shuffle": False, "max_iter": 1, "tol": None}
    model = linear_model.SGDClassifier(loss="log_loss", penalty=None, **descent)
    inputs = xs[:, 1:].copy()

    def run() -> None:
        # The outputs do not depend on one another, so each can make all its steps before the next.
        for row, y in zip(w, ys.T):
            model.fit(inputs, y, coef_init=row[1:], intercept_init=row[:1])
            row[0], row[1:] = model.intercept_[0], model.coef_[0]

    return run, lambda: w.tolist()


def torch_step(weights: Weights, exemples: Sequence[Exemple]) -> Baseline:
    torch: Any = import_module("torch")
    torch.set_num_threads(1)
    w = torch.tensor(weights, dtype=torch.float64)
    xs = torch.tensor([exemple.inputs for exemple in exemples], dtype=torch.float64).split(1)
    ys = torch.tensor([exemple.outputs for exemple in exemples], dtype=torch.float64).split(1)
    layer = torch.nn.Linear(w.shape[1] - 1, w.shape[0], dtype=torch.float64)
    with torch.no_grad():
        layer.bias.copy_(w[:, 0])
        layer.weight.copy_(w[:, 1:])
    loss = torch.nn.BCEWithLogitsLoss(reduction="sum")
    optimizer = torch.optim.SGD(layer.parameters(), lr=RATE)

    def run() -> None:
        for x, y in zip(xs, ys):
            optimizer.zero_grad()
            loss(layer(x), y).backward()
            optimizer.step()

    return run, lambda: torch.cat([layer.bias[:, None], layer.weight], dim=1).tolist()


STEPS: dict[str, Make] = {
    "this library": library_step,
    "bare Python": bare_step,
    "obvious loops": obvious_step,
    "NumPy, one matrix": numpy_matrix_step,
    "NumPy, one neuron at a time": numpy_neuron_step,
    "scikit-learn, ten SGDClassifier.fit": sklearn_step,
    PYTORCH: torch_step,
}
LOSSES: dict[str, Make] = {
    "this library": library_loss,
    "bare Python": bare_loss,
    "obvious loops": obvious_loss,
    "NumPy, all examples at once": numpy_loss,
}
