"""Networks of the submission, and the layers of neurons that they keep."""

import contextlib
from typing import Any

from grading.beside.failures import Failed, NotUnderstood
from grading.beside.layout import spread
from grading.beside.student import Student, kinds
from grading.beside.tree import name_of, near, walk

Layers = list[list[Any]]
Weights = list[list[list[float]]]


class Network:
    """A network of these weights: its layers of neurons that have inputs are told by their sizes."""

    def __init__(self, student: Student, weights: Weights) -> None:
        self.student = student
        self.sizes = [len(weights[0][0]) - 1, *map(len, weights)]
        self.thing, self.layers = self.made()
        for layer, rows in zip(self.layers, weights):
            for neuron, row in zip(layer, rows):
                student.set_weights(neuron, row)

    def made(self) -> tuple[Any, Layers]:
        """Make a network, and find the layers that have inputs."""
        sizes, names = self.sizes, ""
        for _, thing in self.student.made("NeuralNetwork", [(sizes,), tuple(sizes), (sizes[0], sizes[1:])]):
            with contextlib.suppress(Failed, NotUnderstood):
                self.student.method(thing, "activate")(self.student.layout(sizes[0]).form(spread(sizes[0])))
            groups = groups_of(self.student, thing)
            found = [next((group for group in groups if len(group) == size), []) for size in sizes[1:]]
            if all(found):
                return thing, found
            names = names or ", ".join(name_of(path) for path, _ in neurons(self.student, thing)[:6])
        raise NotUnderstood("layers", sizes=sizes, names=names or "-")

    def check(self, weights: Weights) -> None:
        """Refuse a network whose neurons do not all keep the weights that they were given."""
        if not all(near(a, b) for a, b in zip(flat(self.weights()), flat(weights))):
            raise NotUnderstood("shared")

    def weights(self) -> Weights:
        return weights_of(self.student, self.layers, self.sizes[0])

    def own_outs(self, entries: list[float]) -> list[list[float]]:
        """What its own method makes of the entries: the activations of all layers, the entries first."""
        self.student.method(self.thing, "activate")(self.student.layout(self.sizes[0]).form(entries))
        outs = [entries]
        for layer in self.layers:
            outs.append([self.student.out(neuron, outs[-1]) for neuron in layer])
        return outs

    def activate(self, entries: list[float]) -> list[list[float]]:
        """The same; but where its own method is wrong, its neurons are activated one after the other."""
        with contextlib.suppress(Failed, NotUnderstood):
            self.own_outs(entries)
        outs = [entries]
        for layer in self.layers:
            for neuron in layer:
                if not near(self.student.out(neuron, outs[-1]), self.student.right_out(neuron, outs[-1])):
                    self.student.activate(neuron, outs[-1])
            outs.append([self.student.out(neuron, outs[-1]) for neuron in layer])
        return outs


def neurons(student: Student, network: Any) -> list[tuple[Any, Any]]:
    """The neurons in a network, and the way to each."""
    kind = student.load("Neuron")
    return [(path, one) for path, one in walk(network, kinds()) if isinstance(one, kind)]


def groups_of(student: Student, network: Any) -> Layers:
    """The neurons that a network keeps, list after list."""
    groups: dict[Any, list[Any]] = {}
    for path, neuron in neurons(student, network):
        groups.setdefault(path[:-1], []).append(neuron)
    return [*groups.values()]


def with_inputs(layers: Layers, nb_inputs: int) -> Layers:
    """The layers without a first one that only holds the inputs."""
    return layers[1:] if len(layers) > 1 and len(layers[0]) == nb_inputs else layers


def weights_of(student: Student, layers: Layers, nb_inputs: int) -> Weights:
    """The weights of layers that have inputs."""
    sizes = [nb_inputs, *map(len, layers)]
    return [[student.weights(neuron, size) for neuron in layer] for layer, size in zip(layers, sizes)]


def flat(weights: Weights) -> list[float]:
    return [w for layer in weights for row in layer for w in row]
