"""Ex00: calculateOutputGradient sets ∇ = y − a."""

import pytest
from grading.judge import Case

pytestmark = pytest.mark.exercise(0)


def case(weights, entries, desired, expected, mistakes):
    shown = " ".join(f"{w:g}" for w in weights)
    return Case(
        f"Neuron({len(entries)}), weights {shown}, activate({entries}), "
        f"calculateOutputGradient({desired}): gradient",
        "gradient",
        {"weights": weights, "entries": entries, "desired": desired},
        expected,
        "y - a",
        mistakes,
    )


CASES = [
    # sp = 0.5 − 1·1 + 2·0 = −0.5, a = 1 / (1 + e^0.5) = 0.3775406688, ∇ = 1 − a
    case(
        [0.5, -1, 2], [1, 0], 1, 0.6224593312,
        {
            "the sign is flipped": -0.6224593312,
            # a(1 − a) = 0.2350037122
            "the derivative a(1 - a) is in it once too often": 0.1462802536,
            "that is the activation": 0.3775406688,
        },
    ),
    # The same activation, pulled down: ∇ = 0 − a
    case([0.5, -1, 2], [1, 0], 0, -0.3775406688, {"the sign is flipped": 0.3775406688}),
    # sp = 1 + 1·2 − 3·1 = 0, a = 0.5: half way
    case([1, 1, -3], [2, 1], 1, 0.5, {"the sign is flipped": -0.5}),
    # sp = −2 + 3·0.5 − 1·0.5 + 2·1 = 1, a = 1 / (1 + e^−1) = 0.7310585786, ∇ = 0 − a
    case([-2, 3, -1, 2], [0.5, 0.5, 1], 0, -0.7310585786, {"the sign is flipped": 0.7310585786}),
]  # fmt: skip


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.call)
def test_case(submission, case):
    submission.expect(case)
