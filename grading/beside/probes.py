"""Try the methods on the cases, and write down what was seen: numbers before and after, and nothing of a judgment."""

import contextlib
import copy
from collections.abc import Callable
from typing import Any

from grading.beside import loss
from grading.beside.failures import Failed, NotUnderstood, told
from grading.beside.network import Network, Weights
from grading.beside.student import Student
from grading.beside.tree import changed, logit, name_of, numbers, single

Row = list[float]
Seen = dict[str, Any]
A = 0.5  # the activation in the cases of updates
HIDDEN = 0.3  # the gradient of hidden neurons, which should stay


def activation(student: Student, weights: Row, entries: Row) -> Seen:
    neuron = student.neuron(weights)
    student.method(neuron, "activate")(student.layout(len(entries)).form(entries))
    return {"result": student.out(neuron, entries), "layout": student.layout(len(entries)).told()}


def neuron_loss(student: Student, weights: Row, examples: Any) -> Seen:
    return loss.of(student, student.neuron(weights), examples)


def gradient(student: Student, weights: Row, entries: Row, desired: float) -> Seen:
    """After the other desired output, and after this one: what has changed, and what applyGradient makes of it."""
    neuron = student.neuron(weights)
    student.activate(neuron, entries)
    out, fresh = student.out(neuron, entries), student.kept(neuron)
    student.desire(neuron, 1 - desired)
    other = student.kept(neuron)
    returned = single(student.desire(neuron, desired))
    last = student.kept(neuron)
    places = [*dict.fromkeys([*changed(fresh, last), *changed(other, last), *student.gradient_places])]
    kept = {name_of(path): [other.get(path, 0.0), last[path]] for path in places if path in last}
    seen = {"a": out, "returned": returned, "kept": kept, "places": places}
    with contextlib.suppress(Failed, NotUnderstood):
        if not kept:
            before = student.weights(neuron, len(entries))
            student.method(neuron, "applyGradient")(1.0, student.layout(len(entries)).form(entries))
            seen["step"] = student.weights(neuron, len(entries))[0] - before[0]
    return seen


def apply(student: Student, weights: Row, entries: Row, desired: float, rate: float) -> Seen:
    return update(student, "applyGradient", weights, entries, desired, rate)


def apply_with_layer(student: Student, weights: Row, entries: Row, desired: float, rate: float) -> Seen:
    return update(student, "applyGradientWithLayer", weights, entries, desired, rate)


def update(student: Student, name: str, weights: Row, x: Row, desired: float, rate: float) -> Seen:
    neuron, twin = (ready(student, weights, x, desired) for _ in range(2))
    argument = argument_of(student, name, x)
    held, n, calls = copy.copy(argument), len(x), Watched(student.load("Neuron"), "applyGradient")
    seen: Seen = {"a": student.out(neuron, x), "x": x, "before": student.weights(neuron, n)}
    seen["gradients"] = student.gradients(neuron)
    seen["layer"] = [student.gradients(one) for one in argument] if name != "applyGradient" else []
    try:
        with calls:
            student.method(neuron, name)(rate, argument)
    except Failed as error:
        return seen | told(error, "Neuron.py", name)
    seen |= {"after": student.weights(neuron, n), "argument changed": [*held] != [*argument]}
    seen["gradients"] = seen["gradients"] or student.gradients(neuron)
    if name != "applyGradient" and calls.count:
        student.method(twin, "applyGradient")(rate, argument_of(student, "applyGradient", x))
        seen["own"] = student.weights(twin, n)
    return seen


def ready(student: Student, weights: Row, x: Row, desired: float) -> Any:
    """A neuron that is activated and has a gradient."""
    neuron = student.neuron(weights)
    student.activate(neuron, x)
    student.give_gradient(neuron, desired, desired - A)
    return neuron


def argument_of(student: Student, method: str, x: Row) -> Any:
    """What stands for the entries of an update: the numbers, or a layer of neurons of these activations."""
    if method == "applyGradient":
        return student.layout(len(x)).form(x)
    layer = [student.neuron([logit(out), 0.0]) for out in x]
    for n, neuron in enumerate(layer):
        student.activate(neuron, [0.0])
        student.set_gradient(neuron, HIDDEN + n / 10)
    return layer


class Watched:
    """Counts the calls of a method while this lasts, and takes note after each, of the thing and the arguments."""

    def __init__(self, kind: Any, name: str, note: Callable[..., object] = lambda *_, **__: None) -> None:
        self.kind, self.name, self.note, self.count = kind, name, note, 0

    def __enter__(self) -> None:
        self.own = own = vars(self.kind).get(self.name)
        if callable(own):

            def counting(*arguments: Any, **named: Any) -> Any:
                self.count += 1
                result = own(*arguments, **named)
                self.note(*arguments, **named)
                return result

            setattr(self.kind, self.name, counting)

    def __exit__(self, *error: object) -> None:
        if callable(self.own):
            setattr(self.kind, self.name, self.own)


# Networks


def network_activation(student: Student, weights: Weights, entries: Row) -> Seen:
    network = Network(student, weights)
    network.check(weights)
    return {"result": network.own_outs(entries)[-1]}


def network_loss(student: Student, weights: Weights, examples: Any) -> Seen:
    network = Network(student, weights)
    seen = loss.of(student, network.thing, examples)
    with contextlib.suppress(Failed, NotUnderstood):
        seen["outs"] = [network.activate(x)[-1] for x, _ in examples]
    return seen


def network_gradients(student: Student, weights: Weights, entries: Row, desired: Row) -> Seen:
    network, form = Network(student, weights), student.layout(1).form
    outs, argument = network.activate(entries), form(desired)
    output, hidden = network.layers[-1], [neuron for layer in network.layers[:-1] for neuron in layer]
    for neuron in hidden:
        student.set_gradient(neuron, HIDDEN)
    before = [student.gradients(neuron) for neuron in hidden]
    # Of each neuron, what its own method was asked for last, and what that left behind
    asked: dict[int, tuple[Row, dict[str, float]]] = {}

    def note(neuron: Any, *arguments: Any, **named: Any) -> None:
        asked[id(neuron)] = (numbers([*arguments, *named.values()]), student.gradients(neuron))

    method = student.method(network.thing, "calculateGradients")
    with Watched(student.load("Neuron"), "calculateOutputGradient", note):
        method(form(desired))
        returned = method(argument)
    seen: Seen = {"a": outs[-1], "gradients": [student.gradients(neuron) for neuron in output]}
    seen["returned"] = numbers(returned)
    seen["hidden"] = [before, [student.gradients(neuron) for neuron in hidden]]
    seen["hidden asked"] = any(id(neuron) in asked for neuron in hidden)
    seen["argument changed"] = [*argument] != desired
    return seen | ({"own": [asked.get(id(neuron)) for neuron in output]} if asked else {})


def network_apply(student: Student, weights: Weights, entries: Row, desired: list[Row], rate: float) -> Seen:
    network, outs = ready_network(student, weights, entries, desired)
    seen: Seen = {"x": outs[:-1], "a": outs[1:], "before": network.weights()}
    seen["gradients"] = [[student.gradients(neuron) for neuron in layer] for layer in network.layers]
    watched = [Watched(student.load("Neuron"), name) for name in ("applyGradientWithLayer", "applyGradient")]
    try:
        with watched[0], watched[1]:
            student.method(network.thing, "applyGradients")(rate)
    except Failed as error:
        return seen | told(error, "NeuralNetwork.py", "applyGradients")
    seen["after"] = network.weights()
    own = next((one.name for one in watched if one.count), "")
    if own:
        twin, outs = ready_network(student, weights, entries, desired)
        for layer, row in zip(twin.layers, outs):
            argument = argument_of(student, own, row)
            for neuron in layer:
                with contextlib.suppress(Failed):
                    student.method(neuron, own)(rate, argument)
        seen["own"] = twin.weights()
    return seen


def ready_network(student: Student, weights: Weights, entries: Row, desired: list[Row]) -> tuple[Network, list[Row]]:
    """A network that is activated and whose neurons have gradients, and its activations."""
    network = Network(student, weights)
    network.check(weights)
    outs = network.activate(entries)
    for layer, row in zip(network.layers, desired):
        for neuron, y in zip(layer, row):
            student.give_gradient(neuron, y, y - A)
    return network, outs


PROBES: dict[str, Callable[..., Seen]] = {
    "Neuron.activate": activation, "Neuron.calcLoss": neuron_loss, "Neuron.calculateOutputGradient": gradient,
    "Neuron.applyGradient": apply, "Neuron.applyGradientWithLayer": apply_with_layer,
    "NeuralNetwork.activate": network_activation, "NeuralNetwork.calcLoss": network_loss,
    "NeuralNetwork.calculateGradients": network_gradients, "NeuralNetwork.applyGradients": network_apply,
}
