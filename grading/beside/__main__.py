"""The process beside the student's code: try its methods, or run one of its scripts, and write down what is seen.

Each line is written as it is seen, so that what was seen until the process is stopped is not lost.
"""

import ctypes
import json
import os
import signal
import sys
import time
from contextlib import suppress
from pathlib import Path
from typing import Any

try:
    import resource
except ImportError:  # on Windows, which has no such limits
    resource = None  # type: ignore[assignment]

ROOT = str(Path(__file__).resolve().parents[2])
# After so many seconds in which it all but sleeps, a process waits for what will not come.
IDLE = 30.0
MEMORY = 2**30
# Of any file that is written
FILE_SIZE = 64 * 2**20
# Of what is written down, before it counts as without end
FLOOD = 60 * 2**20
# On Linux, the processes that this one has started or adopted
CHILDREN = Path("/proc/thread-self/children")


def supervise(request: dict[str, Any]) -> None:
    """Fork, wait for the fork and for nothing that it started, kill what is left, and write down how it ended."""
    prctl = ctypes.CDLL(None).prctl if sys.platform == "linux" else lambda *_: None
    # PR_SET_CHILD_SUBREAPER: what is left running becomes a child of this process.
    prctl(36, 1, 0, 0, 0)
    pid = os.fork()
    if not pid:
        os.setsid()
        # PR_SET_PDEATHSIG: a submission that kills this process does not live on.
        prctl(1, int(signal.SIGKILL), 0, 0, 0)
        work(request)
    latest = time.monotonic() + 30 + 10 * request["seconds"]
    used, ended = 0.0, ""

    def look(*_: object) -> None:
        nonlocal used, ended
        before, used = used, processor_seconds(pid)
        if used - before < 0.05 or time.monotonic() > latest:
            ended = "idle" if used - before < 0.05 else "time"
            os.kill(pid, signal.SIGKILL)

    try:
        signal.signal(signal.SIGTERM, lambda *_: sys.exit())
        signal.signal(signal.SIGALRM, look)
        signal.setitimer(signal.ITIMER_REAL, IDLE, IDLE)
        status = os.waitpid(pid, 0)[1]
        signal.setitimer(signal.ITIMER_REAL, 0)
    finally:
        kill_all(pid)
    if os.WIFSIGNALED(status) and not ended:
        number = os.WTERMSIG(status)
        ended = "time" if number == signal.SIGXCPU else signal.Signals(number).name
    if ended:
        with open(request["trace"], "a", encoding="utf-8") as trace:
            trace.write(f"\n{json.dumps(['ended', ended])}\n")


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


def limit(seconds: float) -> None:
    """Allow so many seconds of processor time from now on, and set what else is limited."""
    if resource:
        now = int(sum(resource.getrusage(resource.RUSAGE_SELF)[:2]) + seconds) + 1
        limits = {"CPU": (now, resource.RLIM_INFINITY), "FSIZE": (FILE_SIZE,) * 2, "AS": (MEMORY,) * 2, "CORE": (0, 0)}
        for kind, value in limits.items():
            with suppress(ValueError, OSError):
                resource.setrlimit(getattr(resource, f"RLIMIT_{kind}"), value)


def work(request: dict[str, Any]) -> None:
    """Do what is asked, and end at once, without what the submission may have left for the end."""
    trace = os.open(request["trace"], os.O_WRONLY | os.O_APPEND | os.O_CREAT)
    dumps, put_down, leave, getpid, own = json.dumps, os.write, os._exit, os.getpid, os.getpid()
    size = 0

    def write(*line: Any) -> None:
        nonlocal size
        if getpid() != own:
            return  # a fork of the submission's
        size += put_down(trace, f"{dumps(line)}\n".encode())
        if size > FLOOD:
            put_down(trace, b'["ended", "flood"]\n')
            leave(1)

    try:
        if request["script"]:
            import matplotlib

            matplotlib.rcdefaults()
            matplotlib.use("module://grading.beside.recorder")
            from matplotlib import pyplot  # noqa: F401
    except BaseException as error:
        write("cannot", f"{type(error).__name__}: {error}")
        os._exit(1)
    settle(Path(request["place"]))
    limit(request["seconds"])
    write("begun")
    try:
        if request["script"]:
            from grading.beside import script

            leave_home()
            script.run(request, write)
        else:
            from grading.beside import methods

            leave_home()
            methods.try_all(request, write, limit)
        write("done")
    except BaseException as error:
        write("lost", f"{type(error).__name__}: {error}")
    finally:
        os._exit(0)


def settle(place: Path) -> None:
    """Let the submission be alone in its copy, and print to nobody."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), 2)
    known = {name: os.environ[name] for name in ("PATH", "SYSTEMROOT") if name in os.environ}
    os.environ.clear()
    os.environ.update({**known, "HOME": str(place), "TMPDIR": str(place), "TEMP": str(place)})
    os.chdir(place / "ml_d05")
    sys.argv[:] = [""]


def leave_home() -> None:
    """The submission's own modules go before all others, and not this project's."""
    sys.path[:] = [os.getcwd(), *(path for path in sys.path if path not in ("", ROOT))]
    for name in [name.removesuffix(".py") for name in os.listdir()]:
        if not name.startswith("_") and name != "grading":
            sys.modules.pop(name, None)


if __name__ == "__main__":
    sys.path[0] = ROOT
    request = json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))
    sys.modules.setdefault("grading.beside.__main__", sys.modules["__main__"])
    supervise(request) if request["fork"] else work(request)
