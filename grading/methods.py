"""Judge what was seen of the methods: pure functions from what a process wrote down to verdicts.

A neuron's method is measured against what the neuron held before the call, or against the formula; a network's against
what its neurons' own methods do, or the formula.
"""

import difflib
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from math import isclose
from typing import Any

from grading.cases import CASES, FORMULAS, OF_GRADIENT, OF_LOSS, OF_UPDATE, Case, stepped
from grading.day5 import (
    ACTIVATE,
    APPLY,
    APPLY_ALL,
    GRADIENT,
    GRADIENTS,
    LOSS,
    METHODS,
    NETWORK,
    NETWORK_LOSS,
    WITH_LAYER,
    file_of,
)
from grading.folder import Folder, functions, is_stub
from grading.outcome import BLOCKED, BY_HAND, KO, OK, TO_DO, Outcome, Point, Reason, all_points

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
        count = len(CASES[title])
        outcomes[title] = before_cases(title, count, folder, seens) or of_cases(title, folder, seens, outcomes)
    return outcomes


def before_cases(title: str, count: int, folder: Folder, seens: Seens) -> Outcome | None:
    """What can be said before a case is looked at: not begun, not imported, not ended."""
    kind, name = title.split(".")
    file, text = file_of(title), folder.text(file_of(title))
    if not folder.has(file):
        return all_points(count, TO_DO, "no file", file=file, near=folder.instead_of(file), archives=folder.archives())
    for function in functions(text, kind):
        if function.name == name and is_stub(function.body):
            return all_points(count, TO_DO, "stub", f"{file}:{function.lineno}", name=name)
    if seens.cannot:
        return all_points(count, BY_HAND, "cannot start", error=seens.cannot)
    for module in dict.fromkeys(["Neuron", kind]):
        own = module == kind
        told = seens.imports.get(module, {})
        if f"import {module}" in seens.ended:
            told = {"key": "ended"}
        if not own and (told or not folder.has("Neuron.py")):
            return all_points(count, BLOCKED, "blocked", needs=["Neuron.py"])
        if told.get("key") == "no class":
            near = difflib.get_close_matches(kind, re.findall(r"^class (\w+)", text, re.MULTILINE), 1, 0.5)
            return all_points(count, TO_DO, "no class", file=file, name=kind, near=near)
        if told.get("key") == "patched" or ("raised" in told and (module_missing(told) or told.get("key") == "lost")):
            return Outcome([Point(BY_HAND, reason_of(told))] * count)
        if told:
            ended = seens.ended.get(f"import {module}", "")
            key = "import time" if ended in ("time", "idle") else "import ended" if ended else "import raised"
            return all_points(
                count, KO, key, told.get("place", ""), file=file, signal=ended, error=told.get("raised", "")
            )
    if title in seens.ended:
        dead = [need for need in NEEDS[title] if need in seens.ended]
        if dead:
            return all_points(count, BLOCKED, "blocked", needs=dead[:1])
        ended = seens.ended[title]
        return all_points(count, KO, ended if ended in ("time", "idle") else "killed", name=name, signal=ended)
    return None


def of_cases(title: str, folder: Folder, seens: Seens, outcomes: dict[str, Outcome]) -> Outcome:
    cases, seen = CASES[title], seens.cases.get(title, [])
    missing = next((one for one in seen if one.get("key") == "no method"), None)
    if missing:
        near = difflib.get_close_matches(missing["name"], missing["names"], 1, 0.75)
        others = [name for name in near if f"{title.split('.')[0]}.{name}" not in METHODS]
        return all_points(len(cases), TO_DO, "no method", **{**missing, "near": others, "file": file_of(title)})
    if len(seen) < len(cases):
        return all_points(len(cases), BY_HAND, "not told")
    failed = [of_failed(title, one, outcomes, folder) for one in seen]
    judges: dict[str, Callable[..., Outcome]] = {
        GRADIENT: of_gradient, APPLY: of_update, WITH_LAYER: of_update, LOSS: of_loss, NETWORK_LOSS: of_loss,
        GRADIENTS: of_gradients, APPLY_ALL: of_apply_all, ACTIVATE: of_result, NETWORK: of_result,
    }
    whole = [n for n, point in enumerate(failed) if point is None]
    judged = judges[title](title, [cases[n] for n in whole], [seen[n] for n in whole]) if whole else Outcome([])
    rest = iter(judged.points)
    outcome = Outcome([point or next(rest) for point in failed], judged.remarks)
    if outcome.verdict == TO_DO:
        return Outcome([next(point for point in outcome.points if point.verdict == TO_DO)] * len(cases))
    needed = blocking(title, seen, outcomes) if outcome.verdict == KO else ""
    return all_points(len(cases), BLOCKED, "blocked", needs=[needed]) if needed else outcome


def of_failed(title: str, seen: Seen, outcomes: dict[str, Outcome], folder: Folder) -> Point | None:
    """A case that could not be tried, or whose call raised."""
    name = title.split(".")[1]
    if "raised" not in seen and "key" not in seen:
        return None
    wrong = next((need for need in NEEDS[title] if outcomes[need].verdict != OK), "")
    if seen.get("to do") == name:
        return Point(TO_DO, Reason("stub", {"name": name}, seen["place"]))
    if seen.get("to do"):
        needed = next((need for need in NEEDS[title] if need.endswith(f".{seen['to do']}")), seen["to do"])
        return Point(BLOCKED, Reason("blocked", {"needs": [needed]}))
    if seen.get("key") in ("layout raised", "layout", "layers", "not made"):
        broken = [need for need in (ACTIVATE, NETWORK) if need in outcomes and outcomes[need].verdict in (KO, TO_DO)]
        if seen["key"] == "layout raised" and title == ACTIVATE:
            return Point(KO, Reason("raised", {"error": seen["raised"], "call": name}, seen["place"]))
        return Point(BLOCKED, Reason("blocked", {"needs": broken[:1]})) if broken else Point(BY_HAND, reason_of(seen))
    if seen.get("key") == "dead":
        return Point(BLOCKED, Reason("blocked", {"needs": [seen["name"]]}))
    if "key" in seen or module_missing(seen):
        return Point(BY_HAND, reason_of(seen))
    within = [need for need in NEEDS[title] if need.split(".")[1] in seen["within"] and outcomes[need].verdict != OK]
    if within:
        return Point(BLOCKED, Reason("blocked", {"needs": within[:1]}))
    named = re.search(r"^AttributeError: .* has no attribute '(\w+)'", seen["raised"])
    lacking = [
        need for need in NEEDS[title] if named and named[1] == need.split(".")[1] and outcomes[need].verdict != OK
    ]
    if lacking:
        return Point(BLOCKED, Reason("blocked", {"needs": lacking[:1]}))
    not_set = re.match(NOT_SET[bool(seen.get("has gradient"))], seen["raised"])
    if wrong in (GRADIENT, ACTIVATE) and not_set:
        return Point(BLOCKED, Reason("blocked", {"needs": [wrong]}))
    if "'list' object" in seen["raised"] and "AttributeError" in seen["raised"]:
        return Point(BY_HAND, Reason("list wanted", {"error": seen["raised"], "name": name}, seen["place"]))
    for function in functions(folder.text(file_of(title)), title.split(".")[0]):
        names = [one.arg for one in function.args.args]
        swapped = ENTRIES.search("".join(names[1:2])) or RATE.search("".join(names[2:3]))
        if function.name == name and title in (APPLY, WITH_LAYER) and swapped:
            return Point(
                BY_HAND, Reason("order", {"name": name, "names": names[1:]}, f"{file_of(title)}:{function.lineno}")
            )
    return Point(KO, Reason("raised", {"error": seen["raised"], "call": name}, seen["place"]))


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
    gradient = GRADIENT in bad and title != GRADIENT
    has_gradient = any(one.get("gradients") or one.get("has gradient") for one in seen)
    if gradient and title in (APPLY, WITH_LAYER) and not has_gradient:
        return GRADIENT
    if gradient and title in (GRADIENTS, APPLY_ALL) and not any(flat(one.get("gradients", [])) for one in seen):
        return GRADIENT
    called = [need for need in (WITH_LAYER, APPLY, GRADIENT) if need in bad]
    if called and any("own" in one for one in seen):
        # It calls one that is wrong: what it makes of it is not told from what that makes.
        return called[0]
    if title in (GRADIENTS, APPLY_ALL) and not {ACTIVATE, NETWORK}.isdisjoint(bad):
        return next(need for need in (ACTIVATE, NETWORK) if need in bad)
    if title == NETWORK_LOSS and NETWORK in bad and not any("outs" in one for one in seen):
        return NETWORK
    return ""


# What is right


def near(found: Any, expected: Any) -> bool:
    """Loose enough for numbers kept in single precision."""
    if isinstance(expected, (list, tuple)):
        return isinstance(found, list) and len(found) == len(expected) and all(map(near, found, expected))
    return isinstance(found, (int, float)) and isclose(found, expected, rel_tol=1e-5, abs_tol=1e-6)


def flat(thing: Any) -> list[Any]:
    return [one for part in thing for one in flat(part)] if isinstance(thing, list) else [thing] if thing else []


def points(title: str, cases: Iterable[Case], rows: Iterable[tuple[Any, Any, bool]], cause: str = "") -> list[Point]:
    """A point for each case: what was found, what was expected, whether that is right."""
    made = []
    for case, (found, expected, right) in zip(cases, rows):
        values = {"call": case.call, "found": found, "expected": expected, "formula": FORMULAS[title], "cause": cause}
        made.append(Point(OK) if right else Point(KO, Reason(cause or "wrong", values)))
    return made


def explained(mistakes: dict[str, Any], explains: Callable[[Any], bool]) -> str:
    """The first mistake that gives all that was seen."""
    for key, mistake in mistakes.items():
        try:
            if explains(mistake):
                return key
        except (ArithmeticError, LookupError, ValueError):
            continue
    return ""


def of_result(title: str, cases: list[Case], seen: list[Seen]) -> Outcome:
    rows = [(one["result"], case.expected, near(one["result"], case.expected)) for case, one in zip(cases, seen)]
    return Outcome(points(title, cases, rows))


def of_gradient(title: str, cases: list[Case], seen: list[Seen]) -> Outcome:
    ys = [case.arguments["desired"] for case in cases]
    right_at = [[y - one["a"], case.expected] for case, y, one in zip(cases, ys, seen)]

    def is_right(value: Any, n: int) -> bool:
        return any(near(value, expected) for expected in right_at[n])

    names = [*dict.fromkeys(name for one in seen for name in one["kept"])]
    values = {name: [one["kept"].get(name, [None, None])[1] for one in seen] for name in names}
    strong = [name for name in names if STRONG.search(name)]
    ranked = sorted(strong or names, key=lambda name: -sum(is_right(v, n) for n, v in enumerate(values[name])))
    if not ranked:
        if all("step" in one and is_right(one["step"], n) for n, one in enumerate(seen)):
            return all_points(len(cases), BY_HAND, "kept elsewhere")
        returned = [one["returned"] for one in seen]
        key = "returned" if all(map(is_right, returned, range(len(cases)))) else "keeps nothing"
        return Outcome([Point(KO, Reason(key, {"found": v, "call": c.call})) for c, v in zip(cases, returned)])
    name = ranked[0]
    found = values[name]
    cause = explained(OF_GRADIENT, lambda f: all(near(v, f(one["a"], y)) for v, one, y in zip(found, seen, ys)))
    if not cause and all(
        near(v - one["kept"].get(name, [0])[0], r[0]) for v, one, r in zip(found, seen, right_at) if v
    ):
        cause = "adds up"
    rows = [(v, case.expected, is_right(v, n)) for n, (v, case) in enumerate(zip(found, cases))]
    return Outcome(points(title, cases, rows, cause))


def of_update(title: str, cases: list[Case], seen: list[Seen]) -> Outcome:
    if any(one["argument changed"] for one in seen):
        return all_points(len(cases), KO, "argument changed", name=title.split(".")[1])
    steps = [(case.arguments["desired"], case.arguments["rate"]) for case in cases]
    names = [None, *dict.fromkeys(name for one in seen for name in one["gradients"])]
    best: list[tuple[Any, Any, bool]] = []
    cause = ""
    for name in names:
        gs = [one["gradients"].get(name, y - one["a"]) if name else y - one["a"] for one, (y, _) in zip(seen, steps)]
        ways = [(one["before"], g, rate, one["x"]) for one, g, (_, rate) in zip(seen, gs, steps)]
        right = [stepped(w, rate * g, x) for w, g, rate, x in ways]
        rows = [(one["after"], r, near(one["after"], r) or own(one)) for one, r in zip(seen, right)]
        if not best or sum(row[2] for row in rows) > sum(row[2] for row in best):
            best = rows
        cause = cause or explained(OF_UPDATE, lambda f: all(near(o["after"], f(*w)) for o, w in zip(seen, ways)))  # noqa: B023
    undone = all(row[2] for row in best) and cause == "subtracted"
    return Outcome(points(title, cases, best, cause), [Reason("undone")] if undone else [])


def own(seen: Seen) -> bool:
    """Does a method that calls another do what that does?"""
    return "own" in seen and near(seen["after"], seen["own"]) and seen["own"] != seen["before"]


def of_loss(title: str, cases: list[Case], seen: list[Seen]) -> Outcome:
    ys = [[y for _, y in case.arguments["examples"]] for case in cases]
    by_form: dict[str, list[list[float]]] = {}
    for one in seen:
        for form in one["forms"]:
            by_form.setdefault(form["takes"], []).append(form["values"])
    by_form = {form: values for form, values in by_form.items() if len(values) == len(cases)} or {"": [[]] * len(cases)}
    right_at = [[case.expected, loss_of(one, y)] for case, one, y in zip(cases, seen, ys)]

    def right(values: list[float], n: int) -> bool:
        return len(values) == 2 and any(near(values, [expected] * 2) for expected in right_at[n])

    form = max(by_form, key=lambda form: sum(map(right, by_form[form], range(len(cases)))))
    found = by_form[form]
    if not any(found):
        return Outcome([Point(KO, Reason("returns nothing", {"call": case.call})) for case in cases])
    cause = explained(OF_LOSS, lambda f: all(near(v[:1], [f(o["outs"], y)]) for v, o, y in zip(found, seen, ys) if v))
    if any(len(values) == 2 and not near(values[0], values[1]) for values in found):
        cause = "called twice"
    rows = [(v[-1] if v else None, case.expected, right(v, n)) for n, (case, v) in enumerate(zip(cases, found))]
    return Outcome(
        points(title, cases, rows, cause), [Reason("loss takes", {"what": form})] if form[:4] != "what" else []
    )


def loss_of(seen: Seen, ys: Any) -> float:
    """The loss of the network's own activations."""
    try:
        return OF_LOSS["sum of examples"](seen["outs"], ys) / len(ys)
    except (ArithmeticError, LookupError, ValueError):
        return float("nan")


def of_gradients(title: str, cases: list[Case], seen: list[Seen]) -> Outcome:
    if any(one["argument changed"] for one in seen):
        return all_points(len(cases), KO, "argument changed", name=title.split(".")[1])
    ys = [case.arguments["desired"] for case in cases]
    names = [*dict.fromkeys(name for one in seen for row in one["gradients"] for name in row)]
    if not names:
        return all_points(len(cases), KO, "keeps nothing", found=None, call=cases[0].call)
    best: list[tuple[Any, Any, bool]] = []
    cause = ""
    for name in names:
        found = [[row.get(name) for row in one["gradients"]] for one in seen]
        owns = [[row.get(name) for row in one.get("own", [])] for one in seen]
        right_at = [[y - a for y, a in zip(row, one["a"])] for row, one in zip(ys, seen)]
        rows = [
            (values, case.expected, any(near(values, right) for right in (case.expected, r, o) if right))
            for values, case, r, o in zip(found, cases, right_at, owns)
        ]
        if not best or sum(row[2] for row in rows) > sum(row[2] for row in best):
            best = rows
        known = {key: (lambda a, y, f=f: [f(*pair) for pair in zip(a, y)]) for key, f in OF_GRADIENT.items()} | {
            "last neuron": lambda a, y: [t - p for t, p in zip(y[:-1], a)] + [0.0],
            "first desired": lambda a, y: [y[0] - p for p in a],
        }
        cause = cause or explained(known, lambda f: all(near(v, f(o["a"], y)) for v, o, y in zip(found, seen, ys)))  # noqa: B023
    day6: list[Reason] = []
    for n, one in enumerate(seen):
        before, after = one["hidden"]
        if before != after and best[n][2]:
            if any(
                near(abs(value), 0.5) for b, a in zip(before, after) for key, value in a.items() if b.get(key) != value
            ):
                best[n], cause = (best[n][0], best[n][1], False), "hidden"
            day6 = [Reason("day 6")]
    return Outcome(points(title, cases, best, cause), day6 if all(row[2] for row in best) else [])


def of_apply_all(title: str, cases: list[Case], seen: list[Seen]) -> Outcome:
    names = [None, *dict.fromkeys(name for one in seen for row in one["gradients"] for g in row for name in g)]
    best: list[tuple[Any, Any, bool]] = []
    cause = ""
    for name in names:
        ways = [neurons(case, one, name) for case, one in zip(cases, seen)]
        right = [[[stepped(w, r * g, x) for w, g, r, x in layer] for layer in layers] for layers in ways]
        rows = [(one["after"], r, near(one["after"], r) or own(one)) for one, r in zip(seen, right)]
        if not best or sum(row[2] for row in rows) > sum(row[2] for row in best):
            best = rows
        known = {
            key: (lambda r, b, w, f=f: [[f(*way) for way in layer] for layer in w]) for key, f in OF_UPDATE.items()
        } | {
            "hidden skipped": lambda r, b, w: [*b[:-1], r[-1]] if len(b) > 1 else r,
            "output skipped": lambda r, b, w: [*r[:-1], b[-1]],
            "last neurons": lambda r, b, w: [[*rr[:-1], bb[-1]] for rr, bb in zip(r, b)],
            "first neurons": lambda r, b, w: [[bb[0], *rr[1:]] for rr, bb in zip(r, b)],
        }
        ones = [*zip(seen, right, ways)]
        cause = cause or explained(known, lambda f: all(near(o["after"], f(r, o["before"], w)) for o, r, w in ones))  # noqa: B023
    return Outcome(points(title, cases, best, cause))


def neurons(case: Case, seen: Seen, name: str | None) -> list[list[tuple[Any, float, float, Any]]]:
    """Of each neuron its weights before, its gradient, the rate, its entries."""
    rate, layers = case.arguments["rate"], []
    for n, x in enumerate(seen["x"]):
        ys, activations, held = case.arguments["desired"][n], seen["a"][n], seen["gradients"][n]
        gradients = [g.get(name, y - a) if name else y - a for y, a, g in zip(ys, activations, held)]
        layers.append([(w, g, rate, x) for w, g in zip(seen["before"][n], gradients)])
    return layers
