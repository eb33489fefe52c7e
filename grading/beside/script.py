"""Run a script of a submission as __main__ and write down, in their order, its lines, its redraws, its costs.

The updates of the weights are the clock of the run: a loss that is shown while they go on is shown during the
training, however fast the machine is.
"""

import builtins
import contextlib
import io
import os
import runpy
import sys
import threading
from collections.abc import Callable
from math import log, nan
from pathlib import Path
from types import FunctionType
from typing import Any

import matplotlib
import numpy
from matplotlib import pyplot

from grading.beside import correct, datasets, recorder
from grading.beside.failures import NotUnderstood, call, told
from grading.beside.methods import be_repeatable
from grading.beside.network import groups_of, weights_of, with_inputs
from grading.beside.student import KINDS, Student
from grading.beside.tree import single

UPDATES = ("applyGradient", "applyGradientWithLayer", "applyGradients")
WATCHED = ("activate", "calcLoss", "calculateOutputGradient", "calculateGradients", *UPDATES)


class Inside(threading.local):
    """How deep a thread is in the calls that are watched, or in what the grader does itself."""

    depth = 0


class Learner:
    """What a script does with its neurons; the methods in request["repair"] get correct ones in their place."""

    def __init__(self, request: dict[str, Any], write: Callable[..., None]) -> None:
        self.request, self.write = request, write
        self.student = Student([], request["gradient"])
        folder = Path(request["datasets"])
        sets = [datasets.parse((folder / name).read_text(encoding="utf-8")) for name in request["sets"]]
        self.sets = [[numpy.array(side) for side in zip(*examples)] for examples in sets]
        self.size = self.sets[0][0].shape[1]
        known = {tuple(x) for x, _ in sets[0]}
        self.test = {tuple(x) for x, _ in sets[1]} - known
        self.work = self.updates = self.asked = 0
        self.inside = Inside()
        self.called: set[str] = set()
        self.part = ""
        # The turns of a window's loop since the last work
        self.work_at_turn = self.turns = 0
        # What learns: a network, or neurons in the order of their first updates
        self.network: Any = None
        self.neurons: dict[int, Any] = {}
        self.looked_at = -1
        # By what made it look: when it last did, and how often
        self.looks = {"line": (0, 0), "draw": (0, 0)}
        self.about_test = False
        # The cost of each example as it was learned from, since the last look: their sum and their number
        self.online, self.learned = 0.0, 0

    def moment(self) -> int:
        """The clock of the run: the updates of the weights, or the work where that is done by no method."""
        return self.updates or self.work

    def watch_imports(self) -> None:
        """Once Neuron.py and NeuralNetwork.py are imported, watch their classes, repaired as asked."""
        import_it, ready = builtins.__import__, set[str]()

        def importing(name: str, *args: Any, **kwargs: Any) -> Any:
            module = import_it(name, *args, **kwargs)
            for kind in KINDS:
                found = getattr(sys.modules.get(kind), kind, None)
                if isinstance(found, type) and kind not in ready:
                    ready.add(kind)
                    self.repair_and_watch(kind, found)
            return module

        vars(builtins)["__import__"] = importing

    def repair_and_watch(self, name: str, kind: Any) -> None:
        self.inside.depth += 1
        try:
            titles = [title for title in self.request["repair"] if title.startswith(f"{name}.")]
            correct.put_in(self.student, titles)
        except NotUnderstood as error:
            self.write("not repaired", told(error))
        finally:
            self.inside.depth -= 1
        for key in WATCHED:
            method = vars(kind).get(key)
            if isinstance(method, FunctionType):
                setattr(kind, key, self.watched(name, key, method))

    def watched(self, kind: str, name: str, method: Callable[..., Any]) -> Callable[..., Any]:
        title, inside = f"{kind}.{name}", self.inside

        def watching(thing: Any, *args: Any, **kwargs: Any) -> Any:
            self.work += 1
            if title not in self.called:
                self.called.add(title)
                self.write("call", title)
            if name == "calculateOutputGradient":
                self.add_cost(thing, args)
            if inside.depth:
                return method(thing, *args, **kwargs)
            self.note(name, thing, args)
            inside.depth += 1
            try:
                result = method(thing, *args, **kwargs)
            finally:
                inside.depth -= 1
            if name == "calcLoss" and self.looks["line"][1] < 3000:
                loss = single(result)
                if loss is not None:
                    self.write("loss", self.moment(), loss)
            return result

        return watching

    def note(self, name: str, thing: Any, args: tuple[Any, ...]) -> None:
        if name == "activate":
            self.asked += 1
            self.about_test = bool(self.test) and self.is_of_test(args)
        elif name in UPDATES:
            if not self.updates:
                self.look()
            self.updates, self.asked, self.learned = self.updates + 1, 0, self.learned + 1
            if self.about_test:
                self.write("from test", self.updates)
            if name == "applyGradients":
                self.network = thing
            else:
                self.neurons[id(thing)] = thing
            if self.updates == 1:
                self.look()

    def add_cost(self, neuron: Any, args: tuple[Any, ...]) -> None:
        """The cost of a neuron for the output that it is to give, before it learns."""
        self.inside.depth += 1
        try:
            a, y = self.student.seen_out(neuron, self.size), single(args[0])
            if y is not None and a is not None:
                self.online -= log(max(a, 1e-15)) if y > 0.5 else log(max(1 - a, 1e-15))
        except Exception:
            self.online = nan
        finally:
            self.inside.depth -= 1

    def is_of_test(self, args: tuple[Any, ...]) -> bool:
        try:
            return tuple(numpy.ravel(args[0]).tolist()) in self.test
        except (TypeError, ValueError, IndexError):
            return False

    def look(self, why: str = "line", last: bool = False) -> None:
        """Write down the costs of this moment, unless little has happened since the last of its kind."""
        latest, count = self.looks[why]
        few = self.updates < latest * (1.02 if count > 100 else 1)
        if not (self.network or self.neurons) or self.updates == self.looked_at or (few and not last):
            return
        self.looked_at = self.updates
        self.looks[why] = self.updates, count + 1
        self.inside.depth += 1
        try:
            weights = self.weights()
            costs = [cost(weights, *examples) for examples in self.sets]
            self.write("cost", self.updates, costs, self.online, max(self.learned, 1))
            self.online, self.learned = 0.0, 0
        except Exception as error:
            if count < 3:
                self.write("no cost", f"{type(error).__name__}: {error}")
        finally:
            self.inside.depth -= 1

    def weights(self) -> list[Any]:
        """The weights of what learns, layer after layer: of a network, or of the last neurons that were moved."""
        nb_outputs = self.sets[0][1].shape[1]
        layers = groups_of(self.student, self.network) if self.network else [[*self.neurons.values()][-nb_outputs:]]
        return weights_of(self.student, with_inputs(layers, self.size), self.size)


class Run(Learner):
    """One run of a script, and what it does to the world."""

    def to_its_end(self) -> None:
        """Run the script, and write down how it ended."""
        recorder.on_draw, recorder.on_turn = self.drawn, self.turned
        recorder.on_wait = lambda: self.write("wait", self.moment())
        # The grader's window stays, whatever the script would like to have.
        pyplot.close(pyplot.figure())
        vars(matplotlib)["use"] = pyplot.switch_backend = lambda *args, **kwargs: None
        for name in ("stdout", "__stdout__", "stderr", "__stderr__"):
            setattr(sys, name, io.TextIOWrapper(Heard(self.heard), "utf-8", write_through=True))
        builtins.input = self.enter
        os.get_terminal_size = lambda *_: os.terminal_size((80, 24))
        sources = Path(self.request["datasets"]).iterdir()
        datasets.appear({path.name.lower(): str(path) for path in sources}, lambda path: self.write("dataset", path))
        self.watch_imports()
        be_repeatable()
        script = os.path.abspath(self.request["script"])
        sys.argv = [script]
        end: dict[str, Any] = {}
        try:
            call(lambda: runpy.run_path(script, run_name="__main__"))
        except BaseException as error:
            cause = error.__cause__
            end = told(error, self.request["script"])
            if isinstance(cause, SystemExit):
                end = {"status": cause.code} if cause.code not in (None, 0) else {}
        for thread in threading.enumerate():
            if thread is not threading.current_thread() and not thread.daemon:
                thread.join()
        with contextlib.suppress(Exception):
            self.heard("\n")
        self.look(last=True)
        self.write("end", end, self.asked)

    def heard(self, text: str) -> None:
        *lines, self.part = (self.part + text).replace("\r", "\n").split("\n")
        for line in lines:
            if line.strip():
                self.write("line", self.moment(), line[:20_000], self.asked)
                self.look()

    def drawn(self, figure: Any) -> None:
        self.write("draw", self.moment(), *recorder.heights(figure))
        self.look("draw")

    def turned(self, canvas: recorder.FigureCanvas) -> None:
        """Close the window where it has had so many turns without work that nothing more will come."""
        self.turns = self.turns + 1 if self.work == self.work_at_turn else 1
        self.work_at_turn = self.work
        if self.turns > 20:
            canvas.close()

    def enter(self, prompt: object = "") -> str:
        """Enter, where the script waits for it at its end; a question before it has learned has no answer."""
        print(prompt)
        if not self.work:
            self.write("question", str(prompt)[:200])
            raise EOFError("nobody answers the script's question")
        return ""


def cost(weights: list[Any], x: Any, y: Any) -> float:
    """The sum of the outputs' mean costs."""
    with numpy.errstate(over="ignore"):
        for layer in map(numpy.array, weights):
            x = 1 / (1 + numpy.exp(-(x @ layer[:, 1:].T + layer[:, 0])))
    a = numpy.clip(x, 1e-15, 1 - 1e-15)
    if a.shape != y.shape:
        raise ValueError(f"{a.shape} outputs")
    return float(-(y * numpy.log(a) + (1 - y) * numpy.log(1 - a)).sum(axis=1).mean())


class Heard(io.FileIO):
    """What a script prints, on any of its streams."""

    def __init__(self, heard: Callable[[str], None]) -> None:
        super().__init__(1, "w", closefd=False)
        self.tell_it = heard

    def write(self, data: Any) -> int:
        self.tell_it(bytes(data).decode("utf-8", "replace"))
        return len(data)
