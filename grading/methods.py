"""Judge what was seen of the methods: pure functions from what a process wrote down to verdicts.

A neuron's method is measured against what the neuron held before the call, or against the formula; a network's against
what its neurons' own methods do, or the formula.
"""

import difflib
import re
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass, field
from math import isclose
from typing import Any

from grading.cases import (
    CASES,
    OF_GRADIENT,
    OF_GRADIENTS,
    OF_LAYERS,
    OF_LOSS,
    OF_UPDATE,
    Case,
    Mistakes,
    stepped,
    total,
)
from grading.day5 import (
    ACTIVATE,
    APPLY,
    APPLY_ALL,
    GRADIENT,
    GRADIENTS,
    LOSS,
    METHODS,
    NAMES,
    NETWORK,
    NETWORK_LOSS,
    WITH_LAYER,
    file_of,
)
from grading.folder import Folder, functions, is_stub
from grading.outcome import BLOCKED, BY_HAND, KO, OK, TO_DO, Outcome, Point, Reason, all_points
from grading.sentences import SENTENCES

Seen = dict[str, Any]
STRONG = re.compile("grad|delta|nabla", re.IGNORECASE)
ENTRIES, RATE = (
    re.compile("entr|inp|^x|couche|layer|neur", re.IGNORECASE),
    re.compile("rate|taux|lr|alpha|eta|pas", re.IGNORECASE),
)
# What a neuron may raise that no activation was given to, and what else where it has no gradient
NOT_SET = {
    True: "AttributeError|TypeError: .*NoneType",
    False: "AttributeError|TypeError: .*NoneType|IndexError|KeyError",
}
# What each method builds on
NEEDS = {
    ACTIVATE: [], LOSS: [ACTIVATE], GRADIENT: [ACTIVATE], APPLY: [GRADIENT, ACTIVATE],
    WITH_LAYER: [APPLY, GRADIENT, ACTIVATE], NETWORK: [ACTIVATE], NETWORK_LOSS: [NETWORK, LOSS, ACTIVATE],
    GRADIENTS: [GRADIENT, NETWORK, ACTIVATE], APPLY_ALL: [WITH_LAYER, APPLY, GRADIENT, NETWORK, ACTIVATE],
}


@dataclass
class Seens:
    """What the processes of the methods wrote down: of each method its cases, of each stage how it ended."""

    cases: dict[str, list[Seen]] = field(default_factory=dict)
    imports: dict[str, Seen] = field(default_factory=dict)
    ended: dict[str, str] = field(default_factory=dict)
    layout: list[str] = field(default_factory=list)
    gradient: list[Any] = field(default_factory=list)
    cannot: str = ""


def judge_all(folder: Folder, seens: Seens) -> dict[str, Outcome]:
    """The outcome of each method, in the order in which they build on each other."""
    outcomes: dict[str, Outcome] = {}
    for title in METHODS:
        before = before_cases(title, folder, seens, outcomes)
        outcomes[title] = before or of_cases(title, folder, seens, outcomes)
    return outcomes


def before_cases(title: str, folder: Folder, seens: Seens, outcomes: dict[str, Outcome]) -> Outcome | None:
    """What can be said before a case is looked at: not begun, not imported, not ended."""
    count, file, (kind, name) = len(CASES[title]), file_of(title), title.split(".")
    if not folder.has(file):
        return all_points(count, TO_DO, "no file", file=file, near=folder.instead_of(file), archives=folder.archives())
    for function in functions(folder.text(file), kind):
        if function.name == name and is_stub(function.body):
            return all_points(count, TO_DO, "stub", f"{file}:{function.lineno}", name=name)
    if seens.cannot:
        return all_points(count, BY_HAND, "crashed", error=seens.cannot)
    if kind == "NeuralNetwork" and (is_broken("Neuron", seens) or not folder.has("Neuron.py")):
        return Outcome([Point(BLOCKED, blocked_by_file("Neuron.py"))] * count)
    if is_broken(kind, seens):
        return of_import(kind, count, folder, seens)
    if title in seens.ended:
        dead = [need for need in NEEDS[title] if need in seens.ended]
        if dead:
            return Outcome([Point(BLOCKED, blocked(dead[:1], outcomes))] * count)
        ended = seens.ended[title]
        return all_points(count, KO, ended if ended in ("time", "idle") else "killed", call=name, signal=ended)
    return None


def is_broken(module: str, seens: Seens) -> bool:
    return module in seens.imports or f"import {module}" in seens.ended


def of_import(module: str, count: int, folder: Folder, seens: Seens) -> Outcome:
    """A file that could not be imported, or that has not the class of its name."""
    file, raised = f"{module}.py", seens.imports.get(module, {})
    ended = seens.ended.get(f"import {module}", "")
    if ended:
        return all_points(count, KO, "import time" if ended in ("time", "idle") else "killed", call=file, signal=ended)
    if raised.get("key") == "no class":
        classes = re.findall(r"^class (\w+)", folder.text(file), re.MULTILINE)
        near = difflib.get_close_matches(module, classes, 1, 0.5)
        return all_points(count, TO_DO, "no class", file=file, name=module, near=near)
    if module_missing(raised) or raised.get("key") in ("lost", "patched"):
        return Outcome([Point(BY_HAND, reason_of(raised))] * count)
    return all_points(count, KO, "raised", raised.get("place", ""), call=file, error=raised["raised"])


def of_cases(title: str, folder: Folder, seens: Seens, outcomes: dict[str, Outcome]) -> Outcome:
    cases, seen = CASES[title], seens.cases.get(title, [])
    missing = next((one for one in seen if one.get("key") == "no method"), None)
    if missing:
        near = difflib.get_close_matches(missing["name"], missing["names"], 1, 0.75)
        others = [name for name in near if f"{title.split('.')[0]}.{name}" not in METHODS]
        return all_points(len(cases), TO_DO, "no method", name=missing["name"], near=others, file=file_of(title))
    if len(seen) < len(cases):
        return all_points(len(cases), BY_HAND, "lost", raised="-")
    failed = [of_failed(title, one, outcomes, folder, seens.layout) for one in seen]
    judges: dict[str, Callable[..., Outcome]] = {
        GRADIENT: of_gradient, APPLY: of_update, WITH_LAYER: of_update, LOSS: of_loss, NETWORK_LOSS: of_loss,
        GRADIENTS: of_gradients, APPLY_ALL: of_apply_all, ACTIVATE: of_result, NETWORK: of_result,
    }
    whole = [n for n, point in enumerate(failed) if point is None]
    judged = judges[title](title, [cases[n] for n in whole], [seen[n] for n in whole]) if whole else Outcome([])
    if any(one.get("argument changed") for one in seen):
        judged = all_points(len(whole), KO, "argument changed", name=title.split(".")[1])
    rest = iter(judged.points)
    outcome = Outcome([point or next(rest) for point in failed], judged.remarks)
    if outcome.verdict == TO_DO:
        return Outcome([next(point for point in outcome.points if point.verdict == TO_DO)] * len(cases))
    needed = blocking(title, seen, outcomes) if outcome.verdict == KO else ""
    return Outcome([Point(BLOCKED, blocked([needed], outcomes))] * len(cases)) if needed else outcome


def of_failed(
    title: str, seen: Seen, outcomes: dict[str, Outcome], folder: Folder, layout: list[str]
) -> Point | None:
    """A case that could not be tried, or whose call raised."""
    if "raised" not in seen and "key" not in seen:
        return None
    name, place = title.split(".")[1], seen.get("place", "")
    if seen.get("to do") == name:
        return Point(TO_DO, Reason("stub", {"name": name}, place))
    raised = {"error": seen.get("raised", ""), "call": name}
    if seen.get("key") == "layout raised" and title == ACTIVATE:
        return Point(KO, Reason("raised", raised, place))
    needed = lacking(title, seen, outcomes)
    if needed:
        return Point(BLOCKED, blocked([needed], outcomes))
    if "key" in seen or module_missing(seen):
        return Point(BY_HAND, reason_of(seen))
    if "AttributeError: 'list' object" in seen["raised"]:
        return Point(BY_HAND, Reason("list wanted", raised, place))
    for function in functions(folder.text(file_of(title)), title.split(".")[0]):
        names = [one.arg for one in function.args.args][1:]
        swapped = ENTRIES.search("".join(names[:1])) or RATE.search("".join(names[1:2]))
        if function.name == name and title in (APPLY, WITH_LAYER) and swapped:
            line = f"{file_of(title)}:{function.lineno}"
            return Point(BY_HAND, Reason("order", {"name": name, "names": names}, line))
    return Point(KO, Reason("raised", {**raised, **hint(title, seen["raised"], layout)}, place))


def hint(title: str, raised: str, layout: list[str]) -> dict[str, str]:
    """What may help a student with what was raised: a sentence, and what is filled in."""
    if raised.startswith("IndexError") and title == APPLY_ALL:
        return {"hint": "layer before"}
    if raised.startswith("IndexError") and layout and layout[1].partition(",")[0].endswith("[0]"):
        return {"hint": "index", "weights": layout[1].partition("[0]")[0]}
    known = {"TypeError: .*'Neuron'": "no number", "TypeError: .*('list'|sequence)": "list", ".*math domain": "log"}
    return next(({"hint": key} for pattern, key in known.items() if re.match(pattern, raised)), {})


def lacking(title: str, seen: Seen, outcomes: dict[str, Outcome]) -> str:
    """What has to be right before a case can be tried, or before what its call raised can be judged."""
    wrong = [need for need in NEEDS[title] if outcomes[need].verdict != OK]
    if seen.get("to do"):
        return next((need for need in NEEDS[title] if need.endswith(f".{seen['to do']}")), seen["to do"])
    if seen.get("key") == "dead":
        return str(seen["name"])
    if seen.get("key") in ("layout raised", "layout", "layers", "not made"):
        return next((need for need in (ACTIVATE, NETWORK) if need in wrong and outcomes[need].verdict != BY_HAND), "")
    if "key" in seen or module_missing(seen):
        return ""
    attribute = re.search(r"^AttributeError: .* has no attribute '(\w+)'", seen["raised"])
    for need in wrong:
        if need.split(".")[1] in [*seen["within"], attribute and attribute[1]]:
            return need
    not_set = re.match(NOT_SET[bool(seen.get("has gradient"))], seen["raised"])
    return wrong[0] if wrong and wrong[0] in (GRADIENT, ACTIVATE) and not_set else ""


def blocked(needs: list[str], outcomes: dict[str, Outcome]) -> Reason:
    """What has to be put right first; of the days before, which have no exercise, also why."""
    reasons = [reason for need in needs if need in outcomes for reason in outcomes[need].reasons()]
    for reason in reasons:
        if str(reason.values.get("call")).endswith(".py"):
            return blocked_by_file(reason.values["call"])
    if needs[0] in NAMES:
        return Reason("blocked", {"needs": needs})
    return Reason("blocked", {"needs": needs[:1], "why": reasons[:1]})


def blocked_by_file(file: str) -> Reason:
    return Reason("blocked file", {"file": file, "exercise": NAMES[GRADIENT if file == "Neuron.py" else NETWORK_LOSS]})


def module_missing(seen: Seen) -> str:
    found = re.match(r"ModuleNotFoundError: No module named '([\w.]+)'", seen.get("raised", ""))
    return found[1] if found else ""


def reason_of(seen: Seen) -> Reason:
    if module_missing(seen):
        return Reason("no module", {"name": module_missing(seen)}, seen["place"])
    values = {key: value for key, value in seen.items() if key not in ("key", "place")}
    return Reason(seen.get("key", "lost"), values, seen.get("place", ""))


def blocking(title: str, seen: list[Seen], outcomes: dict[str, Outcome]) -> str:
    """What has to be right before a method that seems wrong can be judged."""
    bad = [need for need in NEEDS[title] if outcomes[need].verdict != OK]
    has_gradient = any(names_in(one.get("gradients", [])) or one.get("has gradient") for one in seen)
    if GRADIENT in bad and not has_gradient:
        return GRADIENT
    called = [need for need in (WITH_LAYER, APPLY, GRADIENT) if need in bad]
    if called and any("own" in one for one in seen):
        # It calls one that is wrong: what it makes of it is not told from what that makes.
        return called[0]
    if title in (NETWORK_LOSS, GRADIENTS, APPLY_ALL):
        return next((need for need in (ACTIVATE, NETWORK) if need in bad), "")
    return ""


# What is right


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
    def tried(case: Case, one: Seen, name: str) -> Tried:
        a, ys = one["a"], case.arguments["desired"]
        found, owns = ([row.get(name) for row in one.get(key, [])] for key in ("gradients", "own"))
        found = [value if value == value and value is not None else 0 for value in found]  # nan is not set either
        right = [[y - p for y, p in zip(ys, a)], case.expected, *([owns] if owns else [])]
        return Tried(found, right, results(OF_GRADIENTS, a, ys), {"a": a, "desired": ys})

    readings = read(names_in([one["gradients"] for one in seen]), cases, seen, tried)
    outcome = judged(title, readings) if readings else all_points(len(cases), KO, "no neuron")
    if any(reason.key == "no neuron" for reason in outcome.reasons()):
        right = [[y - a for y, a in zip(case.arguments["desired"], one["a"])] for case, one in zip(cases, seen)]
        returned = near([one["returned"] for one in seen], right)
        return all_points(len(cases), KO, "returned list" if returned else "no neuron")
    hidden = [pair for one in seen for pair in zip(*one["hidden"])]
    new = [value for before, after in hidden for name, value in after.items() if before.get(name) != value]
    if new and outcome.verdict == OK:
        # The hidden neurons' activations are 0.5: theirs are gradients of output neurons, or those of day 6.
        if any(near(abs(value), 0.5) for value in new):
            return all_points(len(cases), KO, "hidden")
        outcome.remarks.append(Reason("day 6"))
    return outcome


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
