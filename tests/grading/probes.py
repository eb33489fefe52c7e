"""One function a check, run in the checked process: make the situation, call one method, look.

`reference` gives correct versions of the methods, written on whatever the submission calls its parts.
Put in place of a submission's own, they tell a wrong method from one that only calls a wrong method.
"""

import importlib
import math
import os
from collections.abc import Iterator

from grading.student import Missing, Student, Unusable, attributes, groups, is_number, numbers, to_float

EXAMPLES = [([0.25, 0.75], [1.0, 0.0]), ([1.0, 1.0], [1.0, 1.0]), ([0.5, 0.125], [0.0, 1.0])]


def gradient(student: Student, weights: list, entries: list, desired: float) -> float:
    neuron = student.neuron(weights)
    student.activate(neuron, entries)
    method = student.method(neuron, "calculateOutputGradient")
    method(desired)
    student.learn_gradient_name()
    neuron = student.neuron(weights)
    student.activate(neuron, entries)
    student.method(neuron, "calculateOutputGradient")(desired)
    return student.get_gradient(neuron)


def apply(student: Student, weights: list, entries: list, gradient: float, rate: float) -> list:
    student.learn_names()
    student.method(student.load("Neuron"), "applyGradient")
    neuron = ready_neuron(student, weights, entries, gradient)
    neuron.applyGradient(rate, student.entries_form(entries))
    return student.get_weights(neuron)


def apply_with_layer(student: Student, weights: list, outs: list, gradient: float, rate: float) -> list:
    student.learn_names()
    student.method(student.load("Neuron"), "applyGradientWithLayer")
    neuron = ready_neuron(student, weights, outs, gradient)
    layer = [student.neuron([0.0, 0.0]) for _ in outs]
    for one, out in zip(layer, outs):
        student.activate(one, [0.0])
        student.set_out(one, out)
    neuron.applyGradientWithLayer(rate, layer)
    return student.get_weights(neuron)


def ready_neuron(student: Student, weights: list, entries: list, gradient: float) -> object:
    student.learn_gradient_name()
    neuron = student.neuron(weights)
    student.activate(neuron, entries)
    student.set_gradient(neuron, gradient)
    return neuron


def network_loss(student: Student, weights: list) -> float:
    """The loss on EXAMPLES, whatever calcLoss takes and wherever it leaves the result."""
    network, layers = student.network(weights)
    method = student.method(network, "calcLoss")
    first_error = None
    for arguments, note in dataset_forms(student):
        before = {name: repr(value) for name, value in vars(network).items()}
        try:
            result = method(*arguments)
        except Exception as error:
            first_error = first_error or error
            continue
        student.notes["calcLoss takes"] = note
        if result is not None:
            return to_float(result)
        for name, value in vars(network).items():
            if before.get(name) != repr(value) and not isinstance(value, (list, tuple)):
                student.notes["loss"] = f"`{name}`"
                return to_float(value)
        raise Missing("calcLoss returns nothing and keeps no number")
    raise first_error or Unusable("no loader of .ds files was found")


def dataset_forms(student: Student) -> Iterator[tuple[tuple, str]]:
    """Yield what calcLoss may take: what the submission's loader makes of a file, or plain lists."""
    path = os.path.abspath("grader.ds")
    with open(path, "w") as file:
        file.write(f"{len(EXAMPLES)} 2 2\n")
        for numbers_of_a_line in [line for example in EXAMPLES for line in example]:
            file.write("".join(f"{number:.6f} " for number in numbers_of_a_line) + "\n")
    for name, load in loaders():
        try:
            loaded = load(path)
        except Exception:
            continue
        if loaded is None:
            continue
        if holds_numbers(loaded):
            if isinstance(loaded, tuple):
                yield loaded, f"what `{name}` returns, one by one"
            yield (loaded,), f"what `{name}` makes"
            for attribute, value in getattr(loaded, "__dict__", {}).items():
                if isinstance(value, (list, tuple)) and holds_numbers(value):
                    yield (value,), f"`{attribute}` of what `{name}` makes"
    yield (list(EXAMPLES),), "a list of (inputs, outputs)"
    yield tuple(map(list, zip(*EXAMPLES))), "two lists, inputs and outputs"


def loaders() -> Iterator[tuple[str, object]]:
    """Yield the classes and functions that may load a file, those of Dataset.py first."""
    scripts = ("OrLearn", "BinaryLearn", "DigitsLearn")
    found = sorted(name[:-3] for name in os.listdir(".") if name.endswith(".py"))
    names = sorted((name for name in found if name not in scripts), key=lambda name: name != "Dataset")
    for name in names:
        try:
            module = importlib.import_module(name)
        except BaseException as error:
            if isinstance(error, KeyboardInterrupt):
                raise
            continue
        for key, value in list(vars(module).items()):
            if getattr(value, "__module__", None) != name or key in ("Neuron", "NeuralNetwork"):
                continue
            if callable(value):
                yield f"{name}.{key}", value
            if isinstance(value, type):
                yield from (
                    (f"{name}.{key}.{method}", method_loader(value, method))
                    for method in vars(value)
                    if not method.startswith("_") and callable(getattr(value, method))
                )


def method_loader(kind: type, method: str) -> object:
    """For `data = Dataset()` and then `data.load(path)`, which may fill data or return something."""

    def load(path: str) -> object:
        thing = kind()
        result = getattr(thing, method)(path)
        return thing if result is None else result

    return load


def holds_numbers(thing: object, depth: int = 5) -> bool:
    """Is there 0.125, which only the last example has, somewhere in the thing?"""
    values = numbers(thing)
    if values is not None:
        return 0.125 in values
    if depth == 0 or isinstance(thing, (str, bytes, type)):
        return False
    if isinstance(thing, dict):
        inside = list(thing.values())
    elif isinstance(thing, (list, tuple)):
        inside = list(thing)
    else:
        inside = list(getattr(thing, "__dict__", {}).values())
        slots = getattr(type(thing), "__slots__", ())
        inside += [getattr(thing, name) for name in slots if hasattr(thing, name)]
    return any(holds_numbers(one, depth - 1) for one in inside)


def network_gradients(student: Student, weights: list, entries: list, desired: list) -> dict:
    network, layers = student.network(weights)
    student.method(network, "calculateGradients")
    student.learn_gradient_name()
    student.activate(network, entries)
    hidden = [neuron for layer in layers[:-1] for neuron in layer]
    for neuron in hidden:
        student.set_gradient(neuron, 0.125)
    network.calculateGradients(student.entries_form(desired))
    return {
        "output": [student.get_gradient(neuron) for neuron in layers[-1]],
        "hidden": [student.get_gradient(neuron) for neuron in hidden],
    }


def network_apply(student: Student, weights: list, entries: list, gradients: list, rate: float) -> dict:
    network, layers = student.network(weights)
    student.method(network, "applyGradients")
    student.learn_gradient_name()
    student.activate(network, entries)
    inputs = student.inputs_of(network, layers)
    before = [numbers(getattr(neuron, student.weights_name, None)) for neuron in inputs]
    for neuron in inputs:
        student.set_gradient(neuron, 1.0)
    for layer, row in zip(layers, gradients):
        for neuron, gradient in zip(layer, row):
            student.set_gradient(neuron, gradient)
    network.applyGradients(rate)
    after = [numbers(getattr(neuron, student.weights_name, None)) for neuron in inputs]
    return {
        "weights": [[student.get_weights(neuron) for neuron in layer] for layer in layers],
        "inputs changed": before != after,
    }


def repair(student: Student, exercises: list[int]) -> None:
    """Put correct versions in the place of the methods of these exercises."""
    student.learn_names()
    neuron_class = student.load("Neuron")
    if 0 in exercises:
        student.learn_gradient_name(trusted=False)
    else:
        student.learn_gradient_name()

    def calculate_output_gradient(neuron, desired):
        student.set_gradient(neuron, to_float(desired) - student.get_out(neuron))

    def apply_gradient(neuron, rate, entries):
        step = rate * student.get_gradient(neuron)
        moved = [w + step * x for w, x in zip(student.get_weights(neuron), [1.0, *numbers(entries)])]
        student.set_weights(neuron, moved)

    def apply_gradient_with_layer(neuron, rate, layer):
        apply_gradient(neuron, rate, [student.get_out(one) for one in layer])

    def layers_of(network):
        return [group for group in groups(network, neuron_class) if group]

    def calculate_gradients(network, desired):
        for neuron, one in zip(layers_of(network)[-1], numbers(desired)):
            calculate_output_gradient(neuron, one)

    def apply_gradients(network, rate):
        layers = layers_of(network)
        for previous, layer in zip(layers, layers[1:]):
            for neuron in layer:
                apply_gradient_with_layer(neuron, rate, previous)

    def calc_loss(network, *dataset):
        before = {name: repr(value) for name, value in attributes(network).items()}
        try:
            result = own_calc_loss(network, *dataset)
        except Exception:
            result = 0.0
        loss = loss_of(network, dataset)
        # It may keep the loss, return it, or both.
        for name, value in attributes(network).items():
            if is_number(value) and before.get(name) != repr(value):
                setattr(network, name, loss)
        return None if result is None else loss

    def loss_of(network, dataset):
        layers = layers_of(network)
        pairs = list(vectors(dataset, {len(layers[0]), len(layers[-1])}))
        total = 0.0
        for inputs, outputs in zip(pairs[0::2], pairs[1::2]):
            student.activate(network, inputs)
            for neuron, y in zip(layers[-1], outputs):
                a = min(max(student.get_out(neuron), 1e-12), 1 - 1e-12)
                total -= y * math.log(a) + (1 - y) * math.log(1 - a)
        return 2 * total / len(pairs)

    own_calc_loss = getattr(student.load("NeuralNetwork"), "calcLoss", loss_of) if 4 in exercises else None
    for exercise, class_name, name, method in [
        (0, "Neuron", "calculateOutputGradient", calculate_output_gradient),
        (1, "Neuron", "applyGradient", apply_gradient),
        (6, "Neuron", "applyGradientWithLayer", apply_gradient_with_layer),
        (4, "NeuralNetwork", "calcLoss", calc_loss),
        (5, "NeuralNetwork", "calculateGradients", calculate_gradients),
        (7, "NeuralNetwork", "applyGradients", apply_gradients),
    ]:
        if exercise in exercises:
            setattr(student.load(class_name), name, method)


def vectors(thing: object, lengths: set[int]) -> Iterator[list[float]]:
    """Yield the lists of numbers of these lengths inside a thing: inputs and outputs in turn.

    Two matrices, all inputs and then all outputs, are put in turn too.
    """
    found = list(lists_of_numbers(thing, lengths))
    half = len(found) // 2
    together = all(len(one) == len(found[0]) for one in found[:half])
    if half > 1 and together and len(found[half]) != len(found[0]):
        found = [one for pair in zip(found[:half], found[half:]) for one in pair]
    yield from found


def lists_of_numbers(thing: object, lengths: set[int], depth: int = 6) -> Iterator[list[float]]:
    if hasattr(thing, "tolist"):
        thing = thing.tolist()
    values = numbers(thing)
    if values is not None:
        if len(values) in lengths:
            yield values
        return
    if depth == 0 or isinstance(thing, (str, bytes, type)):
        return
    inside = list(thing) if isinstance(thing, (list, tuple)) else list(attributes(thing).values())
    for one in inside:
        yield from lists_of_numbers(one, lengths, depth - 1)
