"""Ex07: applyGradients moves every neuron that has inputs, by its gradient and its layer's entries."""

import pytest
from grading.judge import Case

pytestmark = pytest.mark.exercise(7)


def case(weights, entries, gradients, rate, expected, mistakes=None):
    sizes = [len(entries), *map(len, weights)]
    return Case(
        f"NeuralNetwork({sizes}), activate({entries}), gradients {gradients}, applyGradients({rate}): "
        "biases and weights",
        "network_apply",
        {"weights": weights, "entries": entries, "gradients": gradients, "rate": rate},
        {"weights": expected, "inputs changed": False},
        "w0 + α∇, then wi + α∇·activation i of the layer before, for each neuron but the input layer's",
        {words: {"weights": value} for words, value in (mistakes or {}).items()},
    )


CASES = [
    # Hidden neurons of weight 0 give 0.5 and 0.5. α∇ = 0.1 and −0.2, then 0.5 for the output neuron.
    case(
        [[[0, 0, 0], [0, 0, 0]], [[0, 0, 0]]], [1, 0.5], [[0.2, -0.4], [1]], 0.5,
        [[[0.1, 0.1, 0.05], [-0.2, -0.2, -0.1]], [[0.5, 0.25, 0.25]]],
        {
            "the hidden layer is skipped": [[[0, 0, 0], [0, 0, 0]], [[0.5, 0.25, 0.25]]],
            "the output layer is skipped": [[[0.1, 0.1, 0.05], [-0.2, -0.2, -0.1]], [[0, 0, 0]]],
            "the last neuron of each layer is skipped": [[[0.1, 0.1, 0.05], [0, 0, 0]], [[0, 0, 0]]],
            "the learning rate is ignored": [[[0.2, 0.2, 0.1], [-0.4, -0.4, -0.2]], [[1, 0.5, 0.5]]],
        },
    ),
    # No hidden layer. α∇ = 0.25 and −0.5
    case(
        [[[1, 0, 0, 0], [0, 0, 0, 1]]], [1, 2, 4], [[0.5, -1]], 0.5,
        [[[1.25, 0.25, 0.5, 1], [-0.5, -0.5, -1, -1]]],
        {"the last neuron is skipped": [[[1.25, 0.25, 0.5, 1], [0, 0, 0, 1]]]},
    ),
    # Before day 6 a hidden gradient is 0, and moves nothing.
    case(
        [[[0.5, 1]], [[0, 0], [0, 0]]], [-0.5], [[0], [0.5, -0.5]], 1,
        [[[0.5, 1]], [[0.5, 0.25], [-0.5, -0.25]]],
    ),
]  # fmt: skip


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.call)
def test_case(submission, case):
    submission.expect(case)
