"""One function a probe, run in the checked process: make the situation, call one method twice, look.

The first call is on other numbers, so that what a method keeps from one call to the next is seen.
"""

import importlib
import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from grading import day1
from grading.files import PROBE
from grading.student import Student, StudentError, Unusable, call
from grading.tree import alone, get, leaves, logit, near, rows_in

Row = list[float]
Rows = list[Row]
Examples = list[tuple[list[float], list[float]]]


def load(student: Student, file: str) -> None:
    student.load(file)


def activation(student: Student, weights: list[float], entries: list[float]) -> float:
    neuron = student.neuron(weights)
    returned = student.activate(neuron, entries)
    out = student.layout(len(entries)).out
    return alone(returned) or 0.0 if out == "what activate returns" else student.out(neuron, len(entries))


def gradient(student: Student, weights: list[float], entries: list[float], desired: float) -> float:
    neuron, other = student.neuron(weights), [one + 0.5 for one in entries]
    student.activate(neuron, other)
    before = leaves(neuron, student.stop())
    student.desire(neuron, 0.25)
    if leaves(neuron, student.stop()) == before:
        raise StudentError("it keeps no number as the neuron's gradient")
    student.activate(neuron, entries)
    student.desire(neuron, desired)
    return student.get_gradient(neuron, len(entries))


def apply(student: Student, weights: list[float], entries: list[float], gradient: float, rate: float) -> list[float]:
    student.method(student.load("Neuron"), "applyGradient")
    neuron = student.neuron(weights)
    for _ in range(2):
        ready(student, neuron, weights, entries, gradient)
        student.unchanged(neuron, "applyGradient", rate, student.entries(entries))
    return student.get_weights(neuron, len(entries))


def apply_with_layer(student: Student, weights: Row, outs: Row, gradient: float, rate: float) -> Row:
    student.method(student.load("Neuron"), "applyGradientWithLayer")
    neuron = student.neuron(weights)
    layer = [student.neuron([logit(out) if out < 1 else 40.0, 0.0]) for out in outs]
    for one in layer:
        student.activate(one, [0.0])
    kept = list(layer)
    for _ in range(2):
        ready(student, neuron, weights, outs, gradient)
        student.method(neuron, "applyGradientWithLayer")(rate, layer)
        if list(map(id, layer)) != list(map(id, kept)):
            raise StudentError("applyGradientWithLayer changes the list of neurons that it is given")
    return student.get_weights(neuron, len(outs))


def ready(student: Student, neuron: Any, weights: list[float], entries: list[float], gradient: float) -> None:
    """A neuron with these weights that has been activated, and has this gradient."""
    student.gradient_paths(len(entries))
    student.set_weights(neuron, weights)
    student.activate(neuron, entries)
    student.set_gradient(neuron, gradient, entries)


def neuron_loss(student: Student, weights: list[float], examples: Examples) -> float | None:
    neuron = student.neuron(weights)
    return loss(student, neuron, examples) if hasattr(neuron, "calcLoss") else None


def network_loss(student: Student, weights: list[Rows], examples: Examples) -> float:
    return loss(student, student.network(weights)[0], examples)


def loss(student: Student, model: Any, examples: Examples) -> float:
    """The loss on the examples, whatever calcLoss takes and wherever it leaves the result."""
    method, raised = student.method(model, "calcLoss"), None
    for arguments, note in dataset_forms(examples):
        given = [leaves(one) for one in arguments]
        results: list[float | None] = []
        kept: list[Any] = []
        try:
            for _ in range(2):
                before = leaves(model, student.stop())
                results.append(alone(method(*arguments)))
                now = leaves(model, student.stop())
                kept = kept or [path for path, value in now.items() if len(path) == 1 and before.get(path) != value]
                if results[-1] is None and kept:
                    results[-1] = get(model, kept[0])
        except StudentError as error:
            raised = raised or error
            continue
        student.notes["calcLoss takes"] = note
        if None in results:
            raise StudentError("it returns nothing and keeps no number")
        if not near(results[0] or 0, results[1] or 0):
            raise StudentError(f"called twice, it gives {results[0]:.4g} and then {results[1]:.4g}")
        if [leaves(one) for one in arguments] != given:
            raise StudentError("it changes the dataset that it is given")
        return results[0] or 0.0
    raise raised or Unusable("no loader of .ds files was found")


def dataset_forms(examples: Examples) -> Iterator[tuple[tuple[Any, ...], str]]:
    """Yield what calcLoss may take: what the submission's loader makes of a file, or plain lists."""
    path, usable = os.path.abspath(PROBE), False
    rows = [f"{len(examples)} {len(examples[0][0])} {len(examples[0][1])}"]
    rows += [" ".join(f"{number:.6f}" for number in numbers) + " " for example in examples for numbers in example]
    Path(path).write_text("\n".join(rows) + "\n")
    for name, loader in loaders():
        usable = True
        # Some loaders know the folder themselves, and some the end of the name too.
        for loaded in (quietly(loader, one) for one in (path, PROBE, PROBE.removesuffix(".ds"))):
            if not holds(loaded, examples):
                continue
            if isinstance(loaded, tuple):
                yield loaded, f"what `{name}` returns, one by one"
            yield (loaded,), f"what `{name}` makes"
            for attribute, value in getattr(loaded, "__dict__", {}).items():
                if isinstance(value, (list, tuple)) and holds(value, examples):
                    yield (value,), f"`{attribute}` of what `{name}` makes"
            break
    yield ([(list(x), list(y)) for x, y in examples],), "a list of (inputs, outputs)"
    yield tuple(map(list, zip(*examples))), "two lists, inputs and outputs"
    if usable:
        yield (day1.Dataset(path),), "a correct Dataset of day 1"


def quietly(loader: Callable[[str], Any], name: str) -> Any:
    try:
        return loader(name)
    except BaseException:
        return None


def loaders() -> Iterator[tuple[str, Callable[[str], Any]]]:
    """Yield the classes and functions that may load a file, those of Dataset.py first."""
    found = sorted(name[:-3] for name in os.listdir(".") if name.endswith(".py") and not name.endswith("Learn.py"))
    for name in sorted(found, key=lambda name: name != "Dataset"):
        try:
            module = call(importlib.import_module, name)
        except StudentError:
            continue
        for key, value in list(vars(module).items()):
            if getattr(value, "__module__", None) != name or key in ("Neuron", "NeuralNetwork"):
                continue
            if callable(value):
                yield f"{name}.{key}", value
            if isinstance(value, type):
                for method, kind in vars(value).items():
                    if isinstance(kind, (classmethod, staticmethod)):
                        yield f"{name}.{key}.{method}", getattr(value, method)
                    elif not method.startswith("_") and callable(kind):
                        yield f"{name}.{key}.{method}", method_loader(value, method)


def method_loader(kind: type, method: str) -> Callable[[str], Any]:
    """For `data = Dataset()` and then `data.load(path)`, which may fill data or return something."""

    def load(path: str) -> Any:
        thing = kind()
        result = getattr(thing, method)(path)
        return thing if result is None else result

    return load


def holds(thing: Any, examples: Examples) -> bool:
    """Are the numbers of the examples somewhere in the thing?"""
    wanted = {number for example in examples for row in example for number in row}
    return wanted <= {number for row in rows_in(thing) for number in row}


def network_activation(student: Student, weights: list[Rows], entries: list[float]) -> list[float]:
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
            student.set_gradient(neuron, 0.125, [0.0] * size)
        student.unchanged(network, "calculateGradients", student.entries([abs(one - other) for one in desired]))
    return {
        "output": [student.get_gradient(neuron, sizes[-1]) for neuron in layers[-1]],
        "hidden": [student.get_gradient(neuron, size) for neuron, size in hidden],
    }


def network_apply(student: Student, weights: list[Rows], entries: Row, gradients: Rows, rate: float) -> dict[str, Any]:
    network, layers = student.network(weights)
    student.method(network, "applyGradients")
    student.activate(network, entries)
    x = entries
    for layer, row in zip(layers, gradients):
        for neuron, gradient in zip(layer, row):
            student.set_gradient(neuron, gradient, x)
        x = [student.out(neuron, len(x)) for neuron in layer]
    own = [neuron for layer in layers for neuron in layer]
    inputs = [neuron for neuron in student.neurons(network) if not any(neuron is one for one in own)]
    for neuron in inputs:
        student.set_gradient(neuron, 1.0, entries)
    before = [leaves(neuron, student.stop()) for neuron in inputs]
    student.method(network, "applyGradients")(rate)
    gradient_paths = student.gradient_paths(len(entries))
    changed = [
        path
        for neuron, kept in zip(inputs, before)
        for path, value in leaves(neuron, student.stop()).items()
        if kept.get(path) != value and path not in gradient_paths
    ]
    sizes = [len(rows[0]) - 1 for rows in weights]
    moved = [[student.get_weights(one, size) for one in layer] for layer, size in zip(layers, sizes)]
    return {"weights": moved, "inputs changed": bool(changed)}
