"""One neuron that learns by gradient descent: Ex00, Ex01 and Ex06. Left out: hidden layers' gradients (day 6).

x: entries, w: weights (w₀: bias), sp: weighted sum, a: activation, y: desired output, α: learning rate, ∇: gradient
"""

import math
import random
from collections.abc import Sequence
from math import exp, isfinite, log1p, nan
from operator import mul

from Dataset import Dataset, check_lengths

sumprod = getattr(math, "sumprod", lambda p, q: sum(map(mul, p, q)))  # Σ pᵢqᵢ: new in Python 3.12


class Neuron:
    """A neuron with nb_inputs entries, a bias, and the logistic function as its activation.

    weights   nb_inputs + 1 floats: weights[0] is the bias w₀, weights[i] belongs to the i-th entry
    out       the last activation a, from 0 to 1; nan before the first
    gradient  the last ∇ = y − a; 0.0 before the first

    The weights start uniform in [−0.1, 0.1], drawn from `rng`, or without it from the module random. A list of the
    wrong length, or a number, given or computed, that is nan or infinite raises ValueError and changes nothing.
    """

    def __init__(self, nb_inputs: int, *, rng: random.Random | None = None) -> None:
        if nb_inputs < 0:
            raise ValueError(f"expected a number of inputs of 0 or more, got {nb_inputs}")
        self.weights = [(rng or random).uniform(-0.1, 0.1) for _ in range(nb_inputs + 1)]
        self.out = nan
        self.gradient = 0.0

    def __repr__(self) -> str:
        return f"Neuron(weights={self.weights})"

    def activate(self, entries: Sequence[float]) -> None:
        """Day 3: set `out` from nb_inputs entries."""
        check_lengths("entries", [entries], len(self.weights) - 1)
        # sp = Σ wᵢxᵢ + w₀
        sp = sumprod(self.weights[1:], entries) + self.weights[0]
        finite([sp], "a weighted sum: is an entry not finite, or is the learning rate too large?")
        # a = Logistic(sp)
        self.out = logistic(sp)

    def activateWithLayer(self, layer: Sequence["Neuron"]) -> None:
        """Day 3: activate, with the activations of nb_inputs neurons as the entries."""
        self.activate([neuron.out for neuron in layer])

    def mean_cost(self, inputs: Sequence[Sequence[float]], desired_outputs: Sequence[float]) -> float:
        """Return the mean cross-entropy over lists of entries with a desired output each; networks need it, too."""
        if not inputs:
            raise ValueError("expected a dataset of at least one example, got none")
        w_0, weights = self.weights[0], self.weights[1:]
        check_lengths("entries", inputs, len(weights))
        sums = [sumprod(weights, entries) + w_0 for entries in inputs]
        total = sum(map(cross_entropy, sums, desired_outputs))
        finite([total], "a loss: is an entry not finite, or is the learning rate too large?")
        return total / len(inputs)

    def calcLoss(self, dataset: Dataset) -> float:
        """Day 4: return the mean cross-entropy over a dataset of one output; `out` stays."""
        check_lengths("outputs", [exemple.outputs for exemple in dataset.exemples], 1)
        return self.mean_cost([e.inputs for e in dataset.exemples], [e.outputs[0] for e in dataset.exemples])

    def calculateOutputGradient(self, desiredOutput: float) -> None:
        """Ex00: set `gradient` after an activation. It is *minus* the slope ∂Loss/∂sp, so to add it goes downhill."""
        # ∇ = y − a
        gradient = desiredOutput - self.out
        finite([gradient], "a gradient: is the neuron not activated, or the desired output not finite?")
        self.gradient = gradient

    def applyGradient(self, learningRate: float, entries: Sequence[float]) -> None:
        """Ex01: move every weight along `gradient`; the entries are those of the last activation."""
        check_lengths("entries", [entries], len(self.weights) - 1)
        step = learningRate * self.gradient
        # w₀ = w₀ + α∇, and wᵢ = wᵢ + α∇xᵢ for i > 0: one formula, if x₀ = 1
        moved = [w + step * x for w, x in zip(self.weights, [1.0, *entries])]
        self.weights = finite(moved, "a weight: is a gradient or entry not finite, or is the learning rate too large?")

    def applyGradientWithLayer(self, learningRate: float, layer: Sequence["Neuron"]) -> None:
        """Ex06: applyGradient, with the activations of the layer before as the entries."""
        self.applyGradient(learningRate, [neuron.out for neuron in layer])


def logistic(sp: float) -> float:
    """Logistic(sp) = 1 / (1 + e^−sp), from 0 to 1; for sp < 0 as e^sp / (e^sp + 1), since e^−sp may overflow."""
    return 1.0 / (1.0 + exp(-sp)) if sp >= 0 else exp(sp) / (exp(sp) + 1.0)


def cross_entropy(sp: float, y: float) -> float:
    """−(y·log(a) + (1 − y)·log(1 − a)) for a = Logistic(sp) and y from 0 to 1, without log(0) where a rounds to 0 or 1.

    With log(a) = sp − log(1 + e^sp) and log(1 − a) = −log(1 + e^sp) it is log(1 + e^sp) − y·sp.
    """
    if not 0.0 <= y <= 1.0:
        raise ValueError(f"expected outputs from 0 to 1, got {y}")
    if sp > 0:  # log(1 + e^sp) = sp + log(1 + e^−sp), since e^sp may overflow
        return log1p(exp(-sp)) + (1.0 - y) * sp
    return log1p(exp(sp)) - y * sp  # log1p(t) is log(1 + t)


def finite(numbers: list[float], what: str) -> list[float]:
    """Return the numbers; ValueError if one is nan or infinite. To look at their sum first is faster."""
    if not isfinite(sum(numbers, 0.0)):
        for number in numbers:
            if not isfinite(number):
                raise ValueError(f"expected a finite number, got {number} as {what}")
    return numbers
