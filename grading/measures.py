"""Measure what was seen of a method: pure functions from numbers before and after to a verdict for each case.

A neuron's method is measured against what the neuron held before the call, or against the formula; a network's against
what its neurons' own methods do, or the formula. What is found in the place of what is right may have a known cause.
"""

import re
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass
from math import isclose
from typing import Any

from grading import day5
from grading.cases import OF_GRADIENT, OF_GRADIENTS, OF_LAYERS, OF_LOSS, OF_UPDATE, Case, Mistakes, stepped, total
from grading.outcome import BY_HAND, KO, OK, Outcome, Point, Reason, all_points
from grading.sentences import SENTENCES

Seen = dict[str, Any]
STRONG = re.compile("grad|delta|nabla", re.IGNORECASE)


@dataclass
class Tried:
    """A case: what was found, what is right, what mistakes would have given, and what a sentence fills in."""

    found: Any
    right: list[Any]
    mistakes: list[tuple[str, Any]]
    values: dict[str, Any]

    def is_right(self) -> bool:
        return any(near(self.found, right) for right in self.right)


def near(found: Any, expected: Any) -> bool:
    """Loose enough for numbers kept in single precision."""
    if isinstance(expected, (list, tuple)):
        return isinstance(found, list) and len(found) == len(expected) and all(map(near, found, expected))
    are_numbers = isinstance(found, (int, float)) and isinstance(expected, (int, float))
    return are_numbers and isclose(found, expected, rel_tol=1e-5, abs_tol=1e-6)


def results(mistakes: Mistakes, *given: Any) -> list[tuple[str, Any]]:
    """What each mistake makes of what is given; nan where it cannot be computed."""
    found: list[tuple[str, Any]] = []
    for key, mistake in mistakes:
        value = float("nan")
        with suppress(ArithmeticError, LookupError, ValueError):
            value = mistake(*given)
        found.append((key, value))
    return found


def cause(tried: list[Tried]) -> str:
    """The first mistake that gives all that was found."""
    for n, (key, _) in enumerate(tried[0].mistakes):
        if all(near(one.found, one.mistakes[n][1]) for one in tried):
            return key
    return ""


def judged(title: str, readings: list[list[Tried]]) -> Outcome:
    """A point for each case, by the reading of what was seen that makes most of it right, or else explains it."""
    best = max(readings, key=lambda tried: (sum(one.is_right() for one in tried), bool(cause(tried))))
    key = cause(best) or f"wrong {title}"
    values = [{"found": one.found, "expected": one.right[0], **one.values} for one in best]
    return Outcome([Point(OK) if t.is_right() else Point(KO, Reason(key, v)) for t, v in zip(best, values)])


def names_in(held: Any) -> list[str]:
    """The names of all that neurons hold, and that may be their gradient."""
    if isinstance(held, dict):
        return [*held]
    return [*dict.fromkeys(name for one in held for name in names_in(one))]


def of_result(title: str, cases: list[Case], seen: list[Seen]) -> Outcome:
    tried = [Tried(one["result"], [case.expected], [], case.arguments) for case, one in zip(cases, seen)]
    return judged(title, [tried])


def read(
    names: Iterable[str | None], cases: list[Case], seen: list[Seen], reading: Callable[..., Tried]
) -> list[list[Tried]]:
    """A reading of all cases for each name under which the gradient may be kept."""
    return [[reading(case, one, name) for case, one in zip(cases, seen)] for name in names]


# A neuron


def of_gradient(title: str, cases: list[Case], seen: list[Seen]) -> Outcome:
    def tried(case: Case, one: Seen, name: str) -> Tried:
        a, y = one["a"], case.arguments["desired"]
        before, found = one["kept"].get(name, [0, None])
        mistakes = [*results(OF_GRADIENT, a, y), ("adds up", before + y - a)]
        return Tried(found, [y - a, case.expected], mistakes, {"a": a, "desired": y})

    names = names_in([one["kept"] for one in seen])
    if names:
        return judged(title, read([n for n in names if STRONG.search(n)] or names, cases, seen, tried))
    right = [case.arguments["desired"] - one["a"] for case, one in zip(cases, seen)]
    if near([one.get("step") for one in seen], right):
        return all_points(len(cases), BY_HAND, "kept elsewhere")
    returned = [one["returned"] for one in seen]
    return all_points(len(cases), KO, "returned" if near(returned, right) else "keeps nothing", returned=returned[0])


def of_update(title: str, cases: list[Case], seen: list[Seen]) -> Outcome:
    def tried(case: Case, one: Seen, name: str | None) -> Tried:
        before, x, rate = one["before"], one["x"], case.arguments["rate"]
        gradient = one["gradients"].get(name, case.arguments["desired"] - one["a"])
        mistakes = results(OF_UPDATE, before, gradient, rate, x)
        for held in of_layer:
            gradients = [neuron.get(held, 0) for neuron in one["layer"]]
            mistakes.append(("layer gradients", stepped(before, rate * gradient, gradients)))
        values = {"before": before, "gradient": gradient, "rate": rate, "entries": x}
        return Tried(one["after"], [stepped(before, rate * gradient, x), *own(one)], mistakes, values)

    of_layer = names_in([one["layer"] for one in seen])
    readings = read([None, *names_in([one["gradients"] for one in seen])], cases, seen, tried)
    outcome = judged(title, readings)
    if outcome.verdict == OK and any(cause(reading) == "subtracted" for reading in readings):
        outcome.remarks.append(Reason("undone"))
    return outcome


def own(seen: Seen) -> list[Any]:
    """What another method of its own makes, where the method calls that."""
    return [seen["own"]] if "own" in seen and seen["own"] != seen["before"] else []


# A network


def of_loss(title: str, cases: list[Case], seen: list[Seen]) -> Outcome:
    """calcLoss was called twice in each form that it takes."""
    by_form: dict[str, list[Tried]] = {}
    for case, one in zip(cases, seen):
        outs, ys = one.get("outs", []), [y for _, y in case.arguments["examples"]]
        right = [case.expected]
        with suppress(ArithmeticError, LookupError, ValueError):
            right.append(total(outs, ys) / len(ys))
        for form in one["forms"]:
            found = form["values"]
            other = found if len(found) == 2 and not near(found[0], found[1]) else None
            mistakes = [("called twice", other)] + [(key, [v, v]) for key, v in results(OF_LOSS, outs, ys)]
            values = {"found": found[-1] if found else None, "expected": case.expected, "outs": outs, "desired": ys}
            tried = Tried(found, [[loss] * 2 for loss in right], mistakes, values)
            by_form.setdefault(form["takes"], []).append(tried)
    by_form = {form: tried for form, tried in by_form.items() if len(tried) == len(cases)}
    if not any(one.found for tried in by_form.values() for one in tried):
        return all_points(len(cases), KO, "returns nothing")
    outcome = judged(title, [*by_form.values()])
    form = max(by_form, key=lambda form: sum(one.is_right() for one in by_form[form]))
    outcome.remarks += [Reason(form)] if form in SENTENCES else []
    return outcome


def of_gradients(title: str, cases: list[Case], seen: list[Seen]) -> Outcome:
    def tried(case: Case, one: Seen, name: str | None) -> Tried:
        a, ys = one["a"], case.arguments["desired"]
        found = [row.get(name, 0) for row in one["gradients"]]
        found = [value if value == value else 0 for value in found]  # nan is not set either
        right = [[y - p for y, p in zip(ys, a)], case.expected, *of_own_calls(one, ys, name)]
        return Tried(found, right, results(OF_GRADIENTS, a, ys), {"a": a, "desired": ys})

    outcome = judged(title, read(names_in([one["gradients"] for one in seen]) or [None], cases, seen, tried))
    if any(reason.key == "no neuron" for reason in outcome.reasons()):
        right = [[y - a for y, a in zip(case.arguments["desired"], one["a"])] for case, one in zip(cases, seen)]
        returned = near([one["returned"] for one in seen], right)
        return all_points(len(cases), KO, "returned list" if returned else "no neuron")
    hidden = [pair for one in seen for pair in zip(*one["hidden"])]
    new = [value for before, after in hidden for name, value in after.items() if before.get(name) != value]
    # The hidden neurons' activations are 0.5: theirs are gradients of output neurons, or those of day 6.
    if outcome.verdict == OK and (any(one["hidden asked"] for one in seen) or any(near(abs(v), 0.5) for v in new)):
        return all_points(len(cases), KO, "hidden")
    outcome.remarks += [Reason("day 6")] if new and outcome.verdict == OK else []
    return outcome


def of_own_calls(seen: Seen, desired: list[float], name: str | None) -> list[Any]:
    """What the output neurons' own methods left behind, if each was asked for its own desired output."""
    calls = [call or [None, {}] for call in seen.get("own", [])]
    if not near([asked for asked, _ in calls], [[y] for y in desired]):
        return []
    return [[left.get(name, 0) for _, left in calls]]


def of_apply_all(title: str, cases: list[Case], seen: list[Seen]) -> Outcome:
    def tried(case: Case, one: Seen, name: str | None) -> Tried:
        layers = neurons(case, one, name)
        right = [[stepped(w, r * g, x) for w, g, r, x in layer] for layer in layers]
        mistakes = results(OF_LAYERS, right, one["before"], layers)
        return Tried(one["after"], [right, *own(one)], mistakes, first_wrong(one["after"], right, layers))

    names = names_in([one["gradients"] for one in seen])
    return judged(title, read([None, *names], cases, seen, tried))


def neurons(case: Case, seen: Seen, name: str | None) -> list[list[tuple[Any, float, float, Any]]]:
    """Of each neuron its weights before, its gradient, the rate, its entries."""
    layers, rate, desired = [], case.arguments["rate"], case.arguments["desired"]
    for x, ys, activations, held, before in zip(seen["x"], desired, seen["a"], seen["gradients"], seen["before"]):
        gradients = [one.get(name, y - a) for y, a, one in zip(ys, activations, held)]
        layers.append([(w, g, rate, x) for w, g in zip(before, gradients)])
    return layers


def first_wrong(after: Any, right: Any, layers: Any) -> dict[str, Any]:
    """What a sentence tells of the first neuron that has other weights than it should."""
    for n, layer in enumerate(layers):
        for m, (before, gradient, rate, entries) in enumerate(layer):
            if not near(after[n][m], right[n][m]):
                told = {"before": before, "gradient": gradient, "rate": rate, "entries": entries}
                return {"layer": n + 1, "neuron": m, "found": after[n][m], "expected": right[n][m], **told}
    return {}


MEASURES: dict[str, Callable[[str, list[Case], list[Seen]], Outcome]] = {
    day5.ACTIVATE: of_result, day5.LOSS: of_loss, day5.GRADIENT: of_gradient, day5.APPLY: of_update,
    day5.WITH_LAYER: of_update, day5.NETWORK: of_result, day5.NETWORK_LOSS: of_loss, day5.GRADIENTS: of_gradients,
    day5.APPLY_ALL: of_apply_all,
}
