"""The exercises and the cases that they are graded on, worked out by hand, with what common mistakes give."""

from collections.abc import Sequence
from dataclasses import dataclass, field
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

Row = Sequence[float]
Weights = list[list[Row]]
Examples = list[tuple[list[float], list[float]]]


@dataclass
class Case:
    """One call with the result to expect, worked out by hand, and what common mistakes would give."""

    call: str
    probe: str
    arguments: dict[str, Any]
    expected: Any
    formula: str
    mistakes: dict[str, Any] = field(default_factory=dict)

    def __str__(self) -> str:
        return self.call


def gradient(
    weights: Row, entries: list[float], desired: float, expected: float, mistakes: dict[str, Any]
) -> Case:
    shown = " ".join(f"{w:g}" for w in weights)
    call = f"Neuron({len(entries)}), weights {shown}, activate({entries}), calculateOutputGradient({desired}): gradient"
    arguments = {"weights": weights, "entries": entries, "desired": desired}
    return Case(call, "gradient", arguments, expected, "y - a", mistakes)


def apply(weights: Row, entries: Row, g: float, rate: float, expected: Row, **mistakes: Row) -> Case:
    shown = " ".join(f"{w:g}" for w in weights)
    call = f"Neuron({len(entries)}), weights {shown}, gradient {g}, applyGradient({rate}, {entries}): bias and weights"
    arguments = {"weights": weights, "entries": entries, "gradient": g, "rate": rate}
    return Case(call, "apply", arguments, expected, "w0 + α∇, then wi + α∇xi", spoken(mistakes))


def with_layer(weights: Row, outs: Row, g: float, rate: float, expected: Row, **mistakes: Row) -> Case:
    shown = " ".join(f"{w:g}" for w in weights)
    call = (
        f"Neuron({len(outs)}), weights {shown}, gradient {g}, "
        f"applyGradientWithLayer({rate}, neurons with the activations {outs}): bias and weights"
    )
    arguments = {"weights": weights, "outs": outs, "gradient": g, "rate": rate}
    return Case(call, "apply_with_layer", arguments, expected, "w0 + α∇, then wi + α∇·activation i", spoken(mistakes))


def loss(weights: Weights, examples: Examples, expected: float, **mistakes: float) -> Case:
    sizes = [len(examples[0][0]), *map(len, weights)]
    call = f"NeuralNetwork({sizes}), weights {weights}, calcLoss({len(examples)} examples)"
    formula = "the sum over the outputs of the mean over the examples of -(y ln a + (1 - y) ln(1 - a))"
    return Case(call, "network_loss", {"weights": weights, "examples": examples}, expected, formula, spoken(mistakes))


def gradients(weights: Weights, entries: Row, desired: Row, output: Row, hidden: Row, **mistakes: Any) -> Case:
    sizes = [len(entries), *map(len, weights)]
    call = f"NeuralNetwork({sizes}), activate({entries}), calculateGradients({desired}): gradients"
    arguments = {"weights": weights, "entries": entries, "desired": desired}
    wrong = {words: {"output": out, "hidden": hid} for words, (out, hid) in spoken(mistakes).items()}
    expected = {"output": output, "hidden": hidden}
    formula = "y - a for the output neurons, nothing for the hidden ones"
    return Case(call, "network_gradients", arguments, expected, formula, wrong)


def apply_all(weights: Weights, entries: Row, rows: list[Row], rate: float, expected: Weights, **mistakes: Any) -> Case:
    sizes = [len(entries), *map(len, weights)]
    call = f"NeuralNetwork({sizes}), activate({entries}), gradients {rows}, applyGradients({rate}): biases and weights"
    arguments = {"weights": weights, "entries": entries, "gradients": rows, "rate": rate}
    formula = "w0 + α∇, then wi + α∇·activation i of the layer before, for each neuron but the input layer's"
    return Case(call, "network_apply", arguments, expected, formula, spoken(mistakes))


def spoken(mistakes: dict[str, Any]) -> dict[str, Any]:
    return {words.replace("_", " "): value for words, value in mistakes.items()}


EXAMPLES: Examples = [([0.25, 0.75], [1, 0]), ([1, 1], [1, 1]), ([0.5, 0.125], [0, 1])]

CASES: dict[str, list[Case]] = {
    # Weights that are found by what they do to the activation give the right one.
    ACTIVATE: [
        Case("activate", "activation", {"weights": [0.5, -1, 2], "entries": [1, 0]}, 0.3775406688, "Logistic(sp)")
    ],
    # The costs of output 1 of the second case of Ex04
    LOSS: [
        Case(
            "calcLoss", "neuron_loss", {"weights": [0, 4, 0], "examples": [(x, y[:1]) for x, y in EXAMPLES]},
            0.8194465421, "the mean cost",
        )
    ],
    # Hidden neurons: sp = 0.5 − 1·1 + 2·0 = −0.5, a = 0.3775406688. Output: sp = 1 + 2·a = 1.7550813376
    NETWORK: [
        Case(
            "activate", "network_activation", {"weights": [[[0.5, -1, 2]], [[1, 2]]], "entries": [1, 0]},
            [0.8525925616], "Logistic(sp)",
        )
    ],
    TITLES[0]: [
        # sp = 0.5 − 1·1 + 2·0 = −0.5, a = 1 / (1 + e^0.5) = 0.3775406688, ∇ = 1 − a
        gradient(
            [0.5, -1, 2], [1, 0], 1, 0.6224593312,
            {
                "the sign is flipped": -0.6224593312,
                # a(1 − a) = 0.2350037122
                "the derivative a(1 - a) is in it once too often": 0.1462802536,
                "that is the activation": 0.3775406688,
            },
        ),
        # The same activation, pulled down: ∇ = 0 − a
        gradient([0.5, -1, 2], [1, 0], 0, -0.3775406688, {"the sign is flipped": 0.3775406688}),
        # sp = 1 + 1·2 − 3·1 = 0, a = 0.5: half way
        gradient([1, 1, -3], [2, 1], 1, 0.5, {"the sign is flipped": -0.5}),
        # sp = −2 + 3·0.5 − 1·0.5 + 2·1 = 1, a = 1 / (1 + e^−1) = 0.7310585786, ∇ = 0 − a
        gradient([-2, 3, -1, 2], [0.5, 0.5, 1], 0, -0.7310585786, {"the sign is flipped": 0.7310585786}),
    ],
    TITLES[1]: [
        # α∇ = 0.1
        apply(
            [0.5, -1, 2], [1, 0.5], 0.25, 0.4, [0.6, -0.9, 2.05],
            the_bias_is_forgotten=[0.5, -0.9, 2.05],
            the_bias_is_updated_twice=[0.7, -0.9, 2.05],
            the_learning_rate_is_ignored=[0.75, -0.75, 2.125],
            the_sign_is_flipped=[0.4, -1.1, 1.95],
            the_entries_are_shifted_by_one=[0.6, -0.95, 2],
            the_entries_are_ignored=[0.6, -0.9, 2.1],
            only_the_bias_moves=[0.6, -1, 2],
            nothing_moves=[0.5, -1, 2],
        ),
        # α∇ = −0.5
        apply([0, 0, 0, 0], [1, 2, -3], -0.5, 1, [-0.5, -0.5, -1, 1.5]),
        # Nothing to correct, nothing moves.
        apply([0.5, -1, 2], [1, 0.5], 0, 0.4, [0.5, -1, 2]),
    ],
    TITLES[4]: [
        # sp = 0 and ln 3, whatever x: a = 1/2 and 3/4. Output 1: ln 2 each time, mean 0.6931471806.
        # Output 2: −ln(1/4) = 1.3862943611 and twice −ln(3/4) = 0.2876820724, mean 0.6538861686.
        loss(
            [[[0, 0, 0], [1.0986122887, 0, 0]]], EXAMPLES, 1.3470333492,
            **{"the mean over the outputs, not their sum": 0.6735166746,
               "the sum over the examples, not their mean": 4.0411000477,
               "divided by the number of outputs, not of examples": 2.0205500238,
               "the decimal logarithm, not the natural one": 0.5850091520},
            that_is_the_loss_of_the_last_example_only=0.9808292530,
            that_is_the_loss_of_the_first_example_only=2.0794415417,
            the_sign_is_missing=-1.3470333492,
        ),
        # Output 1: sp = 4·0.25 = 1, 4 and 2: ln(1 + e^−1) = 0.3132616875, ln(1 + e^−4) = 0.0181499279,
        # ln(1 + e^2) = 2.1269280110, mean 0.8194465421. Output 2: sp = 1 − 8·0.75 = −5, −7 and 0:
        # ln(1 + e^−5) = 0.0067153485, ln(1 + e^7) = 7.0009114664, ln 2, mean 2.5669246652.
        loss(
            [[[0, 4, 0], [1, 0, -8]]], EXAMPLES, 3.3863712073,
            **{"the mean over the outputs, not their sum": 1.6931856037},
        ),
        # A hidden neuron of weight 0 gives 0.5: sp = 2·0.5 = 1 and −1, whatever x. The costs are
        # ln(1 + e^−1) = 0.3132616875 where sp is on the side of y, else ln(1 + e) = 1.3132616875:
        # means 0.6465950208 and 0.9799283542.
        loss([[[0, 0, 0]], [[0, 2], [0, -2]]], EXAMPLES, 1.6265233750),
        # More inputs than outputs: sp = 2·0.5 − 4·0.25 + 1 = 1 and −4·1 + 0.5 = −3.5, costs
        # ln(1 + e^−1) = 0.3132616875 and ln(1 + e^−3.5) = 0.0297504182.
        loss([[[0, 2, -4, 1]]], [([0.5, 0.25, 1], [1]), ([0, 1, 0.5], [0])], 0.1715060529),
        # Fewer: sp = 1, −1, 0 and 2, −1, −1, costs 0.3132616875 + 0.3132616875 + ln 2 = 1.3196705556 and
        # ln(1 + e^2) + ln(1 + e) + 0.3132616875 = 3.7534513860.
        loss([[[0, 2], [-1, 0], [1, -2]]], [([0.5], [1, 0, 0]), ([1], [0, 1, 0])], 2.5365609708),
    ],
    TITLES[5]: [
        # sp = 0 + 1·1 and −1 + 0·1: a = 1 / (1 + e^−1) = 0.7310585786 and 1 / (1 + e) = 0.2689414214
        gradients(
            [[[0, 1], [-1, 0]]], [1], [1, 1], [0.2689414214, 0.7310585786], [],
            the_signs_are_flipped=([-0.2689414214, -0.7310585786], []),
            the_last_output_neuron_is_skipped=([0.2689414214, 0], []),
            **{"every neuron gets the first desired output's": ([0.2689414214, 0.2689414214], [])},
        ),
        # Hidden neurons of weight 0 give 0.5 and 0.5: sp = 0 + 2·0.5 = 1 and −1. The hidden
        # gradients were 0.125 before.
        gradients(
            [[[0, 0, 0], [0, 0, 0]], [[0, 2, 0], [-1, 0, 0]]], [0.5, 2], [1, 0],
            [0.2689414214, -0.2689414214], [0.125, 0.125],
            the_signs_are_flipped=([-0.2689414214, 0.2689414214], [0.125, 0.125]),
            the_hidden_neurons_got_one_too=([0.2689414214, -0.2689414214], [0.5, -0.5]),
        ),
        # Three outputs: sp = ln 3, 0 and −ln 3, a = 3/4, 1/2 and 1/4
        gradients(
            [[[1.0986122887, 0], [0, 0], [-1.0986122887, 0]]], [1], [0, 1, 0], [-0.75, 0.5, -0.25], [],
            the_signs_are_flipped=([0.75, -0.5, 0.25], []),
        ),
    ],
    TITLES[6]: [
        # α∇ = 0.5 · 0.8 = 0.4
        with_layer(
            [1, -1, 0], [0.25, 0.75], 0.8, 0.5, [1.4, -0.9, 0.3],
            the_bias_is_forgotten=[1, -0.9, 0.3],
            the_bias_is_updated_twice=[1.8, -0.9, 0.3],
            the_learning_rate_is_ignored=[1.8, -0.8, 0.6],
            the_sign_is_flipped=[0.6, -1.1, -0.3],
            the_entries_are_shifted_by_one=[1.4, -0.7, 0],
            the_activations_are_ignored=[1.4, -0.6, 0.4],
            the_last_neuron_of_the_layer_is_skipped=[1.4, -0.9, 0],
            nothing_moves=[1, -1, 0],
        ),
        # α∇ = −0.25
        with_layer([0, 0, 0, 0], [0.5, 0.125, 1], -0.25, 1, [-0.25, -0.125, -0.03125, -0.25]),
    ],
    TITLES[7]: [
        # Hidden neurons of weight 0 give 0.5 and 0.5. α∇ = 0.1 and −0.2, then 0.5 for the output neuron.
        apply_all(
            [[[0, 0, 0], [0, 0, 0]], [[0, 0, 0]]], [1, 0.5], [[0.2, -0.4], [1]], 0.5,
            [[[0.1, 0.1, 0.05], [-0.2, -0.2, -0.1]], [[0.5, 0.25, 0.25]]],
            the_hidden_layer_is_skipped=[[[0, 0, 0], [0, 0, 0]], [[0.5, 0.25, 0.25]]],
            the_output_layer_is_skipped=[[[0.1, 0.1, 0.05], [-0.2, -0.2, -0.1]], [[0, 0, 0]]],
            the_last_neuron_of_each_layer_is_skipped=[[[0.1, 0.1, 0.05], [0, 0, 0]], [[0, 0, 0]]],
            the_learning_rate_is_ignored=[[[0.2, 0.2, 0.1], [-0.4, -0.4, -0.2]], [[1, 0.5, 0.5]]],
        ),
        # No hidden layer. α∇ = 0.25 and −0.5
        apply_all(
            [[[1, 0, 0, 0], [0, 0, 0, 1]]], [1, 2, 4], [[0.5, -1]], 0.5,
            [[[1.25, 0.25, 0.5, 1], [-0.5, -0.5, -1, -1]]],
            the_last_neuron_is_skipped=[[[1.25, 0.25, 0.5, 1], [0, 0, 0, 1]]],
        ),
        # Before day 6 a hidden gradient is 0, and moves nothing.
        apply_all(
            [[[0.5, 1]], [[0, 0], [0, 0]]], [-0.5], [[0], [0.5, -0.5]], 1,
            [[[0.5, 1]], [[0.5, 0.25], [-0.5, -0.25]]],
        ),
    ],
}  # fmt: skip


def points_of(title: str) -> Sequence[Case | str]:
    """What an exercise is graded on: a point for each of its cases, or of the facts about its script."""
    return CASES.get(title, SCRIPT_POINTS)
