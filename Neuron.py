"""One neuron that learns by gradient descent: Ex00, Ex01 and Ex06.

activate comes from day 3 and calcLoss from day 4. Left out: the gradient of hidden layers (day 6).

Notation of the subject: x the entries, w the weights (w₀ is the bias), sp the weighted sum,
a = Logistic(sp) the activation, y the desired output, α the learning rate, ∇ the gradient.
"""

import random
import sys
from collections.abc import Iterable, Sequence
from math import exp, inf, isfinite, log1p, nan, prod
from operator import mul

from Dataset import Dataset, Exemple

if sys.version_info >= (3, 12):
    from math import sumprod
else:

    def sumprod(p: Iterable[float], q: Iterable[float]) -> float:
        return sum(map(mul, p, q), 0.0)


__all__ = ["Neuron", "logistic"]


class Neuron:
    """A neuron with `nb_inputs` entries, a bias, and the logistic function as its activation.

    weights   nb_inputs + 1 floats: weights[0] is the bias w₀, weights[i] belongs to the i-th entry
    out       the last activation a, from 0 to 1; nan before the first
    gradient  the last ∇ = y − a; 0.0 before the first

    The weights start uniform in [−0.1, 0.1], drawn from `rng`, or without it from the module random.
    ValueError when nb_inputs is not an integer of 0 or more. Every method raises ValueError or
    TypeError, and changes nothing, when it gets lists of the wrong length or what is no finite number.
    """

    def __init__(self, nb_inputs: int, *, rng: random.Random | None = None) -> None:
        if not isinstance(nb_inputs, int) or nb_inputs < 0:
            raise ValueError(f"expected a number of inputs of 0 or more, got {nb_inputs!r}")
        uniform = random.uniform if rng is None else rng.uniform
        self.weights = [uniform(-0.1, 0.1) for _ in range(nb_inputs + 1)]
        self.out = nan
        self.gradient = 0.0

    def __repr__(self) -> str:
        return f"Neuron(weights={self.weights})"

    def activate(self, entries: Sequence[float]) -> None:
        """Day 3: set `out` from nb_inputs entries.  h_w(x) = Logistic(Σ wᵢxᵢ + w₀)"""
        # sp = Σ wᵢxᵢ + w₀
        [sp] = weighted_sums([self], with_one(entries))
        # a = Logistic(sp)
        self.out = logistic(sp)

    def activateWithLayer(self, layer: Sequence["Neuron"]) -> None:
        """Day 3: activate, with the activations of a layer of nb_inputs neurons as the entries."""
        self.activate(outs_of(layer))

    def calcLoss(self, dataset: Dataset) -> float:
        """Day 4: return the mean cross-entropy over a dataset of one output; `out` stays as it is."""
        costs = []
        for exemple in exemples_of(dataset, 1):
            [sp] = weighted_sums([self], with_one(exemple.inputs))
            # −(y·log(a) + (1 − y)·log(1 − a))
            costs.append(cross_entropy(sp, exemple.outputs[0]))
        return mean(costs)

    def calculateOutputGradient(self, desiredOutput: float) -> None:
        """Ex00: set `gradient` for the desired output y; the neuron must have been activated.

        y − a is *minus* ∂Loss/∂sp, the slope of the loss: it points downhill, so it gets added.
        """
        check_number("desired output", desiredOutput)
        # ∇ = y − a
        gradient = desiredOutput - self.out
        if not isfinite(gradient):
            raise ValueError("expected an activated neuron: call activate first")
        self.gradient = gradient

    def applyGradient(self, learningRate: float, entries: Sequence[float]) -> None:
        """Ex01: move every weight along `gradient`, for the nb_inputs entries of the activation."""
        # w₀ ← w₀ + α∇ and wᵢ ← wᵢ + α∇xᵢ
        self.weights = moved(self.weights, learningRate, self.gradient, with_one(entries))

    def applyGradientWithLayer(self, learningRate: float, layer: Sequence["Neuron"]) -> None:
        """Ex06: applyGradient, with the activations of the layer before as the entries."""
        self.applyGradient(learningRate, outs_of(layer))


# The formulas. Their x is a neuron's entries behind a 1: the bias w₀ is the weight of that 1.


def logistic(z: float) -> float:
    """Logistic(z) = 1 / (1 + e⁻ᶻ), from 0 to 1, for any finite z."""
    if z >= 0:
        return 1.0 / (1.0 + exp(-z))
    # The same, multiplied by eᶻ above and below: e⁻ᶻ overflows for z = −710.
    e_z = exp(z)
    return e_z / (1.0 + e_z)


def weighted_sums(layer: Sequence[Neuron], x: list[float]) -> list[float]:
    """sp = Σ wᵢxᵢ of each neuron of a layer, with x₀ = 1"""
    try:
        if len(x) == len(layer[0].weights):
            sums = [sumprod(neuron.weights, x) for neuron in layer]
            if isfinite(sum(sums)):
                return sums
    except (TypeError, OverflowError):
        pass
    check_numbers("entries", x[1:], len(layer[0].weights) - 1)
    # The numbers are fine, and so large that a float overflows on the way.
    return [exact_sum(zip(neuron.weights, x)) for neuron in layer]


def moved(
    weights: list[float], learningRate: float, gradient: float, x: list[float], reach: float = inf
) -> list[float]:
    """w ← w + α∇x, with x₀ = 1 and no xᵢ beyond ±reach"""
    try:
        if len(x) == len(weights):
            step = learningRate * gradient
            new = [w + step * x_i for w, x_i in zip(weights, x)]
            # A move of less than half the gap below the largest float takes no weight beyond it.
            if -9e291 < step * reach < 9e291 or isfinite(sum(new)):
                return new
    except (TypeError, OverflowError):
        pass
    check_numbers("entries", x[1:], len(weights) - 1)
    check_number("learning rate", learningRate)
    check_number("gradient", gradient)
    # The numbers are fine, and so large that a weight may leave the range of floats: it stops there.
    return [exact_sum([(w,), (learningRate, gradient, x_i)]) for w, x_i in zip(weights, x)]


def cross_entropy(sp: float, y: float) -> float:
    """−(y·log(a) + (1 − y)·log(1 − a)) for a = Logistic(sp) and y in [0, 1].

    Written without a, which rounds to 0 or 1 where its logarithm still counts: with
    log(1 − a) = −log(1 + e^sp) and log(a) = sp + log(1 − a) it is log(1 + e^sp) − y·sp.
    """
    try:
        if 0.0 <= y <= 1.0:
            if sp > 0:
                # log(1 + e^sp) = sp + log(1 + e^−sp), and no e^ of a large number
                return (1.0 - y) * sp + log1p(exp(-sp))
            return log1p(exp(sp)) - y * sp
    except TypeError:
        pass
    raise ValueError(f"expected outputs from 0 to 1, got {y!r}")


def mean(costs: Sequence[float]) -> float:
    """The mean of at least one cost; the largest float where it lies beyond."""
    total = sum(costs)
    if total < inf:
        return total / len(costs)
    return min(sum(cost / len(costs) for cost in costs), sys.float_info.max)


def exact_sum(products: Iterable[Iterable[float]]) -> float:
    """The sum of products of finite numbers that overflows on the way, or ends at the largest float."""
    from fractions import Fraction  # here, since it is slow to import and hardly ever needed

    total = sum(prod(map(Fraction, factors)) for factors in products)
    return float(max(-sys.float_info.max, min(sys.float_info.max, total)))


def exemples_of(dataset: Dataset, nb_output: int) -> Sequence[Exemple]:
    exemples: Sequence[Exemple] = getattr(dataset, "exemples", [])
    if not exemples:
        raise ValueError(f"expected a dataset with at least one exemple, got {dataset!r}")
    for exemple in exemples:
        check_count("outputs", exemple.outputs, nb_output)
    return exemples


def with_one(entries: Iterable[float]) -> list[float]:
    try:
        return [1.0, *entries]
    except TypeError:
        raise TypeError(f"expected a list of entries, got {entries!r}") from None


def outs_of(layer: Sequence[Neuron]) -> list[float]:
    try:
        return [neuron.out for neuron in layer]
    except (AttributeError, TypeError):
        raise TypeError(f"expected a list of neurons, got {layer!r}") from None


def check_count(name: str, values: Sequence[float], count: int) -> None:
    try:
        found = len(values)
    except TypeError:
        raise TypeError(f"expected a list of {count} {name}, got {values!r}") from None
    if found != count:
        raise ValueError(f"expected {count} {name}, got {found}")


def check_numbers(name: str, values: Sequence[float], count: int) -> None:
    check_count(name, values, count)
    try:
        if isfinite(sum(values, 0.0)):  # far faster than one by one; finite numbers may have an infinite sum
            return
    except (TypeError, OverflowError):
        pass
    for value in values:
        check_number(f"one of the {name}", value)


def check_number(name: str, value: object) -> None:
    try:
        finite = isfinite(value)  # type: ignore[arg-type]
    except (TypeError, OverflowError):
        finite = False
    if not finite:
        raise ValueError(f"expected a finite number as {name}, got {value!r}")
