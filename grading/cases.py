"""The exercises and the cases that they are graded on, worked out by hand, with what common mistakes give."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

TITLES = [
    "Neuron.calculateOutputGradient", "Neuron.applyGradient", "OrLearn.py", "BinaryLearn.py",
    "NeuralNetwork.calcLoss", "NeuralNetwork.calculateGradients", "Neuron.applyGradientWithLayer",
    "NeuralNetwork.applyGradients", "DigitsLearn.py",
]  # fmt: skip
# The methods of the days before, and what each exercise builds on.
ACTIVATE, LOSS, NETWORK = "Neuron.activate", "Neuron.calcLoss", "NeuralNetwork.activate"
NEEDS: dict[str, list[str]] = {
    ACTIVATE: [], LOSS: [ACTIVATE], NETWORK: [ACTIVATE],
    TITLES[0]: [ACTIVATE],
    TITLES[1]: [ACTIVATE, TITLES[0]],
    TITLES[2]: [ACTIVATE, LOSS, TITLES[0], TITLES[1]],
    TITLES[3]: [ACTIVATE, LOSS, TITLES[0], TITLES[1]],
    TITLES[4]: [ACTIVATE, NETWORK],
    TITLES[5]: [ACTIVATE, NETWORK, TITLES[0]],
    TITLES[6]: [ACTIVATE, TITLES[0], TITLES[1]],
    TITLES[7]: [ACTIVATE, NETWORK, TITLES[0], TITLES[1], TITLES[6]],
    TITLES[8]: [ACTIVATE, NETWORK, TITLES[0], TITLES[1], *TITLES[4:8]],
}  # fmt: skip
# What a script learns from, and what it is tested on
SETS = {
    "OrLearn.py": ("or.ds", "or.ds"), "BinaryLearn.py": ("trainBinary.ds", "testBinary.ds"),
    "DigitsLearn.py": ("trainDigits.ds", "testDigits.ds"),
}  # fmt: skip
# What is looked at in a run of a script, each a point.
SCRIPT_POINTS = [
    "runs to its end", "shows on stdout how the loss falls", "redraws the curve of the loss while it learns",
    "prints a pair for each example", "predicts well enough", "asks the neurons for its predictions",
]  # fmt: skip


@dataclass
class Case:
    """One call with the result to expect, worked out by hand, and what common mistakes would give."""

    call: str
    probe: str
    arguments: dict[str, Any]
    expected: Any
    formula: str
    mistakes: dict[str, Any]

    def __str__(self) -> str:
        return self.call


def cases(probe: str, names: str, call: str, formula: str, *rows: tuple[list[Any], Any, dict[str, Any]]) -> list[Case]:
    """A case for each row: the arguments of these names for the probe, the result to expect, the mistakes."""
    found = []
    for given, expected, mistakes in rows:
        arguments = dict(zip(names.split(), given))
        text = call.format(**arguments, count=len(arguments.get("examples", [])))
        found.append(Case(f"{model(given[0])}, {text}", probe, arguments, expected, formula, mistakes))
    return found


def model(weights: list[Any]) -> str:
    if isinstance(weights[0], list):
        return f"NeuralNetwork({[len(weights[0][0]) - 1, *map(len, weights)]})"
    return f"Neuron({len(weights) - 1}), weights {' '.join(f'{w:g}' for w in weights)}"


EXAMPLES = [([0.25, 0.75], [1, 0]), ([1, 1], [1, 1]), ([0.5, 0.125], [0, 1])]

CASES: dict[str, list[Case]] = {
    # Weights that are found by what they do to the activation give the right one.
    ACTIVATE: cases(
        "activation", "weights entries", "activate({entries})", "Logistic(sp)",
        ([[0.5, -1, 2], [1, 0]], 0.3775406688, {}),
    ),
    # The costs of output 1 of the second case of Ex04
    LOSS: cases(
        "neuron_loss", "weights examples", "calcLoss({count} examples)", "the mean cost",
        ([[0, 4, 0], [(x, y[:1]) for x, y in EXAMPLES]], 0.8194465421, {}),
    ),
    # Hidden neurons: sp = 0.5 − 1·1 + 2·0 = −0.5, a = 0.3775406688. Output: sp = 1 + 2·a = 1.7550813376
    NETWORK: cases(
        "network_activation", "weights entries", "activate({entries})", "Logistic(sp)",
        ([[[[0.5, -1, 2]], [[1, 2]]], [1, 0]], [0.8525925616], {}),
    ),
    TITLES[0]: cases(
        "gradient", "weights entries desired",
        "activate({entries}), calculateOutputGradient({desired}): gradient", "y - a",
        # sp = 0.5 − 1·1 + 2·0 = −0.5, a = 1 / (1 + e^0.5) = 0.3775406688, ∇ = 1 − a
        ([[0.5, -1, 2], [1, 0], 1], 0.6224593312, {
            "the sign is flipped": -0.6224593312,
            # a(1 − a) = 0.2350037122
            "the derivative a(1 - a) is in it once too often": 0.1462802536,
            "that is the activation": 0.3775406688,
        }),
        # The same activation, pulled down: ∇ = 0 − a
        ([[0.5, -1, 2], [1, 0], 0], -0.3775406688, {"the sign is flipped": 0.3775406688}),
        # sp = 1 + 1·2 − 3·1 = 0, a = 0.5: half way
        ([[1, 1, -3], [2, 1], 1], 0.5, {"the sign is flipped": -0.5}),
        # sp = −2 + 3·0.5 − 1·0.5 + 2·1 = 1, a = 1 / (1 + e^−1) = 0.7310585786, ∇ = 0 − a
        ([[-2, 3, -1, 2], [0.5, 0.5, 1], 0], -0.7310585786, {"the sign is flipped": 0.7310585786}),
    ),
    TITLES[1]: cases(
        "apply", "weights gradient rate entries",
        "gradient {gradient}, applyGradient({rate}, {entries}): bias and weights", "w0 + α∇, then wi + α∇xi",
        # α∇ = 0.1
        ([[0.5, -1, 2], 0.25, 0.4, [1, 0.5]], [0.6, -0.9, 2.05], {
            "the bias is forgotten": [0.5, -0.9, 2.05],
            "the bias is updated twice": [0.7, -0.9, 2.05],
            "all is updated twice": [0.7, -0.8, 2.1],
            "the learning rate is ignored": [0.75, -0.75, 2.125],
            "the sign is flipped": [0.4, -1.1, 1.95],
            "the entries are shifted by one": [0.6, -0.95, 2],
            "the entries are ignored": [0.6, -0.9, 2.1],
            "only the bias moves": [0.6, -1, 2],
            "nothing moves": [0.5, -1, 2],
        }),
        # α∇ = −0.5
        ([[0, 0, 0, 0], -0.5, 1, [2, 1, -3]], [-0.5, -1, -0.5, 1.5], {}),
        # Nothing to correct, nothing moves.
        ([[0.5, -1, 2], 0, 0.4, [1, 0.5]], [0.5, -1, 2], {}),
    ),
    TITLES[4]: cases(
        "network_loss", "weights examples", "weights {weights}, calcLoss({count} examples)",
        "the sum over the outputs of the mean over the examples of -(y ln a + (1 - y) ln(1 - a))",
        # sp = 0 and ln 3, whatever x: a = 1/2 and 3/4. Output 1: ln 2 each time, mean 0.6931471806.
        # Output 2: −ln(1/4) = 1.3862943611 and twice −ln(3/4) = 0.2876820724, mean 0.6538861686.
        ([[[[0, 0, 0], [1.0986122887, 0, 0]]], EXAMPLES], 1.3470333492, {
            "the mean over the outputs, not their sum": 0.6735166746,
            "the sum over the examples, not their mean": 4.0411000477,
            "divided by the number of outputs, not of examples": 2.0205500238,
            "the decimal logarithm, not the natural one": 0.5850091520,
            "that is the loss of the last example only": 0.9808292530,
            "that is the loss of the first example only": 2.0794415417,
            "the sign is missing": -1.3470333492,
        }),
        # Output 1: sp = 4·0.25 = 1, 4 and 2: ln(1 + e^−1) = 0.3132616875, ln(1 + e^−4) = 0.0181499279,
        # ln(1 + e^2) = 2.1269280110, mean 0.8194465421. Output 2: sp = 1 − 8·0.75 = −5, −7 and 0:
        # ln(1 + e^−5) = 0.0067153485, ln(1 + e^7) = 7.0009114664, ln 2, mean 2.5669246652.
        ([[[[0, 4, 0], [1, 0, -8]]], EXAMPLES], 3.3863712073,
         {"the mean over the outputs, not their sum": 1.6931856037}),
        # A hidden neuron of weight 0 gives 0.5: sp = 2·0.5 = 1 and −1, whatever x. The costs are
        # ln(1 + e^−1) = 0.3132616875 where sp is on the side of y, else ln(1 + e) = 1.3132616875:
        # means 0.6465950208 and 0.9799283542.
        ([[[[0, 0, 0]], [[0, 2], [0, -2]]], EXAMPLES], 1.6265233750, {}),
        # More inputs than outputs: sp = 2·0.5 − 4·0.25 + 1 = 1 and −4·1 + 0.5 = −3.5, costs
        # ln(1 + e^−1) = 0.3132616875 and ln(1 + e^−3.5) = 0.0297504182.
        ([[[[0, 2, -4, 1]]], [([0.5, 0.25, 1], [1]), ([0, 1, 0.5], [0])]], 0.1715060529, {}),
        # Fewer: sp = 1, −1, 0 and 2, −1, −1, costs 0.3132616875 + 0.3132616875 + ln 2 = 1.3196705556 and
        # ln(1 + e^2) + ln(1 + e) + 0.3132616875 = 3.7534513860.
        ([[[[0, 2], [-1, 0], [1, -2]]], [([0.5], [1, 0, 0]), ([1], [0, 1, 0])]], 2.5365609708, {}),
    ),
    TITLES[5]: cases(
        "network_gradients", "weights entries desired",
        "activate({entries}), calculateGradients({desired}): gradients",
        "y - a for the output neurons, nothing for the hidden ones",
        # sp = 0 + 1·1 and −1 + 0·1: a = 1 / (1 + e^−1) = 0.7310585786 and 1 / (1 + e) = 0.2689414214
        ([[[[0, 1], [-1, 0]]], [1], [1, 1]], {"output": [0.2689414214, 0.7310585786], "hidden": []}, {
            "the signs are flipped": {"output": [-0.2689414214, -0.7310585786]},
            "the last output neuron is skipped": {"output": [0.2689414214, 0]},
            "every neuron gets the first desired output's": {"output": [0.2689414214, 0.2689414214]},
        }),
        # Hidden neurons of weight 0 give 0.5 and 0.5: sp = 0 + 2·0.5 = 1 and −1. The hidden
        # gradients were 0.125 before.
        ([[[[0, 0, 0], [0, 0, 0]], [[0, 2, 0], [-1, 0, 0]]], [0.5, 2], [1, 0]],
         {"output": [0.2689414214, -0.2689414214], "hidden": [0.125, 0.125]}, {
            "the signs are flipped": {"output": [-0.2689414214, 0.2689414214], "hidden": [0.125, 0.125]},
            "the hidden neurons got one too": {"output": [0.2689414214, -0.2689414214], "hidden": [0.5, -0.5]},
        }),
        # Three outputs: sp = ln 3, 0 and −ln 3, a = 3/4, 1/2 and 1/4
        ([[[[1.0986122887, 0], [0, 0], [-1.0986122887, 0]]], [1], [0, 1, 0]],
         {"output": [-0.75, 0.5, -0.25], "hidden": []}, {"the signs are flipped": {"output": [0.75, -0.5, 0.25]}}),
    ),
    TITLES[6]: cases(
        "apply_with_layer", "weights gradient rate outs",
        "gradient {gradient}, applyGradientWithLayer({rate}, neurons with the activations {outs}): bias and weights",
        "w0 + α∇, then wi + α∇·activation i",
        # α∇ = 0.25 · 0.8 = 0.2
        ([[1, -1, 0], 0.8, 0.25, [0.25, 0.75]], [1.2, -0.95, 0.15], {
            "the bias is forgotten": [1, -0.95, 0.15],
            "the bias is updated twice": [1.4, -0.95, 0.15],
            "all is updated twice": [1.4, -0.9, 0.3],
            "the learning rate is ignored": [1.8, -0.8, 0.6],
            "the sign is flipped": [0.8, -1.05, -0.15],
            "the entries are shifted by one": [1.2, -0.85, 0],
            "the activations are ignored": [1.2, -0.8, 0.2],
            "the last neuron of the layer is skipped": [1.2, -0.95, 0],
            "nothing moves": [1, -1, 0],
        }),
        # α∇ = −0.25
        ([[0, 0, 0, 0], -0.25, 1, [0.5, 0.125, 1]], [-0.25, -0.125, -0.03125, -0.25], {}),
    ),
    TITLES[7]: cases(
        "network_apply", "weights entries gradients rate",
        "activate({entries}), gradients {gradients}, applyGradients({rate}): biases and weights",
        "w0 + α∇, then wi + α∇·activation i of the layer before, for each neuron but the input layer's",
        # Hidden neurons of weight 0 give 0.5 and 0.5. α∇ = 0.05 and −0.1, then 0.25 for the output neuron.
        ([[[[0, 0, 0], [0, 0, 0]], [[0, 0, 0]]], [1, 0.5], [[0.2, -0.4], [1]], 0.25],
         [[[0.05, 0.05, 0.025], [-0.1, -0.1, -0.05]], [[0.25, 0.125, 0.125]]], {
            "the hidden layer is skipped": [[[0, 0, 0], [0, 0, 0]], [[0.25, 0.125, 0.125]]],
            "the output layer is skipped": [[[0.05, 0.05, 0.025], [-0.1, -0.1, -0.05]], [[0, 0, 0]]],
            "the last neuron of each layer is skipped": [[[0.05, 0.05, 0.025], [0, 0, 0]], [[0, 0, 0]]],
            "all is updated twice": [[[0.1, 0.1, 0.05], [-0.2, -0.2, -0.1]], [[0.5, 0.25, 0.25]]],
            "the learning rate is ignored": [[[0.2, 0.2, 0.1], [-0.4, -0.4, -0.2]], [[1, 0.5, 0.5]]],
        }),
        # No hidden layer. α∇ = 0.25 and −0.5
        ([[[[1, 0, 0, 0], [0, 0, 0, 1]]], [2, 1, 4], [[0.5, -1]], 0.5],
         [[[1.25, 0.5, 0.25, 1], [-0.5, -1, -0.5, -1]]],
         {"the last neuron is skipped": [[[1.25, 0.5, 0.25, 1], [0, 0, 0, 1]]]}),
        # Before day 6 a hidden gradient is 0, and moves nothing.
        ([[[[0.5, 1]], [[0, 0], [0, 0]]], [-0.5], [[0], [0.5, -0.5]], 1],
         [[[0.5, 1]], [[0.5, 0.25], [-0.5, -0.25]]], {}),
    ),
}  # fmt: skip


def points_of(title: str) -> Sequence[Case | str]:
    """What an exercise is graded on: a point for each of its cases, or of the facts about its script."""
    return CASES.get(title, SCRIPT_POINTS)
