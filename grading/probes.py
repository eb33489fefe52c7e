"""One function a probe, run in the checked process: make the situation, call one method twice, look.

The first call is on other numbers, so that what a method keeps from one call to the next is seen.
"""

import contextlib
import importlib
import os
import sys
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

from grading import day1
from grading.files import PROBE
from grading.student import Student, StudentError, call
from grading.tree import Places, alone, attributes, logit, name_of, near, parts, rows_in

Row = list[float]
Rows = list[Row]
Examples = list[tuple[Row, Row]]


def load(student: Student, file: str) -> None:
    student.load(file)


def activation(student: Student, weights: Row, entries: Row) -> float:
    neuron = student.neuron(weights)
    student.activate(neuron, entries)
    return student.out(neuron, len(entries))


def gradient(student: Student, weights: Row, entries: Row, desired: float) -> float:
    neuron = student.neuron(weights)
    student.activate(neuron, [one + 0.5 for one in entries])
    before = student.kept(neuron)
    kept = []
    for other in (0.25, 1.0):
        student.desire(neuron, other)
        kept.append(student.kept(neuron))
    if kept == [before, before]:
        raise StudentError("it keeps no number as the neuron's gradient")
    found = []
    for one in (neuron, student.neuron(weights)):
        student.activate(one, entries)
        student.desire(one, desired)
        found.append(student.get_gradient(one, len(entries)))
    if not near(*found):
        raise StudentError("of a neuron that was used before it is {:.4g}, of a new one {:.4g}".format(*found))
    return found[0]


def apply(student: Student, weights: Row, gradient: float, rate: float, entries: Row) -> Row:
    return update(student, "applyGradient", weights, gradient, rate, entries)


def apply_with_layer(student: Student, weights: Row, gradient: float, rate: float, outs: Row) -> Row:
    student.method(student.load("Neuron"), "applyGradientWithLayer")
    layer = [student.neuron([logit(out) if out < 1 else 40.0, 0.0]) for out in outs]
    for one in layer:
        student.activate(one, [0.0])
    return update(student, "applyGradientWithLayer", weights, gradient, rate, outs, layer)


def update(student: Student, name: str, weights: Row, gradient: float, rate: float, x: Row, layer: Any = None) -> Row:
    student.method(student.load("Neuron"), name)
    neuron = student.neuron(weights)
    for _ in range(2):
        student.set_weights(neuron, weights)
        student.activate(neuron, x)
        student.desire(neuron, student.out(neuron, len(x)) + gradient)
        student.unchanged(neuron, name, rate, layer or student.form(x))
    return student.get_weights(neuron, len(x))


def network_activation(student: Student, weights: list[Rows], entries: Row) -> Row:
    network, layers = student.network(weights)
    student.activate(network, entries)
    return [student.out(neuron, len(weights[-1][0]) - 1) for neuron in layers[-1]]


def network_gradients(student: Student, weights: list[Rows], entries: Row, desired: Row) -> dict[str, Row]:
    network, layers = student.network(weights)
    student.method(network, "calculateGradients")
    sizes = [len(rows[0]) - 1 for rows in weights]
    hidden = [(neuron, size) for layer, size in zip(layers[:-1], sizes) for neuron in layer]
    for other in (0.5, 0.0):
        student.activate(network, [one + other for one in entries])
        for neuron, size in hidden:
            student.desire(neuron, student.out(neuron, size) + 0.125)
        student.unchanged(network, "calculateGradients", student.form([abs(one - other) for one in desired]))
    return {
        "output": [student.get_gradient(neuron, sizes[-1]) for neuron in layers[-1]],
        "hidden": [student.get_gradient(neuron, size) for neuron, size in hidden],
    }


def network_apply(student: Student, weights: list[Rows], entries: Row, gradients: Rows, rate: float) -> list[Rows]:
    network, layers = student.network(weights)
    student.method(network, "applyGradients")
    student.activate(network, entries)
    sizes = [len(rows[0]) - 1 for rows in weights]
    for layer, row, size in zip(layers, gradients, sizes):
        for neuron, gradient in zip(layer, row):
            student.desire(neuron, student.out(neuron, size) + gradient)
    student.method(network, "applyGradients")(rate)
    return [[student.get_weights(one, size) for one in layer] for layer, size in zip(layers, sizes)]


# The loss


def neuron_loss(student: Student, weights: Row, examples: Examples) -> float | None:
    neuron = student.neuron(weights)
    return loss(student, neuron, examples) if hasattr(neuron, "calcLoss") else None


def network_loss(student: Student, weights: list[Rows], examples: Examples) -> float:
    return loss(student, student.network(weights)[0], examples)


def loss(student: Student, model: Any, examples: Examples) -> float:
    """The loss on the examples, whatever calcLoss takes and wherever it leaves the result."""
    raised = None
    for arguments, note in dataset_forms(examples):
        kept: list[Any] = []
        results: list[float] = []
        try:
            for _ in range(2):
                before = student.kept(model)
                returned = alone(student.unchanged(model, "calcLoss", *arguments))
                now = student.kept(model).items()
                kept = kept or [path for path, value in now if len(path) == 1 and before.get(path) != value]
                results += [returned] if returned is not None else Places(*kept[:1]).get(model)
        except StudentError as error:
            raised = raised or error
            continue
        student.notes["calcLoss takes"] = note
        if not results:
            raise StudentError("it returns nothing and keeps no number")
        if not near(*results):
            raise StudentError("called twice, it gives {:.4g} and then {:.4g}".format(*results))
        return results[0]
    raise raised or StudentError("no examples")


def reads(student: Student, modules: list[str]) -> bool:
    """Does a loader of these modules give all examples of a file, in their order, and how many there are?"""
    inputs: Rows = [[0.25, 0.5, 0.75], [1, 0, 0.125], [0.5, 0, 1], [0, 0, 0]]
    examples = [*zip(inputs, [[1.0, 0.0], [0.0, 1.0], [1.0, 1.0], [0.0, 0.0]])]
    return any(whole(thing, examples) for _, thing in loaded(modules, examples))


def whole(thing: Any, examples: Examples) -> bool:
    rows = [*map(tuple, rows_in(thing))]
    sides = [[*map(tuple, side)] for side in zip(*examples)]
    counts = {"nb_exemple": len(examples), "nb_input": len(sides[0][0]), "nb_output": len(sides[1][0])}
    said = [(part, value) for part in counts for key, value in attributes(thing).items() if day1.means(key, part)]
    in_order = all([*dict.fromkeys(row for row in rows if row in side)] == side for side in sides)
    return in_order and all(value == counts[part] for part, value in said if isinstance(value, int))


def dataset_forms(examples: Examples) -> Iterator[tuple[tuple[Any, ...], str]]:
    """Yield what calcLoss may take: what the submission's loader makes of a file, or plain lists."""
    names = [path.stem for path in sorted(Path().glob("*.py")) if not path.stem.endswith("Learn")]
    for name, thing in loaded(sorted(names, key=lambda name: name != "Dataset"), examples):
        if isinstance(thing, tuple):
            yield thing, f"what `{name}` returns, one by one"
        yield (thing,), f"what `{name}` makes"
        for step, one in parts(thing).items():
            if holds(one, examples):
                yield (one,), f"`{name_of((step,))}` of what `{name}` makes"
    yield ([(list(x), list(y)) for x, y in examples],), "a list of (inputs, outputs)"
    yield tuple(map(list, zip(*examples))), "two lists, inputs and outputs"
    yield (day1.Dataset(PROBE),), "a correct Dataset of day 1"


def loaded(modules: list[str], examples: Examples) -> Iterator[tuple[str, Any]]:
    """Write a file of examples, and yield what holds them of all that the loaders of these modules make of it."""
    path = os.path.abspath(PROBE)
    rows = [row for example in examples for row in example]
    lines = [f"{len(examples)} {len(rows[0])} {len(rows[1])}", *(" ".join(f"{one:.6f}" for one in row) for row in rows)]
    Path(path).write_text(" \n".join(lines) + " \n")
    for name, loader in loaders(modules):
        # Some loaders know the folder themselves, and some the end of the name too.
        for place in (path, PROBE, PROBE.removesuffix(".ds")):
            thing: Any = None
            with contextlib.suppress(BaseException):
                thing = loader(place)
            if holds(thing, examples):
                yield name, thing
                break


def loaders(modules: list[str]) -> Iterator[tuple[str, Callable[[str], Any]]]:
    """Yield the classes and functions of these modules that may load a file, but for those from elsewhere."""
    for name in modules:
        module: Any = None
        with contextlib.suppress(StudentError):
            module = call(importlib.import_module, name)
        for key, value in list(getattr(module, "__dict__", {}).items()):
            home = sys.modules.get(str(getattr(value, "__module__", "")))
            own = str(getattr(home, "__file__", "")).startswith(os.getcwd())
            if own and callable(value) and key not in ("Neuron", "NeuralNetwork"):
                yield f"{name}.{key}", value
                for method in vars(value) if isinstance(value, type) else ():
                    if not method.startswith("_"):
                        yield f"{name}.{key}.{method}", partial(load_with, value, method)


def load_with(kind: Any, method: str, path: str) -> Any:
    """For Dataset.load(path), or data = Dataset() and then data.load(path), which may fill data or return something."""
    try:
        return getattr(kind, method)(path)
    except Exception:
        thing = kind()
        result = getattr(thing, method)(path)
        return thing if result is None else result


def holds(thing: Any, examples: Examples) -> bool:
    """Are the numbers of the examples somewhere in the thing?"""
    wanted = {number for example in examples for row in example for number in row}
    return wanted <= {number for row in rows_in(thing) for number in row}
