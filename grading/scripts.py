"""Judge what a script did: pure functions from what its run wrote down to verdicts."""

import re
from itertools import pairwise
from math import ceil
from typing import Any

from grading import reading
from grading.day5 import DIGITS, EVERY, FACTS, FLOORS, OR, SETS
from grading.labels import labels_of
from grading.methods import blocked_by_file, module_missing, reason_of
from grading.outcome import BLOCKED, BY_HAND, KO, OK, TO_DO, Outcome, Point, Reason
from grading.process import Trace
from grading.reading import Line, Points, Predictions, falls, is_named, right

OR_INPUTS = [[0, 0], [0, 1], [1, 0], [1, 1]]
# What tells that a machine has no display
NO_DISPLAY = "TclError|no display|tkinter|Cannot load backend|could not connect to display|cannot connect to X"
# At a moment of the learning, where a loss may lie: from a number to another
Spans = dict[int, list[tuple[float, float]]]


class Run:
    """What a script's run wrote down. A moment is how often the script had let something learn until then."""

    def __init__(self, title: str, trace: Trace, wrong_labels: bool) -> None:
        self.title, self.trace = title, trace
        self.wrong_labels = wrong_labels and title != OR
        self.labels = labels_of(SETS[title][1], self.wrong_labels)
        self.lines = [Line(*line) for line in trace.of("line")]
        self.called = {title for [title] in trace.of("call")}
        # The costs on the training set and on the test set
        self.costs: list[tuple[int, list[float]]] = [(moment, costs) for moment, costs in trace.of("cost")]
        self.last = max([line.moment for line in self.lines] + [moment for moment, _ in self.costs], default=0)
        # How it ended, whether it then activated what it had let learn, how often it learned from the test set
        self.end, self.is_asked, self.from_test = (trace.of("end") or [[None, False, 0]])[-1]
        self.seen: Spans = {}
        for moment, loss in trace.of("loss"):
            self.seen.setdefault(moment, []).append((loss, loss))
        self.of_test = self.spans(1)
        self.known = [self.seen, *self.spans(0), *self.of_test]
        # The numbers at one place of lines of one form, the first of each moment, where there are three
        firsts = {around: at_moments(points) for around, points in reading.columns(self.lines).items()}
        self.columns = {around: points for around, points in firsts.items() if len(points) >= 3}
        self.losses = [points for points in self.columns.values() if any(is_cost(points, one) for one in self.known)]

    def late_lines(self) -> list[Line]:
        return [line for line in self.lines if line.moment >= self.last]

    def spans(self, n: int) -> list[Spans]:
        """Where the loss on a set lies, for each way to measure it: a sum or a mean over its examples, and its outputs.

        A running mean lies between the cost at its moment and the one before.
        """
        size, outputs = len(labels_of(SETS[self.title][n], False)), 10 if self.title == DIGITS else 1
        steps = {moment: sorted([before[n], now[n]]) for (_, before), (moment, now) in pairwise(self.costs)}
        scales = {1.0, size, 1 / outputs, size / outputs}
        return [{moment: [(scale * low, scale * high)] for moment, (low, high) in steps.items()} for scale in scales]


def agrees(spans: Spans, moment: int, value: float) -> bool:
    """Is a number, which may be rounded, a loss at that moment?"""
    rounding = 0.03 * abs(value) + 0.0006
    return any(low - rounding <= value <= high + rounding for low, high in spans.get(moment, []))


def is_cost(points: Points, spans: Spans) -> bool:
    """Do most of the numbers agree with a way to measure the loss?"""
    known = [agrees(spans, moment, value) for moment, value in points if moment in spans]
    return len(known) >= 3 and sum(known) >= 0.75 * len(known)


def judge(run: Run) -> Outcome:
    first = of_end(run)
    if first.verdict not in (OK, KO):
        return Outcome([first] + [Point(first.verdict)] * (len(FACTS) - 1))
    facts = facts_of(run)
    if first.verdict == KO:
        # What comes after its end is not told.
        return Outcome([first] + [point if point.verdict == OK else Point(KO) for point in facts])
    remarks = [] if run.title == OR or shows_test_cost(run) else [Reason("no test cost", {"test": SETS[run.title][1]})]
    return Outcome([first, *facts], remarks)


def facts_of(run: Run) -> list[Point]:
    calls = of_calls(run)
    if not run.last:
        return [calls] + [Point(calls.verdict)] * (len(FACTS) - 2)
    found = reading.predictions(run.lines, run.labels, OR_INPUTS if run.title == OR else [])
    shown = of_predictions(run, found)
    return [calls, of_loss(run), of_curve(run), shown, of_right(run, found, shown)]


# The end


def of_end(run: Run) -> Point:
    end = run.end
    for kind, key in [("cannot", "needs matplotlib"), ("lost", "crashed")]:
        for [error] in run.trace.of(kind):
            return Point(BY_HAND, Reason(key, {"error": error}))
    if end == {}:
        return Point(OK)
    if run.trace.of("question"):
        return Point(BY_HAND, Reason("question"))
    if end is None:
        return Point(KO, of_stop(run))
    if "status" in end:
        return Point(KO, Reason("status", end))
    return of_error(run.title, end)


def of_stop(run: Run) -> Reason:
    """Why it had to be stopped, or what stopped it."""
    ended = run.trace.ended
    last = run.lines[-1].text if run.lines else "-"
    if ended == "flood":
        return Reason("flood", {"last": last})
    if ended == "idle":
        return Reason("idle")
    if ended != "time":
        return Reason("killed", {"call": run.title, "signal": ended or "exit"})
    if not run.lines:
        return Reason("endless silent")
    loss = constant_loss(run)
    return Reason("endless", {"last": last}) if loss is None else Reason("endless same", {"loss": loss})


def of_error(title: str, end: dict[str, Any]) -> Point:
    """What was raised, by the script or by what it imports."""
    text, place = end.get("raised", ""), end.get("place", "")
    raised = {"call": title, "error": text}
    if end.get("to do"):
        is_own = place.startswith(title)
        return Point(TO_DO if is_own else KO, Reason("stub script" if is_own else "raised", raised, place))
    if module_missing(end) in ("Neuron", "NeuralNetwork"):
        return Point(BLOCKED, blocked_by_file(f"{module_missing(end)}.py"))
    if module_missing(end) or "key" in end:
        return Point(BY_HAND, reason_of(end))
    if re.search(NO_DISPLAY, text):
        return Point(BY_HAND, Reason("no display", {"error": text}, place))
    if missing := re.match("FileNotFoundError: .*: '(.+)'", text):
        return Point(KO, Reason("no dataset", {"file": missing[1], "sets": [*dict.fromkeys(SETS[title])]}, place))
    return Point(KO, Reason("raised", raised, place))


def of_calls(run: Run) -> Point:
    if not run.called:
        return Point(KO, Reason("no neurons"))
    if not run.last or (run.costs and len({training for _, (training, _) in run.costs}) < 2):
        return Point(BY_HAND, Reason("nothing learned"))
    return Point(OK)


# The loss


def of_loss(run: Run) -> Point:
    """Lines of one form hold a number at one place: the loss, if they are printed at three moments of the learning.

    OK if the numbers agree with a cost that is known; by hand if they only fall, or are called a loss; else KO.
    """
    if run.losses:
        return Point(OK)
    likely = [points for points in run.columns.values() if falls(points)]
    likely = likely or [points for around, points in run.columns.items() if is_named(around)]
    if likely:
        return Point(BY_HAND, Reason("unknown loss", {"first": likely[0][0][1], "last": likely[0][-1][1]}))
    shown = reading.columns(run.lines)
    losses = [points for around, points in shown.items() if is_named(around) or may_be_loss(run, points)]
    if not losses:
        return Point(KO, Reason("no loss"))
    is_last = all(moment >= run.last for points in losses for moment, _ in points)
    is_late = is_last and (len(run.costs) >= 3 or max(map(len, losses)) >= 3)
    return Point(KO, Reason("loss late" if is_late else "loss few"))


def may_be_loss(run: Run, points: Points) -> bool:
    """Do the numbers, which have no name, fall at the end, or does one agree with a cost before it?"""
    decimals = [(moment, value) for moment, value in points if not value.is_integer()]
    if any(agrees(spans, *point) for spans in run.known for point in decimals if point[0] < run.last):
        return True
    return len(points) >= 3 and bool(decimals) and falls(points)


def at_moments(points: Points) -> Points:
    """The first number of each moment."""
    first: dict[int, float] = {}
    for moment, value in points:
        first.setdefault(moment, value)
    return [*first.items()]


def constant_loss(run: Run) -> float | None:
    """The loss that a script has printed at three moments at least, where it never changes."""
    for around, points in run.columns.items():
        if len({value for _, value in points}) == 1 and (points in run.losses or is_named(around)):
            return points[0][1]
    return None


def shows_test_cost(run: Run) -> bool:
    """Is a second loss shown all along, or is the cost on the test set among the last numbers?"""
    if not run.costs or len(run.losses) > 1:
        return True
    last: list[float] = []
    for around, points in reading.columns(run.lines).items():
        values = [value for moment, value in points if moment >= run.last and not value.is_integer()]
        last += values[1:] if around in run.columns else values  # the first is the loss of the training
    return any(agrees(spans, run.last, value) for spans in [run.seen, *run.of_test] for value in last)


# The curve


def of_curve(run: Run) -> Point:
    """The curve is redrawn at least three times while the training goes on, with new points of the loss."""
    draws = run.trace.of("draw")
    if not draws:
        return Point(KO, Reason("no window"))
    if len({moment for [moment] in run.trace.of("wait") if moment < run.last}) >= 2:
        return Point(KO, Reason("show waits"))
    if all(is_hidden for _, _, is_hidden in draws):
        return Point(KO, Reason("empty window"))
    shown: dict[int, list[float]] = {}
    for moment, heights, _ in draws:
        shown.setdefault(moment, []).extend(heights)
    if len({str(heights) for heights in shown.values() if heights}) < 3:
        late = all(moment >= run.last for moment in shown)
        return Point(KO, Reason("drawn late" if late else "drawn few"))
    curves = [[(m, heights[n]) for m, heights in shown.items() if n < len(heights)] for n in range(12)]
    printed = [(value, value) for points in run.losses for _, value in points]
    known = [*run.known, dict.fromkeys(shown, printed)]
    if any(is_cost(curve, spans) for curve in curves for spans in known):
        return Point(OK)
    values = [value for heights in shown.values() for value in heights]
    return Point(BY_HAND, Reason("unknown curve", {"heights": values[:: max(1, len(values) // 3)][:3]}))


# The predictions


def of_predictions(run: Run, found: Predictions | None) -> Point:
    count, (train, test) = len(run.labels), SETS[run.title]
    if found and not found.swapped:
        return Point(OK)
    if found and right(found.pairs) >= FLOORS[run.title] * count:
        return Point(KO, Reason("swapped", {"line": found.line}))
    late = run.late_lines()
    near = reading.nearest_form(late, count)
    if near and len(near) != count:
        of_train = run.title != OR and len(near) == len(labels_of(train, False))
        values = {"count": len(near), "line": near[-1].text, "expected": count, "test": test, "train": train}
        return Point(KO, Reason("of training set" if of_train else "count", values))
    values = {"line": (near or late)[-1].text if late else "-", "expected": count}
    printed = [len(line.numbers) for line in late if line.numbers]
    if near or max(len(printed), *printed, 0) >= count:
        return Point(BY_HAND, Reason("unknown predictions", values))
    return Point(KO, Reason("no predictions", values))


def of_right(run: Run, found: Predictions | None, shown: Point) -> Point:
    if run.from_test >= 5:
        return Point(KO, Reason("from test", dict(zip(("train", "test"), SETS[run.title]))))
    if not found or shown.verdict != OK:
        return Point(shown.verdict)  # which has the reason
    pairs = found.pairs
    good, count, floor = right(pairs), len(pairs), FLOORS[run.title]
    values = {"right": good, "count": count, "needed": ceil(floor * count)}
    if run.wrong_labels and good > count - count // EVERY // 2:
        return Point(KO, Reason("copied", {"wrong": count // EVERY + 1}))
    if run.title == OR and good == count and not run.is_asked:
        return Point(BY_HAND, Reason("not asked"))
    if good >= floor * count:
        return Point(OK)
    always = {round(predicted) for _, predicted in pairs}
    if len(always) == 1:
        value = always.pop()
        return Point(KO, Reason("always" if value or run.title == DIGITS else "always 0", {"value": value}))
    if run.title != DIGITS and count - good >= floor * count:
        return Point(KO, Reason("contrary"))
    if run.title == DIGITS and good < count / 20:
        return Point(KO, Reason("worse than chance", values))
    late = right([(expected, after) for (expected, _), (_, after) in zip(pairs, pairs[1:])])
    return Point(KO, Reason("one late" if late >= floor * count else "few right", values))
