"""What a submission calls its parts, told by what they do: the subject names only classes and methods.

A neuron keeps a tree of numbers. Its weights are those that move its weighted sum as the entries say, its
activation is where Logistic(sp) can be read, its gradient is what calculateOutputGradient leaves behind.
"""

import contextlib
import copy
import importlib
import os
import re
import traceback
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any

import numpy

from grading.tree import Path, Places, alone, follow, leaves, logistic, logit, name_of, near, numbers, walk

GETTER = re.compile("get|out|act|val|sort|pred", re.IGNORECASE)
# What constructors may want besides the sizes
MORE: list[tuple[Any, ...]] = [(), (logistic,), ("sigmoid",), (0.1,)]
# The orders in which a network may keep its layers
TURNS: list[Callable[[Any], Any]] = [list, lambda g: g[::-1], lambda g: g[1:] + g[:1], lambda g: g[-1:] + g[:-1]]


class StudentError(Exception):
    """What the exercise asks for is missing, or the submission's code failed."""


class Unusable(Exception):
    """What the check needs could not be found, so that the exercise cannot be run."""


class GraderError(BaseException):
    """The grader's own code failed; no submission is to catch it."""


@dataclass
class Layout:
    """Where a neuron keeps its weights, the bias first, its activation, and the gradient as each weight has it."""

    weights: list[Path]
    out: Path | str
    # What its constructor takes
    way: tuple[Any, ...] = ()
    gradient: list[Path] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.places = Places(*self.weights)


class Student:
    """The submission in the current folder; the methods in `repaired` are not to be trusted."""

    def __init__(self, repaired: Collection[str] = (), gradient: Sequence[Any] = ()) -> None:
        self.repaired = repaired
        # Where the gradient was found before its method was repaired
        self.known_gradient: list[Path] = [tuple((kind, key) for kind, key in path) for path in gradient]
        self.notes: dict[str, str] = {}
        self.layouts: dict[int, Layout] = {}
        self.classes: dict[str, Any] = {}
        # The form in which activate takes its entries
        self.form: Callable[[list[float]], Any] = list
        # The submission's own methods that correct ones have taken the place of
        self.own: dict[str, Callable[..., Any]] = {}
        # The last entries and result of activate, of each thing that it was called on
        self.last: dict[int, tuple[Any, Any, Any]] = {}
        # How a network keeps its layers: in which order, and with neurons that only hold the entries or not
        self.turn: Callable[[Any], Any] = list
        self.knows_networks = False
        self.keeps_inputs = True
        self.known_layers: dict[int, tuple[Any, list[list[Any]]]] = {}

    def load(self, name: str) -> Any:
        """The class Neuron or NeuralNetwork, which builds on Neuron, each from the file of its name."""
        if name in self.classes:
            return self.classes[name]
        if name != "Neuron":
            self.load("Neuron")
        try:
            kind = getattr(importlib.import_module(name), name, None)
        except BaseException as error:
            raise StudentError(f"{name}.py cannot be imported: {explain(error)}") from None
        if not isinstance(kind, type):
            raise StudentError(f"{name}.py has no class {name}")
        self.classes[name] = kind
        if hasattr(kind, "activate"):
            self.remember(kind, kind.activate)
        return kind

    def remember(self, kind: Any, activate: Callable[..., Any]) -> None:
        """Let a class activate so, and keep what it is called with and what it returns."""

        def remembering(thing: Any, *entries: Any, **named: Any) -> Any:
            result = activate(thing, *entries, **named)
            self.last[id(thing)] = (thing, entries, result)
            return result

        kind.activate = remembering

    def method(self, thing: Any, name: str) -> Callable[..., Any]:
        """A method of a neuron or a network, or of their class; what it raises is the student's."""
        method = getattr(thing, name, None)
        if method is None:
            raise StudentError(f"{getattr(thing, '__name__', type(thing).__name__)} has no method {name}")
        return lambda *arguments: call(method, *arguments)

    def own_method(self, neuron: Any, name: str) -> Callable[..., Any]:
        """The submission's method, even where a correct one stands in its place."""
        own = self.own.get(name)
        return (lambda *arguments: call(own, neuron, *arguments)) if own else self.method(neuron, name)

    def stop(self) -> tuple[type, ...]:
        return tuple(self.classes.values())

    def kept(self, thing: Any) -> dict[Path, float]:
        """The numbers that a neuron or a network keeps itself."""
        return leaves(thing, self.stop())

    def made(self, name: str, sizes: list[tuple[Any, ...]]) -> Iterator[tuple[tuple[Any, ...], Any]]:
        """What the class makes of each way to ask for one, where it takes it."""
        kind, raised = self.load(name), []
        ways = [(*one, *more) for one in sizes for more in MORE]
        for way in ways:
            try:
                thing = call(kind, *copy.deepcopy(way))
            except StudentError as error:
                raised.append(f"{name}({way[0] if way else ''}) raised {error}")
            else:
                yield way, thing
        if len(raised) == len(ways):
            raise Unusable(raised[0])

    # Neurons

    def layout(self, nb_inputs: int) -> Layout:
        if nb_inputs not in self.layouts:
            self.layouts[nb_inputs] = self.find_layout(nb_inputs)
        return self.layouts[nb_inputs]

    def find_layout(self, n: int) -> Layout:
        """By what each number of a neuron does to its output, else to what its other methods do."""
        search = self.by_update if "Neuron.activate" in self.repaired else self.by_output
        some, seen = [0.1] * n, ""
        for way, neuron in self.made("Neuron", [(n,), ([0.1, *some],), (some,), (some, 0.1), (n + 1,), ()]):
            for self.form in (list, as_array):
                try:
                    found = search(neuron, spread(n))
                except StudentError as error:
                    seen = seen or f"activate raised {error}"
                    continue
                if found:
                    found.way = way
                    self.note(found)
                    return found
        raise Unusable(seen or "activate (day 3) gives no Logistic(Σ wᵢxᵢ + w₀) from the weights that the neuron keeps")

    def by_output(self, neuron: Any, x: list[float]) -> Layout | None:
        """The weights move the weighted sum by 1, x₁, x₂ and so on."""

        def sums() -> dict[Path | str, float]:
            return {place: logit(a) for place, a in self.readings(neuron, self.form(x)).items()}

        sums()
        for n, (path, value) in enumerate(self.kept(neuron).items()):
            # Small numbers, so that no sum saturates.
            if not value.is_integer():
                Places(path).put(neuron, [0.01 * (1 + n % 7)])
        moved = self.effects(neuron, sums)
        for out in sums():
            weights = matching({path: slopes.get(out, 0) for path, slopes in moved.items()}, [1.0, *x])
            if weights:
                return Layout(weights, out)
        return None

    def by_update(self, neuron: Any, x: list[float]) -> Layout | None:
        """Where activate is wrong: the activation is what calculateOutputGradient takes from the desired
        output, and applyGradient moves the weights by 1, x₁, x₂ and so on."""

        def after_gradient() -> dict[Path, float]:
            self.desire(neuron, 1.0, self.own_method)
            return self.kept(neuron)

        with contextlib.suppress(StudentError):
            self.own_method(neuron, "activate")(self.form(x))
        for out, slopes in self.effects(neuron, after_gradient).items():
            if any(near(abs(slope), 1) for place, slope in slopes.items() if place != out):
                Places(out).put(neuron, [0.5])
                before = after_gradient()
                self.own_method(neuron, "applyGradient")(0.5, self.form(x))
                steps = {path: abs(value - before.get(path, 0)) / 0.25 for path, value in self.kept(neuron).items()}
                weights = matching(steps, [1.0, *x])
                if weights:
                    return Layout(weights, out)
        return None

    def effects(self, neuron: Any, look: Callable[[], Mapping[Any, float]]) -> dict[Path, dict[Any, float]]:
        """By how much each number of a neuron moves each of those that are looked at."""
        found = {}
        for path, value in self.kept(neuron).items():
            place, old = Places(path), follow(neuron, path)
            with contextlib.suppress(StudentError):
                place.put(neuron, [value])
                before = look()
                place.put(neuron, [value + 0.25])
                found[path] = {one: (after - before[one]) / 0.25 for one, after in look().items() if one in before}
            place.put(neuron, [old])
        return found

    def readings(self, neuron: Any, entries: Any) -> dict[Path | str, float]:
        """Activate, and read all that may be the activation: what is kept, given or returned."""
        returned = alone(self.method(neuron, "activate")(entries))
        found: dict[Path | str, float] = dict(self.kept(neuron).items())
        for name in dir(type(neuron)):
            if not name.startswith(("__", "activate", "calc", "apply")) and GETTER.search(name):
                value = self.give(neuron, name)
                if value is not None:
                    found[name] = value
        return found if returned is None else {**found, "what activate returns": returned}

    def give(self, neuron: Any, name: str) -> float | None:
        """What a property or a getter gives, if it is a number."""
        with contextlib.suppress(Exception):
            value = getattr(neuron, name)
            return alone(value() if callable(value) else value)
        return None

    def note(self, found: Layout) -> None:
        bias, *weights = found.weights
        place = f"in `{name_of(bias)}`"
        if bias[:-1] == weights[0][:-1] != ():
            place = "first" if bias[-1][1] == 0 else "last"
        self.notes["activation"] = f"`{found.out if isinstance(found.out, str) else name_of(found.out)}`"
        self.notes["weights"] = f"`{name_of(weights[0])}` and so on, bias {place}"
        if self.form is as_array:
            self.notes["entries"] = "NumPy arrays"

    def neuron(self, weights: list[float]) -> Any:
        """A neuron with these weights, the bias first, that has been activated."""
        layout = self.layout(len(weights) - 1)
        neuron = call(self.load("Neuron"), *copy.deepcopy(layout.way))
        self.activate(neuron, spread(len(weights) - 1))
        self.set_weights(neuron, weights)
        return neuron

    def activate(self, thing: Any, entries: list[float]) -> Any:
        """Activate a neuron or a network; its entries stay as they are."""
        return self.unchanged(thing, "activate", self.form(entries))

    def unchanged(self, thing: Any, name: str, *arguments: Any) -> Any:
        """Call a method, and see that it leaves its arguments as they were."""
        before = [self.content(one) for one in arguments]
        result = self.method(thing, name)(*arguments)
        for one, (values, neurons) in zip(arguments, before):
            if self.content(one)[1] != neurons:
                raise StudentError(f"{name} changes the list of neurons that it is given")
            if self.content(one)[0] != values:
                raise StudentError(f"{name} changes what it is given: {[*values.values()]} became {numbers(one)}")
        return result

    def content(self, thing: Any) -> tuple[dict[Path, float], list[int]]:
        """The numbers and the neurons in an argument."""
        return self.kept(thing), [id(one) for _, one in walk(thing, self.stop()) if isinstance(one, self.stop())]

    def get_weights(self, neuron: Any, nb_inputs: int) -> list[float]:
        return self.layout(nb_inputs).places.get(neuron)

    def set_weights(self, neuron: Any, weights: list[float]) -> None:
        places = self.layout(len(weights) - 1).places
        # Not where there are none
        places.get(neuron)
        places.put(neuron, weights)

    def out(self, neuron: Any, nb_inputs: int) -> float:
        """The activation of a neuron, wherever it can be read."""
        where = self.layout(nb_inputs).out
        if not isinstance(where, str):
            return Places(where).get(neuron)[0]
        given = self.give(neuron, where)
        if given is None and id(neuron) in self.last:
            given = alone(self.last[id(neuron)][2])
        if given is None:
            raise Unusable("the activation of a neuron can be read nowhere but in what activate returns")
        return given

    # Gradients

    def gradient_paths(self, nb_inputs: int) -> list[Path]:
        """Where the gradient is kept, for each weight: most often in one place for all."""
        layout = self.layout(nb_inputs)
        if not layout.gradient:
            layout.gradient = self.find_gradient(nb_inputs)
            self.notes["gradient"] = f"`{name_of(layout.gradient[0])}`"
        return layout.gradient

    def find_gradient(self, n: int) -> list[Path]:
        x, weights = spread(n), [0.3] * (n + 1)
        neuron = self.neuron(weights)
        self.activate(neuron, x)
        before = self.kept(neuron)
        changed = {}
        if "Neuron.calculateOutputGradient" not in self.repaired:
            self.desire(neuron, 1.0)
            changed = {path: abs(value) for path, value in self.kept(neuron).items() if before.get(path) != value}
        elif len(set(self.known_gradient)) == 1:
            return self.known_gradient[:1] * (n + 1)
        # A flipped sign does not hide it.
        g = 1 - logistic(0.3 + 0.3 * sum(x))
        exact = matching(changed, [g, *[g * one for one in x]]) or matching(changed, [g] * (n + 1))
        return exact or self.moving(neuron, x, changed)

    def moving(self, neuron: Any, x: list[float], changed: dict[Path, float]) -> list[Path]:
        """The number that moves each weight in applyGradient, of those that have changed if any have."""
        weights = self.get_weights(neuron, len(x))

        def updated() -> dict[int, float]:
            self.set_weights(neuron, weights)
            self.own_method(neuron, "applyGradient")(0.5, self.form(x))
            return dict(enumerate(self.get_weights(neuron, len(x))))

        moved = {path: by for path, by in self.effects(neuron, updated).items() if path in changed or not changed}
        found = [next((path for path, by in moved.items() if abs(by[n]) > 1e-6), None) for n in range(len(weights))]
        paths = [path for path in found if path] or list(changed)
        if not paths:
            raise Unusable("no number that the neuron keeps is its gradient")
        return paths if len(paths) == len(weights) else paths[:1] * len(weights)

    def desire(self, neuron: Any, y: float, find: Callable[..., Any] | None = None) -> None:
        """calculateOutputGradient, which may want a number or a list of one."""
        method = (find or self.method)(neuron, "calculateOutputGradient")
        try:
            method(y)
        except StudentError:
            with contextlib.suppress(StudentError):
                method([y])
                self.notes["calculateOutputGradient takes"] = "a list"
                return
            raise

    def get_gradient(self, neuron: Any, nb_inputs: int) -> float:
        path = self.gradient_paths(nb_inputs)[0]
        with contextlib.suppress(AttributeError, LookupError, TypeError):
            return Places(path).get(neuron)[0]
        return 0.0

    def set_gradient(self, neuron: Any, gradient: float, x: list[float]) -> None:
        """Set the gradient, or ∇x for each weight where that is what the neuron keeps."""
        # That of the bias last: it is the one for all, where there is one for all.
        for path, one in reversed([*zip(self.gradient_paths(len(x)), [1.0, *x])]):
            Places(path).put(neuron, [gradient * one])

    # Networks

    def network(self, weights: list[list[list[float]]]) -> tuple[Any, list[list[Any]]]:
        """A network with these weights, and its neurons with inputs, layer after layer."""
        if not self.knows_networks:
            self.learn_of_networks()
        sizes = [len(weights[0][0]) - 1, *map(len, weights)]
        apart = (sizes[0], sizes[1:-1], sizes[-1])
        for _, network in self.made("NeuralNetwork", [(sizes,), tuple(sizes), apart, (tuple(sizes),)]):
            neurons = self.neurons(network)
            inputs = len(neurons) - sum(sizes[1:])
            if inputs in (0, sizes[0]):
                rest = iter(neurons[inputs:])
                layers = [[next(rest) for _ in rows] for rows in weights]
                with contextlib.suppress(AttributeError, LookupError):
                    for neuron, row in zip(neurons[inputs:], [row for rows in weights for row in rows]):
                        self.set_weights(neuron, row)
                    self.keeps_inputs = inputs > 0
                    self.known_layers[id(network)] = network, layers
                    return network, layers
        raise Unusable("no neurons, in layers of the sizes asked for, were found in what NeuralNetwork keeps")

    def learn_of_networks(self) -> None:
        """See in which order a network keeps its layers: where each neuron has as many weights as it should."""
        self.knows_networks = True
        for self.turn in TURNS:
            with contextlib.suppress(Unusable):
                self.network([[[0.1] * 3] * 3, [[0.1] * 4]])
                return
        self.turn = list

    def groups(self, network: Any) -> list[list[Any]]:
        """The neurons that a network keeps, list after list, or by their sizes where there is one list only."""
        kind = self.load("Neuron")
        by_list: dict[Path, list[Any]] = {}
        for path, one in walk(network, (kind,)):
            if isinstance(one, kind):
                by_list.setdefault(path[:-1], []).append(one)
        groups = list(by_list.values())
        if len(groups) == 1:
            groups = [list(group) for _, group in groupby(groups[0], lambda neuron: len(self.kept(neuron)))]
        return self.turn(groups)

    def neurons(self, network: Any) -> list[Any]:
        return [neuron for group in self.groups(network) for neuron in group]

    def live_layers(self, network: Any, nb_inputs: int = 0) -> list[list[Any]]:
        """The layers with inputs of a network."""
        if id(network) in self.known_layers:
            return self.known_layers[id(network)][1]
        groups = self.groups(network)
        return groups[1:] if self.keeps_inputs else groups


def call(function: Callable[..., Any], *arguments: Any) -> Any:
    """Call the student's code: what it raises becomes a StudentError."""
    try:
        return function(*arguments)
    except (GraderError, Unusable):
        raise
    except BaseException as error:
        raise StudentError(explain(error)) from error


def explain(error: BaseException) -> str:
    """The error in a line, with the place in the submission's own files where it came from."""
    text = " ".join(str(error).replace(os.getcwd() + os.sep, "").split())[:200]
    text = f"{type(error).__name__}: {text}" if text else type(error).__name__
    for frame in reversed(traceback.extract_tb(error.__traceback__)):
        if frame.filename.startswith(os.getcwd()):
            return f"{text} ({os.path.relpath(frame.filename)}, line {frame.lineno})"
    return text


def spread(count: int) -> list[float]:
    """Entries that are all different."""
    return [0.2 + 0.6 * (n + 1) / (count + 1) for n in range(count)]


def as_array(values: list[float]) -> Any:
    return numpy.array(values, dtype=float)


def matching(found: Mapping[Path, float], wanted: list[float]) -> list[Path]:
    """The first path to each of the numbers that are wanted; none at all where one is missing."""
    paths = [next((path for path, value in found.items() if near(value, one)), None) for one in wanted]
    return [] if None in paths else [path for path in paths if path]
