"""Start the processes in which a submission's code runs, each on a copy of the folder; read what they wrote down."""

import json
import os
import secrets
import subprocess
import sys
import tempfile
import threading
import time
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any

from grading.folder import Folder

# Elsewhere, a process does its work without another that watches it, and is stopped by the clock on the wall.
FORKS = hasattr(os, "fork")
# Of what a process wrote down, so many lines are read at its beginning, and as many at its end.
MOST = 200_000


@dataclass
class Trace:
    """What a process wrote down: each line is a kind, and what belongs to it."""

    lines: list[list[Any]]

    def of(self, kind: str) -> list[list[Any]]:
        return [line[1:] for line in self.lines if line[0] == kind]

    @property
    def ended(self) -> str:
        """How the process ended: "" (by itself), "time", "idle", "flood", or the name of a signal."""
        ended = self.of("ended")
        return str(ended[-1][0]) if ended else ""

    def is_done(self) -> bool:
        return bool(self.of("done"))


class Processes:
    """Where processes are started; used with `with`."""

    def __init__(self, fork: bool = FORKS) -> None:
        self.home = tempfile.TemporaryDirectory(prefix="grading-", ignore_cleanup_errors=True)
        self.fork = fork
        self.running: set[subprocess.Popen[bytes]] = set()
        self.closed = False
        self.lock = threading.Lock()
        # The threads that are at work in the folder of all copies
        self.at_work: set[int] = set()

    def __enter__(self) -> "Processes":
        return self

    def __exit__(self, *error: object) -> None:
        with self.lock:
            self.closed = True
        for process in [*self.running]:
            process.terminate()
        for process in [*self.running]:
            process.wait()
        while self.at_work:
            time.sleep(0.01)
        self.home.cleanup()

    @contextmanager
    def counted(self) -> Iterator[None]:
        """Let the end wait for this thread, which has something in the folder of all copies."""
        with self.lock:
            if self.closed:
                raise InterruptedError
            self.at_work.add(threading.get_ident())
        try:
            yield
        finally:
            self.at_work.discard(threading.get_ident())

    def run(self, folder: Folder, seconds: float, **request: Any) -> Trace:
        """Run one process, in which each thing that is tried has so many seconds of processor time."""
        with self.counted(), tempfile.TemporaryDirectory(dir=self.home.name, ignore_cleanup_errors=True) as name:
            folder.copy(Path(name, "ml_d05"), request.get("day1", []))
            # A name that a submission with an answer of its own does not guess, and not among its temporary files
            trace, asked = Path(self.home.name, secrets.token_hex(16)), Path(name, "request.json")
            request |= {"place": name, "trace": str(trace), "seconds": seconds, "fork": self.fork}
            asked.write_text(json.dumps(request), encoding="utf-8")
            in_time, said = self.start_and_wait(asked, 30 + 10 * seconds)
            lines = read(trace) if in_time else [*read(trace), ["ended", "time"]]
            trace.unlink(missing_ok=True)
            if not lines:
                raise RuntimeError(said or "the process ended at once")
            return Trace(lines)

    def start_and_wait(self, asked: Path, latest: float) -> tuple[bool, str]:
        """Did the process that does what is asked end in time, and what did it say on stderr at its end?"""
        left_out = {"MPLBACKEND", "MATPLOTLIBRC", "PYTHONSTARTUP", "PYTHONINSPECT", "DISPLAY", "WAYLAND_DISPLAY"}
        env = {key: value for key, value in os.environ.items() if key not in left_out}
        env |= {"OPENBLAS_NUM_THREADS": "1", "PYTHONDONTWRITEBYTECODE": "1", "PYTHONIOENCODING": "utf-8:replace"}
        # Two runs of a folder take the members of a set in the same order.
        env["PYTHONHASHSEED"] = "0"
        command = [sys.executable, str(Path(__file__).parent / "beside" / "__main__.py"), str(asked)]
        with self.lock:
            if self.closed:
                raise InterruptedError
            process = subprocess.Popen(
                command, cwd=asked.parent, env=env, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
                stderr=subprocess.PIPE, start_new_session=True,
            )
            self.running.add(process)
        try:
            said = process.communicate(timeout=None if self.fork else latest)[1]
        except subprocess.TimeoutExpired:
            process.kill()
            process.communicate()
            return False, ""
        finally:
            self.running.discard(process)
        return True, said.decode("utf-8", "replace").strip().rpartition("\n")[2]


def read(path: Path) -> list[list[Any]]:
    """The lines of a trace, but for what a submission may have broken of them."""
    lines = []
    with suppress(OSError), open(path, "rb") as file:
        for text in [*islice(file, MOST), *deque(file, MOST)]:
            with suppress(ValueError, TypeError, LookupError):
                line = json.loads(text)
                if isinstance(line[0], str):
                    lines.append(line)
    return lines
