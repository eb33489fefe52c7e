"""Grade a folder, exercise by exercise, and say in words what is wrong.

A check that fails is made again with correct methods in the place of those that it builds on and that are wrong
themselves: a wrong method is to fail its own exercise only.
"""

import json
import re
from dataclasses import dataclass
from math import isclose
from pathlib import Path
from typing import Any

from grading import files, reading
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


class Submission:
    def __init__(self, path: Path, seconds: float, server: Server) -> None:
        self.folder = Folder(path)
        self.seconds = seconds
        self.server = server
        # What was assumed, and what was put in the place of something
        self.notes: dict[str, str] = self.folder.notes
        self.answers: dict[str, Answer] = {}
        # Methods that fail a case of their own
        self.broken: dict[Any, bool] = {}
        # What was said of a problem in an exercise
        self.told: dict[tuple[int, str], str] = {}
        # Where a neuron keeps its gradient, as its own method showed
        self.gradient: list[Any] = []
        # The files of day 1 in the place of which correct ones are put
        self.day1: list[str] = []
        for file in self.folder.datasets_py():
            if not self.folder.holds(self.folder.path / file):
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
            before = {**self.notes}
            outcome = self.judged(exercise, file, point)
            suspects = [] if outcome.verdict == OK else self.wrong_datasets()
            again = self.without(suspects, before, exercise, file, point) if suspects else outcome
            return again if again.verdict == OK else outcome
        except Exception as error:
            # Whatever it is, it is not the student's.
            return Outcome(COULD_NOT, f"judge: {type(error).__name__}: {error}")

    def without(self, day1: list[str], notes: dict[str, str], *about: Any) -> Outcome:
        """Judge again, with correct files in the place of these of day 1, and notes as they were before."""
        kept = self.day1, {**self.notes}
        self.day1 = [*self.day1, *day1]
        self.set_notes(notes)
        outcome = self.judged(*about)
        self.day1 = kept[0]
        if outcome.verdict != OK:
            self.set_notes(kept[1])
        else:
            why = "does not give what a file holds: graded with a correct one in its place"
            self.notes.update(dict.fromkeys(day1, why))
        return outcome

    def set_notes(self, notes: dict[str, str]) -> None:
        self.notes.clear()
        self.notes.update(notes)

    def judged(self, exercise: int, file: str, point: Case | str) -> Outcome:
        return self.case(exercise, file, point) if isinstance(point, Case) else self.fact(exercise, point)

    def check(self, **request: Any) -> Answer:
        """Make a check, once."""
        asked = json.dumps([self.day1, request])
        # A call that never ends would not end with other arguments either.
        endless = json.dumps([self.day1, {**request, "arguments": ""}])
        if asked not in self.answers:
            seconds = self.seconds if "script" in request else min(PROBE_SECONDS, self.seconds)
            answer = self.answers.get(endless) or self.server.check(
                self.folder, seconds, self.day1, gradient=self.gradient, **request
            )
            if not request.get("repair"):
                self.gradient = self.gradient or answer.gradient
            self.answers[asked] = answer
            if "did not end" in answer.problem:
                self.answers[endless] = answer
        return self.answers[asked]

    # Methods

    def case(self, exercise: int, file: str, case: Case) -> Outcome:
        for name in dict.fromkeys(["Neuron.py", file]):
            problem = self.cannot_import(name)
            if problem:
                return Outcome(KO if name == file else NOT_RUN, problem)
        answer, repaired = self.examine(TITLES[exercise], case)
        if repaired and answer.unusable:
            return Outcome(NOT_RUN, f"needs a correct {names(repaired)}, and {answer.unusable}")
        self.note_repair(exercise, repaired)
        self.notes.update(answer.notes)
        if answer.could_not or answer.unusable:
            return Outcome(COULD_NOT if answer.could_not else NOT_RUN, answer.could_not or answer.unusable)
        wrong = difference(case, answer)
        if not wrong and is_of_day_6(case, answer):
            self.notes["hidden neurons"] = "calculateGradients changes their gradients too, as on day 6"
        if wrong and answer.problem:
            # What fails in every call is told with the first.
            wrong = self.told.setdefault((exercise, answer.problem), wrong)
        return Outcome(KO, wrong) if wrong else Outcome(OK)

    def examine(self, title: str, case: Case) -> tuple[Answer, list[str]]:
        """Make a case, and again if it fails where methods that it builds on are broken: with these repaired."""
        answer = self.check(probe=case.probe, arguments=case.arguments)
        failed = difference(case, answer) or answer.unusable or answer.could_not
        repair = self.broken_needs(title) if failed else []
        return self.check(probe=case.probe, arguments=case.arguments, repair=repair) if repair else answer, repair

    def cannot_import(self, file: str) -> str:
        """Why Neuron.py or NeuralNetwork.py cannot be used, or ""."""
        if self.folder.missing(file):
            return self.folder.missing(file)
        answer = self.check(probe="load", arguments={"file": file.removesuffix(".py")})
        if self.dataset_is_to_blame(answer):
            return self.cannot_import(file)
        return answer.problem or answer.could_not

    def dataset_is_to_blame(self, answer: Answer) -> bool:
        """Did day 1's Dataset.py fail? Then a correct one takes its place."""
        place = re.search(r"\(((?:\S+/)?dataset\.py), line", answer.problem, re.IGNORECASE)
        if not place or place[1] in self.day1:
            return False
        self.replace(place[1], "is broken")
        return True

    def wrong_datasets(self) -> list[str]:
        """Day 1's files in the folder whose loaders do not give the examples of a file."""
        held = [file for file in self.folder.datasets_py() if file not in self.day1]
        modules = [file.removesuffix(".py").replace("/", ".") for file in held]
        return held if held and self.check(probe="reads", arguments={"modules": modules}).result is False else []

    def replace(self, file: str, why: str) -> None:
        self.day1.append(file)
        self.notes[file] = f"{why}: graded with a correct one in its place"

    def note_repair(self, exercise: int, repaired: list[str]) -> None:
        if repaired:
            self.notes[f"Ex{exercise:02}"] = f"graded with a correct {names(repaired)} in its place"

    def broken_needs(self, title: str) -> list[str]:
        """The methods that this exercise builds on and that fail a case of their own."""
        return [need for need in NEEDS[title] if self.is_broken(need)]

    def is_broken(self, title: str) -> bool:
        """Does a method fail, with correct ones in the place of those that it builds on?"""
        key = title, *self.day1
        if key not in self.broken:
            able = not self.cannot_import(f"{title.split('.')[0]}.py")
            self.broken[key] = able and any(self.fails(title, case) for case in CASES[title])
        return self.broken[key]

    def fails(self, title: str, case: Case) -> bool:
        answer, _ = self.examine(title, case)
        if title == ACTIVATE and answer.unusable:
            # With a correct activate, can the neuron be understood?
            return not self.check(probe=case.probe, arguments=case.arguments, repair=[ACTIVATE]).unusable
        has_none = title == LOSS and answer.result is None and not answer.problem
        return bool(difference(case, answer)) and not has_none

    # Scripts

    def fact(self, exercise: int, fact: str) -> Outcome:
        title = TITLES[exercise]
        lessons = ["Neuron.py", "NeuralNetwork.py"][: 2 if exercise == 8 else 1]
        needed = next(filter(None, map(self.cannot_import, lessons)), "")
        used = [kind for kind in ("Neuron", "NeuralNetwork") if kind in self.folder.text(self.folder.path / title)]
        if needed and used:
            return Outcome(NOT_RUN, needed)
        repair = [] if needed else self.broken_needs(title)
        request = {"script": title, "classes": used, "repair": repair}
        answer = self.check(**request)
        if self.dataset_is_to_blame(answer):
            return self.fact(exercise, fact)
        if repair and (answer.unusable or answer.could_not):
            # As it is, then; if it fails, that may not be its own fault.
            request["repair"] = []
            answer = self.check(**request)
            needed = f"needs a correct {names(repair)}"
        else:
            self.note_repair(exercise, repair)
        if answer.could_not:
            return Outcome(COULD_NOT, answer.could_not)
        if answer.unusable or (answer.problem and needed):
            return Outcome(NOT_RUN, needed or answer.unusable)
        wrong = answer.problem or self.wrong_in_run(fact.split()[0], request, answer.run)
        return Outcome(KO, wrong) if wrong else Outcome(OK)

    def wrong_in_run(self, fact: str, request: dict[str, Any], run: dict[str, Any]) -> str:
        title = request["script"]
        pairs = files.pairs_of(SETS[title][1])
        if fact == "shows":
            return reading.falling_loss(run)
        if fact == "redraws":
            return reading.live_curve(run)
        if fact == "runs":
            return ""
        found = Predictions(run, OR_ROWS if title == "OrLearn.py" else [[label] for label in pairs.shown])
        if fact == "predicts":
            return found.wrong or reading.good_predictions(run, found, pairs, FLOORS[title])
        if fact == "asks":
            return found.wrong or reading.own_predictions(run, found, pairs) or self.made_wrong(request, run, found)
        return found.wrong

    def made_wrong(self, request: dict[str, Any], run: dict[str, Any], found: Predictions) -> str:
        """Run the script again, with neurons that are wrong from its predictions on: do they come from them?

        One that then learns on, because it watches a loss of its own, shows nothing here.
        """
        if run["misled"] or not run["updates"]:
            return ""
        first, last = (run["lines"][place][2] for place in (found.first, found.last))
        after = run["settled"] if run["settled"] <= first else 0
        if last >= first + 1:
            # One by one
            after = first
        elif first - run["last_update"] >= len(found.expected):
            before = int(first) - len(found.expected)
            after = run["settled"] if int(run["settled"]) == before else before
        after = max(run["last_update"], after)
        again = self.check(**request, tamper={"reverse_after": after}).run
        if not again or not again["reversed"]:
            return ""
        # How many steps come before may depend on the time: it must have been after the learning, and in time.
        updates, lines = again["reversed"]
        other = Predictions(again, found.expected)
        if not updates == again["updates"] == run["updates"] or lines > other.first:
            return ""
        if other.wrong or other.values != found.values:
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
