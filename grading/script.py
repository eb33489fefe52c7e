"""Run a script of a submission as __main__ and note, in their order, its work, its lines, its redraws.

The updates of the weights are the clock of the run: a loss that is shown while they go on is shown during the
training, however fast the machine is.
"""

import builtins
import contextlib
import io
import os
import random
import runpy
import sys
from collections.abc import Callable, Iterator
from types import FunctionType
from typing import Any

import matplotlib
import numpy
from matplotlib import pyplot

from grading import datasets, recorder
from grading.cases import SETS
from grading.student import Student, StudentError, Unusable, call
from grading.tree import leaves, numbers

MOST_EVENTS = 200_000
# Of the run, at which the weights are looked at; when there are more, every second is forgotten.
MOST_MOMENTS = 60
NEVER = sys.maxsize
UPDATES = ("applyGradient", "applyGradientWithLayer", "applyGradients")


class Run:
    """One run of a script, in which its neurons are made to be wrong now and then.

    That is: about some examples of the test set, from the activation number `tamper_from` on, and for good after
    the update number `reverse_after`.
    """

    def __init__(
        self, student: Student, name: str, classes: list[str], tamper_from: int = NEVER, reverse_after: int = NEVER
    ) -> None:
        self.student = student
        self.name = name
        # The classes that the script uses: what it does not import is not imported for it.
        self.classes = classes
        self.tamper_from, self.reverse_after, self.is_reversed = tamper_from, reverse_after, False
        train, test = ([*map(numpy.array, zip(*datasets.parse(datasets.text_of(one))))] for one in SETS[name])
        self.sets = [train, test]
        known = {*map(tuple, train[0].tolist())}
        self.test = {tuple(x): n for n, x in enumerate(test[0].tolist()) if tuple(x) not in known}
        self.work = self.asks = self.depth = self.last_update = 0
        self.lines: list[tuple[int, str, int]] = []
        self.draws: list[tuple[int, int, list[float]]] = []
        self.part = ""
        # What learns, its weights at moments of the run, and the test examples that it was made to be wrong about.
        self.model: Any = None
        self.moments: list[tuple[int, list[Any]]] = []
        self.stride = 1
        self.looked_at = 0
        self.misled: set[int] = set()
        # The updates, those after an example of the test set, and the last such example.
        self.updates = self.from_test = 0
        self.asked_about: int | None = None

    def to_its_end(self) -> str:
        """Run the script; return "" or how it ended instead."""
        recorder.on_draw, recorder.enough = self.drawn, self.closes()
        # The grader's window stays, whatever the script would like to have.
        vars(matplotlib)["use"] = pyplot.switch_backend = lambda *args, **kwargs: None
        for name in ("stdout", "__stdout__", "stderr", "__stderr__"):
            setattr(sys, name, io.TextIOWrapper(Heard(self.heard), "utf-8", write_through=True))
        builtins.input = self.enter
        os.get_terminal_size = lambda *_: os.terminal_size((80, 24))
        for kind in self.classes:
            with contextlib.suppress(StudentError, Unusable):
                if kind == "NeuralNetwork":
                    self.student.learn_of_networks()
                self.watch(self.student.load(kind))
        random.seed()
        sys.argv = [os.path.abspath(self.name)]
        try:
            call(lambda: runpy.run_path(os.path.abspath(self.name), run_name="__main__"))
        except Exception as error:
            ended = error.__cause__
            if not isinstance(ended, SystemExit):
                raise
            return "" if ended.code in (None, 0) else f"it ended with exit status {ended.code}"
        finally:
            self.heard("\n")
        return ""

    def report(self) -> dict[str, Any]:
        return {
            "script": self.name, "classes": self.classes, "repair": self.student.repaired,
            "lines": self.lines, "draws": self.draws,
            "costs": self.costs(), "misled": sorted(self.misled), "updates": self.updates, "from_test": self.from_test,
            "asks": self.asks, "last_update": self.last_update,
            "sizes": [len(one[0]) for one in self.sets], "outputs": self.sets[0][1].shape[1],
        }  # fmt: skip

    # What the script does to the world

    def heard(self, text: str) -> None:
        *lines, self.part = (self.part + text).replace("\r", "\n").split("\n")
        for line in lines:
            if line.strip() and len(self.lines) < MOST_EVENTS:
                self.lines.append((self.moment(), line[:100_000], self.asks))
                self.look()

    def moment(self) -> int:
        """The clock of the run: the updates of the weights, or the work where that is done by no method."""
        return self.updates or self.work

    def drawn(self, figure: Any) -> None:
        if len(self.draws) < MOST_EVENTS:
            self.draws.append((self.moment(), recorder.points_on(figure), recorder.heights(figure)))
            self.look()

    def closes(self) -> Callable[[], bool]:
        """True once the window has been asked for so often with no work in between: nothing more will come."""
        work = asked = 0

        def enough() -> bool:
            nonlocal work, asked
            work, asked = self.work, 1 if self.work != work else asked + 1
            return asked > 20

        return enough

    def enter(self, prompt: object = "") -> str:
        """Enter, where the script waits for it at its end; a question before it has learned has no answer."""
        print(prompt)
        if not self.work:
            raise EOFError("nobody answers the script's question")
        return ""

    # What the script does with its neurons

    def watch(self, kind: type) -> None:
        """Count the calls of a class's methods, and look at some of them."""
        for name, method in list(vars(kind).items()):
            if isinstance(method, FunctionType) and not name.startswith("_"):
                how = {"activate": self.activating, "calcLoss": self.costing, **dict.fromkeys(UPDATES, self.updating)}
                setattr(kind, name, how.get(name, self.counting)(method))

    def counting(self, method: Callable[..., Any], deeper: int = 0) -> Callable[..., Any]:
        def count(thing: Any, *args: Any, **kwargs: Any) -> Any:
            self.work += 1
            self.depth += deeper
            try:
                return method(thing, *args, **kwargs)
            finally:
                self.depth -= deeper

        return count

    def costing(self, method: Callable[..., Any]) -> Callable[..., Any]:
        counted = self.counting(method, 1)

        def cost(thing: Any, *args: Any, **kwargs: Any) -> Any:
            # Loops may watch the loss: it is that of the weights as they were learned.
            with self.reversed_weights() if self.is_reversed and not self.depth else contextlib.nullcontext():
                return counted(thing, *args, **kwargs)

        return cost

    def updating(self, method: Callable[..., Any]) -> Callable[..., Any]:
        counted = self.counting(method, 1)

        def update(thing: Any, *args: Any, **kwargs: Any) -> Any:
            if not self.depth:
                self.model, self.last_update = thing, self.asks
                if not self.updates:
                    self.look()
                self.updates += 1
                self.from_test += self.asked_about is not None
            result = counted(thing, *args, **kwargs)
            if not self.depth and self.updates >= self.reverse_after:
                self.reverse()
            return result

        return update

    def activating(self, method: Callable[..., Any]) -> Callable[..., Any]:
        counted = self.counting(method, 1)

        def activate(thing: Any, *args: Any, **kwargs: Any) -> Any:
            if self.depth:
                return counted(thing, *args, **kwargs)
            self.asks += 1
            result = counted(thing, *args, **kwargs)
            n = self.asked_about = self.place_of(args)
            wanted = n is not None and n % datasets.EVERY == datasets.HALF_WAY and self.last_update
            if thing is self.model and (wanted or self.asks >= self.tamper_from):
                result = self.mislead(lambda: counted(thing, *args, **kwargs), result, n)
            return result

        return activate

    def place_of(self, args: Any) -> int | None:
        """The place in the test set of the example that is activated."""
        try:
            return self.test.get(tuple(args[0].tolist() if hasattr(args[0], "tolist") else args[0]))
        except (TypeError, IndexError):
            return None

    def mislead(self, activate: Callable[[], Any], result: Any, n: int | None) -> Any:
        """Activate with the contrary of the weights, which are then as before."""
        try:
            layer, _ = self.layers()[-1]
            before = [leaves(neuron, self.student.stop()) for neuron in layer]
            with self.reversed_weights():
                other = activate()
        except Exception:
            return result
        if before != [leaves(neuron, self.student.stop()) for neuron in layer] or numbers(other) != numbers(result):
            self.misled.add(-1 if n is None else n)
        return other

    @contextlib.contextmanager
    def reversed_weights(self) -> Iterator[None]:
        self.reverse()
        try:
            yield
        finally:
            self.reverse()

    def reverse(self) -> None:
        """Make the weights of the last layer their contrary."""
        layer, size = self.layers()[-1]
        for neuron in layer:
            self.student.set_weights(neuron, [-w for w in self.student.get_weights(neuron, size)])
        self.is_reversed = not self.is_reversed

    def layers(self) -> list[tuple[list[Any], int]]:
        """The neurons that learn, layer after layer, each with the number of their inputs."""
        size, found = self.sets[0][0].shape[1], []
        # Neurons may be made to see how they work: nobody is to notice.
        state = random.getstate(), numpy.random.get_state(), self.work, self.asks
        self.depth += 1
        network = "Network" in type(self.model).__name__
        try:
            for layer in self.student.live_layers(self.model, size) if network else [[self.model]]:
                self.student.layout(size)
                found.append((layer, size))
                size = len(layer)
        finally:
            random.setstate(state[0])
            numpy.random.set_state(state[1])
            self.work, self.asks = state[2:]
            self.depth -= 1
        return found

    def look(self) -> None:
        """Keep the weights of this moment, unless nothing has happened since the last."""
        if self.model is None or (self.moments and self.moments[-1][0] == self.updates):
            return
        self.looked_at += 1
        if self.looked_at % self.stride:
            return
        try:
            weights = [[self.student.get_weights(neuron, size) for neuron in layer] for layer, size in self.layers()]
        except Exception:
            return
        self.moments.append((self.updates, weights))
        if len(self.moments) > MOST_MOMENTS:
            self.moments, self.stride = self.moments[::2], 2 * self.stride

    def costs(self) -> list[tuple[int, list[float]]]:
        """At each moment, the sum of the mean costs on the training set and on the test set."""
        return [(moment, [cost(weights, *one) for one in self.sets]) for moment, weights in self.moments]


def cost(weights: list[Any], x: Any, y: Any) -> float:
    with numpy.errstate(over="ignore"):
        for layer in map(numpy.array, weights):
            x = 1 / (1 + numpy.exp(-(x @ layer[:, 1:].T + layer[:, 0])))
    a = numpy.clip(x, 1e-15, 1 - 1e-15)
    if a.shape != y.shape:
        return float("nan")
    return float(-(y * numpy.log(a) + (1 - y) * numpy.log(1 - a)).sum(axis=1).mean())


class Heard(io.RawIOBase):
    """What a script prints, on any of its streams."""

    def __init__(self, heard: Callable[[str], None]) -> None:
        self.tell_it = heard

    def writable(self) -> bool:
        return True

    def write(self, data: Any) -> int:
        self.tell_it(bytes(data).decode("utf-8", "replace"))
        return os.write(1, data)

    def isatty(self) -> bool:
        return False
