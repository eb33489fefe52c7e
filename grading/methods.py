"""Judge the methods: pure functions from what the processes wrote down to verdicts.

What is not begun, not imported or not understood is told from what was raised; all else is measured.
"""

import difflib
import re
from dataclasses import dataclass, field
from typing import Any

from grading import day5
from grading.cases import CASES
from grading.folder import Folder, functions, is_stub
from grading.measures import MEASURES, Seen, names_in
from grading.outcome import BLOCKED, BY_HAND, KO, OK, TO_DO, Outcome, Point, Reason, all_points
from grading.process import Trace

ENTRIES = re.compile("entr|inp|^x|couche|layer|neur", re.IGNORECASE)
RATE = re.compile("rate|taux|lr|alpha|eta|pas", re.IGNORECASE)
# What may be raised by a neuron that has no activation or gradient yet, and what else where it has no gradient
NOT_SET, NO_GRADIENT = "AttributeError|TypeError: .*NoneType", "IndexError|KeyError"


@dataclass
class Seens:
    """What the processes of the methods wrote down: of each method its cases, of each stage how it ended."""

    cases: dict[str, list[Seen]] = field(default_factory=dict)
    imports: dict[str, Seen] = field(default_factory=dict)
    ended: dict[str, str] = field(default_factory=dict)

    @property
    def layout(self) -> list[str]:
        """The names of the activation and of the weights."""
        return next((seen["layout"] for seen in self.cases.get(day5.ACTIVATE, []) if "layout" in seen), [])

    @property
    def gradient(self) -> list[Any]:
        """Where the gradient was found, as far as all cases have told."""
        return next((seen["places"] for seen in self.cases.get(day5.GRADIENT, [])[::-1] if "places" in seen), [])

    def take(self, trace: Trace) -> None:
        """Take over what a process wrote down, and which stage it did not survive."""
        stages: list[str] = []
        cases: dict[str, list[Any]] = {}
        for kind, *values in trace.lines:
            if kind == "start":
                stages.append(values[0])
            elif kind == "end":
                stages.remove(values[0])
            elif kind == "case":
                cases.setdefault(values[0], []).append(values[1])
            elif kind == "import":
                self.imports[values[0]] = values[1]
                stages.clear()
        self.cases |= {title: seen for title, seen in cases.items() if title not in stages}
        if stages and not trace.is_done():
            self.ended[stages[-1]] = trace.ended or "exit"


def judge_all(folder: Folder, seens: Seens) -> dict[str, Outcome]:
    """The outcome of each method, in the order in which they build on each other."""
    outcomes: dict[str, Outcome] = {}
    for title in day5.METHODS:
        before = before_cases(title, folder, seens, outcomes)
        outcomes[title] = before or of_cases(title, folder, seens, outcomes)
    return outcomes


def before_cases(title: str, folder: Folder, seens: Seens, outcomes: dict[str, Outcome]) -> Outcome | None:
    """What can be said before a case is looked at: not begun, not imported, not ended."""
    count, file, (kind, name) = len(CASES[title]), day5.file_of(title), title.split(".")
    if not folder.has(file):
        return all_points(count, TO_DO, "no file", file=file, near=folder.instead_of(file), archives=folder.archives())
    for function in functions(folder.text(file), kind):
        if function.name == name and is_stub(function.body):
            return all_points(count, TO_DO, "stub", f"{file}:{function.lineno}", name=name)
    if kind == "NeuralNetwork" and (is_broken("Neuron", seens) or not folder.has("Neuron.py")):
        return Outcome([Point(BLOCKED, blocked_by_file("Neuron.py"))] * count)
    if is_broken(kind, seens):
        return of_import(kind, count, folder, seens)
    if title in seens.ended:
        dead = [need for need in day5.NEEDS[title] if need in seens.ended]
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
    if module_missing(raised) or "key" in raised:
        return Outcome([Point(BY_HAND, reason_of(raised))] * count)
    return all_points(count, KO, "raised", raised.get("place", ""), call=file, error=raised["raised"])


def of_cases(title: str, folder: Folder, seens: Seens, outcomes: dict[str, Outcome]) -> Outcome:
    cases, seen = CASES[title], seens.cases.get(title, [])
    missing = next((one for one in seen if one.get("key") == "no method"), None)
    if missing:
        near = difflib.get_close_matches(missing["name"], missing["names"], 1, 0.75)
        others = [name for name in near if f"{title.split('.')[0]}.{name}" not in day5.METHODS]
        return all_points(
            len(cases), TO_DO, "no method", name=missing["name"], near=others, file=day5.file_of(title)
        )
    if len(seen) < len(cases):
        return all_points(len(cases), BY_HAND, "lost", raised="-")
    whole = [n for n, one in enumerate(seen) if "raised" not in one and "key" not in one]
    measured = MEASURES[title](title, [cases[n] for n in whole], [seen[n] for n in whole]) if whole else Outcome([])
    if any(one.get("argument changed") for one in seen):
        measured = all_points(len(whole), KO, "argument changed", name=title.split(".")[1])
    by_case = dict(zip(whole, measured.points))
    points = [by_case.get(n) or of_failed(title, one, folder, seens.layout) for n, one in enumerate(seen)]
    for n, (point, one) in enumerate(zip(points, seen)):
        needed = lacking(title, one, outcomes) if point.verdict in (KO, BY_HAND) else ""
        if needed:
            points[n] = Point(BLOCKED, blocked([needed], outcomes))
    to_do = [point for point in points if point.verdict == TO_DO]
    return Outcome(to_do[:1] * len(cases) if to_do else points, measured.remarks)


def of_failed(title: str, seen: Seen, folder: Folder, layout: list[str]) -> Point:
    """A case that could not be tried, or whose call raised."""
    name, place = title.split(".")[1], seen.get("place", "")
    if seen.get("to do") == name:
        return Point(TO_DO, Reason("stub", {"name": name}, place))
    raised = {"error": seen.get("raised", ""), "call": name}
    if seen.get("key") == "layout raised" and title == day5.ACTIVATE:
        return Point(KO, Reason("raised", raised, place))
    if "key" in seen or module_missing(seen):
        return Point(BY_HAND, reason_of(seen))
    if "AttributeError: 'list' object" in seen["raised"]:
        return Point(BY_HAND, Reason("list wanted", raised, place))
    for function in functions(folder.text(day5.file_of(title)), title.split(".")[0]):
        names = [one.arg for one in function.args.args][1:]
        swapped = ENTRIES.search("".join(names[:1])) or RATE.search("".join(names[1:2]))
        if function.name == name and title in (day5.APPLY, day5.WITH_LAYER) and swapped:
            line = f"{day5.file_of(title)}:{function.lineno}"
            return Point(BY_HAND, Reason("order", {"name": name, "names": names}, line))
    return Point(KO, Reason("raised", {**raised, **hint(title, seen["raised"], layout)}, place))


def hint(title: str, raised: str, layout: list[str]) -> dict[str, str]:
    """What may help a student with what was raised: a sentence, and what is filled in."""
    if raised.startswith("IndexError") and title == day5.APPLY_ALL:
        return {"hint": "layer before"}
    if raised.startswith("IndexError") and layout and layout[1].partition(",")[0].endswith("[0]"):
        return {"hint": "index", "weights": layout[1].partition("[0]")[0]}
    known = {"TypeError: .*'Neuron'": "no number", "TypeError: .*('list'|sequence)": "list", ".*math domain": "log"}
    return next(({"hint": key} for pattern, key in known.items() if re.match(pattern, raised)), {})


# What has to come first


def lacking(title: str, seen: Seen, outcomes: dict[str, Outcome]) -> str:
    """What has to be right before this case can be judged, where there is something."""
    wrong = [need for need in day5.NEEDS[title] if outcomes[need].verdict != OK]
    has_gradient = bool(names_in(seen.get("gradients", [])))
    if seen.get("to do"):
        return next((need for need in day5.NEEDS[title] if need.endswith(f".{seen['to do']}")), seen["to do"])
    if seen.get("key") == "dead":
        return str(seen["name"])
    if "key" in seen:
        of_layout = seen["key"] in ("layout raised", "layout", "layers", "not made")
        known = [need for need in (day5.ACTIVATE, day5.NETWORK) if need in wrong and outcomes[need].verdict != BY_HAND]
        return known[0] if of_layout and known else ""
    if "raised" in seen:
        attribute = re.search(r"^AttributeError: .* has no attribute '(\w+)'", seen["raised"])
        for need in wrong:
            if need.split(".")[1] in [*seen["within"], attribute and attribute[1]]:
                return need
        not_set = re.match(NOT_SET if has_gradient else f"{NOT_SET}|{NO_GRADIENT}", seen["raised"])
        return wrong[0] if wrong and wrong[0] in (day5.GRADIENT, day5.ACTIVATE) and not_set else ""
    if day5.GRADIENT in wrong and not has_gradient:
        return day5.GRADIENT
    called = [need for need in day5.CALLS.get(title, []) if need in wrong and "own" in seen]
    of_network = title.startswith("NeuralNetwork.")
    return next(iter(called + [need for need in (day5.ACTIVATE, day5.NETWORK) if need in wrong and of_network]), "")


def blocked(needs: list[str], outcomes: dict[str, Outcome]) -> Reason:
    """What has to be put right first; of the days before, which have no exercise, also why."""
    reasons = [reason for need in needs if need in outcomes for reason in outcomes[need].reasons()]
    for reason in reasons:
        if str(reason.values.get("call")).endswith(".py"):
            return blocked_by_file(reason.values["call"])
    if needs[0] in day5.NAMES:
        return Reason("blocked", {"needs": needs})
    return Reason("blocked", {"needs": needs[:1], "why": reasons[:1]})


def blocked_by_file(file: str) -> Reason:
    title = day5.GRADIENT if file == "Neuron.py" else day5.NETWORK_LOSS
    return Reason("blocked file", {"file": file, "exercise": day5.NAMES[title]})


def module_missing(seen: Seen) -> str:
    found = re.match(r"ModuleNotFoundError: No module named '([\w.]+)'", seen.get("raised", ""))
    return found[1] if found else ""


def reason_of(seen: Seen) -> Reason:
    if module_missing(seen):
        return Reason("no module", {"name": module_missing(seen)}, seen["place"])
    values = {key: value for key, value in seen.items() if key not in ("key", "place")}
    return Reason(seen.get("key", "lost"), values, seen.get("place", ""))
