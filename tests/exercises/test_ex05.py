"""Ex05: calculateGradients sets ∇ = y − a for every output neuron, and for no other."""

import pytest
from grading.judge import Case

pytestmark = pytest.mark.exercise(5)


def case(weights, entries, desired, output, hidden, mistakes):
    sizes = [len(entries), *map(len, weights)]
    return Case(
        f"NeuralNetwork({sizes}), activate({entries}), calculateGradients({desired}): gradients",
        "network_gradients",
        {"weights": weights, "entries": entries, "desired": desired},
        {"output": output, "hidden": hidden},
        "y - a for the output neurons, nothing for the hidden ones",
        {words: {"output": out, "hidden": hid} for words, (out, hid) in mistakes.items()},
    )


CASES = [
    # sp = 0 + 1·1 and −1 + 0·1: a = 1 / (1 + e^−1) = 0.7310585786 and 1 / (1 + e) = 0.2689414214
    case(
        [[[0, 1], [-1, 0]]], [1], [1, 1], [0.2689414214, 0.7310585786], [],
        {
            "the signs are flipped": ([-0.2689414214, -0.7310585786], []),
            "the last output neuron is skipped": ([0.2689414214, 0], []),
            "every neuron gets the first desired output's": ([0.2689414214, 0.2689414214], []),
        },
    ),
    # Hidden neurons of weight 0 give 0.5 and 0.5: sp = 0 + 2·0.5 = 1 and −1. The hidden
    # gradients were 0.125 before.
    case(
        [[[0, 0, 0], [0, 0, 0]], [[0, 2, 0], [-1, 0, 0]]], [0.5, 2], [1, 0],
        [0.2689414214, -0.2689414214], [0.125, 0.125],
        {
            "the signs are flipped": ([-0.2689414214, 0.2689414214], [0.125, 0.125]),
            "the hidden neurons got one too": ([0.2689414214, -0.2689414214], [0.5, -0.5]),
        },
    ),
    # Three outputs: sp = ln 3, 0 and −ln 3, a = 3/4, 1/2 and 1/4
    case(
        [[[1.0986122887, 0], [0, 0], [-1.0986122887, 0]]], [1], [0, 1, 0], [-0.75, 0.5, -0.25], [],
        {"the signs are flipped": ([0.75, -0.5, 0.25], [])},
    ),
]  # fmt: skip


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.call)
def test_case(submission, case):
    submission.expect(case)
