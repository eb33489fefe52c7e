"""Many folders at once: a table with a row a folder and a column an exercise."""

import csv
import os
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor, as_completed
from contextlib import ExitStack
from pathlib import Path
from queue import SimpleQueue

from grading.cases import TITLES
from grading.judge import COULD_NOT, KO, NOT_RUN, OK, Submission
from grading.report import Report, grade
from grading.server import Server

FILES = {"neuron.py", "neuralnetwork.py", *(title.lower() for title in TITLES if title.endswith(".py"))}
SHORT = {OK: "OK", KO: "KO", NOT_RUN: "-", COULD_NOT: "?"}
NO_SUBMISSION = "no file of day 5 in it"


def holds_files(folder: Path) -> bool:
    return not FILES.isdisjoint(one.name.lower() for one in folder.iterdir())


def below(folder: Path) -> Iterator[Path]:
    return (one for one in sorted(folder.iterdir()) if one.is_dir() and not one.name.startswith((".", "__")))


def find(folders: list[Path]) -> dict[str, Path] | None:
    """The folders of a class by name, each where its files are; None when the one folder is no class."""
    many = folders
    if len(folders) == 1:
        many = list(below(folders[0]))
        if holds_files(folders[0]) or sum(bool(at_home(one)) for one in many) < 2:
            return None
    names = [one.name for one in many]
    return {one.name if names.count(one.name) == 1 else str(one): at_home(one) or one for one in many}


def at_home(folder: Path) -> Path | None:
    """The folder that holds the files: itself, or the only one in it that does."""
    inside = [folder] if holds_files(folder) else [one for one in below(folder) if holds_files(one)]
    return inside[0] if len(inside) == 1 else None


def grade_all(
    folders: dict[str, Path], exercises: list[int], seconds: float, done: Callable[[str, Report], None]
) -> bool:
    """Grade as many at once as there are cores, and hand over each when it is done; False after Ctrl-C."""
    count = min(os.cpu_count() or 1, len(folders))
    with ExitStack() as stack:
        servers: SimpleQueue[Server] = SimpleQueue()
        for _ in range(count):
            servers.put(stack.enter_context(Server()))

        def one(folder: Path) -> Report:
            server = servers.get()
            try:
                return grade(Submission(folder, seconds, server), exercises)
            finally:
                servers.put(server)

        pool = ThreadPoolExecutor(count)
        names: dict[Future[Report], str] = {pool.submit(one, path): name for name, path in folders.items()}
        try:
            for number, future in enumerate(as_completed(names), 1):
                done(names[future], future.result())
                print(f"{number} of {len(folders)}: {names[future]}", file=sys.stderr, flush=True)
        except KeyboardInterrupt:
            return False
        finally:
            # What runs ends with its server.
            pool.shutdown(wait=False, cancel_futures=True)
    return True


def table(folders: dict[str, Path], reports: dict[str, Report], exercises: list[int]) -> list[list[str]]:
    rows = [["", *(f"Ex{number:02}" for number in exercises)]]
    for name, path in folders.items():
        if name in reports:
            rows.append([name, *(SHORT[reports[name].verdict(number)] for number in exercises)])
        else:
            rows.append([name, "not graded" if holds_files(path) else NO_SUBMISSION])
    return rows


def show(rows: list[list[str]]) -> str:
    width = max(len(row[0]) for row in rows)
    return "\n".join("  ".join([row[0].ljust(width), *(f"{one:<4}" for one in row[1:])]).rstrip() for row in rows)


def write_csv(rows: list[list[str]], path: Path) -> None:
    with open(path, "w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows(rows)
