"""Ex06: applyGradientWithLayer is applyGradient with the activations of a layer as the entries."""

import pytest
from grading.judge import Case

pytestmark = pytest.mark.exercise(6)


def case(weights, outs, gradient, rate, expected, mistakes=None):
    shown = " ".join(f"{w:g}" for w in weights)
    return Case(
        f"Neuron({len(outs)}), weights {shown}, gradient {gradient}, "
        f"applyGradientWithLayer({rate}, neurons with the activations {outs}): bias and weights",
        "apply_with_layer",
        {"weights": weights, "outs": outs, "gradient": gradient, "rate": rate},
        expected,
        "w0 + α∇, then wi + α∇·activation i",
        mistakes or {},
    )


CASES = [
    # α∇ = 0.5 · 0.8 = 0.4
    case(
        [1, -1, 0], [0.25, 0.75], 0.8, 0.5, [1.4, -0.9, 0.3],
        {
            "the bias is forgotten": [1, -0.9, 0.3],
            "the bias is updated twice": [1.8, -0.9, 0.3],
            "the learning rate is ignored": [1.8, -0.8, 0.6],
            "the sign is flipped": [0.6, -1.1, -0.3],
            "the entries are shifted by one": [1.4, -0.7, 0],
            "the activations are ignored": [1.4, -0.6, 0.4],
            "the last neuron of the layer is skipped": [1.4, -0.9, 0],
            "nothing moves": [1, -1, 0],
        },
    ),
    # α∇ = −0.25
    case([0, 0, 0, 0], [0.5, 0.125, 1], -0.25, 1, [-0.25, -0.125, -0.03125, -0.25]),
]  # fmt: skip


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.call)
def test_case(submission, case):
    submission.expect(case)
