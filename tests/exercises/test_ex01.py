"""Ex01: applyGradient does w₀ ← w₀ + α∇ and wᵢ ← wᵢ + α∇xᵢ."""

import pytest
from grading.judge import Case

pytestmark = pytest.mark.exercise(1)


def case(weights, entries, gradient, rate, expected, mistakes=None):
    shown = " ".join(f"{w:g}" for w in weights)
    return Case(
        f"Neuron({len(entries)}), weights {shown}, gradient {gradient}, "
        f"applyGradient({rate}, {entries}): bias and weights",
        "apply",
        {"weights": weights, "entries": entries, "gradient": gradient, "rate": rate},
        expected,
        "w0 + α∇, then wi + α∇xi",
        mistakes or {},
    )


CASES = [
    # α∇ = 0.1
    case(
        [0.5, -1, 2], [1, 0.5], 0.25, 0.4, [0.6, -0.9, 2.05],
        {
            "the bias is forgotten": [0.5, -0.9, 2.05],
            "the bias is updated twice": [0.7, -0.9, 2.05],
            "the learning rate is ignored": [0.75, -0.75, 2.125],
            "the sign is flipped": [0.4, -1.1, 1.95],
            "the entries are shifted by one": [0.6, -0.95, 2],
            "the entries are ignored": [0.6, -0.9, 2.1],
            "only the bias moves": [0.6, -1, 2],
            "nothing moves": [0.5, -1, 2],
        },
    ),
    # α∇ = −0.5
    case([0, 0, 0, 0], [1, 2, -3], -0.5, 1, [-0.5, -0.5, -1, 1.5]),
    # Nothing to correct, nothing moves.
    case([0.5, -1, 2], [1, 0.5], 0, 0.4, [0.5, -1, 2]),
]  # fmt: skip


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.call)
def test_case(submission, case):
    submission.expect(case)
