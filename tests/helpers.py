"""What several test files share: the scripts run as a student runs them, and small datasets."""

import os
import sys
from argparse import Namespace
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from random import Random
from subprocess import DEVNULL, PIPE, CompletedProcess, Popen, run
from threading import Timer
from types import SimpleNamespace

from Dataset import Exemple

ROOT = Path(__file__).resolve().parent.parent
SCRIPTS = ["OrLearn", "BinaryLearn", "DigitsLearn"]
# Seconds after which a run that hangs is ended; no test expects one to take that long.
GUARD = 60
# Variables that would change what a script does.
LEFT_OUT = {"DISPLAY", "WAYLAND_DISPLAY", "MPLBACKEND", "PYTHONUNBUFFERED", "COLUMNS"}

OR = [([0.0, 0.0], [0.0]), ([0.0, 1.0], [1.0]), ([1.0, 0.0], [1.0]), ([1.0, 1.0], [1.0])]


def environment(**changes: str) -> dict[str, str]:
    """This process's environment, without a display."""
    return {name: value for name, value in os.environ.items() if name not in LEFT_OUT} | changes


def run_python(*arguments: object, cwd: Path, **env: str) -> CompletedProcess[str]:
    command = [sys.executable, *map(str, arguments)]
    env = environment(**env)
    return run(command, cwd=cwd, env=env, stdin=DEVNULL, capture_output=True, text=True, timeout=GUARD)


def run_script(script: str, *arguments: object, cwd: Path, **env: str) -> CompletedProcess[str]:
    return run_python(ROOT / f"{script}.py", *arguments, cwd=cwd, **env)


@contextmanager
def started_script(script: str, *arguments: object, cwd: Path) -> Iterator[Popen[str]]:
    """A script that runs on while the test reads its pipes; it is ended with the block."""
    command = [sys.executable, str(ROOT / f"{script}.py"), *map(str, arguments)]
    with Popen(
        command, cwd=cwd, env=environment(), stdin=DEVNULL, stdout=PIPE, stderr=PIPE, text=True
    ) as process:
        guard = Timer(GUARD, process.kill)
        guard.start()
        try:
            yield process
        finally:
            guard.cancel()
            process.kill()


def losses(stdout: str) -> list[tuple[int, float]]:
    """The numbers of the lines `iteration N  loss X`."""
    words = [line.split() for line in stdout.splitlines() if line.startswith("iteration")]
    return [(int(iteration), float(loss)) for _, iteration, _, loss in words]


def dataset_of(examples: list[tuple[list, list]]) -> SimpleNamespace:
    """What a Dataset of these examples holds, valid or not."""
    return SimpleNamespace(
        nb_exemple=len(examples),
        exemples=[Exemple(list(inputs), list(outputs)) for inputs, outputs in examples],
    )


def options(**changes: object) -> Namespace:
    """What read_options returns for `--no-plot --seed 1`, but for the changes."""
    values = {
        "learning_rate": 0.5, "method": "iterative", "batch_size": None, "threshold": 0.1,
        "max_iterations": None, "report_every": None, "rng": Random(1), "test": None,
        "plot": False, "save_plot": None,
        "default_batch_size": 2, "max_passes": 10,
    }  # fmt: skip
    return Namespace(**(values | changes))
