"""Judge what a script did: pure functions from the trace of its run to verdicts."""

import re
from dataclasses import dataclass
from math import ceil
from typing import Any

from grading.day5 import DIGITS, EVERY, FACTS, FLOORS, OR, SETS
from grading.labels import Pairs, pairs_of
from grading.methods import blocked_by_file, module_missing, reason_of
from grading.outcome import BLOCKED, BY_HAND, KO, OK, TO_DO, Outcome, Point, Reason
from grading.process import Trace
from grading.reading import NUMBER, Line, Points, Predictions, columns, falls, plain, predictions

OR_INPUTS = [[0, 0], [0, 1], [1, 0], [1, 1]]
# What tells that a machine has no display
NO_DISPLAY = (
    "TclError",
    "no display",
    "tkinter",
    "Cannot load backend",
    "could not connect to display",
    "cannot connect to X",
)
LOSS_WORDS = ("loss", "cost", "coût", "cout", "perte", "entrop", "err")
# The number behind such a word
LOSS = re.compile(rf"(?:{'|'.join(LOSS_WORDS)})\D*?(-?(?:{NUMBER}))", re.IGNORECASE)


@dataclass
class Run:
    """A trace, read: what the verdicts are made from."""

    title: str
    lines: list[Line]
    draws: list[tuple[int, list[float], bool]]
    costs: list[tuple[int, list[float]]]
    online: dict[int, list[float]]
    losses: dict[int, list[float]]
    waits: list[int]
    called: set[str]
    from_test: int
    question: bool
    end: dict[str, Any] | None
    ended: str
    flood: bool
    wrong_labels: bool

    @property
    def last(self) -> int:
        return max([line.moment for line in self.lines] + [moment for moment, _ in self.costs], default=0)

    def is_over(self) -> bool:
        return self.end == {}


def run_of(title: str, trace: Trace, wrong_labels: bool) -> Run:
    losses: dict[int, list[float]] = {}
    for moment, value in trace.of("loss"):
        losses.setdefault(moment, []).append(value)
    ends = trace.of("end")
    return Run(
        title, [Line(*line) for line in trace.of("line")], [tuple(draw) for draw in trace.of("draw")],
        [(moment, costs) for moment, costs, *_ in trace.of("cost")],
        {moment: [total / n, total] for moment, _, total, n in trace.of("cost")}, losses,
        [wait[0] for wait in trace.of("wait")],
        {call[0] for call in trace.of("call")}, len(trace.of("from test")), bool(trace.of("question")),
        ends[-1][0] if ends else None, trace.ended, trace.flood, wrong_labels,
    )


def judge(run: Run) -> Outcome:
    first = of_end(run)
    if first.verdict == TO_DO:
        return Outcome([first] * len(FACTS))
    if first.verdict in (BY_HAND, BLOCKED):
        return Outcome([first] + [Point(first.verdict)] * (len(FACTS) - 1))
    labels = pairs_of(SETS[run.title][1], run.wrong_labels)
    found = predictions(run.lines, labels.shown, OR_INPUTS if run.title == OR else None)
    facts = [
        of_calls(run),
        of_loss(run),
        of_curve(run),
        of_predictions(run, found, labels),
        of_right(run, found, labels),
    ]
    if first.verdict == KO:
        # What comes after its end is not told.
        facts = [point if point.verdict == OK else Point(KO) for point in facts]
    remarks = (
        [Reason("no test cost", {"test": SETS[run.title][1]})] if run.title != OR and not shows_test_cost(run) else []
    )
    return Outcome([first, *facts], remarks)


def of_end(run: Run) -> Point:
    end = run.end
    if run.question and not run.is_over():
        return Point(BY_HAND, Reason("question"))
    if end == {}:
        return Point(OK)
    if end is None:
        values = {"last": run.lines[-1].text.strip() if run.lines else "-", "signal": run.ended or "exit"}
        values["call"] = run.title
        key = "flood" if run.flood else {"time": "endless", "idle": "idle"}.get(run.ended, "killed")
        loss = constant_loss(run) if key == "endless" else None
        key = "endless silent" if key == "endless" and not run.lines else key
        return Point(KO, Reason(key, values) if loss is None else Reason("endless same", {"loss": loss}))
    if "status" in end:
        return Point(KO, Reason("status", end))
    text, place = end.get("raised", ""), end.get("place", "")
    raised = {"call": run.title, "error": text}
    if end.get("to do"):
        verdict = TO_DO if place.startswith(run.title) else KO
        return Point(verdict, Reason("stub script" if verdict == TO_DO else "raised", raised, place))
    if module_missing(end) in ("Neuron", "NeuralNetwork"):
        return Point(BLOCKED, blocked_by_file(f"{module_missing(end)}.py"))
    if module_missing(end) or "key" in end:
        return Point(BY_HAND, reason_of(end))
    if any(word in text for word in NO_DISPLAY):
        return Point(BY_HAND, Reason("no display", {"error": text}, place))
    if missing := re.match("FileNotFoundError: .*: '(.+)'", text):
        return Point(KO, Reason("no dataset", {"file": missing[1], "sets": [*dict.fromkeys(SETS[run.title])]}, place))
    return Point(KO, Reason("raised", raised, place))


def of_calls(run: Run) -> Point:
    if not run.called:
        return Point(KO, Reason("no neurons"))
    moved = {costs[0] for _, costs in run.costs}
    if run.costs and len(moved) < 2:
        return Point(BY_HAND, Reason("nothing learned"))
    return Point(OK)


# The loss


def of_loss(run: Run) -> Point:
    """At least three lines of one form hold the loss while it learns."""
    before = [line for line in run.lines if line.moment < run.last]
    shown = [(key, points) for lines in (run.lines, before) for key, points in columns(lines).items()]
    several = [(key, points) for key, points in shown if len({value for _, value in points}) > 1 and len(points) >= 3]
    timed = any(line.moment for line in run.lines)
    lively = [(key, points) for key, points in several if not timed or len({moment for moment, _ in points}) >= 3]
    if any(is_cost(run, points) for _, points in lively):
        return Point(OK)
    likely = [points for _, points in lively if falls(points)]
    named = [points for (form, _), points in lively if any(word in form.lower() for word in LOSS_WORDS)]
    if likely and not (run.costs or run.losses):
        return Point(OK if run.called else BY_HAND, None if run.called else Reason("no neurons"))
    if likely or named:
        first, last = (likely or named)[0][0][1], (likely or named)[0][-1][1]
        return Point(BY_HAND, Reason("unknown loss", {"first": first, "last": last}))
    few = [len(points) for (form, _), points in shown if any(word in form.lower() for word in LOSS_WORDS)]
    few += [count for _, points in shown if (count := sum(is_loss_at(run, *point) for point in points))]
    late = [points for points in [points for _, points in several if falls(points)] if len({m for m, _ in points}) < 3]
    if late and timed:
        return Point(KO, Reason("loss late"))
    if not few:
        return Point(KO, Reason("no loss"))
    return Point(KO, Reason("loss few"))


def is_loss_at(run: Run, moment: int, value: float) -> bool:
    """Is it what calcLoss returned at that moment, or the cost then?"""
    known = [*run.losses.get(moment, []), *(costs[0] for m, costs in run.costs if m == moment)]
    return not value.is_integer() and any(near(value, one) for one in known)


def constant_loss(run: Run) -> float | None:
    """The loss that a script has printed at least three times, where it never changes."""
    named = [float(found[1]) for line in run.lines if (found := LOSS.search(plain(line.text)))]
    shown = [named] if named else []
    for points in columns(run.lines).values() if not named else ():
        if all(is_loss_at(run, *point) for point in points[:3]):
            shown.append([value for _, value in points])
    return next((values[0] for values in shown if len(values) >= 3 and len({*values}) == 1), None)


def shown_costs(run: Run) -> list[Points]:
    """What is printed and is the loss, as far as the grader knows it; what falls, where it knows none."""
    shown = [points for points in columns(run.lines).values() if len(points) >= 3]
    return [p for p in shown if is_cost(run, p)] or [p for p in shown if falls(p) and not (run.costs or run.losses)]


def is_cost(run: Run, points: Points) -> bool:
    """Do most of the values agree with a cost at their moment, or with one since the moment before?

    It may be a sum or a mean, over the training or the test set, or what the submission's own calcLoss returned.
    """
    for known in (run.losses, run.online):
        own = [(value, known[moment]) for moment, value in points if moment in known]
        if len(own) >= 3 and sum(any(near(v, loss) for loss in losses) for v, losses in own) >= 0.75 * len(own):
            return True
    earlier = {moment: (before, costs) for (_, before), (moment, costs) in zip(run.costs, run.costs[1:])}
    seen = [(value, earlier[moment]) for moment, value in points if moment in earlier]
    if len(seen) < 3:
        return False
    sizes = [len(pairs_of(name).true) for name in SETS[run.title]]
    outputs = 10 if run.title.startswith("Digits") else 1
    scales = [{1.0, size, 1 / outputs, size / outputs} for size in sizes]
    return any(
        sum(between(value, [scale * one[n] for one in both]) for value, both in seen) >= 0.75 * len(seen)
        for n in range(2)
        for scale in scales[n]
    )


def between(value: float, costs: list[float]) -> bool:
    """A running mean lies between the cost at its moment and the one before."""
    return min(costs) <= value <= max(costs) or any(near(value, cost) for cost in costs)


def near(value: float, cost: float) -> bool:
    # What is printed may be rounded.
    return abs(value - cost) <= 0.03 * abs(cost) + 0.0006


# The curve


def of_curve(run: Run) -> Point:
    """The curve is redrawn at least three times while the training goes on, with new points of the loss."""
    if not run.draws:
        return Point(KO, Reason("no window"))
    if len({wait for wait in run.waits if wait < run.last}) >= 2:
        return Point(KO, Reason("show waits"))
    new: dict[str, tuple[int, list[float]]] = {}
    for n, (moment, heights, _) in enumerate(run.draws):
        if heights:
            new.setdefault(str(heights), (moment or n, heights))
    if all(hidden for _, _, hidden in run.draws):
        return Point(KO, Reason("empty window"))
    together: dict[int, list[float]] = {}
    for moment, heights in new.values():
        together.setdefault(moment, []).extend(heights)
    if len(together) < 3:
        late = all(moment >= run.last for moment in together)
        return Point(KO, Reason("drawn late" if late else "drawn few"))
    known = [value for column in shown_costs(run) for _, value in column]
    curves = [[(m, heights[n]) for m, heights in together.items() if n < len(heights)] for n in range(12)]
    if not known or any(is_cost(run, curve) or shows(known, curve) for curve in curves if len(curve) >= 3):
        return Point(OK)
    values = [value for heights in together.values() for value in heights]
    return Point(BY_HAND, Reason("unknown curve", {"heights": values[:: max(1, len(values) // 3)][:3]}))


def shows(known: list[float], curve: Points) -> bool:
    """Does a curve go through what is printed and is the loss, for the most part?"""
    return sum(any(near(value, one) for one in known) for _, value in curve) >= 0.6 * len(curve)


# The predictions


def of_predictions(run: Run, found: Predictions, labels: Pairs) -> Point:
    if found.pairs:
        return Point(OK)
    train, test = SETS[run.title]
    if found.swapped:
        return Point(KO, Reason("swapped", {"line": found.swapped}))
    if found.count and found.count != len(labels.true):
        of_train = run.title != OR and found.count == len(pairs_of(train).true)
        values = {"count": found.count, "line": found.like, "expected": len(labels.true), "test": test, "train": train}
        return Point(KO, Reason("of training set" if of_train else "count", values))
    if found.count or found.late >= len(labels.true):
        return Point(BY_HAND, Reason("unknown predictions", {"line": found.like or found.last}))
    return Point(KO, Reason("no predictions", {"expected": len(labels.true), "line": found.last or "-"}))


def of_right(run: Run, found: Predictions, labels: Pairs) -> Point:
    if run.from_test >= 5:
        return Point(KO, Reason("from test", dict(zip(("train", "test"), SETS[run.title]))))
    if not found.pairs:
        return Point(of_predictions(run, found, labels).verdict)  # which has the reason
    right = sum(round(predicted) == expected for expected, predicted in found.pairs)
    count, floor = len(found.pairs), FLOORS[run.title]
    values = {"right": right, "count": count, "needed": ceil(floor * count)}
    if run.wrong_labels and run.title != OR and right > count - count // EVERY // 2:
        return Point(KO, Reason("copied", {"wrong": count // EVERY + 1}))
    if run.title == OR and run.costs and right == count and not found.asked:
        return Point(BY_HAND, Reason("not asked"))
    if right >= floor * count:
        return Point(OK)
    always = {round(predicted) for _, predicted in found.pairs}
    late = sum(round(p) == e for (e, _), (_, p) in zip(found.pairs, found.pairs[1:]))
    if len(always) == 1:
        value = always.pop()
        return Point(KO, Reason("always" if value or run.title == DIGITS else "always 0", {"value": value}))
    if run.title != DIGITS and count - right >= floor * count:
        return Point(KO, Reason("contrary"))
    if run.title == DIGITS and right < count / 20:
        return Point(KO, Reason("worse than chance", values))
    return Point(KO, Reason("one late" if late >= floor * count else "few right", values))


def shows_test_cost(run: Run) -> bool:
    """Does a line show the cost on the test set, the last that was computed?"""
    if not run.costs:
        return True
    size, cost = len(pairs_of(SETS[run.title][1]).true), run.costs[-1][1][1]
    known = [cost, size * cost, cost / 10, *(run.losses.get(run.costs[-1][0], []))]
    late = [line for line in run.lines if line.moment >= run.last]
    values = [value for points in columns(late).values() for _, value in points if not float(value).is_integer()]
    return any(near(value, one) for value in values for one in known)
