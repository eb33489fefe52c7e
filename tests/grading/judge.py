"""Compare what a submission did with what was expected, and say the difference in words.

A check that fails is made again with correct versions in the place of the methods that it builds on and
that are wrong themselves: a wrong method is to fail its own exercise only.
"""

import json
import math
import re
from dataclasses import dataclass, field
from importlib import import_module

import pytest

from grading.data import Pairs
from grading.sandbox import Answer, Folder

# The exercises whose methods another one builds on.
NEEDS = {0: [], 1: [0], 2: [0, 1], 3: [0, 1], 4: [], 5: [0], 6: [0, 1], 7: [0, 1, 6], 8: [0, 1, 4, 5, 6, 7]}
FILES = {0: "Neuron", 1: "Neuron", 4: "NeuralNetwork", 5: "NeuralNetwork", 6: "Neuron", 7: "NeuralNetwork"}
# A number, and a line that holds a pair: numbers before the colon and one after.
NUMBER = r"\d+\.\d+(?:e[-+]?\d+)?|\d+(?:\.|e[-+]?\d+)?"

PAIR = rf"([\d\s.,;()\[\]]*\d[\s.,;()\[\]]*):[\s(\[]*({NUMBER})[\])]*(\s.*)?"


@dataclass
class Case:
    """One call with the result to expect, worked out by hand, and what common mistakes would give."""

    call: str
    probe: str
    arguments: dict
    expected: object
    formula: str
    mistakes: dict[str, object] = field(default_factory=dict)


class Submission:
    """What the tests of an exercise use: the folder, and the number of the exercise."""

    def __init__(self, folder: Folder, exercise: int, memory: dict) -> None:
        self.folder = folder
        self.exercise = exercise
        self.memory = memory

    def expect(self, case: Case) -> None:
        """Fail, with the difference in words, unless the case comes out right."""
        answer = self.run(case.probe, **case.arguments)
        wrong = difference(case, answer)
        if not wrong and not answer.unusable:
            return
        broken = self.broken_needs()
        if broken:
            answer = self.run(case.probe, repair=broken, **case.arguments)
            wrong = difference(case, answer)
            self.note_repair(broken)
        self.skip_unusable(answer, broken)
        if wrong:
            pytest.fail(wrong, pytrace=False)

    def run(self, probe: str = "", **how: object) -> Answer:
        """Make a check once, and not on a file that was found to be broken before."""
        for file in ("Neuron", "NeuralNetwork"):
            if file in self.memory and self.uses(file):
                return self.broken(file)
        asked = json.dumps([probe, how])
        endless = f"endless {probe} {how.get('script')} {how.get('repair')}"
        if asked not in self.memory:
            # One call that never ends is enough: the next would not end either.
            self.memory[asked] = self.memory.get(endless) or self.folder.run(probe, **how)
        answer = self.memory[asked]
        if "did not end" in answer.problem:
            self.memory[endless] = answer
        if answer.broken_file:
            self.memory[answer.broken_file] = answer.problem
            return self.broken(answer.broken_file)
        return answer

    def uses(self, file: str) -> bool:
        return file == "Neuron" or self.exercise in (4, 5, 7, 8)

    def broken(self, file: str) -> Answer:
        """The exercises of a broken file fail; those that need it cannot be run."""
        words = f"{file}.py cannot be imported: {self.memory[file]}"
        return Answer(problem=words) if FILES.get(self.exercise) == file else Answer(unusable=words)

    def run_script(self, name: str) -> Answer:
        """Run a script once, for all the tests that look at it; fail if it breaks."""
        broken = self.broken_needs()
        if broken:
            self.note_repair(broken)
        answer = self.run(script=name, repair=broken)
        self.skip_unusable(answer, broken)
        if answer.problem:
            pytest.fail(f"{name}: {answer.problem}", pytrace=False)
        return answer

    def note_repair(self, broken: list[int]) -> None:
        self.folder.notes[f"Ex{self.exercise:02}"] = f"graded with a correct {names(broken)} in its place"

    def broken_needs(self) -> list[int]:
        """The exercises that this one builds on and that fail a case of their own."""
        return [need for need in NEEDS[self.exercise] if self.is_broken(need)]

    def is_broken(self, exercise: int) -> bool:
        if exercise not in self.memory:
            cases = import_module(f"exercises.test_ex{exercise:02}").CASES
            own = Submission(self.folder, exercise, self.memory)
            answers = [(case, own.run(case.probe, **case.arguments)) for case in cases]
            self.memory[exercise] = any(a.unusable or difference(case, a) for case, a in answers)
        return self.memory[exercise]

    def skip_unusable(self, answer: Answer, broken: list[int]) -> None:
        if answer.unusable:
            why = f"needs {names(broken)}, and " if broken else ""
            pytest.skip(f"not run: {why}{answer.unusable}")


def names(exercises: list[int]) -> str:
    return " and ".join(f"Ex{exercise:02}" for exercise in exercises)


def difference(case: Case, answer: Answer) -> str:
    """Return "" when the answer is the expected one, else the call, both values, and the mistake."""
    if answer.unusable:
        return ""
    if answer.problem:
        return f"{case.call}: {answer.problem}"
    if same(answer.result, case.expected):
        return ""
    meant = next((words for words, value in case.mistakes.items() if same(answer.result, value)), "")
    reason = f"{case.formula}: {meant}" if meant else case.formula
    return f"{case.call} is {show(answer.result)}, expected {show(case.expected)} ({reason})"


def same(found: object, expected: object) -> bool:
    if isinstance(expected, dict):
        return isinstance(found, dict) and all(same(found.get(key), expected[key]) for key in expected)
    if isinstance(expected, list):
        return (
            isinstance(found, list)
            and len(found) == len(expected)
            and all(same(one, other) for one, other in zip(found, expected))
        )
    if isinstance(expected, bool) or not isinstance(found, (int, float)):
        return found == expected
    # Loose enough for numbers kept in single precision.
    return math.isclose(found, expected, rel_tol=1e-5, abs_tol=1e-6)


def show(value: object) -> str:
    if isinstance(value, dict):
        return ", ".join(f"{key} {show(one)}" for key, one in value.items())
    if isinstance(value, list):
        return f"[{', '.join(map(show, value))}]"
    return f"{value:.4g}" if isinstance(value, float) else str(value)


# Scripts


def check_falling_loss(answer: Answer) -> None:
    """At least three lines of one form hold a number that falls, while the training goes on."""
    shown: dict[tuple[str, int], list[tuple[int, float]]] = {}
    for work, line in answer.lines:
        form = re.sub(NUMBER, "#", line)
        for place, number in enumerate(re.findall(NUMBER, line)):
            shown.setdefault((form, place), []).append((work, float(number)))
    falling = [
        points
        for points in shown.values()
        if len(points) >= 3 and points[-1][1] < 0.9 * points[0][1] and mostly_falls(points)
    ]
    if not falling:
        pytest.fail("stdout shows no loss that falls over at least three lines", pytrace=False)
    if max(len({work for work, _ in points}) for points in falling) < 3 and answer.work:
        pytest.fail("the loss is shown only once the training is over, not while it goes on", pytrace=False)


def mostly_falls(points: list[tuple[int, float]]) -> bool:
    steps = [after[1] - before[1] for before, after in zip(points, points[1:])]
    return sum(step <= 0 for step in steps) >= 0.6 * len(steps)


def check_live_curve(answer: Answer) -> None:
    """The curve is redrawn at least three times while the training goes on, with ever more points."""
    if not answer.draws:
        pytest.fail("no matplotlib curve is drawn in a window", pytrace=False)
    grown = {}
    most = 0
    for work, points in answer.draws:
        if points > most:
            most = points
            grown.setdefault(work, points)
    if most == 0:
        pytest.fail("the window shows no curve: no line and no point in it", pytrace=False)
    if len(grown) < 3:
        pytest.fail(
            f"the curve is drawn {len(answer.draws)} times, but with new points at only {len(grown)} moments "
            "of the training: expected at least 3",
            pytrace=False,
        )


def pairs_of(answer: Answer, count: int) -> list[tuple[list[float], float]]:
    """The last `count` lines that hold but numbers and a colon: the numbers before it, and the one after.

    Brackets, commas and blanks may stand around the numbers, and a word after them.
    """
    found = []
    for _, line in answer.lines:
        # NumPy's own way to show a number, np.float64(1.0), is as good.
        match = re.fullmatch(PAIR, re.sub(r"np\.\w+\(", "(", line.strip()))
        if match:
            # Digits without blanks, as in 011, are numbers of their own; 1.0 is one number.
            before = [float(number) for number in re.findall(r"\d+\.\d*|\d", match[1])]
            found.append((before, float(match[2])))
    return found[-count:]


def check_order(answer: Answer, expected: list[list[int]]) -> None:
    """There is a pair for each example, in the file's order, and it begins as the example says."""
    found = [[round(number) for number in before] for before, _ in pairs_of(answer, len(expected))]
    if len(found) < len(expected):
        pytest.fail(
            f"{len(found)} lines of the form expected:prediction, expected {len(expected)}, one an example",
            pytrace=False,
        )
    for n, (one, other) in enumerate(zip(found, expected), 1):
        if one != other:
            pytest.fail(
                f"pair {n} begins with {show(one)}, expected {show(other)}: the examples of the dataset "
                "that the subject says to test with, in its order",
                pytrace=False,
            )


def check_predictions(answer: Answer, pairs: Pairs, floor: float) -> None:
    """Enough examples are right, counted on those that kept their own label."""
    honest, wrong = split(pairs)
    right = agreeing(answer, pairs.true, honest)
    if right < floor * len(honest):
        pytest.fail(
            f"{right} of {len(honest)} predictions are right, expected at least {floor:.0%}", pytrace=False
        )


def check_no_copy_of_or(folder: Folder, name: str, expected: list[list[int]]) -> None:
    """With neurons that know the contrary of OR, the script predicts the contrary.

    A script that does not end so, because it watches a loss of its own, shows nothing here.
    """
    answer = folder.run(script=name, mislead=True, time_limit=min(10.0, folder.time_limit))
    found = [round(prediction) for _, prediction in pairs_of(answer, len(expected))]
    if not answer.problem and found == [row[-1] for row in expected]:
        pytest.fail(
            "with a neuron that was made to be wrong, the predictions stay right: they do not come from it",
            pytrace=False,
        )


def check_no_copy(answer: Answer, pairs: Pairs) -> None:
    """Where the grader's file has a wrong label, a prediction is not that label: it was not copied."""
    honest, wrong = split(pairs)
    copied = agreeing(answer, pairs.shown, wrong)
    if 2 * copied > len(wrong) and 2 * agreeing(answer, pairs.shown, honest) > len(honest):
        pytest.fail(
            f"{copied} of {len(wrong)} examples whose label the grader made wrong are `predicted` just so: "
            "the predictions are copied from the expected outputs",
            pytrace=False,
        )


def split(pairs: Pairs) -> tuple[list[int], list[int]]:
    """The places of the examples with their own label, and of those with a wrong one."""
    places = range(len(pairs.shown))
    honest = [n for n in places if pairs.shown[n] == pairs.true[n]]
    return honest, [n for n in places if n not in honest]


def agreeing(answer: Answer, labels: list[int], places: list[int]) -> int:
    """How many of the predictions at these places are the label there."""
    found = pairs_of(answer, len(labels))
    return sum(n < len(found) and round(found[n][1]) == labels[n] for n in places)
