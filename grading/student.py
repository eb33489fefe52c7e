"""What a submission calls its parts, told by what they do: the subject names only classes and methods.

A neuron keeps a tree of numbers. Its weights are those that move its weighted sum as the entries say, its
activation is where Logistic(sp) can be read, its gradient is what calculateOutputGradient leaves behind.
"""

import contextlib
import importlib
import os
import re
import sys
import traceback
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from grading.tree import Path, Places, alone, get, leaves, logistic, logit, name_of, near, numbers, put, walk

GETTER = re.compile("get|out|act|val|sort|pred", re.IGNORECASE)
GRADIENT = re.compile("grad|delta|nabla|err", re.IGNORECASE)
Entries = Callable[[list[float]], Any]


class StudentError(Exception):
    """What the exercise asks for is missing, or the submission's code failed."""


class Unusable(Exception):
    """What the check needs could not be found, so that the exercise cannot be run."""


class GraderError(BaseException):
    """The grader's own code failed; no submission is to catch it."""


@dataclass
class Layout:
    """Where a neuron keeps its weights, the bias first, and where its activation can be read."""

    weights: list[Path]
    out: Path | str
    entries: Entries
    gradient: list[Path] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.places = Places(self.weights)


class Student:
    """The submission in the current folder; the methods in `repaired` are not to be trusted."""

    def __init__(self, repaired: Collection[str] = (), gradient: Sequence[Any] = ()) -> None:
        self.repaired = repaired
        # Where the gradient was found before its method was repaired
        self.known_gradient: list[Path] = [tuple((kind, key) for kind, key in path) for path in gradient]
        self.notes: dict[str, str] = {}
        self.layouts: dict[int, Layout] = {}
        # The last entries and result of activate, of each thing that it was called on by a correct method.
        self.last: dict[int, tuple[Any, Any, Any]] = {}
        # activate, where a correct one has taken its place
        self.own_activate: Callable[..., Any] | None = None
        # How a network keeps its layers: in which order, and with neurons that only hold the entries or not.
        self.turn: Callable[[Any], Any] = list
        self.keeps_inputs = True
        self.knows_networks = False

    def load(self, name: str) -> Any:
        """The class Neuron or NeuralNetwork, which builds on Neuron, each from the file of its name."""
        if name != "Neuron":
            self.load("Neuron")
        try:
            module = importlib.import_module(name)
        except BaseException as error:
            raise StudentError(f"{name}.py cannot be imported: {explain(error)}") from None
        if not isinstance(getattr(module, name, None), type):
            raise StudentError(f"{name}.py has no class {name}")
        return getattr(module, name)

    def method(self, thing: Any, name: str) -> Callable[..., Any]:
        """A method of a neuron or a network; what it raises is the student's."""
        method = getattr(thing, name, None)
        if method is None:
            raise StudentError(f"{type(thing).__name__} has no method {name}")
        return lambda *arguments: call(method, *arguments)

    # Neurons

    def make_neuron(self, nb_inputs: int) -> Iterator[Any]:
        """Neurons, one for each way to ask for one."""
        some = [0.1] * nb_inputs
        ways: list[tuple[Any, ...]] = [
            (nb_inputs,), (nb_inputs, logistic), ([0.1, *some],), (some, 0.1), (some,), (nb_inputs + 1,), (),
            (nb_inputs, "sigmoid"), (some, 0.1, logistic), ([0.1, *some], logistic), (nb_inputs, 0.1),
        ]  # fmt: skip
        made, raised = False, ""
        for way in ways:
            try:
                neuron = call(self.load("Neuron"), *way)
            except StudentError as error:
                raised = raised or f"Neuron({nb_inputs}) raised {error}"
                continue
            made = True
            yield neuron
        if not made:
            raise Unusable(raised)

    def layout(self, nb_inputs: int) -> Layout:
        if nb_inputs not in self.layouts:
            self.layouts[nb_inputs] = self.find_layout(nb_inputs)
        return self.layouts[nb_inputs]

    def find_layout(self, nb_inputs: int) -> Layout:
        """By what each number of a neuron does to its output, else to what its other methods do."""
        seen = ""
        search = self.by_update if "Neuron.activate" in self.repaired else self.by_output
        with contextlib.suppress(Unusable) if search == self.by_update else contextlib.nullcontext():
            for neuron in self.make_neuron(nb_inputs):
                for form in (list, to_array, tuple):
                    try:
                        found = search(neuron, spread(nb_inputs), form)
                    except StudentError as error:
                        seen = seen or f"activate raised {error}"
                        continue
                    if found:
                        self.note(found)
                        return found
        raise Unusable(seen or "activate (day 3) gives no Logistic(Σ wᵢxᵢ + w₀) from the weights that the neuron keeps")

    def by_output(self, neuron: Any, x: list[float], form: Entries) -> Layout | None:
        """The weights move the weighted sum by 1, x₁, x₂ and so on."""
        self.readings(neuron, form(x))
        for n, (path, value) in enumerate(leaves(neuron, self.stop()).items()):
            # Small numbers, so that no sum saturates.
            if value is not None and not value.is_integer():
                put(neuron, path, 0.01 * (1 + n % 7))
        before = self.readings(neuron, form(x))
        after: dict[Path, dict[Path | str, float]] = {}
        for path, value in leaves(neuron, self.stop()).items():
            if value is not None:
                with contextlib.suppress(StudentError):
                    put(neuron, path, value + 0.25)
                    after[path] = self.readings(neuron, form(x))
                put(neuron, path, value)
        for out, a in before.items():
            slopes = {path: (logit(seen.get(out, 0)) - logit(a)) / 0.25 for path, seen in after.items()}
            weights = [first(path for path, slope in slopes.items() if near(slope, one)) for one in [1.0, *x]]
            if None not in weights:
                found = Layout([path for path in weights if path], out, form)
                if near(logit(a), sum(w * one for w, one in zip(found.places.get(neuron), [1.0, *x]))):
                    return found
        return None

    def by_update(self, neuron: Any, x: list[float], form: Entries) -> Layout | None:
        """Where activate is wrong: the activation is what calculateOutputGradient takes from the desired
        output, and applyGradient moves the weights by 1, x₁, x₂ and so on."""
        with contextlib.suppress(StudentError):
            call(self.own_activate or (lambda *_: None), neuron, form(x))
        for out in leaves(neuron, self.stop()):
            seen = []
            for a in (0.25, 0.5):
                put(neuron, out, a)
                self.method(neuron, "calculateOutputGradient")(1.0)
                seen.append(leaves(neuron, self.stop()))
            both = {p: (g, seen[1].get(p)) for p, g in seen[0].items() if p != out}
            gradient = [p for p, (g, h) in both.items() if g is not None and h is not None and near(abs(g - h), 0.25)]
            if gradient:
                for path in gradient:
                    put(neuron, path, 0.8)
                before = leaves(neuron, self.stop())
                self.method(neuron, "applyGradient")(0.5, form(x))
                now = {p: v for p, v in leaves(neuron, self.stop()).items() if v is not None}
                steps = {p: abs(v - (before.get(p) or 0)) / 0.4 for p, v in now.items()}
                weights = [first(path for path, step in steps.items() if near(step, one)) for one in [1.0, *x]]
                if None not in weights:
                    return Layout([path for path in weights if path], out, form, gradient)
        return None

    def readings(self, neuron: Any, entries: Any) -> dict[Path | str, float]:
        """Activate, and read all that may be the activation: what is kept, given or returned."""
        returned = self.method(neuron, "activate")(entries)
        found: dict[Path | str, float] = {p: v for p, v in leaves(neuron, self.stop()).items() if v is not None}
        for name in dir(type(neuron)):
            if not name.startswith(("__", "activate", "calc", "apply")) and GETTER.search(name):
                value = self.give(neuron, name)
                if value is not None:
                    found[name] = value
        value = alone(returned)
        return found if value is None else {**found, "what activate returns": value}

    def give(self, neuron: Any, name: str) -> float | None:
        """What a property or a getter gives, if it is a number."""
        with contextlib.suppress(Exception):
            value = getattr(neuron, name)
            return alone(value() if callable(value) else value)
        return None

    def stop(self) -> tuple[type, ...]:
        network = getattr(sys.modules.get("NeuralNetwork"), "NeuralNetwork", None)
        return (self.load("Neuron"), network) if isinstance(network, type) else (self.load("Neuron"),)

    def note(self, found: Layout) -> None:
        bias, *weights = found.weights
        place = f"in `{name_of(bias)}`"
        if bias[:-1] == weights[0][:-1] != ():
            place = "first" if bias[-1][1] == 0 else "last"
        self.notes["activation"] = f"`{found.out if isinstance(found.out, str) else name_of(found.out)}`"
        self.notes["weights"] = f"`{name_of(weights[0])}` and so on, bias {place}"
        if found.entries is to_array:
            self.notes["entries"] = "NumPy arrays"

    def neuron(self, weights: list[float]) -> Any:
        """A neuron with these weights, the bias first."""
        layout = self.layout(len(weights) - 1)
        for neuron in self.make_neuron(len(weights) - 1):
            with contextlib.suppress(StudentError, AttributeError, LookupError):
                call(neuron.activate, layout.entries(spread(len(weights) - 1)))
            with contextlib.suppress(AttributeError, LookupError):
                self.set_weights(neuron, weights)
                return neuron
        raise Unusable(f"no neuron with {len(weights) - 1} inputs could be made")

    def activate(self, thing: Any, entries: list[float]) -> Any:
        """Activate a neuron or a network; its entries stay as they are."""
        return self.unchanged(thing, "activate", self.entries(entries))

    def entries(self, entries: list[float]) -> Any:
        return next(iter(self.layouts.values())).entries(entries) if self.layouts else list(entries)

    def unchanged(self, thing: Any, name: str, *arguments: Any) -> Any:
        """Call a method, and see that it leaves its arguments as they were."""
        before = [leaves(one) for one in arguments]
        result = self.method(thing, name)(*arguments)
        for one, values in zip(arguments, before):
            if leaves(one) != values:
                raise StudentError(f"{name} changes what it is given: {[*values.values()]} became {numbers(one)}")
        return result

    def get_weights(self, neuron: Any, nb_inputs: int) -> list[float]:
        return self.layout(nb_inputs).places.get(neuron)

    def set_weights(self, neuron: Any, weights: list[float]) -> None:
        places = self.layout(len(weights) - 1).places
        places.get(neuron)
        places.put(neuron, weights)

    def out(self, neuron: Any, nb_inputs: int) -> float:
        """The activation of a neuron, wherever it can be read."""
        where = self.layout(nb_inputs).out
        if not isinstance(where, str):
            return get(neuron, where)
        given = self.give(neuron, where) if hasattr(neuron, where) else None
        if given is None and id(neuron) in self.last:
            given = alone(self.last[id(neuron)][2])
        if given is None:
            raise Unusable("the activation of a neuron can be read nowhere but in what activate returns")
        return given

    # Gradients

    def gradient_paths(self, nb_inputs: int) -> list[Path]:
        """Where the gradient is kept: once or more, or in the way of one for each weight."""
        layout = self.layout(nb_inputs)
        if not layout.gradient:
            layout.gradient = self.find_gradient(nb_inputs)
            self.notes["gradient"] = f"`{name_of(layout.gradient[0])}`"
        return layout.gradient

    def find_gradient(self, nb_inputs: int) -> list[Path]:
        layout, x = self.layout(nb_inputs), spread(nb_inputs)
        neuron = self.neuron([0.3] * (nb_inputs + 1))
        self.activate(neuron, x)
        before = leaves(neuron, self.stop())
        taken = [*layout.weights, layout.out]
        g = 1 - logistic(0.3 + 0.3 * sum(x))
        now: Any = before
        if "Neuron.calculateOutputGradient" not in self.repaired:
            self.desire(neuron, 1.0)
            now = leaves(neuron, self.stop())
            changed = {p: v for p, v in now.items() if v is not None and before.get(p) != v and p not in taken}
            # A flipped sign does not hide it.
            exact = [path for path, value in changed.items() if near(abs(value), g)]
            vector = [first(p for p, v in changed.items() if near(abs(v), g * one)) for one in [1.0, *x]]
            if exact and None not in vector:
                return [path for path in vector if path]
            if exact:
                return exact
            now = changed or now
        elif self.known_gradient:
            return self.gradient_for(nb_inputs)
        # What is there to be the gradient moves the weights, or has the name of one.
        free = [path for path in now if path not in taken]
        trusted = "Neuron.applyGradient" not in self.repaired
        found = [path for path in free if trusted and self.moves(path, nb_inputs)]
        found = found or [path for path in free if GRADIENT.search(name_of(path))]
        if not found:
            raise Unusable("no number that the neuron keeps is its gradient")
        return found[:1]

    def gradient_for(self, nb_inputs: int) -> list[Path]:
        """The known places of the gradient; where it is one for each weight, there are as many as weights."""
        (*way, (kind, bias)), *others = self.known_gradient
        if kind == "attr" or not others or others[0][:-1] != tuple(way):
            return self.known_gradient
        keys = [0, *range(1, nb_inputs + 1)] if bias == 0 else [nb_inputs, *range(nb_inputs)]
        return [(*way, (kind, key)) for key in keys]

    def moves(self, path: Path, nb_inputs: int) -> bool:
        """Do the weights move as this number says?"""
        ends = []
        for value in (0.0, 0.5):
            neuron = self.neuron([0.3] * (nb_inputs + 1))
            self.activate(neuron, spread(nb_inputs))
            try:
                put(neuron, path, value)
                self.method(neuron, "applyGradient")(0.5, self.entries(spread(nb_inputs)))
            except (StudentError, LookupError, AttributeError):
                return False
            ends.append(self.get_weights(neuron, nb_inputs))
        return ends[0] != ends[1]

    def desire(self, neuron: Any, y: float) -> None:
        """calculateOutputGradient, which may want a number or a list of one."""
        method = self.method(neuron, "calculateOutputGradient")
        try:
            method(y)
        except StudentError as error:
            if not isinstance(error.__cause__, (TypeError, IndexError, AttributeError)):
                raise
            try:
                method([y])
            except StudentError:
                raise error from None
            self.notes["calculateOutputGradient takes"] = "a list"

    def get_gradient(self, neuron: Any, nb_inputs: int) -> float:
        paths = self.gradient_paths(nb_inputs)
        try:
            return get(neuron, paths[0])
        except (AttributeError, LookupError):
            return 0.0

    def set_gradient(self, neuron: Any, gradient: float, x: list[float]) -> None:
        """Set the gradient, or ∇x for each weight where that is what the neuron keeps."""
        paths = self.gradient_paths(len(x))
        vector = len(paths) == len(x) + 1 and paths[0][:-1] == paths[-1][:-1] != ()
        for path, one in zip(paths, [1.0, *x] if vector else [1.0] * len(paths)):
            put(neuron, path, gradient * one)

    # Networks

    def network(self, weights: list[list[list[float]]]) -> tuple[Any, list[list[Any]]]:
        """A network with these weights, and its neurons with inputs, layer after layer."""
        if not self.knows_networks:
            self.learn_of_networks()
        sizes = [len(weights[0][0]) - 1, *map(len, weights)]
        ways: list[tuple[Any, ...]] = [
            (list(sizes),), tuple(sizes), (list(sizes), logistic), (sizes[0], sizes[1:-1], sizes[-1]), (tuple(sizes),),
            (list(sizes), "sigmoid"), (list(sizes), 0.1),
        ]  # fmt: skip
        seen = ""
        for way in ways:
            try:
                network = call(self.load("NeuralNetwork"), *way)
            except StudentError as error:
                seen = seen or f"NeuralNetwork({sizes}) raised {error}"
                continue
            neurons = [neuron for group in self.groups(network) for neuron in group]
            start = sizes[0] if len(neurons) == sum(sizes) else 0
            if len(neurons) - start == sum(sizes[1:]):
                self.keeps_inputs = start > 0
                ends = [start + sum(sizes[1 : n + 1]) for n in range(len(sizes))]
                layers = [neurons[a:b] for a, b in zip(ends, ends[1:])]
                with contextlib.suppress(AttributeError, LookupError):
                    for layer, rows in zip(layers, weights):
                        for neuron, row in zip(layer, rows):
                            self.set_weights(neuron, row)
                    return network, layers
            seen = seen or "no neurons, in layers of the sizes asked for, were found in what NeuralNetwork keeps"
        raise Unusable(seen)

    def learn_of_networks(self) -> None:
        """See in which order a network keeps its layers: in that in which it activates as it should."""
        self.knows_networks = True
        weights = [[[0.1, 0.7, -0.3], [-0.2, 0.5, 0.9], [0.4, -0.8, 0.6]], [[0.3, 0.8, -0.5, 0.2]]]
        for self.turn in (list, lambda g: g[::-1], lambda g: g[1:] + g[:1], lambda g: g[-1:] + g[:-1]):
            with contextlib.suppress(Unusable):
                network, layers = self.network(weights)
                if self.activates(network, layers, weights):
                    return
        self.turn = list

    def groups(self, network: Any) -> list[list[Any]]:
        """The neurons that a network keeps, each once, list after list."""
        kind, seen = self.load("Neuron"), set()
        groups: dict[Path, list[Any]] = {}
        for path, one in walk(network, (kind,)):
            if isinstance(one, kind) and id(one) not in seen:
                seen.add(id(one))
                groups.setdefault(path[:-1], []).append(one)
        found: list[list[Any]] = self.turn(list(groups.values()))
        return found

    def neurons(self, network: Any) -> list[Any]:
        return [neuron for group in self.groups(network) for neuron in group]

    def live_layers(self, network: Any, nb_inputs: int) -> list[list[Any]]:
        """The layers with inputs of a network of the submission's own making."""
        groups = self.groups(network)
        if len(groups) > 1:
            return groups[1:] if self.keeps_inputs else groups
        neurons = groups[0][nb_inputs if self.keeps_inputs else 0 :]
        layers = []
        while neurons:
            layer = [one for one in neurons if self.has_inputs(one, nb_inputs)]
            if not layer:
                raise Unusable("the layers of the network could not be told apart")
            layers.append(layer)
            neurons, nb_inputs = neurons[len(layer) :], len(layer)
        return layers

    def has_inputs(self, neuron: Any, nb_inputs: int) -> bool:
        try:
            self.get_weights(neuron, nb_inputs)
        except (AttributeError, LookupError):
            return False
        try:
            self.get_weights(neuron, nb_inputs + 1)
        except (AttributeError, LookupError):
            return True
        return False

    def activates(self, network: Any, layers: list[list[Any]], weights: list[list[list[float]]]) -> bool:
        """Does the network, with these neurons as its layers, activate as it should?"""
        x = spread(len(weights[0][0]) - 1)
        try:
            self.activate(network, x)
            for layer, rows in zip(layers, weights):
                outs = [self.out(neuron, len(rows[0]) - 1) for neuron in layer]
                x = [logistic(sum(w * one for w, one in zip(row, [1.0, *x]))) for row in rows]
                if not all(near(a, b) for a, b in zip(outs, x)):
                    return False
        except (StudentError, Unusable, AttributeError):
            return False
        return True


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


def first(paths: Iterator[Path]) -> Path | None:
    return next(paths, None)


def spread(count: int) -> list[float]:
    """Entries that are all different."""
    return [0.2 + 0.6 * (n + 1) / (count + 1) for n in range(count)]


def to_array(values: list[float]) -> Any:
    import numpy

    return numpy.array(values, dtype=float)
