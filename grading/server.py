"""Make checks, each in a process of its own with limits, on a copy of the folder.

One Python is started, which imports what every check needs and then forks for each; where the system cannot
fork, one is started for each. The limits stop accidents and pranks; they are no sandbox.
"""

import ctypes
import json
import math
import multiprocessing
import os
import secrets
import signal
import sys
import tempfile
import time
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from grading import files
from grading.folder import Folder

MEMORY = 4 * 2**30
# Of any file that a check writes, and so of what it prints.
FILE_SIZE = 16 * 2**20
# After so many seconds in which it all but sleeps, a process waits for what will not come.
IDLE = 30.0
FORKS = hasattr(os, "fork")
PROCESSES: Any = multiprocessing.get_context("forkserver" if FORKS else "spawn")
PROCESSES.set_forkserver_preload(["grading.check"])
# On Linux, the processes that this one has started or adopted
CHILDREN = Path("/proc/thread-self/children")


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
    """Where checks are made; used with `with`."""

    def __init__(self) -> None:
        self.home = tempfile.TemporaryDirectory(prefix="grading-", ignore_cleanup_errors=True)
        self.datasets = Path(self.home.name, "datasets")
        files.write(self.datasets)
        self.closed = False
        # Two runs of a folder take the members of a set in the same order.
        os.environ["PYTHONHASHSEED"] = "0"

    def __enter__(self) -> "Server":
        return self

    def __exit__(self, *error: object) -> None:
        self.closed = True
        for process in PROCESSES.active_children():
            process.terminate()
        self.home.cleanup()

    def check(self, folder: Folder, seconds: float, day1: list[str], **request: Any) -> Answer:
        """Make one check, within so many seconds of processor time."""
        if self.closed:
            raise OSError("it was stopped")
        with tempfile.TemporaryDirectory(dir=self.home.name, ignore_cleanup_errors=True) as name:
            folder.copy(Path(name, "ml_d05"), day1, "script" in request)
            # A name that a submission with an answer of its own does not guess
            answer = Path(name, secrets.token_hex(16))
            request |= {"place": name, "answer": str(answer), "datasets": str(self.datasets), "seconds": seconds}
            process = PROCESSES.Process(target=supervise if FORKS else make, args=(request,))
            process.start()
            if self.closed:
                process.terminate()
            process.join(None if FORKS else seconds)
            if process.is_alive():
                process.kill()
                return Answer(problem=did_not_end(seconds))
            try:
                return Answer(**json.loads(answer.read_text()))
            except (OSError, ValueError):
                if (process.exitcode or 0) < 0:
                    return Answer(problem="it ended the grader's process with its own")
                return Answer(problem="the process ended before the check was done")


def did_not_end(seconds: float) -> str:
    return f"it did not end within {seconds:g} seconds of processor time, and was stopped"


# In other processes


def make(request: dict[str, Any]) -> None:
    from grading import check

    check.make(request)


def supervise(request: dict[str, Any]) -> None:
    """Fork for a check and wait for it, and for nothing that it started; if it was stopped, that is the answer."""
    if CHILDREN.exists():
        # PR_SET_CHILD_SUBREAPER: what a check leaves running becomes a child of this process.
        ctypes.CDLL(None).prctl(36, 1, 0, 0, 0)
    pid, seconds = os.fork(), request["seconds"]
    if not pid:
        limit(seconds)
        make(request)
    latest = time.monotonic() + 30 + 10 * seconds
    used, ended = 0.0, ""

    def look(*_: object) -> None:
        nonlocal used, ended
        before, used = used, processor_seconds(pid)
        if used - before < 0.05:
            ended = f"it waits for something that does not come: stopped after {IDLE:g} idle seconds"
        elif time.monotonic() > latest:
            ended = did_not_end(seconds)
        if ended:
            os.kill(pid, signal.SIGKILL)

    try:
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        signal.signal(signal.SIGTERM, lambda *_: sys.exit())
        signal.signal(signal.SIGALRM, look)
        signal.setitimer(signal.ITIMER_REAL, IDLE, IDLE)
        status = os.waitpid(pid, 0)[1]
    finally:
        kill_all(pid)
    if os.WIFSIGNALED(status) and not ended:
        number = os.WTERMSIG(status)
        late = number == signal.SIGXCPU
        ended = did_not_end(seconds) if late else f"it was ended by {signal.Signals(number).name}"
    if ended:
        Path(request["answer"]).write_text(json.dumps({"problem": ended}))


def limit(seconds: float) -> None:
    """Cut what binds the forked process to the one that watches it, and set its limits."""
    import resource

    os.setsid()
    os.closerange(3, 256)
    most = math.ceil(seconds)
    limits = {resource.RLIMIT_FSIZE: FILE_SIZE, resource.RLIMIT_CORE: 0, resource.RLIMIT_AS: MEMORY}
    for kind, value in limits.items():
        with suppress(ValueError, OSError):
            resource.setrlimit(kind, (value, value))
    resource.setrlimit(resource.RLIMIT_CPU, (most, most + 1))


def processor_seconds(pid: int) -> float:
    """What a process has used, on Linux; elsewhere more each time, so that nothing counts as idle."""
    try:
        # The clock of a process, as clock_getcpuclockid(3) gives it
        return time.clock_gettime(~pid << 3 | 2)
    except OSError:
        return time.monotonic()


def kill_all(pid: int) -> None:
    """Kill the process with its group, and what left the group but has come back to this process."""
    with suppress(OSError):
        os.killpg(pid, signal.SIGKILL)
    with suppress(ChildProcessError):
        while True:
            for child in CHILDREN.read_text().split() if CHILDREN.exists() else ():
                os.kill(int(child), signal.SIGKILL)
            if os.waitpid(-1, os.WNOHANG) == (0, 0):
                time.sleep(0.001)
