"""Watch what a script lets learn: the calls of its neurons' methods, and what the training costs meanwhile."""

import builtins
import contextlib
import sys
import threading
from collections.abc import Callable
from math import log
from pathlib import Path
from types import FunctionType
from typing import Any

import numpy

from grading.beside import correct, datasets
from grading.beside.failures import NotUnderstood
from grading.beside.network import groups_of, weights_of, with_inputs
from grading.beside.student import KINDS, Student
from grading.beside.tree import single

GRADIENTS = ["calculateOutputGradient", "calculateGradients"]
LEARNING = [*GRADIENTS, "applyGradient", "applyGradientWithLayer", "applyGradients"]


class Inside(threading.local):
    """How deep a thread is in the calls that are watched, or in what the grader does itself."""

    depth = 0

    def __enter__(self) -> None:
        self.depth += 1

    def __exit__(self, *error: object) -> None:
        self.depth -= 1


class Model:
    """What learns: a network, or neurons in the order in which they began to."""

    def __init__(self, student: Student, sets: list[list[datasets.Example]]) -> None:
        self.student = student
        self.sets = [[numpy.array(side) for side in zip(*examples)] for examples in sets]
        self.nb_inputs, self.nb_outputs = (side.shape[1] for side in self.sets[0])
        self.network: Any = None
        self.neurons: dict[int, Any] = {}

    def add(self, kind: str, thing: Any) -> None:
        if kind == "Neuron":
            self.neurons[id(thing)] = thing
        else:
            self.network = thing

    def costs(self) -> list[float]:
        """What its weights cost now, on each set."""
        last = [*self.neurons.values()][-self.nb_outputs :]
        layers = groups_of(self.student, self.network) if self.network else [last]
        weights = weights_of(self.student, with_inputs(layers, self.nb_inputs), self.nb_inputs)
        return [cost(weights, *examples) for examples in self.sets]


def cost(weights: list[Any], x: Any, y: Any) -> float:
    """The sum of the outputs' mean costs."""
    with numpy.errstate(over="ignore"):
        for layer in map(numpy.array, weights):
            x = 1 / (1 + numpy.exp(-(x @ layer[:, 1:].T + layer[:, 0])))
    a = numpy.clip(x, 1e-15, 1 - 1e-15)
    if a.shape != y.shape:
        raise ValueError(f"{a.shape} outputs")
    return float(-(y * numpy.log(a) + (1 - y) * numpy.log(1 - a)).sum(axis=1).mean())


class Training:
    """The clock of a run is what it lets learn, one tick a call, however fast the machine is."""

    def __init__(self, request: dict[str, Any], write: Callable[..., None]) -> None:
        self.repair, self.write = request["repair"], write
        folder = Path(request["datasets"])
        train, test = [datasets.parse((folder / name).read_text(encoding="utf-8")) for name in request["sets"]]
        self.test_inputs = {tuple(x) for x, _ in test} - {tuple(x) for x, _ in train}
        self.student = Student([], request["gradient"])
        self.model = Model(self.student, [train, test])
        self.inside = Inside()
        self.called: set[str] = set()
        self.moment = 0
        # Whether something was activated since the last update
        self.is_asked = False
        # Whether the last example was of the test set, and how often such a one was learned from
        self.is_of_test, self.from_test = False, 0
        # Since something was last shown: what calcLoss has returned, and what each example cost that was learned from
        self.returned: list[float] = []
        self.running: list[float] = []
        # The last moment of which the costs were written down
        self.looked_at = 0

    def imports(self) -> None:
        """Once Neuron.py and NeuralNetwork.py are imported, watch their classes, repaired as asked."""
        import_it, ready = builtins.__import__, set[str]()

        def importing(name: str, *args: Any, **kwargs: Any) -> Any:
            module = import_it(name, *args, **kwargs)
            for kind in KINDS:
                found = getattr(sys.modules.get(kind), kind, None)
                if isinstance(found, type) and kind not in ready:
                    ready.add(kind)
                    self.repair_and_wrap(kind, found)
            return module

        vars(builtins)["__import__"] = importing

    def repair_and_wrap(self, name: str, kind: Any) -> None:
        titles = [title for title in self.repair if title.startswith(f"{name}.")]
        with self.inside, contextlib.suppress(NotUnderstood):
            correct.put_in(self.student, titles)
        for key in ["activate", "calcLoss", *LEARNING]:
            method = vars(kind).get(key)
            if isinstance(method, FunctionType):
                setattr(kind, key, self.wrapped(name, key, method))

    def wrapped(self, kind: str, name: str, method: Callable[..., Any]) -> Callable[..., Any]:
        title, inside = f"{kind}.{name}", self.inside

        def watching(thing: Any, *args: Any, **kwargs: Any) -> Any:
            is_own = not inside.depth  # a call of the script's, not of another method
            if title not in self.called:
                self.called.add(title)
                self.write("call", title)
            if is_own and name == "activate":
                self.note_activation(args)
            elif is_own and name in LEARNING:
                self.note_learning(kind, name, thing)
            if name == "calculateOutputGradient":
                self.add_cost(thing, args)
            if not is_own:
                return method(thing, *args, **kwargs)
            with inside:
                result = method(thing, *args, **kwargs)
            if name == "calcLoss" and (loss := single(result)) is not None:
                self.returned.append(loss)
            return result

        return watching

    def note_activation(self, args: tuple[Any, ...]) -> None:
        self.is_asked = True
        with contextlib.suppress(TypeError, ValueError, IndexError):
            self.is_of_test = bool(self.test_inputs) and tuple(numpy.ravel(args[0]).tolist()) in self.test_inputs

    def note_learning(self, kind: str, name: str, thing: Any) -> None:
        self.moment += 1
        self.model.add(kind, thing)
        if name in GRADIENTS:
            self.running.append(0.0)
        else:
            self.from_test += self.is_of_test
            self.is_asked = False
        if self.moment == 1:
            self.look()

    def add_cost(self, neuron: Any, args: tuple[Any, ...]) -> None:
        """Add what a neuron's output costs, just before it learns."""
        with self.inside, contextlib.suppress(Exception):
            a, y = self.student.seen_out(neuron, self.model.nb_inputs), single(args[0])
            if a is not None and y is not None:
                self.running[-1] -= log(max(a if y > 0.5 else 1 - a, 1e-15))

    def note_shown(self, kind: str, *values: Any) -> None:
        """Write down what is shown at this moment, and all that may be its loss."""
        losses, running = self.returned[-8:], self.running
        self.returned, self.running = [], []
        if running:
            losses += [sum(running), sum(running) / len(running)]
        for loss in losses:
            self.write("loss", self.moment, loss)
        self.write(kind, self.moment, *values)
        # Less and less often, since it takes time
        if self.moment >= 1.02 * self.looked_at:
            self.look()

    def look(self) -> None:
        """Write down the costs of this moment."""
        if self.moment != self.looked_at:
            self.looked_at = self.moment
            with self.inside, contextlib.suppress(Exception):
                self.write("cost", self.moment, self.model.costs())
