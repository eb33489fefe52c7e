"""Grade a folder, exercise by exercise, and say in words what is wrong.

A check that fails is made again with correct methods in the place of those that it builds on and that are wrong
themselves: a wrong method is to fail its own exercise only.
"""

import json
import re
from dataclasses import dataclass, field
from math import isclose
from pathlib import Path
from typing import Any

from grading import datasets, reading
from grading.cases import ACTIVATE, CASES, LOSS, NEEDS, NETWORK, SETS, TITLES, Case, points_of
from grading.folder import Folder
from grading.reading import Predictions, show
from grading.server import Answer, Server

OK, KO, NOT_RUN, COULD_NOT = "OK", "KO", "not run", "the grader could not"
# A check of a method takes milliseconds; only the scripts have to learn.
PROBE_SECONDS = 10.0
# Of the predictions of a script
FLOORS = {"OrLearn.py": 1.0, "BinaryLearn.py": 0.85, "DigitsLearn.py": 0.7}
OR_ROWS = [[0, 0, 0], [0, 1, 1], [1, 0, 1], [1, 1, 1]]


@dataclass
class Outcome:
    """What came of one point of an exercise."""

    verdict: str
    message: str = ""


@dataclass
class Memory:
    """What is known of the folder from the checks made so far."""

    answers: dict[str, Answer] = field(default_factory=dict)
    # By probe and repairs, since a call that never ends would not end the next time either
    endless: dict[str, Answer] = field(default_factory=dict)
    # Methods that fail a case of their own
    broken: dict[str, bool] = field(default_factory=dict)
    # What was said of a problem in an exercise
    told: dict[tuple[int, str], str] = field(default_factory=dict)
    # Where a neuron keeps its gradient, as its own method showed
    gradient: list[Any] = field(default_factory=list)
    # The files of day 1 in the place of which correct ones are put
    day1: list[str] = field(default_factory=list)


class Submission:
    def __init__(self, path: Path, seconds: float, server: Server) -> None:
        self.folder = Folder(path)
        self.seconds = seconds
        self.server = server
        self.memory = Memory()
        # What was assumed, and what was put in the place of something
        self.notes: dict[str, str] = self.folder.notes
        for file in self.folder.missing_datasets():
            self.replace(file, "is not in the folder")

    def grade(self, exercise: int) -> list[Outcome]:
        return [self.point(exercise, point) for point in points_of(TITLES[exercise])]

    def point(self, exercise: int, point: Case | str) -> Outcome:
        """One point of an exercise: a case, or a fact about a script."""
        title = TITLES[exercise]
        file = title if title.endswith(".py") else f"{title.split('.')[0]}.py"
        missing = self.folder.missing(file)
        if missing:
            return Outcome(KO, missing)
        try:
            return self.case(exercise, file, point) if isinstance(point, Case) else self.fact(exercise, point)
        except Exception as error:
            # Whatever it is, it is not the student's.
            return Outcome(COULD_NOT, f"judge: {type(error).__name__}: {error}")

    def check(self, **request: Any) -> Answer:
        """Make a check, once."""
        asked = json.dumps([self.memory.day1, request])
        endless = json.dumps([self.memory.day1, request.get("probe"), request.get("script"), request.get("repair")])
        if asked not in self.memory.answers:
            seconds = self.seconds if "script" in request else min(PROBE_SECONDS, self.seconds)
            known = self.memory.endless.get(endless)
            more = {**request, "gradient": self.memory.gradient}
            answer = known or self.server.check(self.folder, seconds, self.memory.day1, **more)
            if not request.get("repair"):
                self.memory.gradient = self.memory.gradient or answer.gradient
            self.memory.answers[asked] = answer
            if "did not end" in answer.problem:
                self.memory.endless[endless] = answer
        return self.memory.answers[asked]

    # Methods

    def case(self, exercise: int, file: str, case: Case) -> Outcome:
        for name in dict.fromkeys(["Neuron.py", file]):
            problem = self.cannot_import(name)
            if problem:
                return Outcome(KO if name == file else NOT_RUN, problem)
        answer = self.check(probe=case.probe, arguments=case.arguments)
        wrong = difference(case, answer)
        broken = self.broken_needs(TITLES[exercise]) if wrong or answer.unusable or answer.could_not else []
        if broken:
            answer = self.check(probe=case.probe, arguments=case.arguments, repair=broken)
            wrong = difference(case, answer)
            if answer.unusable:
                return Outcome(NOT_RUN, f"needs a correct {names(broken)}, and {answer.unusable}")
            self.note_repair(exercise, broken)
        self.notes.update(answer.notes)
        if answer.could_not or answer.unusable:
            return Outcome(COULD_NOT if answer.could_not else NOT_RUN, answer.could_not or answer.unusable)
        if not wrong and is_of_day_6(case, answer):
            self.notes["hidden neurons"] = "calculateGradients sets their gradients too, as on day 6"
        if wrong and answer.problem:
            # What fails in every call is told with the first.
            wrong = self.memory.told.setdefault((exercise, answer.problem), wrong)
        return Outcome(KO, wrong) if wrong else Outcome(OK)

    def cannot_import(self, file: str) -> str:
        """Why Neuron.py or NeuralNetwork.py cannot be used, or ""."""
        if self.folder.missing(file):
            return self.folder.missing(file)
        if file != "Neuron.py" and self.cannot_import("Neuron.py"):
            return self.cannot_import("Neuron.py")
        answer = self.check(probe="load", arguments={"file": file.removesuffix(".py")})
        if self.dataset_is_to_blame(answer):
            return self.cannot_import(file)
        return answer.problem or answer.could_not

    def dataset_is_to_blame(self, answer: Answer) -> bool:
        """Did day 1's Dataset.py fail? Then a correct one takes its place."""
        place = re.search(r"\(((?:\S+/)?dataset\.py), line", answer.problem, re.IGNORECASE)
        if not place or place[1] in self.memory.day1:
            return False
        self.replace(place[1], "is broken")
        return True

    def replace(self, file: str, why: str) -> None:
        self.memory.day1.append(file)
        self.notes[file] = f"{why}: graded with a correct one in its place"

    def note_repair(self, exercise: int, broken: list[str]) -> None:
        self.notes[f"Ex{exercise:02}"] = f"graded with a correct {names(broken)} in its place"

    def broken_needs(self, title: str) -> list[str]:
        """The methods that this exercise builds on and that fail a case of their own."""
        return [need for need in NEEDS[title] if self.is_broken(need)]

    def is_broken(self, title: str) -> bool:
        """Does a method fail, with correct ones in the place of those that it builds on?"""
        if title not in self.memory.broken:
            able = not self.cannot_import(f"{title.split('.')[0]}.py")
            self.memory.broken[title] = able and any(self.fails(title, case) for case in CASES[title])
        return self.memory.broken[title]

    def fails(self, title: str, case: Case) -> bool:
        answer = self.check(probe=case.probe, arguments=case.arguments)
        if answer.result is None and title == LOSS and not answer.problem:
            return False
        if title == ACTIVATE and answer.unusable:
            # With a correct activate, can the neuron be understood?
            return not self.check(probe=case.probe, arguments=case.arguments, repair=[ACTIVATE]).unusable
        if difference(case, answer) or answer.unusable:
            repair = self.broken_needs(title)
            answer = self.check(probe=case.probe, arguments=case.arguments, repair=repair) if repair else answer
        return bool(difference(case, answer))

    # Scripts

    def fact(self, exercise: int, fact: str) -> Outcome:
        title = TITLES[exercise]
        answer, needed = self.run(exercise)
        if answer.could_not:
            return Outcome(COULD_NOT, answer.could_not)
        if needed or answer.unusable:
            return Outcome(NOT_RUN, needed or answer.unusable)
        if answer.problem:
            return Outcome(KO, answer.problem)
        run = answer.run
        pairs = datasets.pairs_of(SETS[title][1])
        found = Predictions(run, OR_ROWS if title == "OrLearn.py" else [[label] for label in pairs.shown])
        wrong = {
            "shows": lambda: reading.falling_loss(run),
            "redraws": lambda: reading.live_curve(run),
            "prints": lambda: found.wrong,
            "predicts": lambda: found.wrong or reading.good_predictions(run, found, pairs, FLOORS[title]),
            "asks": lambda: (
                found.wrong or reading.own_predictions(run, found, pairs) or self.made_wrong(title, run, found)
            ),
        }.get(fact.split()[0], str)()
        return Outcome(KO, wrong) if wrong else Outcome(OK)

    def run(self, exercise: int) -> tuple[Answer, str]:
        """Run a script once, and say what it needs that is missing or broken."""
        title = TITLES[exercise]
        kinds = ["Neuron.py", "NeuralNetwork.py"][: 2 if exercise == 8 else 1]
        needed = next(filter(None, map(self.cannot_import, kinds)), "")
        broken = [] if needed else self.broken_needs(title)
        used = [kind for kind in ("Neuron", "NeuralNetwork") if kind in self.folder.text(self.folder.path / title)]
        if needed and used:
            return Answer(), needed
        answer = self.check(script=title, classes=used, repair=broken)
        if self.dataset_is_to_blame(answer):
            return self.run(exercise)
        if broken and (answer.unusable or answer.could_not):
            # As it is, then; if it fails, that may not be its own fault.
            answer = self.check(script=title, classes=used, repair=[])
            needed = f"needs a correct {names(broken)}" if answer.problem else ""
        elif broken:
            self.note_repair(exercise, broken)
        return answer, needed if answer.problem else ""

    def made_wrong(self, title: str, run: dict[str, Any], found: Predictions) -> str:
        """Run the script again, with neurons that are made to be wrong once they have learned: do they predict?

        One that then learns on, because it watches a loss of its own, shows nothing here.
        """
        updates = run["updates"]
        if run["misled"] or not updates:
            return ""
        count = len(found.expected)
        first = run["lines"][found.first][2]
        tamper = {"reverse_after": updates}
        if run["asks"] - run["last_update"] >= count:
            # They are activated for the predictions: one before each line, or all before the first.
            one_by_one = run["asks"] - first >= count - 1
            tamper = {"tamper_from": max(run["last_update"] + 1, first + 1 if one_by_one else first - count + 1)}
        again = self.check(script=title, classes=run["classes"], repair=run["repair"], tamper=tamper)
        if again.problem or not again.run or again.run["updates"] != updates:
            return ""
        other = Predictions(again.run, found.expected)
        if other.wrong or other.values != found.values or not (again.run["misled"] or "reverse_after" in tamper):
            return ""
        return "with neurons that are made to be wrong, the predictions stay the same: they do not come from them"


def names(titles: list[str]) -> str:
    known = {title: f"Ex{n:02}" for n, title in enumerate(TITLES)}
    known |= {ACTIVATE: "activate (day 3)", NETWORK: "activate of NeuralNetwork (day 3)", LOSS: "calcLoss (day 4)"}
    return " and ".join(known[title] for title in titles)


def difference(case: Case, answer: Answer) -> str:
    """Return "" when the answer is the expected one, else the call, both values, and the mistake."""
    if answer.unusable or answer.could_not:
        return ""
    if answer.problem:
        return f"{case.call}: {answer.problem}"
    if same(answer.result, case.expected) or is_of_day_6(case, answer):
        return ""
    meant = next((words for words, value in case.mistakes.items() if same(answer.result, value)), "")
    reason = f"{case.formula}: {meant}" if meant else case.formula
    return f"{case.call} is {show(answer.result)}, expected {show(case.expected)} ({reason})"


def is_of_day_6(case: Case, answer: Answer) -> bool:
    """Are the output neurons' gradients right, and the hidden ones' set in a way that is no known mistake?"""
    if case.probe != "network_gradients" or not isinstance(answer.result, dict):
        return False
    known = [case.expected, *case.mistakes.values()]
    return same(answer.result["output"], case.expected["output"]) and not any(same(answer.result, one) for one in known)


def same(found: Any, expected: Any) -> bool:
    if isinstance(expected, dict):
        return isinstance(found, dict) and all(same(found.get(key), expected[key]) for key in expected)
    if isinstance(expected, (list, tuple)):
        return isinstance(found, list) and len(found) == len(expected) and all(map(same, found, expected))
    if isinstance(expected, bool) or not isinstance(found, (int, float)):
        return bool(found == expected)
    # Loose enough for numbers kept in single precision.
    return isclose(found, expected, rel_tol=1e-5, abs_tol=1e-6)
