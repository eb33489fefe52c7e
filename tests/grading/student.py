"""What a submission calls its parts, found by behaviour: the subject names only classes and methods.

A neuron's weights are the attributes that make activate give Logistic(Σ wᵢxᵢ + w₀), its activation is
where that value turns up, its gradient is what calculateOutputGradient changes.
"""

import importlib
import math
import os
import traceback
from collections.abc import Callable, Iterator
from pathlib import Path

# Numbers that no constructor and no other reading of the same weights would give by chance.
BIAS, WEIGHTS, ENTRIES = 0.3, [-1.1, 2.3], [0.7, 0.2]
GRADIENT_WORDS = ("grad", "delta", "nabla")


class Unusable(Exception):
    """What the days before should have given is missing or wrong, so that the exercise cannot be run."""


class Missing(Exception):
    """What the exercise itself asks for is missing."""


class BrokenFile(Exception):
    """A file of the submission cannot be imported."""


class Student:
    def __init__(self, stage: Path) -> None:
        # Tells the grader which file is being imported, in case that never ends.
        self.stage = stage
        self.notes: dict[str, str] = {}
        self.weights_name = self.bias_name = self.out_name = self.gradient_name = ""
        self.bias_last = False
        self.entries_form: Callable = list

    def load(self, name: str) -> type:
        """The class Neuron or NeuralNetwork, each from the file of its name."""
        self.stage.write_text(name)
        try:
            module = importlib.import_module(name)
        except BaseException as error:
            raise BrokenFile(explain(error)) from None
        self.stage.write_text("")
        try:
            return getattr(module, name)
        except AttributeError:
            raise Missing(f"{name}.py has no class {name}") from None

    def method(self, thing: object, name: str) -> Callable:
        try:
            return getattr(thing, name)
        except AttributeError:
            raise Missing(f"{type(thing).__name__} has no method {name}") from None

    # Neurons

    def new_neuron(self, nb_inputs: int) -> object:
        neuron_class = self.load("Neuron")
        try:
            return neuron_class(nb_inputs)
        except TypeError as error:
            raise Unusable(f"Neuron({nb_inputs}) raised {error!r}") from error

    def learn_names(self) -> None:
        """Find the weights and the activation; Unusable when activate does not work."""
        if self.weights_name:
            return
        seen = ""
        for form in (list, to_array, tuple):
            neuron = self.new_neuron(2)
            for weights_name, bias_name, bias_last in layouts(neuron):
                self.weights_name, self.bias_name, self.bias_last = weights_name, bias_name, bias_last
                self.set_weights(neuron, [BIAS, *WEIGHTS])
                try:
                    neuron.activate(form(ENTRIES))
                except Exception as error:
                    seen = seen or f"activate({ENTRIES}) raised {error!r}"
                    continue
                # 0.3 − 1.1 × 0.7 + 2.3 × 0.2 = −0.01
                self.out_name = find(neuron, lambda value: near(value, 1 / (1 + math.exp(0.01))))
                if self.out_name:
                    self.entries_form = form
                    self.note_names(form)
                    return
        self.weights_name = ""
        raise Unusable(seen or "activate (day 3) sets no Logistic(Σ wᵢxᵢ + w₀) from the weights it keeps")

    def note_names(self, form: Callable) -> None:
        self.notes["activation"] = f"`{self.out_name}`"
        place = f"in `{self.bias_name}`" if self.bias_name else "last" if self.bias_last else "first"
        self.notes["weights"] = f"`{self.weights_name}`, bias {place}"
        if form is to_array:
            self.notes["entries"] = "NumPy arrays"

    def learn_gradient_name(self, trusted: bool = True) -> None:
        """Find the gradient: by its name, else by what calculateOutputGradient changes.

        When that method is not trusted it is not called: any number that makes applyGradient right will do.
        """
        if self.gradient_name:
            return
        neuron = self.neuron([BIAS, *WEIGHTS])
        self.activate(neuron, ENTRIES)
        named = [name for name in attributes(neuron) if any(word in name.lower() for word in GRADIENT_WORDS)]
        if len(named) == 1:
            self.gradient_name = named[0]
        elif trusted:
            before = {name: repr(value) for name, value in attributes(neuron).items()}
            self.method(neuron, "calculateOutputGradient")(1.0)
            changed = [
                name
                for name, value in attributes(neuron).items()
                if is_number(value) and before.get(name) != repr(value)
            ]
            if not changed:
                raise Missing("calculateOutputGradient keeps no number as the neuron's gradient")
            self.gradient_name = changed[0]
        else:
            self.gradient_name = self.guess_gradient_name(attributes(neuron))
        self.notes["gradient"] = f"`{self.gradient_name}`"

    def guess_gradient_name(self, names: dict[str, object]) -> str:
        for name, value in names.items():
            if name in (self.bias_name, self.out_name) or not (value is None or is_number(value)):
                continue
            neuron = self.neuron([0.0, 0.0, 0.0])
            self.activate(neuron, [0.0, 1.0])
            setattr(neuron, name, 0.5)
            neuron.applyGradient(0.5, self.entries_form([0.0, 1.0]))
            if any(abs(weight) > 0 for weight in self.get_weights(neuron)):
                return name
        raise Unusable("no number that the neuron keeps is its gradient")

    def neuron(self, weights: list[float]) -> object:
        """A neuron with these weights, the bias first."""
        self.learn_names()
        neuron = self.new_neuron(len(weights) - 1)
        self.set_weights(neuron, weights)
        return neuron

    def activate(self, neuron: object, entries: list[float]) -> None:
        neuron.activate(self.entries_form(entries))

    def set_weights(self, neuron: object, weights: list[float]) -> None:
        bias, rest = weights[0], list(weights[1:])
        if self.bias_name:
            set_like(neuron, self.bias_name, [bias])
        else:
            rest = [*rest, bias] if self.bias_last else [bias, *rest]
        set_like(neuron, self.weights_name, rest)

    def get_weights(self, neuron: object) -> list[float]:
        weights = numbers(getattr(neuron, self.weights_name))
        if self.bias_name:
            return [to_float(getattr(neuron, self.bias_name)), *weights]
        return [weights[-1], *weights[:-1]] if self.bias_last else weights

    def get_out(self, neuron: object) -> float:
        return to_float(getattr(neuron, self.out_name))

    def set_out(self, neuron: object, out: float) -> None:
        setattr(neuron, self.out_name, out)

    def get_gradient(self, neuron: object) -> float:
        return to_float(getattr(neuron, self.gradient_name))

    def set_gradient(self, neuron: object, gradient: float) -> None:
        setattr(neuron, self.gradient_name, gradient)

    # Networks

    def network(self, weights: list[list[list[float]]]) -> tuple[object, list[list]]:
        """A network with these weights, layer after layer and neuron after neuron, and its layers.

        The layers are those with inputs; `inputs_of` gives the input layer's neurons, if it has any.
        """
        self.learn_names()
        sizes = [len(weights[0][0]) - 1, *map(len, weights)]
        network_class = self.load("NeuralNetwork")
        try:
            network = network_class(list(sizes))
        except TypeError as error:
            raise Unusable(f"NeuralNetwork({sizes}) raised {error!r}") from error
        layers = [group for group in groups(network, self.load("Neuron")) if group]
        found = [len(layer) for layer in layers]
        if found == sizes:
            layers = layers[1:]
        elif found != sizes[1:]:
            raise Unusable(f"NeuralNetwork({sizes}) keeps {found or 'no'} neurons in its layers")
        for layer, layer_weights in zip(layers, weights):
            for neuron, neuron_weights in zip(layer, layer_weights):
                self.set_weights(neuron, neuron_weights)
        return network, layers

    def inputs_of(self, network: object, layers: list[list]) -> list:
        first = next(group for group in groups(network, type(layers[0][0])) if group)
        return [] if first[0] is layers[0][0] else first


def explain(error: BaseException) -> str:
    """The error in a line, with the place in the submission's own files where it came from."""
    text = f"{type(error).__name__}: {str(error)[:200]}" if str(error) else type(error).__name__
    for frame in reversed(traceback.extract_tb(error.__traceback__)):
        if frame.filename.startswith(os.getcwd()):
            return f"{text} ({os.path.relpath(frame.filename)}, line {frame.lineno})"
    return text


def layouts(neuron: object) -> Iterator[tuple[str, str, bool]]:
    """Yield the ways in which a neuron with two inputs may keep its weights and its bias."""
    lists = {name: numbers(value) for name, value in attributes(neuron).items()}
    scalars = [name for name, value in attributes(neuron).items() if is_number(value)]
    for name, values in lists.items():
        if values and len(values) == 3:
            yield name, "", False
            yield name, "", True
        if values and len(values) == 2:
            for scalar in scalars:
                yield name, scalar, False


def attributes(thing: object) -> dict[str, object]:
    slots = [name for kind in type(thing).__mro__ for name in as_names(getattr(kind, "__slots__", ()))]
    found = {name: getattr(thing, name) for name in slots if hasattr(thing, name)}
    return {**found, **getattr(thing, "__dict__", {})}


def as_names(slots: object) -> list[str]:
    return [slots] if isinstance(slots, str) else list(slots)


def groups(thing: object, neuron_class: type, depth: int = 4) -> Iterator[list]:
    """Yield the lists of neurons inside a thing, in their order."""
    if depth == 0:
        return
    if isinstance(thing, (list, tuple)):
        if thing and all(isinstance(one, neuron_class) for one in thing):
            yield list(thing)
            return
        inside = list(thing)
    elif isinstance(thing, dict):
        inside = list(thing.values())
    elif hasattr(thing, "__dict__") and not isinstance(thing, (neuron_class, type)):
        inside = list(attributes(thing).values())
    else:
        return
    seen: list[int] = []
    for one in inside:
        for group in groups(one, neuron_class, depth - 1):
            # The same neurons may be kept twice, say as `layers` and as `outputs`.
            if id(group[0]) not in seen:
                seen.append(id(group[0]))
                yield group


def find(thing: object, accepts: Callable[[float], bool]) -> str:
    for name, value in attributes(thing).items():
        if is_number(value) and accepts(to_float(value)):
            return name
    return ""


def set_like(thing: object, name: str, values: list[float]) -> None:
    """Set a list, tuple, array or number the way that it was."""
    old = getattr(thing, name)
    if hasattr(old, "shape") and old.shape:
        setattr(thing, name, to_array(values).reshape(old.shape))
    elif isinstance(old, (list, tuple)):
        setattr(thing, name, type(old)(values))
    else:
        setattr(thing, name, values[0])


def to_array(values: list[float]) -> object:
    import numpy

    return numpy.array(values, dtype=float)


def is_number(value: object) -> bool:
    if isinstance(value, (bool, str, bytes, list, tuple, dict, set)):
        return False
    try:
        to_float(value)
        return True
    except (TypeError, ValueError, IndexError):
        return False


def to_float(value: object) -> float:
    """A number, also one that sits alone in an array."""
    if hasattr(value, "ravel"):
        (value,) = value.ravel()
    return float(value)


def numbers(value: object) -> list[float] | None:
    """The numbers of a list, a tuple or an array; None for anything else."""
    if hasattr(value, "ravel"):
        value = list(value.ravel())
    if isinstance(value, (list, tuple)) and all(is_number(one) for one in value):
        return [to_float(one) for one in value]
    return None


def near(a: float, b: float) -> bool:
    return math.isclose(a, b, rel_tol=1e-6, abs_tol=1e-9)
