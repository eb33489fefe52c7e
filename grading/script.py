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
from collections.abc import Callable
from types import FunctionType
from typing import Any

import matplotlib
import numpy
from matplotlib import pyplot

from grading import files, recorder
from grading.cases import SETS
from grading.student import Student, StudentError, call

MOST_LINES = 200_000
# Of the run, at which the weights are looked at; when there are more, every second is forgotten.
MOST_MOMENTS = 60
UPDATES = ("applyGradient", "applyGradientWithLayer", "applyGradients")


class Run:
    """One run of a script, in which its neurons are made to be wrong about some examples of the test set.

    In another run they are so for good after one of its steps: what the script has done with its neurons.
    """

    def __init__(self, student: Student, name: str, classes: list[str], reverse_after: float = 0) -> None:
        self.student = student
        self.name = name
        # The classes that the script uses: what it does not import is not imported for it.
        self.classes = classes
        train, test = ([*map(numpy.array, zip(*files.parse(files.text_of(one))))] for one in SETS[name])
        self.sets = [train, test]
        self.size = train[0].shape[1]
        known = {*map(tuple, train[0].tolist())}
        self.test = {tuple(x): n for n, x in enumerate(test[0].tolist()) if tuple(x) not in known}
        self.work = self.depth = 0
        # Activations and updates; half a step more after a loss, since how often it is shown may depend on the time.
        self.steps = 0.0
        self.lines: list[tuple[int, str, float]] = []
        self.draws: list[tuple[int, list[float]]] = []
        self.part = ""
        self.seen_work = self.seen = 0
        # What learns, its weights at moments of the run, and the test examples that it was made to be wrong about.
        self.model: Any = None
        self.moments: list[tuple[int, list[Any]]] = []
        self.stride = 1
        self.looked_at = 0
        self.misled: set[int] = set()
        self.reverse_after = reverse_after
        # The updates and the lines until the neurons were made wrong for good
        self.reversed: tuple[int, int] | None = None
        # The updates, those after an example of the test set, and the last such example.
        self.updates = self.from_test = 0
        self.asked_about: int | None = None
        # The steps of the last update, and of the first loss after it
        self.last_update = self.settled = 0.0

    def to_its_end(self) -> str:
        """Run the script; return "" or how it ended instead."""
        recorder.on_draw, recorder.enough = self.drawn, self.enough
        # The grader's window stays, whatever the script would like to have.
        vars(matplotlib)["use"] = pyplot.switch_backend = lambda *args, **kwargs: None
        for name in ("stdout", "__stdout__", "stderr", "__stderr__"):
            setattr(sys, name, io.TextIOWrapper(Heard(self.heard), "utf-8", write_through=True))
        builtins.input = self.enter
        os.get_terminal_size = lambda *_: os.terminal_size((80, 24))
        for kind in self.classes:
            # Whatever is not found in it, the script runs.
            with contextlib.suppress(Exception):
                if kind == "NeuralNetwork":
                    self.student.learn_of_networks()
                self.watch(self.student.load(kind))
                self.student.layout(self.size)
        # The run begins now.
        self.work, self.steps = 0, 0.0
        self.lines.clear()
        random.seed()
        sys.argv = [os.path.abspath(self.name)]
        try:
            call(lambda: runpy.run_path(os.path.abspath(self.name), run_name="__main__"))
        except StudentError as error:
            ended = error.__cause__
            if not isinstance(ended, SystemExit):
                raise
            return "" if ended.code in (None, 0) else f"it ended with exit status {ended.code}"
        finally:
            self.heard("\n")
        return ""

    def report(self) -> dict[str, Any]:
        return {
            "lines": self.lines, "draws": self.draws, "costs": self.costs(),
            "sizes": [len(one[0]) for one in self.sets], "outputs": self.sets[0][1].shape[1],
            "updates": self.updates, "from_test": self.from_test,
            "last_update": self.last_update, "settled": self.settled, "misled": sorted(self.misled),
            "reversed": self.reversed,
        }  # fmt: skip

    # What the script does to the world

    def heard(self, text: str) -> None:
        *lines, self.part = (self.part + text).replace("\r", "\n").split("\n")
        for line in lines:
            if line.strip() and len(self.lines) < MOST_LINES:
                self.lines.append((self.moment(), line[:100_000], self.steps))
                self.look()

    def moment(self) -> int:
        """The clock of the run: the updates of the weights, or the work where that is done by no method."""
        return self.updates or self.work

    def drawn(self, figure: Any) -> None:
        self.draws.append((self.moment(), recorder.heights(figure)))
        self.look()

    def enough(self) -> bool:
        """Has the window been asked for so often with no work in between that nothing more will come?"""
        self.seen_work, self.seen = self.work, 1 if self.seen_work != self.work else self.seen + 1
        return self.seen > 20

    def enter(self, prompt: object = "") -> str:
        """Enter, where the script waits for it at its end; a question before it has learned has no answer."""
        print(prompt)
        if not self.work:
            raise EOFError("nobody answers the script's question")
        return ""

    # What the script does with its neurons

    def watch(self, kind: type) -> None:
        """Count the calls of a class's methods, and note the steps among them."""
        for name, method in list(vars(kind).items()):
            if isinstance(method, FunctionType) and not name.startswith("_"):
                setattr(kind, name, self.watched(name, method))

    def watched(self, name: str, method: Callable[..., Any]) -> Callable[..., Any]:
        is_step = name in ("activate", "calcLoss", *UPDATES)

        def watching(thing: Any, *args: Any, **kwargs: Any) -> Any:
            self.work += 1
            first = is_step and not self.depth
            self.depth += is_step
            try:
                wrong = first and self.step(name, thing, args)
                result = method(thing, *args, **kwargs)
                if wrong:
                    self.reverse()
                if first and self.steps == self.reverse_after and not self.reversed and self.reverse():
                    self.reversed = self.updates, len(self.lines)
                return result
            finally:
                self.depth -= is_step

        return watching

    def step(self, name: str, thing: Any, args: tuple[Any, ...]) -> bool:
        """Note a step; return whether the neurons have been made wrong for it."""
        self.steps = int(self.steps) + (0.5 if name == "calcLoss" else 1)
        if name == "activate":
            n = self.asked_about = self.place_of(args)
            # Not while it learns from the test set, or what it shows of that would be wrong, too.
            may_be = thing is self.model and not self.from_test
            if n is not None and n % files.EVERY == files.HALF_WAY and may_be and self.reverse():
                self.misled.add(n)
                return True
        elif name == "calcLoss":
            if self.settled == self.last_update:
                self.settled = self.steps
        else:
            self.model, self.last_update, self.settled = thing, self.steps, self.steps
            if not self.updates:
                self.look()
            self.updates += 1
            self.from_test += self.asked_about is not None
        return False

    def place_of(self, args: tuple[Any, ...]) -> int | None:
        """The place in the test set of the example that is activated."""
        try:
            return self.test.get(tuple(numpy.ravel(args[0]).tolist())) if self.test else None
        except (TypeError, ValueError, IndexError):
            return None

    def reverse(self) -> bool:
        """Make the weights of the last layer their contrary, where they can be found."""
        try:
            layer, size = self.layers()[-1]
            for neuron in layer:
                self.student.set_weights(neuron, [-w for w in self.student.get_weights(neuron, size)])
        except Exception:
            return False
        return True

    def layers(self) -> list[tuple[list[Any], int]]:
        """The neurons that learn, layer after layer, each with the number of their inputs."""
        network = "Network" in type(self.model).__name__
        layers = self.student.live_layers(self.model, self.size) if network else [[self.model]]
        return list(zip(layers, [self.size, *map(len, layers)]))

    def look(self) -> None:
        """Keep the weights of this moment, unless nothing has happened since the last."""
        if self.model is None or (self.moments and self.moments[-1][0] == self.updates):
            return
        self.looked_at += 1
        if self.looked_at % self.stride:
            return
        self.depth += 1
        try:
            weights = [[self.student.get_weights(neuron, size) for neuron in layer] for layer, size in self.layers()]
        except Exception:
            return
        finally:
            self.depth -= 1
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


class Heard(io.FileIO):
    """What a script prints, on any of its streams."""

    def __init__(self, heard: Callable[[str], None]) -> None:
        super().__init__(1, "w", closefd=False)
        self.tell_it = heard

    def write(self, data: Any) -> int:
        self.tell_it(bytes(data).decode("utf-8", "replace"))
        return super().write(data)
