"""The cases that methods are tried on, worked out by hand, and what common mistakes give in their place.

Each is tried on neurons with these weights, the bias first. Desired outputs are 0 or 1, as in the datasets.
"""

from collections.abc import Callable
from dataclasses import dataclass
from math import log
from typing import Any

from grading.day5 import (
    ACTIVATE,
    APPLY,
    APPLY_ALL,
    GRADIENT,
    GRADIENTS,
    LOSS,
    NETWORK,
    NETWORK_LOSS,
    WITH_LAYER,
)

Row = list[float]


@dataclass
class Case:
    """One call with the result to expect."""

    call: str
    arguments: dict[str, Any]
    expected: Any

    def __str__(self) -> str:
        return self.call


def cases(names: str, call: str, *rows: tuple[list[Any], Any]) -> list[Case]:
    """A case for each row: the arguments of these names, and the result to expect."""
    found = []
    for given, expected in rows:
        arguments = dict(zip(names.split(), given))
        text = call.format(**arguments, count=len(arguments.get("examples", [])))
        found.append(Case(f"{model(given[0])}, {text}", arguments, expected))
    return found


def model(weights: list[Any]) -> str:
    if isinstance(weights[0], list):
        return f"NeuralNetwork({[len(weights[0][0]) - 1, *map(len, weights)]})"
    return f"Neuron({len(weights) - 1}), weights {[float(f'{w:.4g}') for w in weights]}"


EXAMPLES = [([0.25, 0.75, 1], [1, 0]), ([1, 1, 0], [1, 1]), ([0.5, 0.125, 0.5], [0, 1])]

# The layers of a network have different sizes, by which they are told from each other.
CASES: dict[str, list[Case]] = {
    # sp = 0.5 − 1·1 + 2·0 = −0.5, a = 1 / (1 + e^0.5)
    ACTIVATE: cases("weights entries", "activate({entries})", ([[0.5, -1, 2], [1, 0]], 0.3775406688)),
    # The costs of output 1 of the second case of Ex04
    LOSS: cases("weights examples", "calcLoss({count} examples)",
                ([[0, 4, 0, 0], [(x, y[:1]) for x, y in EXAMPLES]], 0.8194465421)),
    # Hidden neurons: sp = −0.5, 0 and 0, a = 0.3775406688, 0.5 and 0.5. Output: sp = 1 + 2·0.3775406688 = 1.7550813376
    NETWORK: cases("weights entries", "activate({entries})",
                   ([[[[0.5, -1, 2], [0, 0, 0], [0, 0, 0]], [[1, 2, 0, 0]]], [1, 0]], [0.8525925616])),
    GRADIENT: cases(
        "weights entries desired", "activate({entries}), calculateOutputGradient({desired})",
        # sp = 0.5 − 1·1 + 2·0 = −0.5, a = 1 / (1 + e^0.5) = 0.3775406688, ∇ = 1 − a
        ([[0.5, -1, 2], [1, 0], 1], 0.6224593312),
        # The same activation, pulled down: ∇ = 0 − a
        ([[0.5, -1, 2], [1, 0], 0], -0.3775406688),
        # sp = 1 + 1·2 − 3·1 = 0, a = 0.5: half way
        ([[1, 1, -3], [2, 1], 1], 0.5),
        # sp = −2 + 3·0.5 − 1·0.5 + 2·1 = 1, a = 1 / (1 + e^−1) = 0.7310585786, ∇ = 0 − a
        ([[-2, 3, -1, 2], [0.5, 0.5, 1], 0], -0.7310585786),
    ),
    APPLY: cases(
        "weights entries desired rate", "∇ = {desired} − 0.5, applyGradient({rate}, {entries})",
        # sp = 0.5 − 1·1 + 1·0.5 = 0, a = 0.5, ∇ = 1 − a, α∇ = 0.2
        ([[0.5, -1, 1], [1, 0.5], 1, 0.4], [0.7, -0.8, 1.1]),
        # sp = 0, ∇ = 0 − 0.5, α∇ = −0.5
        ([[0, 0, 0, 0], [2, 1, -3], 0, 1], [-0.5, -1, -0.5, 1.5]),
        # sp = 1 + 4·0 − 0.5·2 = 0, ∇ = 1 − 0.5, α∇ = 0.05
        ([[1, 4, -0.5], [0, 2], 1, 0.1], [1.05, 4, -0.4]),
    ),
    WITH_LAYER: cases(
        "weights entries desired rate", "∇ = {desired} − 0.5, applyGradientWithLayer({rate}, activations {entries})",
        # sp = 1 − 0.25 − 0.75 = 0, ∇ = 0.5, α∇ = 0.2
        ([[1, -1, -1], [0.25, 0.75], 1, 0.4], [1.2, -0.95, -0.85]),
        # sp = 0, ∇ = −0.5, α∇ = −0.5
        ([[0, 0, 0, 0], [0.5, 0.125, 0.875], 0, 1], [-0.5, -0.25, -0.0625, -0.4375]),
    ),
    NETWORK_LOSS: cases(
        "weights examples", "weights {weights}, calcLoss({count} examples)",
        # sp = 0 and ln 3, whatever x: a = 1/2 and 3/4. Output 1: ln 2 each time, mean 0.6931471806.
        # Output 2: −ln(1/4) = 1.3862943611 and twice −ln(3/4) = 0.2876820724, mean 0.6538861686.
        ([[[[0, 0, 0, 0], [1.0986122887, 0, 0, 0]]], EXAMPLES], 1.3470333492),
        # Output 1: sp = 4·0.25 = 1, 4 and 2: ln(1 + e^−1) = 0.3132616875, ln(1 + e^−4) = 0.0181499279,
        # ln(1 + e^2) = 2.1269280110, mean 0.8194465421. Output 2: sp = 1 − 8·0.75 = −5, −7 and 0:
        # ln(1 + e^−5) = 0.0067153485, ln(1 + e^7) = 7.0009114664, ln 2, mean 2.5669246652.
        ([[[[0, 4, 0, 0], [1, 0, -8, 0]]], EXAMPLES], 3.3863712073),
        # A hidden neuron of weight 0 gives 0.5: sp = 2·0.5 = 1 and −1, whatever x. The costs are
        # ln(1 + e^−1) = 0.3132616875 where sp is on the side of y, else ln(1 + e) = 1.3132616875:
        # means 0.6465950208 and 0.9799283542.
        ([[[[0, 0, 0, 0]], [[0, 2], [0, -2]]], EXAMPLES], 1.6265233750),
        # sp = 2·0.5 − 4·0.25 + 1 = 1 and −4·1 + 0.5 = −3.5, costs ln(1 + e^−1) = 0.3132616875
        # and ln(1 + e^−3.5) = 0.0297504182.
        ([[[[0, 2, -4, 1]]], [([0.5, 0.25, 1], [1]), ([0, 1, 0.5], [0])]], 0.1715060529),
        # Fewer inputs than outputs: sp = 1, −1, 0 and 2, −1, −1, costs 2·0.3132616875 + ln 2 = 1.3196705556
        # and ln(1 + e^2) + ln(1 + e) + 0.3132616875 = 3.7534513860.
        ([[[[0, 2], [-1, 0], [1, -2]]], [([0.5], [1, 0, 0]), ([1], [0, 1, 0])]], 2.5365609708),
        # A thousand times sp = 0, then five hundred times ln 3: (1000·ln 2 − 500·ln(3/4)) / 1500
        ([[[[0, 0, 1.0986122887]]], [([n / 2000, float(n >= 1000)], [1]) for n in range(1500)]], 0.5579921445),
    ),
    GRADIENTS: cases(
        "weights entries desired", "activate({entries}), calculateGradients({desired})",
        # sp = 0 + 1·1 and −1 + 0·1: a = 1 / (1 + e^−1) = 0.7310585786 and 1 / (1 + e) = 0.2689414214
        ([[[[0, 1], [-1, 0]]], [1], [1, 1]], [0.2689414214, 0.7310585786]),
        # Hidden neurons of weight 0 give 0.5: sp = 0 + 2·0.5 = 1 and −1.
        ([[[[0, 0]] * 3, [[0, 2, 0, 0], [-1, 0, 0, 0]]], [0.5], [1, 0]], [0.2689414214, -0.2689414214]),
        # sp = ln 3, 0 and −ln 3, a = 3/4, 1/2 and 1/4
        ([[[[1.0986122887, 0], [0, 0], [-1.0986122887, 0]]], [1], [0, 1, 0]], [-0.75, 0.5, -0.25]),
    ),
    APPLY_ALL: cases(
        "weights entries desired rate", "activate({entries}), ∇ = {desired} − 0.5, applyGradients({rate})",
        # Weights 0 give 0.5 everywhere, ∇ = ±0.5, α∇ = ±0.25.
        ([[[[0, 0, 0]] * 3, [[0, 0, 0, 0]]], [0.75, 0.5], [[1, 0, 1], [1]], 0.5],
         [[[0.25, 0.1875, 0.125], [-0.25, -0.1875, -0.125], [0.25, 0.1875, 0.125]], [[0.25, 0.125, 0.125, 0.125]]]),
        # No hidden layer. sp = 1 − 2·0.5 = 0 and 0.5 + 0.25 − 0.75 = 0, α∇ = ±0.25
        ([[[[1, -2, 0, 0], [0, 1, 1, -1]]], [0.5, 0.25, 0.75], [[1, 0]], 0.5],
         [[[1.25, -1.875, 0.0625, 0.1875], [-0.25, 0.875, 0.9375, -1.1875]]]),
    ),
}

# The formula of each exercise, in the subject's symbols
FORMULAS = {
    ACTIVATE: "Logistic(w0 + w1x1 + …)", LOSS: "the mean over the examples of −(y ln a + (1 − y) ln(1 − a))",
    NETWORK: "Logistic(w0 + w1x1 + …)", GRADIENT: "y − a", GRADIENTS: "y − a",
    APPLY: "w0 + α∇, wi + α∇xi", WITH_LAYER: "w0 + α∇, wi + α∇·ai", APPLY_ALL: "w0 + α∇, wi + α∇·ai",
    NETWORK_LOSS: "Σ over the outputs of the mean of −(y ln a + (1 − y) ln(1 − a))",
}

# What common mistakes give: keys of sentences. From the activation and the desired output:
OF_GRADIENT: dict[str, Callable[[float, float], float]] = {
    "sign": lambda a, y: a - y,
    "derivative": lambda a, y: (y - a) * a * (1 - a),
    "derivative sign": lambda a, y: (a - y) * a * (1 - a),
    "activation": lambda a, y: a,
    "rounded": lambda a, y: y - round(a),
    "squared": lambda a, y: (y - a) ** 2,
    "halved": lambda a, y: (y - a) / 2,
    "doubled": lambda a, y: 2 * (y - a),
    "absolute": lambda a, y: abs(y - a),
    "desired": lambda a, y: y,
}
# From the weights, the gradient, the learning rate and the entries (1 before them stands for the bias's):
OF_UPDATE: dict[str, Callable[[Row, float, float, Row], Row]] = {
    "bias forgotten": lambda w, g, r, x: [w[0], *stepped(w, r * g, x)[1:]],
    "bias twice": lambda w, g, r, x: [w[0] + 2 * r * g, *stepped(w, r * g, x)[1:]],
    "bias each": lambda w, g, r, x: [w[0] + len(x) * r * g, *stepped(w, r * g, x)[1:]],
    "only bias": lambda w, g, r, x: [w[0] + r * g, *w[1:]],
    "nothing moves": lambda w, g, r, x: w,
    "twice": lambda w, g, r, x: stepped(w, 2 * r * g, x),
    "rate ignored": lambda w, g, r, x: stepped(w, g, x),
    "rate ignored bias": lambda w, g, r, x: [w[0] + g, *stepped(w, r * g, x)[1:]],
    "rate ignored weights": lambda w, g, r, x: [w[0] + r * g, *stepped(w, g, x)[1:]],
    "rate squared": lambda w, g, r, x: stepped(w, r * r * g, x),
    "gradient squared": lambda w, g, r, x: stepped(w, r * g * g, x),
    "subtracted": lambda w, g, r, x: stepped(w, -r * g, x),
    "subtracted weights": lambda w, g, r, x: [w[0] + r * g, *stepped(w, -r * g, x)[1:]],
    "subtracted bias": lambda w, g, r, x: [w[0] - r * g, *stepped(w, r * g, x)[1:]],
    "entries ignored": lambda w, g, r, x: [v + r * g for v in w],
    "shifted": lambda w, g, r, x: [w[0] + r * g, *(v + r * g * e for v, e in zip(w[1:], [x[-1], *x]))],
    "shifted on": lambda w, g, r, x: [*(v + r * g * e for v, e in zip(w, x)), w[-1]],
    "shifted on bias": lambda w, g, r, x: [w[0] + r * g + r * g * x[0], *stepped(w, r * g, [*x[1:], 0.0])[1:]],
    "last skipped": lambda w, g, r, x: [*stepped(w, r * g, x)[:-1], w[-1]],
    "reversed": lambda w, g, r, x: stepped(w, r * g, x[::-1]),
    "replaced": lambda w, g, r, x: stepped([0.0] * len(w), r * g, x),
    "replaced weights": lambda w, g, r, x: [w[0] + r * g, *stepped([0.0] * len(w), r * g, x)[1:]],
    "times weight": lambda w, g, r, x: [w[0] + r * g, *(v + r * g * v for v in w[1:])],
}
# From the activations and the desired outputs, a row for each example:
OF_LOSS: dict[str, Callable[[list[Row], list[Row]], float]] = {
    "mean of outputs": lambda a, y: total(a, y) / len(a) / len(a[0]),
    "sum of examples": lambda a, y: total(a, y),
    "divided by outputs": lambda a, y: total(a, y) / len(a[0]),
    "decimal logarithm": lambda a, y: total(a, y) / len(a) / log(10),
    "last example": lambda a, y: total(a[-1:], y[-1:]),
    "last example divided": lambda a, y: total(a[-1:], y[-1:]) / len(a),
    "first example": lambda a, y: total(a[:1], y[:1]),
    "first output": lambda a, y: total([row[:1] for row in a], [row[:1] for row in y]) / len(a),
    "last output": lambda a, y: total([row[-1:] for row in a], [row[-1:] for row in y]) / len(a),
    "minus": lambda a, y: -total(a, y) / len(a),
    "term missing": lambda a, y: each(lambda p, t: -t * log(p), a, y) / len(a),
    "other term missing": lambda a, y: each(lambda p, t: -(1 - t) * log(1 - p), a, y) / len(a),
    "squared error": lambda a, y: each(lambda p, t: (t - p) ** 2, a, y) / len(a),
    "squared error mean": lambda a, y: each(lambda p, t: (t - p) ** 2, a, y) / len(a) / len(a[0]),
    "half squared error": lambda a, y: each(lambda p, t: (t - p) ** 2, a, y) / len(a) / 2,
    "absolute error": lambda a, y: each(lambda p, t: abs(t - p), a, y) / len(a),
    "errors counted": lambda a, y: each(lambda p, t: float(round(p) != t), a, y) / len(a),
    "first hundred divided": lambda a, y: total(a[:100], y[:100]) / len(a),
    "first hundred": lambda a, y: total(a[:100], y[:100]) / len(a[:100]),
}


def stepped(w: Row, step: float, x: Row) -> Row:
    return [v + step * e for v, e in zip(w, [1.0, *x])]


def total(a: list[Row], y: list[Row]) -> float:
    return each(lambda p, t: -log(p) if t == 1 else -log(1 - p), a, y)


def each(of: Callable[[float, float], float], a: list[Row], y: list[Row]) -> float:
    return sum(of(p, t) for ps, ts in zip(a, y) for p, t in zip(ps, ts))
