"""The verdicts of a folder, as a table and as JSON in Gradescope's format of results."""

import json
from dataclasses import dataclass, field
from typing import Any

from grading.cases import TITLES
from grading.judge import COULD_NOT, KO, NOT_RUN, OK, Outcome, Submission


@dataclass
class Report:
    """What became of each point of each exercise that was asked for, and what was assumed."""

    outcomes: dict[int, list[Outcome]] = field(default_factory=dict)
    notes: dict[str, str] = field(default_factory=dict)

    def verdict(self, exercise: int) -> str:
        found = [outcome.verdict for outcome in self.outcomes[exercise]]
        return next((verdict for verdict in (COULD_NOT, KO, NOT_RUN) if verdict in found), OK)

    def points(self, exercise: int) -> int:
        return sum(outcome.verdict == OK for outcome in self.outcomes[exercise])

    def row(self, exercise: int) -> str:
        points, most = self.points(exercise), len(self.outcomes[exercise])
        return f"Ex{exercise:02}  {TITLES[exercise]:<34}{points:>3} / {most:<3}  {self.verdict(exercise)}"

    def reasons(self, exercise: int) -> list[str]:
        """Each reason, where it is told for the first time."""
        told = {outcome.message: n for n in sorted(self.outcomes, reverse=True) for outcome in self.outcomes[n]}
        said = [outcome.message for outcome in self.outcomes[exercise] if outcome.message]
        return list(dict.fromkeys(one if told[one] == exercise else f"the same as Ex{told[one]:02}" for one in said))

    def status(self) -> int:
        """0 when all is OK, 2 when the grader failed, else 1."""
        verdicts = {self.verdict(exercise) for exercise in self.outcomes}
        return 2 if COULD_NOT in verdicts else int(verdicts != {OK})

    def lines(self) -> list[str]:
        rows = [line for n in self.outcomes for line in [self.row(n), *(f"      {one}" for one in self.reasons(n))]]
        return rows + [f"Assumed: {line}" for line in self.assumed()]

    def assumed(self) -> list[str]:
        """What was assumed of one thing or of several, in a line."""
        about: dict[str, list[str]] = {}
        for what, found in self.notes.items():
            about.setdefault(found, []).append(what)
        return [f"{', '.join(whats)}: {found}" for found, whats in about.items()]

    def as_json(self) -> str:
        tests: list[dict[str, Any]] = [
            {
                "number": f"Ex{exercise:02}",
                "name": TITLES[exercise],
                "score": self.points(exercise),
                "max_score": len(self.outcomes[exercise]),
                "status": "passed" if self.verdict(exercise) == OK else "failed",
                "output": "\n".join([self.verdict(exercise), *self.reasons(exercise)]),
            }
            for exercise in self.outcomes
        ]
        result = {"score": sum(test["score"] for test in tests), "output": "\n".join(self.assumed()), "tests": tests}
        return json.dumps(result, indent=2, ensure_ascii=False) + "\n"


def grade(submission: Submission, exercises: list[int]) -> Report:
    report = Report(notes=submission.notes)
    for exercise in exercises:
        report.outcomes[exercise] = submission.grade(exercise)
    return report
