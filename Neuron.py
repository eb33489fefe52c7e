"""One neuron that learns by gradient descent: Ex00, Ex01, Ex06. Left out: hidden gradients (day 6).

x: entries, w: weights (w₀: the bias), sp: weighted sum, a: activation, y: desired output,
α: learning rate, ∇: gradient
"""

import math
import random
from collections.abc import Sequence
from operator import mul

from Dataset import Dataset


class Neuron:
    """A neuron with nb_inputs entries, a bias, and the logistic function as its activation.

    weights   nb_inputs + 1 floats: weights[0] is the bias w₀, weights[i] belongs to the i-th entry
    out       the last activation a, from 0 to 1; nan before the first
    gradient  the last ∇ = y − a; 0.0 before the first

    The weights start uniform in [−0.1, 0.1], drawn from the module random. Lists of the wrong
    length and numbers that are not finite raise ValueError. One update, as in the README:

    >>> neuron = Neuron(2)
    >>> neuron.weights = [-0.3, 0.2, 0.3]
    >>> neuron.activate([1, 0])
    >>> round(neuron.out, 4)
    0.475
    >>> neuron.calculateOutputGradient(1)
    >>> round(neuron.gradient, 4)
    0.525
    >>> neuron.applyGradient(0.4, [1, 0])
    >>> [round(w, 4) for w in neuron.weights]
    [-0.09, 0.41, 0.3]
    """

    def __init__(self, nb_inputs: int) -> None:
        self.weights = [random.uniform(-0.1, 0.1) for _ in range(nb_inputs + 1)]
        self.out = math.nan
        self.gradient = 0.0

    def __repr__(self) -> str:
        return f"Neuron(weights={self.weights})"

    def weighted_sum(self, entries: Sequence[float]) -> float:
        """Return sp for nb_inputs entries."""
        check_length(entries, len(self.weights) - 1, "entries")
        # sp = Σ wᵢxᵢ + w₀
        sp: float = sumprod(self.weights[1:], entries) + self.weights[0]
        check_finite(sp, "a weighted sum: is the learning rate too large?")
        return sp

    def activate(self, entries: Sequence[float]) -> None:
        """Day 3: set `out` from nb_inputs entries."""
        # a = Logistic(sp)
        self.out = logistic(self.weighted_sum(entries))

    def activateWithLayer(self, layer: Sequence["Neuron"]) -> None:
        """Day 3: activate, with the activations of nb_inputs neurons as the entries."""
        self.activate([neuron.out for neuron in layer])

    def cost(self, entries: Sequence[float], desiredOutput: float) -> float:
        """Return the cross-entropy of one example, for y from 0 to 1. It changes nothing."""
        sp, y = self.weighted_sum(entries), desiredOutput
        if not 0 <= y <= 1:
            raise ValueError(f"expected a desired output from 0 to 1, got {y}")
        # Loss = −(y·log(a) + (1 − y)·log(1 − a)); for a = Logistic(sp) it is log(1 + e^sp) − y·sp
        # log(1 + e^sp) = max(sp, 0) + log(1 + e^−|sp|), as e^sp may overflow; log1p(t) = log(1 + t)
        return max(sp, 0.0) - y * sp + math.log1p(math.exp(-abs(sp)))

    def calcLoss(self, dataset: Dataset) -> float:
        """Day 4: return the mean of the costs over a dataset of one output. `out` stays."""
        total = 0.0
        for exemple in dataset.exemples:
            check_length(exemple.outputs, 1, "output")
            total += self.cost(exemple.inputs, exemple.outputs[0])
        return total / len(dataset.exemples)

    def calculateOutputGradient(self, desiredOutput: float) -> None:
        """Ex00: set `gradient`, after an activation: *minus* ∂Loss/∂sp, so it goes downhill."""
        # ∇ = y − a
        gradient = desiredOutput - self.out
        check_finite(gradient, "a gradient: was the neuron activated?")
        self.gradient = gradient

    def applyGradient(self, learningRate: float, entries: Sequence[float]) -> None:
        """Ex01: move every weight along `gradient`, for the entries of the last activation."""
        check_length(entries, len(self.weights) - 1, "entries")
        # w₀ = w₀ + α∇, and wᵢ = wᵢ + α∇xᵢ for i > 0: one formula, if x₀ = 1
        step = learningRate * self.gradient
        weights = [w + step * x for w, x in zip(self.weights, [1.0, *entries])]
        check_finite(sum(weights), "the sum of the weights: is the learning rate too large?")
        self.weights = weights

    def applyGradientWithLayer(self, learningRate: float, layer: Sequence["Neuron"]) -> None:
        """Ex06: applyGradient, with the activations of the layer before as the entries."""
        self.applyGradient(learningRate, [neuron.out for neuron in layer])


def logistic(sp: float) -> float:
    """Logistic(sp) = 1 / (1 + e^−sp), from 0 to 1."""
    if sp < 0:  # the same as e^sp / (1 + e^sp), since e^−sp may overflow
        return math.exp(sp) / (1 + math.exp(sp))
    return 1 / (1 + math.exp(-sp))


def check_length(values: Sequence[float], length: int, name: str) -> None:
    if len(values) != length:
        raise ValueError(f"expected {length} {name}, got {len(values)}")


def check_finite(number: float, what: str) -> None:
    if not math.isfinite(number):
        raise ValueError(f"expected a finite number, got {number} as {what}")


sumprod = getattr(math, "sumprod", lambda p, q: sum(map(mul, p, q)))  # Σ pᵢqᵢ: new in Python 3.12
