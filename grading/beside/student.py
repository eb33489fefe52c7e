"""What a submission calls its parts, told by what they do: the subject names only classes and methods.

A neuron keeps a tree of numbers. Its weights are those that move its weighted sum as the entries say, its
activation is where Logistic(sp) can be read, its gradient is what calculateOutputGradient leaves behind.
"""

import ast
import contextlib
import importlib
import inspect
import os
import re
import sys
from collections.abc import Callable, Iterator
from copy import deepcopy
from dataclasses import dataclass
from pathlib import Path as File
from typing import Any

from grading.beside.failures import HOME, Failed, NotUnderstood, call
from grading.beside.tree import (
    Path,
    attributes,
    changed,
    get,
    is_number,
    leaves,
    logistic,
    logit,
    name_of,
    near,
    put,
    walk,
)

GETTER = re.compile("(?!__|activ|calc|apply|set|learn|train|update).*(get|out|act|val|sort|pred)", re.IGNORECASE)
# What may be the gradient where its own method does not tell
GRADIENT = re.compile("grad|delta|nabla|err", re.IGNORECASE)
Layers = list[list[Any]]
# The arguments of a constructor, and those by name
Way = tuple[tuple[Any, ...], dict[str, Any]]


@dataclass
class Layout:
    """Where a neuron keeps its weights, the bias first; how its activation is read; what its constructor takes."""

    weights: list[Path]
    out: tuple[str, Any]
    way: Way
    form: Callable[[list[float]], Any]

    def told(self) -> list[str]:
        """The names of the activation and of the weights, the bias first."""
        kind, key = self.out
        names = [name_of(path) for path in self.weights]
        return ["" if kind == "returned" else name_of(key) if kind == "leaf" else str(key or ""), ", ".join(names[:2])]


class Made:
    """The submission in the current folder: its classes, and what they make."""

    def __init__(self) -> None:
        self.classes: dict[str, Any] = {}
        self.layouts: dict[int, Layout | NotUnderstood] = {}
        self.returned: dict[int, Any] = {}
        # Where calculateOutputGradient leaves its result, as far as its case has told
        self.gradient_places: list[Path] = []
        # Methods that are wrong, and those that a process did not survive
        self.untrusted: list[str] = []
        self.dead: list[str] = []
        # How calcLoss takes its examples, and where it keeps its result
        self.loss_ways: list[tuple[str, Callable[..., Any]]] = []
        self.loss_place: list[Path] = []

    def load(self, name: str) -> Any:
        """The class Neuron or NeuralNetwork from the file of its name."""
        if name not in self.classes:
            kind = getattr(call(importlib.import_module, name), name, None)
            os.chdir(HOME)
            if not isinstance(kind, type):
                raise NotUnderstood("no class", file=f"{name}.py", name=name)
            self.classes[name] = kind
        return self.classes[name]

    def method(self, thing: Any, name: str) -> Callable[..., Any]:
        kind = thing if isinstance(thing, type) else type(thing)
        method = getattr(thing, name, None)
        if not callable(method):
            raise NotUnderstood("no method", kind=kind.__name__, name=name, names=own_names(kind))
        if f"{kind.__name__}.{name}" in self.dead:
            raise NotUnderstood("dead", name=f"{kind.__name__}.{name}")
        return lambda *arguments: call(method, *arguments)

    def kept(self, neuron: Any) -> dict[Path, float]:
        return leaves(neuron, tuple(self.classes.values()))

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


class Neurons(Made):
    """What a neuron of the submission keeps, and where."""

    def neuron(self, weights: list[float]) -> Any:
        """A neuron of these weights."""
        neuron = made_of(self.load("Neuron"), self.layout(len(weights) - 1).way)
        with contextlib.suppress(Failed, NotUnderstood):
            self.activate(neuron, spread(len(weights) - 1))  # Some make their weights only then.
        self.set_weights(neuron, weights)
        return neuron

    def layout(self, n: int) -> Layout:
        if n not in self.layouts:
            try:
                self.layouts[n] = self.find_layout(n)
            except NotUnderstood as error:
                self.layouts[n] = error
        found = self.layouts[n]
        if isinstance(found, NotUnderstood):
            raise found
        return found

    def find_layout(self, n: int) -> Layout:
        """By what each number of a neuron does to its activation, else by what an update does to each number."""
        searches = [self.by_update] if "Neuron.activate" in self.untrusted else [self.by_output, self.by_update]
        raised: list[Failed] = []
        names = ""
        for search in searches:
            for way, neuron in self.made("Neuron", ways_to_a_neuron(n)):
                for form in forms():
                    try:
                        if layout := search(neuron, n, form):
                            return Layout(*layout, way, form)
                    except NotUnderstood:
                        continue
                    except Failed as error:
                        raised += [error] if search == self.by_output else []
                names = ", ".join(name_of(path) for path in [*self.kept(neuron)][:8])
        if raised:
            raise NotUnderstood("layout raised", raised=str(raised[0]), place=raised[0].place)
        raise NotUnderstood("layout", names=names or "-")

    def by_output(self, neuron: Any, n: int, form: Any) -> tuple[list[Path], tuple[str, Any]] | None:
        """The weights move the weighted sum by 1, x₁, x₂ and so on, or by minus that."""
        x = spread(n)

        def sums() -> dict[Any, float]:
            returned = self.method(neuron, "activate")(form(x))
            return {place: logit(a) for place, a in outs(neuron, self.kept(neuron), returned).items() if 0 < a < 1}

        sums()
        for k, (path, value) in enumerate(self.kept(neuron).items()):
            if not value.is_integer() and abs(value) > 0.1 / (n + 1):
                put(neuron, path, 0.01 * (1 + k % 7))  # so that no sum saturates
        moved = effects(neuron, self.kept(neuron), sums)
        for place in sums():
            found = {path: by[place] for path, by in moved.items() if place in by}
            for sign in (1, -1):
                paths = matching({path: sign * value for path, value in found.items()}, x)
                if paths:
                    return paths, place
        return None

    def by_update(self, neuron: Any, n: int, form: Any) -> tuple[list[Path], tuple[str, Any]] | None:
        """Where activate is wrong: applyGradient moves the weights in proportion to 1, x₁, x₂ and so on."""
        x = spread(n)
        out: tuple[str, Any] = ("nowhere", None)
        with contextlib.suppress(Failed, NotUnderstood):
            self.method(neuron, "activate")(form(x))
        with contextlib.suppress(Failed, NotUnderstood):
            moved = effects(neuron, self.kept(neuron), lambda: self.desire(neuron, 1) or self.kept(neuron))
            minus = [path for path, by in moved.items() if any(near(value, -1) for value in by.values())]
            out = ("leaf", minus[0]) if minus else out
        self.give_gradient(neuron, 1, 0.5)
        before = self.kept(neuron)
        with_gradient(neuron, 0.5, self.method(neuron, "applyGradient"), 0.1, form(x))
        after = self.kept(neuron)
        steps = {path: after[path] - before.get(path, 0) for path in after}
        for step in steps.values():
            paths = matching({path: value / step for path, value in steps.items()}, x) if step else []
            if paths:
                return paths, out
        return None

    def activate(self, neuron: Any, x: list[float]) -> None:
        """Activate a neuron by its own method; where that is not to be trusted, its activation is put right."""
        layout = self.layout(len(x))
        try:
            self.returned[id(neuron)] = self.method(neuron, "activate")(layout.form(x))
        except (Failed, NotUnderstood):
            if "Neuron.activate" not in self.untrusted and layout.out[0] != "nowhere":
                raise
        if "Neuron.activate" in self.untrusted and layout.out[0] == "leaf":
            put(neuron, layout.out[1], logistic(weighted_sum(self.weights(neuron, len(x)), x)))

    def out(self, neuron: Any, x: list[float]) -> float:
        """The activation as it stands; where that is not found, what the weights make of the entries."""
        value = self.seen_out(neuron, len(x))
        return logistic(weighted_sum(self.weights(neuron, len(x)), x)) if value is None else value

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

    def weights(self, neuron: Any, n: int) -> list[float]:
        return [float(get(neuron, path)) for path in self.layout(n).weights]

    def set_weights(self, neuron: Any, weights: list[float]) -> None:
        for path, weight in zip(self.layout(len(weights) - 1).weights, weights):
            call(put, neuron, path, float(weight))

    # Its gradient

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
        """Let its own method set the gradient; where that leaves nothing behind, an attribute that is named so."""
        before = self.kept(neuron)
        with contextlib.suppress(Failed, NotUnderstood):
            self.desire(neuron, 1 - desired)
            self.desire(neuron, desired)
        if not self.gradient_places and not changed(before, self.kept(neuron)):
            set_gradients(neuron, gradient)

    def gradients(self, neuron: Any) -> dict[str, float]:
        """The numbers that may be the gradient, as they stand."""
        kept = self.kept(neuron)
        places = self.gradient_places or [path for path in kept if GRADIENT.search(name_of(path))]
        return {name_of(path): kept[path] for path in places if path in kept}


@dataclass
class Network:
    """A network of the submission, its layers of neurons that have inputs, and the sizes of all layers."""

    thing: Any
    layers: Layers
    sizes: list[int]


class Student(Neurons):
    """Networks, and the layers of neurons that they keep."""

    def network(self, weights: list[list[list[float]]]) -> Network:
        """A network of these weights."""
        sizes = [len(weights[0][0]) - 1, *map(len, weights)]
        names = ""
        for _, thing in self.made("NeuralNetwork", [(sizes,), tuple(sizes), (sizes[0], sizes[1:])]):
            with contextlib.suppress(Failed, NotUnderstood):
                self.method(thing, "activate")(self.layout(sizes[0]).form(spread(sizes[0])))
            names = names or ", ".join(name_of(path) for path, _ in [*self.neurons(thing)][:6])
            network = Network(thing, self.layers(thing, sizes), sizes)
            with contextlib.suppress(Failed):
                if network.layers:
                    self.set_all_weights(network, weights)
                    return network
        raise NotUnderstood("layers", sizes=sizes, names=names or "-")

    def set_all_weights(self, network: Network, weights: list[list[list[float]]]) -> None:
        for layer, rows, size in zip(network.layers, weights, network.sizes):
            for neuron, row in zip(layer, rows):
                with contextlib.suppress(Failed, NotUnderstood):
                    self.activate(neuron, spread(size))  # Some make their weights only then.
                self.set_weights(neuron, row)

    def check_own_weights(self, network: Network, weights: list[list[list[float]]]) -> None:
        """Refuse a network whose neurons do not all keep the weights that they were given."""
        for layer, rows in zip(network.layers, weights):
            for neuron, row in zip(layer, rows):
                if not all(map(near, self.weights(neuron, len(row) - 1), row)):
                    raise NotUnderstood("shared")

    def neurons(self, network: Any) -> Iterator[tuple[Path, Any]]:
        kind = self.load("Neuron")
        return ((path, one) for path, one in walk(network, tuple(self.classes.values())) if isinstance(one, kind))

    def groups(self, network: Any) -> Layers:
        """The neurons that a network keeps, list after list."""
        groups: dict[Path, list[Any]] = {}
        for path, neuron in self.neurons(network):
            groups.setdefault(path[:-1], []).append(neuron)
        return [*groups.values()]

    def weights_of(self, layers: Layers, nb_inputs: int) -> list[list[list[float]]]:
        """The weights of layers that have inputs."""
        sizes = [nb_inputs, *map(len, layers)]
        return [[self.weights(neuron, size) for neuron in layer] for layer, size in zip(layers, sizes)]

    def layers(self, network: Any, sizes: list[int]) -> Layers:
        """The layers with inputs, told by their sizes; [] where they are not found."""
        groups = self.groups(network)
        found = [next((group for group in groups if len(group) == size), []) for size in sizes[1:]]
        return found if all(found) else []


def outs(neuron: Any, kept: dict[Path, float], returned: Any) -> dict[tuple[str, Any], float]:
    """All that may be the activation: numbers, properties, getters, and what activate returns."""
    found: dict[tuple[str, Any], Any] = {("leaf", path): value for path, value in kept.items()}
    for name in dir(type(neuron)):
        member = inspect.getattr_static(type(neuron), name)
        with contextlib.suppress(Exception):
            if isinstance(member, property):
                found["attr", name] = single(getattr(neuron, name))
            elif callable(member) and GETTER.match(name):
                found["call", name] = single(getattr(neuron, name)())
    found["returned", None] = single(returned)
    return {place: value for place, value in found.items() if value is not None}


def ways_to_a_neuron(n: int) -> list[tuple[Any, ...]]:
    """What the constructor of a neuron of n inputs may want: their number, its weights, or nothing."""
    weights = [0.1] * n
    return [(n,), ([0.1, *weights],), (weights, 0.1), (0.1, weights), (n + 1,), ()]


def with_inputs(layers: Layers, nb_inputs: int) -> Layers:
    """The layers without a first one that only holds the inputs."""
    return layers[1:] if len(layers) > 1 and len(layers[0]) == nb_inputs else layers


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


def weighted_sum(weights: list[float], x: list[float]) -> float:
    return sum(w * one for w, one in zip(weights, [1.0, *x]))


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


def set_gradients(neuron: Any, gradient: float) -> list[str]:
    """Set the attributes that are named so and hold a number, or nothing yet; return their names."""
    held = {name: value for name, value in attributes(neuron).items() if GRADIENT.search(name)}
    names = [name for name, value in held.items() if value is None or is_number(value)]
    for name in names:
        setattr(neuron, name, gradient)
    return names


def with_gradient(neuron: Any, gradient: float, method: Callable[..., Any], *arguments: Any) -> Any:
    """Call a method that may ask for a gradient that the neuron has not got yet."""
    try:
        return method(*arguments)
    except Failed as failed:
        error = failed.error
        if not isinstance(error, AttributeError) or not isinstance(error.obj, type(neuron)):
            raise
        is_method = f".{error.name}(" in (failed.frames[-1].line or "")
        if is_method or not GRADIENT.search(error.name or ""):
            raise
        setattr(neuron, error.name or "", gradient)
        return method(*arguments)


def matching(found: dict[Path, float], x: list[float]) -> list[Path]:
    """The first path to 1 and to each of the entries; none at all where one is missing."""
    paths = [next((path for path, value in found.items() if near(value, one)), None) for one in [1.0, *x]]
    return [] if None in paths else [path for path in paths if path]


def single(thing: Any) -> float | None:
    """The number that a thing is or holds alone."""
    if isinstance(thing, float):
        return thing  # at once, since scripts wait for it
    found = [number for _, number in walk(thing)]
    return float(found[0]) if len(found) == 1 else None


def spread(count: int) -> list[float]:
    """Entries that are all different."""
    return [0.2 + 0.6 * (n + 1) / (count + 1) for n in range(count)]


def forms() -> list[Callable[[list[float]], Any]]:
    """What entries may be: a list, or an array where the submission uses them."""
    numpy = sys.modules.get("numpy")
    return [list, lambda values: numpy.array(values, dtype=float)] if numpy else [list]


def own_names(kind: type) -> list[str]:
    return [name for name, value in vars(kind).items() if callable(value) and not name.startswith("__")]
