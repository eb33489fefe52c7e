"""Start the processes in which a submission's code runs, each on a copy of the folder; read what they wrote down."""

import json
import os
import secrets
import subprocess
import sys
import tempfile
import threading
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from grading.folder import Folder

# Elsewhere, a process does its work without another that watches it, and is stopped by the clock on the wall.
FORKS = hasattr(os, "fork")
# Of what a process wrote down, at its beginning and at its end; bytes
MOST = 16 * 2**20


@dataclass
class Trace:
    """What a process wrote down, and how it ended: "" (by itself), "time", "idle", or the name of a signal."""

    lines: list[list[Any]] = field(default_factory=list)
    ended: str = ""
    flood: bool = False
    cannot: str = ""

    def of(self, kind: str) -> list[list[Any]]:
        return [line[1:] for line in self.lines if line[0] == kind]

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

    def __enter__(self) -> "Processes":
        return self

    def __exit__(self, *error: object) -> None:
        with self.lock:
            self.closed = True
        for process in [*self.running]:
            process.terminate()
        for process in [*self.running]:
            process.wait()
        self.home.cleanup()

    def run(self, folder: Folder, seconds: float, **request: Any) -> Trace:
        """Run one process, in which each thing that is tried has so many seconds of processor time."""
        with tempfile.TemporaryDirectory(dir=self.home.name, ignore_cleanup_errors=True) as name:
            folder.copy(Path(name, "ml_d05"), request.get("day1", []))
            # A name that a submission with an answer of its own does not guess
            trace, asked = Path(name, secrets.token_hex(16)), Path(name, "request.json")
            request |= {"place": name, "trace": str(trace), "seconds": seconds, "fork": self.fork}
            asked.write_text(json.dumps(request), encoding="utf-8")
            said = self.start_and_wait(asked, 30 + 10 * seconds)
            return read(trace, said)

    def start_and_wait(self, asked: Path, latest: float) -> str:
        """Return what the process said on stderr, or "time" where it had to be killed."""
        left_out = {"MPLBACKEND", "MATPLOTLIBRC", "PYTHONSTARTUP", "PYTHONINSPECT", "DISPLAY", "WAYLAND_DISPLAY"}
        kept = {key: value for key, value in os.environ.items() if key not in left_out}
        # Two runs of a folder take the members of a set in the same order.
        env = kept | {"PYTHONHASHSEED": "0", "OPENBLAS_NUM_THREADS": "1", "PYTHONDONTWRITEBYTECODE": "1"}
        command = [sys.executable, str(Path(__file__).parent / "beside" / "__main__.py"), str(asked)]
        with open(asked.with_name("said"), "w+b") as said:
            with self.lock:
                if self.closed:
                    raise InterruptedError
                process = subprocess.Popen(
                    command, cwd=asked.parent, env=env, stdin=subprocess.DEVNULL, stdout=said, stderr=said,
                    start_new_session=True,
                )
                self.running.add(process)
            try:
                process.wait(None if self.fork else latest)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
                return "time"
            finally:
                self.running.discard(process)
            if self.closed:
                raise InterruptedError
            said.seek(0)
            return said.read(2000).decode("utf-8", "replace").strip()


def read(path: Path, said: str) -> Trace:
    trace = Trace(ended="time" if said == "time" else "")
    with suppress(OSError), open(path, "rb") as file:
        size = file.seek(0, os.SEEK_END)
        trace.flood = size > 3 * MOST
        file.seek(0)
        data = file.read(MOST)
        if size > MOST:
            file.seek(max(MOST, size - MOST))
            data += b"\n" + file.read()
        for text in data.split(b"\n"):
            with suppress(ValueError, TypeError, IndexError):
                line = json.loads(text)
                if isinstance(line[0], str):
                    trace.lines.append(line)
    for line in trace.of("ended"):
        trace.ended = str(line[0])
    for line in trace.of("cannot"):
        trace.cannot = str(line[0])
    if not trace.lines and not trace.ended:
        trace.cannot = said.splitlines()[-1] if said else "the process ended at once"
    return trace
