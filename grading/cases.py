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
Mistakes = list[tuple[str, Callable[..., Any]]]


@dataclass
class Case:
    """One call with the result to expect."""

    arguments: dict[str, Any]
    expected: Any


def cases(names: str, *rows: tuple[list[Any], Any]) -> list[Case]:
    """A case for each row: the arguments of these names, and the result to expect."""
    return [Case(dict(zip(names.split(), given)), expected) for given, expected in rows]


EXAMPLES = [([0.25, 0.75, 1], [1, 0]), ([1, 1, 0], [1, 1]), ([0.5, 0.125, 0.5], [0, 1])]

# The layers of a network have different sizes, by which they are told from each other.
CASES: dict[str, list[Case]] = {
    # sp = 0.5 − 1·1 + 2·0 = −0.5, a = 1 / (1 + e^0.5)
    ACTIVATE: cases("weights entries", ([[0.5, -1, 2], [1, 0]], 0.3775406688)),
    # The costs of output 1 of the second case of Ex04
    LOSS: cases("weights examples", ([[0, 4, 0, 0], [(x, y[:1]) for x, y in EXAMPLES]], 0.8194465421)),
    # Hidden neurons: sp = −0.5, 0 and 0, a = 0.3775406688, 0.5 and 0.5. Output: sp = 1 + 2·0.3775406688 = 1.7550813376
    NETWORK: cases("weights entries",
                   ([[[[0.5, -1, 2], [0, 0, 0], [0, 0, 0]], [[1, 2, 0, 0]]], [1, 0]], [0.8525925616])),
    GRADIENT: cases(
        "weights entries desired",
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
        "weights entries desired rate",
        # sp = 0.5 − 1·1 + 1·0.5 = 0, a = 0.5, ∇ = 1 − a, α∇ = 0.2
        ([[0.5, -1, 1], [1, 0.5], 1, 0.4], [0.7, -0.8, 1.1]),
        # sp = 0, ∇ = 0 − 0.5, α∇ = −0.5
        ([[0, 0, 0, 0], [2, 1, -3], 0, 1], [-0.5, -1, -0.5, 1.5]),
        # sp = 1 + 4·0 − 0.5·2 = 0, ∇ = 1 − 0.5, α∇ = 0.05
        ([[1, 4, -0.5], [0, 2], 1, 0.1], [1.05, 4, -0.4]),
    ),
    WITH_LAYER: cases(
        "weights entries desired rate",
        # sp = 1 − 0.25 − 0.75 = 0, ∇ = 0.5, α∇ = 0.2
        ([[1, -1, -1], [0.25, 0.75], 1, 0.4], [1.2, -0.95, -0.85]),
        # sp = 0, ∇ = −0.5, α∇ = −0.5
        ([[0, 0, 0, 0], [0.5, 0.125, 0.875], 0, 1], [-0.5, -0.25, -0.0625, -0.4375]),
    ),
    NETWORK_LOSS: cases(
        "weights examples",
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
        "weights entries desired",
        # sp = 0 + 1·1 and −1 + 0·1: a = 1 / (1 + e^−1) = 0.7310585786 and 1 / (1 + e) = 0.2689414214
        ([[[[0, 1], [-1, 0]]], [1], [1, 1]], [0.2689414214, 0.7310585786]),
        # Hidden neurons of weight 0 give 0.5: sp = 0 + 2·0.5 = 1 and −1.
        ([[[[0, 0]] * 3, [[0, 2, 0, 0], [-1, 0, 0, 0]]], [0.5], [1, 0]], [0.2689414214, -0.2689414214]),
        # sp = ln 3, 0 and −ln 3, a = 3/4, 1/2 and 1/4
        ([[[[1.0986122887, 0], [0, 0], [-1.0986122887, 0]]], [1], [0, 1, 0]], [-0.75, 0.5, -0.25]),
    ),
    APPLY_ALL: cases(
        "weights entries desired rate",
        # Weights 0 give 0.5 everywhere, ∇ = ±0.5, α∇ = ±0.25.
        ([[[[0, 0, 0]] * 3, [[0, 0, 0, 0]]], [0.75, 0.5], [[1, 0, 1], [1]], 0.5],
         [[[0.25, 0.1875, 0.125], [-0.25, -0.1875, -0.125], [0.25, 0.1875, 0.125]], [[0.25, 0.125, 0.125, 0.125]]]),
        # No hidden layer. sp = 1 − 2·0.5 = 0 and 0.5 + 0.25 − 0.75 = 0, α∇ = ±0.25
        ([[[[1, -2, 0, 0], [0, 1, 1, -1]]], [0.5, 0.25, 0.75], [[1, 0]], 0.5],
         [[[1.25, -1.875, 0.0625, 0.1875], [-0.25, 0.875, 0.9375, -1.1875]]]),
    ),
}

# What common mistakes give, by the keys of their sentences: several results may have one cause.
# From the activation and the desired output:
OF_GRADIENT: Mistakes = [
    ("sign", lambda a, y: a - y),
    ("derivative", lambda a, y: (y - a) * a * (1 - a)),
    ("derivative sign", lambda a, y: (a - y) * a * (1 - a)),
    ("activation", lambda a, y: a),
    ("rounded", lambda a, y: y - round(a)),
    ("doubled", lambda a, y: 2 * (y - a)),
]
# From the activations and the desired outputs of a layer (0 stands for a gradient that is not set):
OF_GRADIENTS: Mistakes = [
    *((key, lambda a, y, one=one: [*map(one, a, y)]) for key, one in OF_GRADIENT),
    ("no neuron", lambda a, y: [0] * len(a)),
    ("only first neuron", lambda a, y: [y[0] - a[0]] + [0] * (len(a) - 1)),
    ("only last neuron", lambda a, y: [0] * (len(a) - 1) + [y[-1] - a[-1]]),
    ("last neuron", lambda a, y: [t - p for t, p in zip(y[:-1], a)] + [0]),
    ("first desired", lambda a, y: [y[0] - p for p in a]),
    ("last desired", lambda a, y: [y[-1] - p for p in a]),
]
# From the weights, the gradient, the learning rate and the entries, after an activation of 0.5:
OF_UPDATE: Mistakes = [
    ("bias forgotten", lambda w, g, r, x: [w[0], *stepped(w, r * g, x)[1:]]),
    ("bias twice", lambda w, g, r, x: [w[0] + 2 * r * g, *stepped(w, r * g, x)[1:]]),
    ("bias each", lambda w, g, r, x: [w[0] + len(x) * r * g, *stepped(w, r * g, x)[1:]]),
    ("bias each", lambda w, g, r, x: [w[0] + (len(x) + 1) * r * g, *stepped(w, r * g, x)[1:]]),
    ("only bias", lambda w, g, r, x: [w[0] + r * g, *w[1:]]),
    ("nothing moves", lambda w, g, r, x: w),
    ("twice", lambda w, g, r, x: stepped(w, 2 * r * g, x)),
    ("rate ignored", lambda w, g, r, x: stepped(w, g, x)),
    ("rate ignored bias", lambda w, g, r, x: [w[0] + g, *stepped(w, r * g, x)[1:]]),
    ("rate ignored weights", lambda w, g, r, x: [w[0] + r * g, *stepped(w, g, x)[1:]]),
    ("rate squared", lambda w, g, r, x: stepped(w, r * r * g, x)),
    ("derivative", lambda w, g, r, x: stepped(w, r * g * 0.25, x)),
    ("subtracted", lambda w, g, r, x: stepped(w, -r * g, x)),
    ("subtracted weights", lambda w, g, r, x: [w[0] + r * g, *stepped(w, -r * g, x)[1:]]),
    ("entries ignored", lambda w, g, r, x: [v + r * g for v in w]),
    ("entries before", lambda w, g, r, x: stepped(w, r * g, [x[-1], *x])),
    ("weights before", lambda w, g, r, x: [*(v + r * g * e for v, e in zip(w, x)), w[-1]]),
    ("weights before", lambda w, g, r, x: [w[0] + r * g + r * g * x[0], *stepped(w, r * g, [*x[1:], 0])[1:]]),
    ("bias first", lambda w, g, r, x: [v + r * g * e for v, e in zip(w, [x[-1], 1, *x])]),
    ("bias last", lambda w, g, r, x: [v + r * g * e for v, e in zip(w, [*x, 1])]),
    ("last skipped", lambda w, g, r, x: [*stepped(w, r * g, x)[:-1], w[-1]]),
    ("reversed", lambda w, g, r, x: stepped(w, r * g, x[::-1])),
    ("only first weight", lambda w, g, r, x: [*stepped(w, r * g, x)[:2], *w[2:]]),
    ("replaced", lambda w, g, r, x: stepped([0] * len(w), r * g, x)),
    ("replaced", lambda w, g, r, x: [w[0] + r * g, *stepped([0] * len(w), r * g, x)[1:]]),
    ("own activation", lambda w, g, r, x: stepped(w, r * g, [0.5] * len(x))),
]
# From the weights after a right update, those before, and of each neuron what OF_UPDATE takes, layer after layer:
OF_LAYERS: Mistakes = [
    *((key, lambda r, b, w, one=one: [[one(*way) for way in layer] for layer in w]) for key, one in OF_UPDATE),
    ("input layer", lambda r, b, w: [[stepped(v, a * g, [*w[0][0][3], 0, 0]) for v, g, a, _ in layer] for layer in w]),
    ("hidden skipped", lambda r, b, w: [*b[:-1], r[-1]]),
    ("output skipped", lambda r, b, w: [*r[:-1], b[-1]]),
    ("last neurons", lambda r, b, w: [[*right[:-1], before[-1]] for right, before in zip(r, b)]),
    ("only first neurons", lambda r, b, w: [[right[0], *before[1:]] for right, before in zip(r, b)]),
    ("only first neurons", lambda r, b, w: [[r[0][0], *b[0][1:]], *b[1:]]),
]
# From the activations and the desired outputs, a row for each example:
OF_LOSS: Mistakes = [
    ("mean of outputs", lambda a, y: total(a, y) / len(a) / len(a[0])),
    ("sum of examples", lambda a, y: total(a, y)),
    ("divided by outputs", lambda a, y: total(a, y) / len(a[0])),
    ("decimal logarithm", lambda a, y: total(a, y) / len(a) / log(10)),
    ("last example", lambda a, y: total(a[-1:], y[-1:])),
    ("last example", lambda a, y: total(a[-1:], y[-1:]) / len(a)),
    ("last example", lambda a, y: total([a[-1][-1:]], [y[-1][-1:]]) / len(a)),
    ("first example", lambda a, y: total(a[:1], y[:1])),
    ("first example", lambda a, y: total(a[:1], y[:1]) / len(a)),
    ("one output", lambda a, y: total([row[:1] for row in a], [row[:1] for row in y]) / len(a)),
    ("one output", lambda a, y: total([row[-1:] for row in a], [row[-1:] for row in y]) / len(a)),
    ("minus", lambda a, y: -total(a, y) / len(a)),
    ("minus first", lambda a, y: each(lambda p, t: -t * log(p) + (1 - t) * log(1 - p), a, y) / len(a)),
    ("second term missing", lambda a, y: each(lambda p, t: -t * log(p), a, y) / len(a)),
    ("first term missing", lambda a, y: each(lambda p, t: -(1 - t) * log(1 - p), a, y) / len(a)),
    ("squared error", lambda a, y: each(lambda p, t: (t - p) ** 2, a, y) / len(a)),
    ("squared error", lambda a, y: each(lambda p, t: (t - p) ** 2, a, y) / len(a) / len(a[0])),
    ("squared error", lambda a, y: each(lambda p, t: (t - p) ** 2, a, y) / len(a) / 2),
    ("first hundred", lambda a, y: total(a[:100], y[:100]) / len(a)),
    ("first hundred", lambda a, y: total(a[:100], y[:100]) / len(a[:100])),
]


def stepped(w: Row, step: float, x: Row) -> Row:
    return [v + step * e for v, e in zip(w, [1.0, *x])]


def total(a: list[Row], y: list[Row]) -> float:
    return each(lambda p, t: -log(p) if t == 1 else -log(1 - p), a, y)


def each(of: Callable[[float, float], float], a: list[Row], y: list[Row]) -> float:
    return sum(of(p, t) for ps, ts in zip(a, y) for p, t in zip(ps, ts))
