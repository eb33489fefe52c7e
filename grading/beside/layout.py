"""Find what a neuron calls its parts, by what they do: the subject names only classes and methods.

A neuron keeps a tree of numbers. Its weights are those that move its weighted sum as the entries say, and its
activation is where Logistic(sp) can be read.
"""

import contextlib
import inspect
import re
import sys
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from grading.beside.failures import Failed, NotUnderstood
from grading.beside.tree import Path, get, logit, name_of, near, put, single

if TYPE_CHECKING:
    from grading.beside.student import Student

GETTER = re.compile("(?!__|activ|calc|apply|set|learn|train|update).*(get|out|act|val|sort|pred)", re.IGNORECASE)
# The arguments of a constructor, and those by name
Way = tuple[tuple[Any, ...], dict[str, Any]]
# How an activation is read: as a "leaf" at a path, an "attr", a "call" of a getter, "returned" by activate, "nowhere"
Place = tuple[str, Any]
# Makes of numbers what a method takes
Form = Callable[[list[float]], Any]


@dataclass
class Layout:
    """Where a neuron keeps its weights, the bias first; how its activation is read; what its constructor takes."""

    weights: list[Path]
    out: Place
    # Does activate make Logistic(sp) of these weights?
    activates: bool
    way: Way
    form: Form

    def told(self) -> list[str]:
        """The names of the activation and of the weights, the bias first."""
        kind, key = self.out
        names = [name_of(path) for path in self.weights]
        return ["" if kind == "returned" else name_of(key) if kind == "leaf" else str(key or ""), ", ".join(names[:2])]


@cache
def find(student: "Student", n: int) -> Layout | NotUnderstood:
    """The layout of a neuron of n inputs, or why it is not known."""
    try:
        return search(student, n)
    except NotUnderstood as error:
        return error


def search(student: "Student", n: int) -> Layout:
    """By what each number of a neuron of n inputs does to its activation, else by what an update does to it."""
    raised: list[Failed] = []
    names = "-"
    for by_effect in (by_output, by_update):
        for way, neuron in student.made("Neuron", ways_to_a_neuron(n)):
            for form in forms():
                try:
                    weights, out = by_effect(student, neuron, form, spread(n))
                except NotUnderstood:
                    continue
                except Failed as error:
                    raised += [error] if by_effect == by_output else []
                    continue
                if weights:
                    return Layout(weights, out, by_effect == by_output, way, form)
            names = ", ".join(name_of(path) for path in [*student.kept(neuron)][:8]) or "-"
    if raised:
        raise NotUnderstood("layout raised", raised=str(raised[0]), place=raised[0].place)
    raise NotUnderstood("layout", names=names)


def by_output(student: "Student", neuron: Any, form: Form, x: list[float]) -> tuple[list[Path], Place]:
    """The weights move the weighted sum by 1, x₁, x₂ and so on."""

    def sums() -> dict[Any, float]:
        returned = student.method(neuron, "activate")(form(x))
        return {place: logit(a) for place, a in outs(neuron, student.kept(neuron), returned).items() if 0 < a < 1}

    sums()
    for k, (path, value) in enumerate(student.kept(neuron).items()):
        if not value.is_integer() and abs(value) > 0.1 / len(x):
            put(neuron, path, 0.01 * (1 + k % 7))  # so that no sum saturates
    moved = effects(neuron, student.kept(neuron), sums)
    for place in sums():
        if weights := matching({path: by[place] for path, by in moved.items() if place in by}, x):
            return weights, place
    return [], ("nowhere", None)


def by_update(student: "Student", neuron: Any, form: Form, x: list[float]) -> tuple[list[Path], Place]:
    """Where activate is wrong: applyGradient moves the weights in proportion to 1, x₁, x₂ and so on."""
    out: Place = ("nowhere", None)
    with contextlib.suppress(Failed, NotUnderstood):
        student.method(neuron, "activate")(form(x))
    with contextlib.suppress(Failed, NotUnderstood):
        moved = effects(neuron, student.kept(neuron), lambda: student.desire(neuron, 1) or student.kept(neuron))
        minus = [path for path, by in moved.items() if any(near(value, -1) for value in by.values())]
        out = ("leaf", minus[0]) if minus else out
    student.give_gradient(neuron, 1, 0.5)
    before = student.kept(neuron)
    student.method(neuron, "applyGradient")(0.1, form(x))
    steps = {path: value - before.get(path, 0) for path, value in student.kept(neuron).items()}
    for step in filter(None, steps.values()):
        if weights := matching({path: value / step for path, value in steps.items()}, x):
            return weights, out
    return [], out


def outs(neuron: Any, kept: dict[Path, float], returned: Any) -> dict[Place, float]:
    """All that may be the activation: numbers, properties, getters, and what activate returns."""
    found: dict[Place, Any] = {("leaf", path): value for path, value in kept.items()}
    for name in dir(type(neuron)):
        member = inspect.getattr_static(type(neuron), name)
        with contextlib.suppress(Exception):
            if isinstance(member, property):
                found["attr", name] = single(getattr(neuron, name))
            elif callable(member) and GETTER.match(name):
                found["call", name] = single(getattr(neuron, name)())
    found["returned", None] = single(returned)
    return {place: value for place, value in found.items() if value is not None}


def effects(neuron: Any, kept: dict[Path, float], look: Callable[[], dict[Any, float]]) -> dict[Path, dict[Any, float]]:
    """How what is looked at changes with each number of a neuron."""
    before, found = look(), {}
    for path, value in kept.items():
        with contextlib.suppress(Exception):
            original = get(neuron, path)
            put(neuron, path, value + 0.1)
            try:
                after = look()
                found[path] = {key: (one - before[key]) / 0.1 for key, one in after.items() if key in before}
            finally:
                put(neuron, path, original)
    return found


def matching(found: dict[Path, float], x: list[float]) -> list[Path]:
    """The first path to 1 and to each of the entries; none at all where one is missing."""
    paths = [next((path for path, value in found.items() if near(value, one)), None) for one in [1.0, *x]]
    return [] if None in paths else [path for path in paths if path]


def ways_to_a_neuron(n: int) -> list[tuple[Any, ...]]:
    """What the constructor of a neuron of n inputs may want: their number, its weights, or nothing."""
    weights = [0.1] * n
    return [(n,), ([0.1, *weights],), (weights, 0.1), (0.1, weights), (n + 1,), ()]


def spread(count: int) -> list[float]:
    """Entries that are all different."""
    return [0.2 + 0.6 * (n + 1) / (count + 1) for n in range(count)]


def forms() -> list[Form]:
    """What entries may be: a list, or an array where the submission uses them."""
    numpy = sys.modules.get("numpy")
    return [list, lambda values: numpy.array(values, dtype=float)] if numpy else [list]
