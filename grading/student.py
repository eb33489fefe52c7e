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
from itertools import pairwise, permutations
from typing import Any

import numpy

from grading.tree import Path, Places, Step, alone, follow, leaves, logistic, logit, name_of, near, numbers, walk

# What may give the activation, and what may be the gradient where its own method does not tell
GETTER = re.compile("(?!__|activate|calc|apply).*(get|out|act|val|sort|pred)", re.IGNORECASE)
GRADIENT = re.compile("grad|delta|nabla|err", re.IGNORECASE)
# What constructors may want besides the sizes
MORE: list[tuple[Any, ...]] = [(), (logistic,), ("sigmoid",), (0.1,)]
Groups = list[list[Any]]


class StudentError(Exception):
    """What the exercise asks for is missing, or the submission's code failed."""


class Unusable(Exception):
    """What the check needs could not be found, so that the exercise cannot be run."""


class GraderError(BaseException):
    """The grader's own code failed; no submission is to catch it."""


@dataclass
class Layout:
    """Where a neuron keeps its weights, the bias first, and its activation; what its constructor takes."""

    weights: Places
    out: Path | str
    way: tuple[Any, ...]
    # For all weights, or ∇x for each of them, the bias first
    gradient: list[Path] = field(default_factory=list)


class Student:
    """The submission in the current folder; the methods in `repaired` are not to be trusted."""

    def __init__(self, repaired: Collection[str] = (), gradient: Sequence[Any] = ()) -> None:
        self.repaired = repaired
        # Where the gradient was found before its method was repaired
        self.known_gradient: list[Path] = [tuple((kind, key) for kind, key in path) for path in gradient]
        self.notes: dict[str, str] = {}
        self.classes: dict[str, Any] = {}
        # Methods that correct ones have taken the place of
        self.own: dict[str, Any] = {}
        # The last entries and result of activate, of each thing that it was called on
        self.last: dict[int, tuple[Any, Any, Any]] = {}
        self.layouts: dict[int, Layout] = {}
        # The form in which activate takes its entries
        self.form: Callable[[list[float]], Any] = list
        # How a network keeps its layers: under which names, in which order, with neurons for the entries or not
        self.named: tuple[Step, ...] = ()
        self.order: tuple[Step, ...] = ()
        self.backwards, self.keeps_inputs, self.knows_networks = False, True, False
        self.made_networks: dict[int, tuple[Any, Groups]] = {}

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
        own = self.own.get(f"Neuron.{name}")
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
        some, named, seen = [0.1] * n, ("name", n), ""
        for way, neuron in self.made("Neuron", [(n,), ([0.1, *some],), (some,), (some, 0.1), named, (n + 1,), ()]):
            for self.form in (list, as_array):
                try:
                    out, weights = search(neuron, spread(n))
                except StudentError as error:
                    seen = seen or f"activate raised {error}"
                    continue
                if weights:
                    self.note(out, *weights)
                    return Layout(Places(*weights), out, way)
        raise Unusable(seen or "activate (day 3) gives no Logistic(Σ wᵢxᵢ + w₀) from the weights that the neuron keeps")

    def by_output(self, neuron: Any, x: list[float]) -> tuple[Path | str, list[Path]]:
        """The weights move the weighted sum by 1, x₁, x₂ and so on."""

        def sums() -> dict[Any, float]:
            self.method(neuron, "activate")(self.form(x))
            return {place: logit(a) for place, a in self.seen(neuron).items()}

        sums()
        for n, (path, value) in enumerate(self.kept(neuron).items()):
            # Small numbers, so that no sum saturates.
            if not value.is_integer():
                Places(path).put(neuron, [0.01 * (1 + n % 7)])
        moved = self.effects(neuron, sums)
        found = [(out, matching({path: by.get(out, 0) for path, by in moved.items()}, x)) for out in sums()]
        return next((one for one in found if one[1]), ("", []))

    def by_update(self, neuron: Any, x: list[float]) -> tuple[Path | str, list[Path]]:
        """Where activate is wrong: what calculateOutputGradient takes from the desired output is the activation,
        which then moves the weights in applyGradient by 1, x₁, x₂ and so on."""

        def updated() -> dict[Path, float]:
            self.desire(neuron, 1.0, self.own_method)
            self.own_method(neuron, "applyGradient")(0.1, self.form(x))
            return self.kept(neuron)

        with contextlib.suppress(StudentError):
            self.own_method(neuron, "activate")(self.form(x))
        moved = self.effects(neuron, updated)
        found = [(out, matching({path: abs(one / 0.1) for path, one in by.items()}, x)) for out, by in moved.items()]
        return next((one for one in found if one[1]), ("", []))

    def effects(self, neuron: Any, look: Callable[[], Mapping[Any, float]]) -> dict[Path, dict[Any, float]]:
        """By how much each number of a neuron moves each of those that are looked at."""
        found = {}
        start = self.kept(neuron)
        before = {path: follow(neuron, path) for path in start}
        for path, value in start.items():
            seen = []
            with contextlib.suppress(StudentError):
                for number in (value, value + 0.25):
                    Places(*start).put(neuron, [*(before | {path: number}).values()])
                    seen.append(look())
                found[path] = {place: (seen[1].get(place, 0) - one) / 0.25 for place, one in seen[0].items()}
        Places(*start).put(neuron, [*before.values()])
        return found

    def seen(self, neuron: Any) -> dict[Any, float]:
        """All that may be the activation of a neuron: what it keeps, what its properties and getters give."""
        found: dict[Any, float | None] = {**self.kept(neuron)}
        for name in filter(GETTER.match, dir(type(neuron))):
            with contextlib.suppress(Exception):
                value = getattr(neuron, name)
                found[name] = alone(value() if callable(value) else value)
        if id(neuron) in self.last:
            found["what activate returns"] = alone(self.last[id(neuron)][2])
        return {place: value for place, value in found.items() if value is not None}

    def note(self, out: Path | str, bias: Path, weight: Path, *others: Path) -> None:
        place = f"in `{name_of(bias)}`"
        if bias[:-1] == weight[:-1] != () and not isinstance(bias[-1][1], str):
            place = "first" if bias[-1][1] == 0 else "last"
        self.notes["activation"] = f"`{out if isinstance(out, str) else name_of(out)}`"
        self.notes["weights"] = f"`{name_of(weight)}` and so on, bias {place}"
        if self.form is as_array:
            self.notes["entries"] = "NumPy arrays"

    def neuron(self, weights: list[float]) -> Any:
        """A neuron with these weights, the bias first, that has been activated."""
        way = self.layout(len(weights) - 1).way
        neuron = call(self.load("Neuron"), *copy.deepcopy(way))
        self.activate(neuron, spread(len(weights) - 1))
        self.set_weights(neuron, weights)
        return neuron

    def activate(self, thing: Any, entries: list[float]) -> None:
        """Activate a neuron or a network; its entries stay as they are."""
        self.unchanged(thing, "activate", self.form(entries))

    def unchanged(self, thing: Any, name: str, *arguments: Any) -> Any:
        """Call a method, and see that it leaves its arguments as they were."""

        def neurons() -> list[int]:
            return [id(one) for _, one in walk(arguments, self.stop()) if isinstance(one, self.stop())]

        before, neurons_before = [self.kept(one) for one in arguments], neurons()
        result = self.method(thing, name)(*arguments)
        if neurons() != neurons_before:
            raise StudentError(f"{name} changes the list of neurons that it is given")
        for one, old in zip(arguments, before):
            if self.kept(one) != old:
                raise StudentError(f"{name} changes what it is given: {[*old.values()]} became {numbers(one)}")
        return result

    def get_weights(self, neuron: Any, nb_inputs: int) -> list[float]:
        return self.layout(nb_inputs).weights.get(neuron)

    def set_weights(self, neuron: Any, weights: list[float]) -> None:
        # Not where there are none
        self.get_weights(neuron, len(weights) - 1)
        self.layout(len(weights) - 1).weights.put(neuron, weights)

    def out(self, neuron: Any, nb_inputs: int) -> float:
        """The activation of a neuron, wherever it can be read."""
        where = self.layout(nb_inputs).out
        if not isinstance(where, str):
            return float(follow(neuron, where))
        found = self.seen(neuron)
        if where not in found:
            raise Unusable("the activation of a neuron can be read nowhere but in what activate returns")
        return found[where]

    # Gradients

    def gradient_paths(self, nb_inputs: int) -> list[Path]:
        layout = self.layout(nb_inputs)
        if not layout.gradient:
            layout.gradient = self.find_gradient(nb_inputs)
            self.notes["gradient"] = f"`{name_of(layout.gradient[0])}`"
        return layout.gradient

    def find_gradient(self, n: int) -> list[Path]:
        """By what calculateOutputGradient leaves behind, else by its name."""
        neuron = self.neuron([0.3] * (n + 1))
        self.activate(neuron, spread(n))
        before = self.kept(neuron)
        if "Neuron.calculateOutputGradient" not in self.repaired:
            self.desire(neuron, 1.0)
        elif len(self.known_gradient) == 1:
            return self.known_gradient
        # A flipped sign does not hide it.
        g = 1 - logistic(0.3 + 0.3 * sum(spread(n)))
        changed = {path: abs(value) / g for path, value in self.kept(neuron).items() if before.get(path) != value}
        exact = [path for path, value in changed.items() if near(value, 1)][:1]
        named = [path for path in changed or before if GRADIENT.search(name_of(path))]
        found = matching(changed, spread(n)) or exact or named or list(changed)
        if not found:
            raise Unusable("no number that the neuron keeps is its gradient")
        return found if len(found) == n + 1 else found[:1]

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
            return float(follow(neuron, path))
        return 0.0

    def set_gradient(self, neuron: Any, gradient: float, x: list[float]) -> None:
        """Set the gradient, or ∇x for each weight where that is what the neuron keeps."""
        for path, one in zip(self.gradient_paths(len(x)), [1.0, *x]):
            Places(path).put(neuron, [gradient * one])

    # Networks

    def network(self, weights: list[list[list[float]]]) -> tuple[Any, Groups]:
        """A network with these weights, and its neurons with inputs, layer after layer."""
        if not self.knows_networks:
            self.learn_of_networks()
        sizes = [len(weights[0][0]) - 1, *map(len, weights)]
        apart = (sizes[0], sizes[1:-1], sizes[-1])
        for _, network in self.made("NeuralNetwork", [(sizes,), tuple(sizes), apart, (tuple(sizes),)]):
            for awake in (False, True):
                if awake:
                    self.wake(network, sizes[0])
                neurons = self.neurons(network)
                inputs = len(neurons) - sum(sizes[1:])
                if inputs in (0, sizes[0]):
                    rest = iter(neurons[inputs:])
                    layers = [[next(rest) for _ in rows] for rows in weights]
                    with contextlib.suppress(AttributeError, LookupError, TypeError):
                        for neuron, row in zip(neurons[inputs:], [row for rows in weights for row in rows]):
                            self.set_weights(neuron, row)
                        self.keeps_inputs = inputs > 0
                        self.made_networks[id(network)] = network, layers
                        return network, layers
        raise Unusable("no neurons, in layers of the sizes asked for, were found in what NeuralNetwork keeps")

    def wake(self, network: Any, nb_inputs: int) -> None:
        """Activate a network, and its neurons if that fails, since some make their weights or neurons only then."""
        with contextlib.suppress(StudentError, GraderError):
            return self.activate(network, spread(nb_inputs))
        for before, layer in pairwise(self.groups(network)):
            for neuron in layer:
                with contextlib.suppress(StudentError, GraderError):
                    self.activate(neuron, spread(len(before)))

    def learn_of_networks(self) -> None:
        """See in which order a network keeps its layers: where each neuron has as many weights as it should."""
        self.knows_networks = True
        if not (self.fits() or self.fits(True) or any(self.fits(order=one) for one in permutations(self.named[:5]))):
            self.fits()

    def fits(self, backwards: bool = False, order: tuple[Step, ...] = ()) -> bool:
        self.backwards, self.order = backwards, order
        with contextlib.suppress(Unusable):
            return bool(self.network([[[0.1] * 3] * 3, [[0.1] * 4]]))
        return False

    def groups(self, network: Any) -> Groups:
        """The neurons that a network keeps, list after list, or by their sizes where there is one list only."""
        neurons = [(path[:-1], one) for path, one in walk(network, self.stop()) if isinstance(one, self.load("Neuron"))]
        by_list = len({path for path, _ in neurons}) > 1
        groups: dict[Any, list[Any]] = {}
        for path, one in neurons:
            groups.setdefault(path if by_list else len(self.kept(one)), []).append(one)
        self.named = tuple(dict.fromkeys(step for path in groups if by_list for step in path if type(step[1]) is str))
        ways = [*groups]
        if self.order:
            ways.sort(key=lambda path: [self.order.index(step) for step in path if step in self.order])
        return [groups[path] for path in ways][:: -1 if self.backwards else 1]

    def neurons(self, network: Any) -> list[Any]:
        return [neuron for group in self.groups(network) for neuron in group]

    def live_layers(self, network: Any, nb_inputs: int = 0) -> Groups:
        """The layers with inputs of a network."""
        if id(network) in self.made_networks:
            return self.made_networks[id(network)][1]
        return self.groups(network)[1 if self.keeps_inputs else 0 :]


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


def matching(found: Mapping[Path, float], x: list[float]) -> list[Path]:
    """The first path to 1 and to each of the entries; none at all where one is missing."""
    paths = [next((path for path, value in found.items() if near(value, one)), None) for one in [1.0, *x]]
    return [] if None in paths else [path for path in paths if path]
