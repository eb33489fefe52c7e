"""Run a script of a submission as __main__ and write down, in their order, its lines, its redraws and its costs."""

import builtins
import contextlib
import io
import os
import runpy
import sys
import threading
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import matplotlib
from matplotlib import pyplot

from grading.beside import datasets, recorder
from grading.beside.failures import call, told
from grading.beside.methods import be_repeatable
from grading.beside.training import Training

# After so many turns of a window's loop in which nothing learns, nothing more will come.
LAST_TURN = 50


def run(request: dict[str, Any], write: Callable[..., None]) -> None:
    """Run the script, and write down how it ended."""
    training = Training(request, write)
    streams = hear(training)
    see(training)
    sources = Path(request["datasets"]).iterdir()
    datasets.appear({path.name.lower(): str(path) for path in sources}, lambda path: write("dataset", path))
    training.imports()
    be_repeatable()
    script = os.path.abspath(request["script"])
    sys.argv = [script]
    end: dict[str, Any] = {}
    try:
        call(lambda: runpy.run_path(script, run_name="__main__"))
    except BaseException as error:
        end = told(error, request["script"])
        if isinstance(error.__cause__, SystemExit):
            status = error.__cause__.code
            end = {} if status in (None, 0) else {"status": status}
    for thread in threading.enumerate():
        if thread is not threading.current_thread() and not thread.daemon:
            thread.join()
    with contextlib.suppress(Exception):
        sys.stdout.flush()
    for stream in streams:
        stream.write(b"\n")
    training.look()
    write("end", end, training.is_asked, training.from_test)


# What it prints and asks


class Stream(io.FileIO):
    """Where a script prints: what it was given is told, line by line."""

    def __init__(self, tell: Callable[[str], None]) -> None:
        super().__init__(1, "w", closefd=False)
        self.tell_line = tell
        self.part = ""

    def write(self, data: Any) -> int:
        text = self.part + bytes(data).decode("utf-8", "replace").replace("\r", "\n")
        *lines, self.part = text.split("\n")
        for line in lines:
            if line.strip():
                self.tell_line(line[:20_000])
        return len(data)


def hear(training: Training) -> list[Stream]:
    """Let all that it prints be written down, and let it ask nothing."""

    def ask(prompt: object = "") -> str:
        """Return an empty line, as for "press Enter" at the end; a question before it has learned has no answer."""
        print(prompt)
        if not training.moment:
            training.write("question", str(prompt)[:200])
            raise EOFError("nobody answers the script's question")
        return ""

    streams = [Stream(lambda line: training.note_shown("line", line)) for _ in range(2)]
    for name, stream in zip(("stdout", "stderr"), streams):
        text = io.TextIOWrapper(stream, "utf-8", write_through=True)
        setattr(sys, name, text)
        setattr(sys, f"__{name}__", text)
    builtins.input = ask
    os.get_terminal_size = lambda *_: os.terminal_size((80, 24))
    return streams


# What it draws


def see(training: Training) -> None:
    """Let all that it draws be written down."""
    turns = Counter[int]()

    def turned(canvas: recorder.FigureCanvas) -> None:
        turns[training.moment] += 1
        if turns[training.moment] > LAST_TURN:
            canvas.close()

    recorder.on_draw = lambda figure: training.note_shown("draw", *recorder.heights(figure))
    recorder.on_wait = lambda: training.write("wait", training.moment)
    recorder.on_turn = turned
    recorder.moment = lambda: training.moment
    # The grader's window stays, whatever the script would like to have.
    pyplot.close(pyplot.figure())
    vars(matplotlib)["use"] = pyplot.switch_backend = lambda *args, **kwargs: None
