"""What becomes of an exercise: a verdict for each of its points, with a reason, and remarks."""

from dataclasses import dataclass, field
from typing import Any

OK, KO, TO_DO, BLOCKED, BY_HAND = "OK", "KO", "to do", "blocked", "by hand"


@dataclass
class Reason:
    """The key of a sentence, what is filled in, and the place in a file where there is one, as `Neuron.py:31`."""

    key: str
    values: dict[str, Any] = field(default_factory=dict)
    place: str = ""


@dataclass
class Point:
    verdict: str
    reason: Reason | None = None


@dataclass
class Outcome:
    points: list[Point]
    remarks: list[Reason] = field(default_factory=list)

    @property
    def verdict(self) -> str:
        found = {point.verdict for point in self.points}
        return next((one for one in (TO_DO, KO, BY_HAND, BLOCKED) if one in found), OK)

    def reasons(self) -> list[Reason]:
        """Those of the verdict: what is blocked besides a KO is not told."""
        return [point.reason for point in self.points if point.reason and point.verdict == self.verdict]


def all_points(count: int, verdict: str, key: str = "", place: str = "", /, **values: Any) -> Outcome:
    return Outcome([Point(verdict, Reason(key, values, place) if key else None)] * count)
