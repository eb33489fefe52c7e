"""Make checks, each in a process of its own with limits, on a copy of the folder.

One Python is started, which imports what every check needs and then forks for each; where the system cannot
fork, one is started for each. The limits stop accidents and pranks; they are no sandbox.
"""

import contextlib
import ctypes
import json
import math
import os
import secrets
import signal
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any

from grading import datasets
from grading.folder import Folder

ROOT = Path(__file__).parents[1]
MEMORY = 4 * 2**30
# Of any file that a check writes, and so of what it prints.
FILE_SIZE = 16 * 2**20
# After so many seconds in which it all but sleeps, a process waits for what will not come.
IDLE = 30.0
FORKS = hasattr(os, "fork")


@dataclass
class Answer:
    """What came of a check: its result, or the problem that it met, or why it could not be made."""

    result: Any = None
    problem: str = ""
    unusable: str = ""
    could_not: str = ""
    notes: dict[str, str] = field(default_factory=dict)
    run: dict[str, Any] = field(default_factory=dict)
    gradient: list[Any] = field(default_factory=list)


class Server:
    """The Python that forks; used with `with`."""

    def __init__(self) -> None:
        self.home = tempfile.TemporaryDirectory(prefix="grading-", ignore_cleanup_errors=True)
        self.datasets = Path(self.home.name, "datasets")
        self.datasets.mkdir()
        datasets.write(self.datasets)
        self.process: subprocess.Popen[str] | None = None
        self.closed = False

    def __enter__(self) -> "Server":
        return self

    def __exit__(self, *error: object) -> None:
        self.closed = True
        self.stop()
        self.home.cleanup()

    def check(self, folder: Folder, seconds: float, day1: list[str], **request: Any) -> Answer:
        """Make one check, within so many seconds of processor time."""
        with tempfile.TemporaryDirectory(dir=self.home.name, ignore_cleanup_errors=True) as name:
            place = Path(name)
            folder.copy(place / "ml_d05", day1, "script" in request)
            token = secrets.token_hex(16)
            request |= {"place": name, "datasets": str(self.datasets), "token": token, "seconds": seconds}
            ended = self.ask(json.dumps(request), seconds)
            try:
                answer = json.loads((place / "answer.json").read_text())
                genuine = answer.pop("token") == token
            except (OSError, ValueError, KeyError, AttributeError):
                genuine = False
            if ended or not genuine:
                return Answer(problem=ended or "the process ended before the check was done")
            return Answer(**answer)

    def ask(self, request: str, seconds: float) -> str:
        """Hand over a request; return "" or why its process was stopped."""
        process = self.process or self.start()
        if not FORKS:
            self.process = None
            try:
                process.communicate(request, seconds)
            except subprocess.TimeoutExpired:
                process.kill()
                return did_not_end(seconds)
            return ""
        reply = ""
        with contextlib.suppress(OSError):
            print(request, file=process.stdin, flush=True)
            reply = self.pipe(process.stdout).readline()
        if not reply:
            self.stop()
            return "it ended the grader's process with its own"
        return str(json.loads(reply))

    def pipe(self, stream: IO[str] | None) -> IO[str]:
        assert stream
        return stream

    def start(self) -> "subprocess.Popen[str]":
        if self.closed:
            raise OSError("it was stopped")
        home = self.home.name
        environment = {
            "PATH": os.environ.get("PATH", ""), "SYSTEMROOT": os.environ.get("SYSTEMROOT", ""),
            "HOME": home, "TMPDIR": home, "TEMP": home, "MPLCONFIGDIR": matplotlib_cache(),
            "MPLBACKEND": "module://grading.recorder", "OPENBLAS_NUM_THREADS": "1",
            "PYTHONDONTWRITEBYTECODE": "1", "PYTHONHASHSEED": "0", "PYTHONUTF8": "1",
        }  # fmt: skip
        self.process = subprocess.Popen(
            [sys.executable, "-m", "grading.server"], cwd=ROOT, env=environment, text=True, start_new_session=True,
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=None if FORKS else subprocess.DEVNULL,
        )  # fmt: skip
        if FORKS and not self.pipe(self.process.stdout).readline():
            raise OSError("start Python for the checks")
        return self.process

    def stop(self) -> None:
        process, self.process = self.process, None
        if process:
            process.terminate()
            process.wait()


def did_not_end(seconds: float) -> str:
    return f"it did not end within {seconds:g} seconds of processor time, and was stopped"


def matplotlib_cache() -> str:
    """matplotlib's own cache, filled once: without it every run would wait for it."""
    import matplotlib

    return matplotlib.get_cachedir()


# In the server's own process


def serve() -> None:
    from grading import check

    if not FORKS:
        check.make(json.loads(sys.stdin.read()))
        return
    adopt()
    print("ready", flush=True)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit())
    for line in sys.stdin:
        request = json.loads(line)
        pid = os.fork()
        if not pid:
            settle(request)
            check.make(request)
        print(json.dumps(wait(pid, request["seconds"])), flush=True)


def adopt() -> None:
    """On Linux, become the parent of what checks leave running, so that it can be found."""
    if sys.platform == "linux":
        with contextlib.suppress(OSError, AttributeError):
            ctypes.CDLL(None).prctl(36, 1, 0, 0, 0)


def settle(request: dict[str, Any]) -> None:
    """In the forked process: cut what binds it to the server, and set its limits."""
    import resource

    os.setsid()
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    printed = os.open(os.path.join(request["place"], "printed"), os.O_WRONLY | os.O_CREAT)
    null = os.open(os.devnull, os.O_RDONLY)
    for old, new in [(null, 0), (printed, 1), (printed, 2)]:
        os.dup2(old, new)
    os.closerange(3, 256)
    seconds = math.ceil(request["seconds"])
    limits = {resource.RLIMIT_FSIZE: FILE_SIZE, resource.RLIMIT_CORE: 0, resource.RLIMIT_AS: MEMORY}
    for kind, most in limits.items():
        with contextlib.suppress(ValueError, OSError):
            resource.setrlimit(kind, (most, most))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 1))


def wait(pid: int, seconds: float) -> str:
    """Wait for a check; return "" or why it was stopped. Nothing that it started runs on."""
    started = idle_since = time.monotonic()
    used = 0.0
    pause = 0.001
    ended = ""
    try:
        while not ended and not (done := os.waitpid(pid, os.WNOHANG))[0]:
            time.sleep(pause)
            pause = min(0.02, 1.2 * pause)
            now = time.monotonic()
            if now - idle_since > IDLE:
                before, used, idle_since = used, processor_seconds(pid), now
                if used - before < 0.05:
                    ended = f"it waits for something that does not come: stopped after {IDLE:g} idle seconds"
            if now - started > 30 + 10 * seconds:
                ended = did_not_end(seconds)
    finally:
        kill_all(pid)
    if not ended and os.WIFSIGNALED(done[1]):
        number = os.WTERMSIG(done[1])
        # What ignores the first signal gets the second.
        late = number == signal.SIGXCPU or (number == signal.SIGKILL and time.monotonic() - started > seconds)
        return did_not_end(seconds) if late else f"it was ended by {signal.Signals(number).name}"
    return ended


def processor_seconds(pid: int) -> float:
    """What a process has used, on Linux; elsewhere more each time, so that nothing counts as idle."""
    try:
        words = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
        return (int(words[11]) + int(words[12])) / os.sysconf("SC_CLK_TCK")
    except OSError:
        return time.monotonic()


def kill_all(pid: int) -> None:
    """Kill the process with its group, and what left the group but has come back to the server."""
    with contextlib.suppress(OSError):
        os.killpg(pid, signal.SIGKILL)
    while True:
        for child in children():
            with contextlib.suppress(OSError):
                os.kill(child, signal.SIGKILL)
        try:
            os.waitpid(-1, 0)
        except ChildProcessError:
            return


def children() -> list[int]:
    """The processes whose parent is this one, on Linux."""
    found = []
    for stat in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError, IndexError):
            if int(stat.read_text().rpartition(")")[2].split()[1]) == os.getpid():
                found.append(int(stat.parent.name))
    return found


if __name__ == "__main__":
    serve()
