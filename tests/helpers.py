"""What several test files share: the scripts run as a student runs them, and small datasets."""

import os
import re
import shutil
import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from importlib.util import find_spec
from pathlib import Path
from subprocess import DEVNULL, PIPE, CompletedProcess, Popen, run
from tempfile import TemporaryDirectory
from threading import Event, Timer
from types import SimpleNamespace

import pytest

from Dataset import Exemple
from NeuralNetwork import NeuralNetwork
from Neuron import Neuron

ROOT = Path(__file__).resolve().parent.parent
SCRIPTS = ["OrLearn", "BinaryLearn", "DigitsLearn"]
# Seconds after which a run that hangs is ended, however busy the machine; no test expects one to take that long.
GUARD = 900

LN_3 = 1.0986122886681098  # Logistic(ln 3) = 1 / (1 + 1/3) = 0.75, and Logistic(−ln 3) = 0.25
OR = [([0.0, 0.0], [0.0]), ([0.0, 1.0], [1.0]), ([1.0, 0.0], [1.0]), ([1.0, 1.0], [1.0])]


def needs(what: str, is_here: object) -> pytest.MarkDecorator:
    """Skip a test, by this one reason, on a machine that does not have it."""
    return pytest.mark.skipif(not is_here, reason=f"needs {what}")


def can(try_in: Callable[[Path], object]) -> bool:
    """Whether it can be done in a folder for temporary files."""
    with TemporaryDirectory() as folder:
        try:
            try_in(Path(folder))
        except (OSError, NotImplementedError):
            return False
        return True


def write_where_it_is_forbidden(folder: Path) -> None:
    folder.chmod(0o555)
    (folder / "file").touch()


needs_posix = needs("POSIX: its signals, its shell, its errors", os.name == "posix")
needs_fifo = needs("mkfifo", hasattr(os, "mkfifo"))
needs_full = needs("/dev/full", os.path.exists("/dev/full"))
needs_links = needs("symbolic links", can(lambda folder: (folder / "link").symlink_to("nowhere")))
needs_permissions = needs("a user whom permissions hold back", not can(write_where_it_is_forbidden))
needs_xvfb = needs("Xvfb and tkinter", shutil.which("Xvfb") and find_spec("_tkinter"))


def restore_signals() -> None:
    """In a child before it starts: a shell may have these ignored for what runs in the background."""
    for name in ("SIGINT", "SIGTERM", "SIGHUP"):
        signal.signal(getattr(signal, name), signal.SIG_DFL)


STARTED_AFRESH = {
    "stdin": DEVNULL,
    "text": True,
    # What the child writes in; without it, both take that of the system.
    "encoding": os.environ.get("PYTHONIOENCODING"),
    # Windows has neither these signals nor a way to set them.
    "preexec_fn": None if os.name == "nt" else restore_signals,
}


def run_python(
    *arguments: object, cwd: Path, python: str | Path = sys.executable, **env: str
) -> CompletedProcess[str]:
    options = STARTED_AFRESH | {"encoding": env.get("PYTHONIOENCODING", STARTED_AFRESH["encoding"])}
    command = [str(python), *map(str, arguments)]
    return run(command, cwd=cwd, env=os.environ | env, capture_output=True, timeout=GUARD, **options)


def run_script(script: str, *arguments: object, cwd: Path, **env: str) -> CompletedProcess[str]:
    return run_python(ROOT / f"{script}.py", *arguments, cwd=cwd, **env)


@contextmanager
def guarded(what: object, end: Callable[[], None]) -> Iterator[None]:
    """Calls `end`, and fails with `what` hung, unless the block is over before."""
    hung = Event()

    def give_up() -> None:
        hung.set()
        end()

    guard = Timer(GUARD, give_up)
    guard.start()
    try:
        yield
    finally:
        guard.cancel()
        if hung.is_set():
            pytest.fail(f"hung for {GUARD} seconds: {what}")


@contextmanager
def started(*arguments: object, cwd: Path, **env: str) -> Iterator[Popen[str]]:
    """Python, which runs on while the test reads its pipes; it is ended with the block."""
    command = [sys.executable, *map(str, arguments)]
    with Popen(command, cwd=cwd, env=os.environ | env, stdout=PIPE, stderr=PIPE, **STARTED_AFRESH) as process:
        try:
            with guarded(command, process.kill):
                yield process
        finally:
            process.kill()


def started_script(script: str, *arguments: object, cwd: Path) -> AbstractContextManager[Popen[str]]:
    return started(ROOT / f"{script}.py", *arguments, cwd=cwd)


def few_examples(name: str, count: int, folder: Path) -> Path:
    """A file with the first examples of one of datasets/."""
    header, *rows = (ROOT / "datasets" / name).read_text().splitlines()
    path = folder / f"{count}_{name}"
    path.write_text("\n".join([f"{count} {header.split(maxsplit=1)[1]}", *rows[: 2 * count]]))
    return path


def check_picture_is(kind: str, path: Path) -> None:
    """Check that it is a whole file of this kind."""
    whole = {"png": rb"\x89PNG\r\n.*IEND\xae\x42\x60\x82", "svg": rb"<\?xml.*</svg>\s*", "pdf": rb"%PDF-.*%%EOF\s*"}
    assert re.fullmatch(whole[kind], path.read_bytes(), re.DOTALL)


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


def neuron_with(*weights: float, kind: type[Neuron] = Neuron) -> Neuron:
    neuron = kind(len(weights) - 1)
    neuron.weights = list(weights)
    return neuron


def network_with(*layers: list[list[float]]) -> NeuralNetwork:
    """Layers of neurons with these weights, the bias first, behind as many inputs as the first of them takes."""
    network = NeuralNetwork([len(layers[0][0]) - 1, *map(len, layers)])
    for i, rows in enumerate(layers, start=1):
        network.layers[i] = [neuron_with(*weights) for weights in rows]
    return network
