"""Ex04: calcLoss is the sum over the output neurons of their mean cross-entropies over a dataset.

The dataset: x = (0.25, 0.75), y = (1, 0); x = (1, 1), y = (1, 1); x = (0.5, 0.125), y = (0, 1).
"""

import pytest
from grading.judge import Case

pytestmark = pytest.mark.exercise(4)


def case(weights, expected, mistakes=None):
    sizes = [2, *map(len, weights)]
    return Case(
        f"NeuralNetwork({sizes}), weights {weights}, calcLoss(three examples)",
        "network_loss",
        {"weights": weights},
        expected,
        "the sum over the outputs of the mean over the examples of -(y ln a + (1 - y) ln(1 - a))",
        mistakes or {},
    )


CASES = [
    # sp = 0 and ln 3, whatever x: a = 1/2 and 3/4. Output 1: ln 2 each time, mean 0.6931471806.
    # Output 2: −ln(1/4) = 1.3862943611 and twice −ln(3/4) = 0.2876820724, mean 0.6538861686.
    case(
        [[[0, 0, 0], [1.0986122887, 0, 0]]], 1.3470333492,
        {
            "the mean over the outputs, not their sum": 0.6735166746,
            "the sum over the examples, not their mean": 4.0411000477,
            "divided by the number of outputs, not of examples": 2.0205500238,
            "the decimal logarithm, not the natural one": 0.5850091520,
            "that is the loss of the last example only": 0.9808292530,
            "that is the loss of the first example only": 2.0794415417,
            "the sign is missing": -1.3470333492,
        },
    ),
    # Output 1: sp = 4·0.25 = 1, 4 and 2: ln(1 + e^−1) = 0.3132616875, ln(1 + e^−4) = 0.0181499279,
    # ln(1 + e^2) = 2.1269280110, mean 0.8194465421. Output 2: sp = 1 − 8·0.75 = −5, −7 and 0:
    # ln(1 + e^−5) = 0.0067153485, ln(1 + e^7) = 7.0009114664, ln 2, mean 2.5669246652.
    case(
        [[[0, 4, 0], [1, 0, -8]]], 3.3863712073,
        {"the mean over the outputs, not their sum": 1.6931856037},
    ),
    # A hidden neuron of weight 0 gives 0.5: sp = 2·0.5 = 1 and −1, whatever x. The costs are
    # ln(1 + e^−1) = 0.3132616875 where sp is on the side of y, else ln(1 + e) = 1.3132616875:
    # means 0.6465950208 and 0.9799283542.
    case([[[0, 0, 0]], [[0, 2], [0, -2]]], 1.6265233750),
]  # fmt: skip


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.call)
def test_case(submission, case):
    submission.expect(case)
