"""Run a script of a submission as __main__ and note, in their order, its work, its lines, its redraws.

"Work" counts the calls of the methods of the submission's classes. It is the clock of the run: a loss
that is shown while the work goes on is shown during the training, however fast the machine is.
"""

import builtins
import os
import runpy
import sys

from grading.student import Student, attributes

MOST_EVENTS = 200_000


class Journal:
    def __init__(self) -> None:
        self.work = 0
        self.lines: list[list] = []
        self.draws: list[list] = []
        self.part = ""

    def heard(self, text: str) -> None:
        *lines, self.part = (self.part + text).replace("\r", "\n").split("\n")
        for line in lines:
            if line.strip() and len(self.lines) < MOST_EVENTS:
                self.lines.append([self.work, line[:500]])

    def drawn(self, points: int) -> None:
        if len(self.draws) < MOST_EVENTS:
            self.draws.append([self.work, points])


class Patience:
    """True once the window has been asked for so often with no work in between: nothing more will come."""

    def __init__(self, journal: Journal) -> None:
        self.journal = journal
        self.work = self.asked = 0

    def __call__(self) -> bool:
        if self.journal.work != self.work:
            self.work, self.asked = self.journal.work, 0
        self.asked += 1
        return self.asked > 20


class Tee:
    """stdout, and the journal."""

    def __init__(self, stream: object, journal: Journal) -> None:
        self.stream = stream
        self.journal = journal

    def write(self, text: str) -> int:
        self.journal.heard(text)
        return self.stream.write(text)

    def __getattr__(self, name: str) -> object:
        return getattr(self.stream, name)


def run_script(name: str, journal: Journal) -> str:
    """Run the script; return "" or how it ended instead."""
    import matplotlib

    from grading import recorder

    recorder.on_draw = journal.drawn
    recorder.enough = Patience(journal)
    sys.modules["grading_recorder"] = recorder
    # The grader's backend stays, whatever the script would like to have.
    matplotlib.use = lambda *args, **kwargs: None
    sys.stdout = Tee(sys.stdout, journal)
    sys.argv = [os.path.abspath(name)]
    try:
        runpy.run_path(name, run_name="__main__")
    except SystemExit as error:
        return "" if error.code in (None, 0) else f"it ended with exit status {error.code}"
    return ""


def count_work(journal: Journal) -> None:
    """Count the calls of the methods of every class that is defined in a file of this folder."""
    build_class = builtins.__build_class__
    folder = os.getcwd()

    def counted(method):
        def call(*args, **kwargs):
            journal.work += 1
            return method(*args, **kwargs)

        return call

    def build(body, name, *bases, **keywords):
        made = build_class(body, name, *bases, **keywords)
        if os.path.abspath(body.__code__.co_filename).startswith(folder) and name.startswith("Neur"):
            for key, value in list(vars(made).items()):
                if callable(value) and not key.startswith("_") and not isinstance(value, type):
                    setattr(made, key, counted(value))
        return made

    builtins.__build_class__ = build


def mislead(student: Student) -> None:
    """Make every neuron know the contrary of OR and learn nothing else, and call its loss 0.

    A script that then still prints the right predictions does not ask its neuron.
    """
    student.learn_names()
    neuron_class = student.load("Neuron")
    construct = neuron_class.__init__

    def know_better(neuron, *args, **kwargs):
        if student.weights_name in attributes(neuron):
            student.set_weights(neuron, [5.0, -10.0, -10.0])

    def construct_and_know_better(neuron, *args, **kwargs):
        construct(neuron, *args, **kwargs)
        know_better(neuron)

    neuron_class.__init__ = construct_and_know_better
    neuron_class.applyGradient = neuron_class.applyGradientWithLayer = know_better
    neuron_class.calcLoss = lambda neuron, *args, **kwargs: 0.0
