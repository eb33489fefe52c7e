"""Run one check on a copy of a folder, in a process of its own with limits, and read its answer.

The limits stop accidents and pranks; they are no sandbox against a program that means harm.
"""

import json
import os
import secrets
import shutil
import signal
import subprocess
import sys
import tempfile
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

CHILD = Path(__file__).with_name("child.py")
MEMORY = 4 * 2**30
# Of any file that a check writes, and so of what it prints.
FILE_SIZE = 16 * 2**20
# A check of a method takes milliseconds; only the scripts have to learn.
PROBE_TIME = 10.0
LEFT_OUT = shutil.ignore_patterns(".*", "__pycache__", "node_modules", "*venv*", "tests", "docs")


@dataclass
class Answer:
    """What came of a check: its result, or the problem it met, or why it could not be made."""

    result: object = None
    problem: str = ""
    unusable: str = ""
    broken_file: str = ""
    notes: dict[str, str] = field(default_factory=dict)
    lines: list[list] = field(default_factory=list)
    draws: list[list] = field(default_factory=list)
    work: int = 0


class Folder:
    """A submission: a folder that is copied for each check, and never written to."""

    def __init__(self, path: Path, time_limit: float, datasets: dict[str, str]) -> None:
        self.path = path
        self.time_limit = time_limit
        self.datasets = datasets
        self.notes: dict[str, str] = {}

    def run(
        self,
        probe: str = "",
        *,
        script: str = "",
        repair: list[int] | None = None,
        mislead: bool = False,
        time_limit: float | None = None,
        **arguments: object,
    ) -> Answer:
        limit = time_limit or (self.time_limit if script else min(PROBE_TIME, self.time_limit))
        with tempfile.TemporaryDirectory(prefix="check-", ignore_cleanup_errors=True) as place:
            copy = Path(place, "ml_d05")
            shutil.copytree(self.path, copy, ignore=LEFT_OUT, symlinks=True, ignore_dangling_symlinks=True)
            self.put_datasets(copy)
            token = secrets.token_hex(16)
            request = {
                "token": token, "answer": str(Path(place, "answer.json")), "probe": probe, "script": script,
                "repair": repair or [], "stage": str(Path(place, "stage")), "mislead": mislead,
                "arguments": arguments,
                "memory": MEMORY, "file_size": FILE_SIZE,
            }  # fmt: skip
            Path(place, "request.json").write_text(json.dumps(request))
            Path(place, "stage").write_text("")
            ended = execute(Path(place), copy, token, limit)
            answer = self.read(Path(place, "answer.json"), token, ended)
            stage = Path(place, "stage").read_text()
            if answer.problem and stage == "repair":
                # It did not get as far as the check's own part.
                return Answer(unusable=answer.problem)
            if answer.problem and stage:
                answer.broken_file = stage
            return answer

    def put_datasets(self, copy: Path) -> None:
        """Write the grader's datasets over the folder's, and wherever a script may look for them."""
        for name, text in self.datasets.items():
            places = {path.parent for path in copy.rglob(name)}
            places |= {copy, copy / "datasets", copy / "Datasets"}
            for place in places:
                place.mkdir(exist_ok=True)
                (place / name).unlink(missing_ok=True)
                (place / name).write_text(text)

    def read(self, path: Path, token: str, ended: str) -> Answer:
        try:
            answer = json.loads(path.read_text())
            genuine = answer.pop("token") == token
        except (OSError, ValueError, KeyError, AttributeError):
            genuine = False
        if ended or not genuine:
            return Answer(problem=ended or "the process ended before the check was done")
        answer = Answer(**answer)
        self.notes.update(answer.notes)
        return answer


def execute(place: Path, copy: Path, token: str, limit: float) -> str:
    """Run child.py in the copy; return "" or why it was stopped."""
    home = place / "home"
    home.mkdir()
    environment = {
        "PATH": os.environ.get("PATH", ""), "SYSTEMROOT": os.environ.get("SYSTEMROOT", ""),
        "HOME": str(home), "TMPDIR": str(home), "TEMP": str(home), "MPLCONFIGDIR": str(matplotlib_cache()),
        "MPLBACKEND": "module://grading_recorder", "OPENBLAS_NUM_THREADS": "1",
        "PYTHONDONTWRITEBYTECODE": "1", "PYTHONHASHSEED": "0", "PYTHONUTF8": "1",
        "GRADING_RUN": (mark := secrets.token_hex(8)),
    }  # fmt: skip
    with open(place / "printed", "wb") as printed:
        process = subprocess.Popen(
            [sys.executable, "-u", str(CHILD), str(place / "request.json")],
            cwd=copy, env=environment, start_new_session=True,
            stdin=subprocess.DEVNULL, stdout=printed, stderr=subprocess.STDOUT,
        )  # fmt: skip
        try:
            status = process.wait(limit)
        except subprocess.TimeoutExpired:
            return f"it did not end within {limit:g} seconds, and was stopped"
        finally:
            kill_all(process, mark)
    if status < 0:
        return f"it was ended by {signal.Signals(-status).name}"
    return ""


def kill_all(process: subprocess.Popen, mark: str) -> None:
    """Kill the process, its group, and what left the group but still carries the run's mark."""
    if hasattr(os, "killpg"):
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
    process.kill()
    process.wait()
    for environ in Path("/proc").glob("[0-9]*/environ"):
        try:
            if f"GRADING_RUN={mark}".encode() in environ.read_bytes():
                os.kill(int(environ.parent.name), signal.SIGKILL)
        except OSError:
            continue


def matplotlib_cache() -> Path:
    """matplotlib's own cache, filled once: without it every script would wait for it."""
    import matplotlib

    return Path(matplotlib.get_cachedir())
