"""The submission: its classes, what they make, and what its neurons hold."""

import ast
import contextlib
import importlib
import inspect
import re
import sys
from collections.abc import Callable, Iterator
from copy import deepcopy
from functools import cache
from pathlib import Path as File
from typing import Any

from grading.beside.failures import HOME, Failed, NotUnderstood, call
from grading.beside.layout import Layout, Way, find, spread
from grading.beside.tree import Path, attributes, changed, get, is_number, leaves, logistic, name_of, put, single

# What may be the gradient where its own method does not tell
GRADIENT = re.compile("grad|delta|nabla|err", re.IGNORECASE)
KINDS = ("Neuron", "NeuralNetwork")


class Student:
    """The submission in the current folder: its classes, what they make, and what is known of its neurons."""

    def __init__(self, dead: list[str], gradient: list[Any]) -> None:
        # The methods that a process did not survive
        self.dead = dead
        # What activate has returned, by neuron
        self.returned: dict[int, Any] = {}
        # Where calculateOutputGradient leaves its result, as far as its cases have told
        self.gradient_places: list[Path] = [tuple((kind, key) for kind, key in path) for path in gradient]

    def load(self, name: str) -> Any:
        """The class Neuron or NeuralNetwork from the file of its name."""
        kind = getattr(call(importlib.import_module, name), name, None)
        if not isinstance(kind, type):
            raise NotUnderstood("no class", file=f"{name}.py", name=name)
        return kind

    def method(self, thing: Any, name: str) -> Callable[..., Any]:
        kind = thing if isinstance(thing, type) else type(thing)
        method = getattr(thing, name, None)
        if not callable(method):
            names = [key for key, value in vars(kind).items() if callable(value) and not key.startswith("__")]
            raise NotUnderstood("no method", kind=kind.__name__, name=name, names=names)
        if f"{kind.__name__}.{name}" in self.dead:
            raise NotUnderstood("dead", name=f"{kind.__name__}.{name}")
        return lambda *arguments: call(method, *arguments)

    def made(self, name: str, sizes: list[tuple[Any, ...]]) -> Iterator[tuple[Way, Any]]:
        """What the class makes of each way to ask for one, with what the submission's own calls give it besides."""
        kind, errors = self.load(name), []
        ways = [((*one, *more), named) for more, named in given_besides(name) for one in sizes]
        for way in ways:
            try:
                thing = made_of(kind, way)
            except Failed as error:
                errors.append(f"{name}({', '.join(map(str, way[0]))}): {error}")
            else:
                yield way, thing
        if len(errors) == len(ways):
            names = ", ".join(inspect.signature(kind).parameters)
            raise NotUnderstood("not made", name=name, names=names, raised=errors[0])

    # Its neurons

    def layout(self, n: int) -> Layout:
        """Of a neuron of n inputs."""
        found = find(self, n)
        if isinstance(found, NotUnderstood):
            raise found
        return found

    def neuron(self, weights: list[float]) -> Any:
        """A neuron of these weights."""
        neuron = made_of(self.load("Neuron"), self.layout(len(weights) - 1).way)
        self.set_weights(neuron, weights)
        return neuron

    def set_weights(self, neuron: Any, weights: list[float]) -> None:
        n = len(weights) - 1
        with contextlib.suppress(Failed, NotUnderstood):
            self.activate(neuron, spread(n))  # Some make their weights only then.
        for path, weight in zip(self.layout(n).weights, weights):
            call(put, neuron, path, float(weight))

    def weights(self, neuron: Any, n: int) -> list[float]:
        return [float(get(neuron, path)) for path in self.layout(n).weights]

    def kept(self, neuron: Any) -> dict[Path, float]:
        return leaves(neuron, kinds())

    def activate(self, neuron: Any, x: list[float]) -> None:
        """Activate a neuron by its own method; where that is wrong, its activation is put right."""
        layout = self.layout(len(x))
        try:
            self.returned[id(neuron)] = self.method(neuron, "activate")(layout.form(x))
        except (Failed, NotUnderstood):
            if layout.activates:
                raise
        if not layout.activates and layout.out[0] == "leaf":
            put(neuron, layout.out[1], self.right_out(neuron, x))

    def right_out(self, neuron: Any, x: list[float]) -> float:
        """What the weights make of the entries."""
        return logistic(sum(w * one for w, one in zip(self.weights(neuron, len(x)), [1.0, *x])))

    def out(self, neuron: Any, x: list[float]) -> float:
        """The activation as it stands; where that is not found, what the weights make of the entries."""
        value = self.seen_out(neuron, len(x))
        return self.right_out(neuron, x) if value is None else value

    def seen_out(self, neuron: Any, n: int) -> float | None:
        kind, key = self.layout(n).out
        value: Any = None
        with contextlib.suppress(Exception):
            if kind == "leaf":
                value = get(neuron, key)
            elif kind in ("attr", "call"):
                value = getattr(neuron, key) if kind == "attr" else getattr(neuron, key)()
            else:
                value = self.returned.get(id(neuron))
        return single(value)

    def desire(self, neuron: Any, desired: float) -> Any:
        """Call calculateOutputGradient, with a number, or with a list where it takes one."""
        method = self.method(neuron, "calculateOutputGradient")
        try:
            return method(desired)
        except Failed as error:
            with contextlib.suppress(Failed):
                return method([desired])
            raise error

    def give_gradient(self, neuron: Any, desired: float, gradient: float) -> None:
        """Let its own method set the gradient; where that leaves nothing behind, the attributes that are named so."""
        before = self.kept(neuron)
        with contextlib.suppress(Failed, NotUnderstood):
            self.desire(neuron, desired)
        if not self.gradient_places and not changed(before, self.kept(neuron)):
            self.set_gradient(neuron, gradient)

    def set_gradient(self, neuron: Any, gradient: float) -> None:
        """Set it where its place is known, else in the attributes that are named so or that Neuron.py speaks of."""
        for path in self.gradient_places or named_gradients(neuron):
            with contextlib.suppress(Exception):
                put(neuron, path, gradient)

    def gradients(self, neuron: Any) -> dict[str, float]:
        """The numbers that may be the gradient, as they stand."""
        kept = self.kept(neuron)
        places = self.gradient_places or [path for path in kept if GRADIENT.search(name_of(path))]
        return {name_of(path): kept[path] for path in places if path in kept}


def kinds() -> tuple[type, ...]:
    """The classes that are imported."""
    found = [getattr(sys.modules.get(name), name, None) for name in KINDS]
    return tuple(kind for kind in found if isinstance(kind, type))


def made_of(kind: Any, way: Way) -> Any:
    """What a constructor makes of copies, since it may keep a list itself."""
    arguments, named = deepcopy(way)
    return call(kind, *arguments, **named)


def given_besides(name: str) -> list[Way]:
    """What the submission's own calls give a class behind the sizes: nothing, or values that are written out."""
    found: list[Way] = [((), {})]
    for file in sorted(File().glob("*.py")):
        with contextlib.suppress(SyntaxError, ValueError, OSError, RecursionError):
            tree = ast.parse(file.read_text("utf-8", "replace"))
            calls: list[Any] = [node for node in ast.walk(tree) if is_call(node, name)]
            for node in calls:
                with contextlib.suppress(ValueError):
                    more = tuple(ast.literal_eval(value) for value in node.args[1:])
                    named = {str(one.arg): ast.literal_eval(one.value) for one in node.keywords}
                    found += [(more, named)] if (more, named) not in found else []
    return found


def is_call(node: Any, name: str) -> bool:
    return isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == name


@cache
def spoken_of() -> list[str]:
    """The attributes that are named so in Neuron.py."""
    text = File(HOME, "Neuron.py").read_text("utf-8", "replace")
    return [name for name in re.findall(r"\.(\w+)\b(?!\s*\()", text) if GRADIENT.search(name)]


def named_gradients(neuron: Any) -> list[Path]:
    """The attributes that are named so, where they hold no other thing; else those that Neuron.py speaks of."""
    held = {name: value for name, value in attributes(neuron).items() if GRADIENT.search(name)}
    held = held or dict.fromkeys(spoken_of())
    of_kind = {name: getattr(type(neuron), name, None) for name in held}
    return [(("attr", name),) for name in held if all(v is None or is_number(v) for v in (held[name], of_kind[name]))]
