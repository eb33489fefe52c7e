"""Correct methods, written on whatever the submission calls its parts, to stand in the place of wrong ones."""

import functools
from collections.abc import Callable
from typing import Any

from grading.student import GraderError, Student, explain
from grading.tree import leaves, logistic, numbers, put, rows_in


def own(method: Callable[..., Any]) -> Callable[..., Any]:
    """A method whose failure is the grader's, not the submission's."""

    @functools.wraps(method)
    def guarded(*arguments: Any) -> Any:
        try:
            return method(*arguments)
        except Exception as error:
            raise GraderError(explain(error)) from error

    return guarded


def put_in(student: Student, names: list[str]) -> None:
    """Put correct methods of these names, as `Neuron.applyGradient`, in the place of the submission's."""
    if "Neuron.activate" in names:
        student.own_activate = getattr(student.load("Neuron"), "activate", None)
    if any(name.startswith("NeuralNetwork") for name in names):
        student.learn_of_networks()
    for name in names:
        kind, method = name.split(".")
        correct = getattr(Correct(student, getattr(student.load(kind), method, None)), f"{kind}_{method}")
        setattr(student.load(kind), method, own(correct))
    for kind in ("Neuron", *(["NeuralNetwork"] if any(name.startswith("NeuralN") for name in names) else [])):
        remember(student, student.load(kind))


def remember(student: Student, kind: type) -> None:
    """Keep what activate was called with, and what it returned."""
    activate = getattr(kind, "activate", None)

    def remembering(thing: Any, entries: Any, *more: Any) -> Any:
        result = activate(thing, entries, *more) if activate else None
        student.last[id(thing)] = (thing, entries, result)
        return result

    if activate:
        kind.activate = remembering  # type: ignore[attr-defined]


class Correct:
    """The methods; `before` is the submission's own in the place of which one is put."""

    def __init__(self, student: Student, before: Callable[..., Any] | None) -> None:
        self.student = student
        self.before = before

    def entries_of(self, thing: Any) -> list[float]:
        return numbers(self.student.last[id(thing)][1]) if id(thing) in self.student.last else [0.0, 0.0]

    def Neuron_activate(self, neuron: Any, entries: Any) -> float:
        x = numbers(entries)
        layout = self.student.layout(len(x))
        a = logistic(sum(w * one for w, one in zip(self.student.get_weights(neuron, len(x)), [1.0, *x])))
        if not isinstance(layout.out, str):
            put(neuron, layout.out, a)
        return a

    def Neuron_calcLoss(self, neuron: Any, *dataset: Any) -> Any:
        return self.loss(neuron, dataset, lambda x: [numbers_out(self.student, neuron, x)])

    def Neuron_calculateOutputGradient(self, neuron: Any, desired: Any) -> None:
        x = self.entries_of(neuron)
        self.student.set_gradient(neuron, numbers(desired)[0] - self.student.out(neuron, len(x)), x)

    def Neuron_applyGradient(self, neuron: Any, rate: Any, entries: Any) -> None:
        x = numbers(entries) or self.entries_of(neuron)
        step = rate * self.student.get_gradient(neuron, len(x))
        weights = self.student.get_weights(neuron, len(x))
        self.student.set_weights(neuron, [w + step * one for w, one in zip(weights, [1.0, *x])])

    def Neuron_applyGradientWithLayer(self, neuron: Any, rate: Any, layer: Any) -> None:
        self.Neuron_applyGradient(neuron, rate, [self.student.out(one, 2) for one in layer])

    def layers(self, network: Any) -> list[list[Any]]:
        return self.student.live_layers(network, len(self.entries_of(network)))

    def NeuralNetwork_activate(self, network: Any, entries: Any) -> list[float]:
        outs = numbers(entries)
        groups = self.student.groups(network)
        layers = self.student.live_layers(network, len(outs))
        out = self.student.layout(len(outs)).out
        if self.student.keeps_inputs and not isinstance(out, str):
            for neuron, entry in zip(groups[0], outs):
                put(neuron, out, entry)
        for layer in layers:
            form = self.student.entries(outs)
            for neuron in layer:
                neuron.activate(form)
            outs = [self.student.out(neuron, len(outs)) for neuron in layer]
        return outs

    def NeuralNetwork_calculateGradients(self, network: Any, desired: Any) -> None:
        for neuron, one in zip(self.layers(network)[-1], numbers(desired)):
            self.Neuron_calculateOutputGradient(neuron, one)

    def NeuralNetwork_applyGradients(self, network: Any, rate: Any) -> None:
        x = self.entries_of(network)
        for layer in self.layers(network):
            outs = [self.student.out(neuron, len(x)) for neuron in layer]
            for neuron in layer:
                self.Neuron_applyGradient(neuron, rate, x)
            x = outs

    def NeuralNetwork_calcLoss(self, network: Any, *dataset: Any) -> Any:
        def outs(x: list[float]) -> list[float]:
            for layer in self.student.live_layers(network, len(x)):
                rows = [self.student.get_weights(neuron, len(x)) for neuron in layer]
                x = [logistic(sum(map(float.__mul__, row, [1.0, *x]))) for row in rows]
            return x

        return self.loss(network, dataset, outs)

    def loss(self, model: Any, dataset: Any, outs: Callable[[list[float]], list[float]]) -> Any:
        """The sum of the mean costs, kept and returned as the submission's own method does."""
        from math import log

        before = leaves(model, self.student.stop())
        try:
            result = self.before(model, *dataset) if self.before else 0.0
        except Exception:
            result = 0.0
        costs = []
        for x, y in examples_in(dataset):
            clipped = [min(max(a, 1e-15), 1 - 1e-15) for a in outs(x)]
            costs.append(-sum(log(a) if one > 0.5 else log(1 - a) for a, one in zip(clipped, y)))
        loss = sum(costs) / len(costs)
        for path, value in leaves(model, self.student.stop()).items():
            if len(path) == 1 and before.get(path) != value:
                put(model, path, loss)
        return None if result is None else loss


def numbers_out(student: Student, neuron: Any, x: list[float]) -> float:
    return logistic(sum(map(float.__mul__, student.get_weights(neuron, len(x)), [1.0, *x])))


def examples_in(dataset: Any) -> list[tuple[list[float], list[float]]]:
    """The examples of a dataset: lists of numbers, inputs and outputs in turn, or all inputs first."""
    rows = list(rows_in(dataset))
    rows = rows[len(rows) % 2 :]
    half = len(rows) // 2
    if half > 1 and len({len(row) for row in rows[:half]}) == 1 and len(rows[half]) != len(rows[0]):
        return list(zip(rows[:half], rows[half:]))
    pairs = list(zip(rows[0::2], rows[1::2]))
    # A dataset may keep its rows in another way as well.
    return [(x, y) for x, y in pairs if (len(x), len(y)) == (len(pairs[0][0]), len(pairs[0][1]))]
