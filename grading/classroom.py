"""Find the submissions in a folder or in a class, and grade them as their exercises come."""

import os
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import dataclass, field
from pathlib import Path

from grading.day5 import FILES
from grading.outcome import Reason
from grading.process import Processes
from grading.report import Report
from grading.submission import Submission

NAMES = {name.lower() for name in FILES}
ARCHIVES = (".zip", ".tar", ".gz", ".tgz", ".7z", ".rar")


@dataclass
class Entry:
    """A submission: where its files are, or why it is not graded."""

    name: str
    path: Path | None
    reason: Reason = field(default_factory=lambda: Reason("nothing"))


def holds_files(folder: Path) -> bool:
    return any(path.name.lower() in NAMES for path in inside(folder))


def inside(folder: Path) -> list[Path]:
    try:
        return sorted(folder.iterdir())
    except OSError:
        return []


def below(folder: Path) -> list[Path]:
    return [path for path in inside(folder) if path.is_dir() and not path.name.startswith((".", "__"))]


def homes(folder: Path) -> list[Path]:
    """Where files of day 5 are, at most two levels down."""
    level = [folder]
    for _ in range(3):
        found = [path for path in level if holds_files(path)]
        if found:
            return found
        level = [deeper for path in level for deeper in below(path)]
    return []


def others(folder: Path) -> list[Path]:
    """Archives and notebooks, which hold a submission that cannot be graded."""
    found = [path for place in [folder, *below(folder)] for path in inside(place)]
    return [path for path in found if path.suffix.lower() in (*ARCHIVES, ".ipynb")]


def entry(folder: Path) -> Entry:
    found, packed = homes(folder), others(folder)
    name = os.fsencode(folder.name or folder.resolve().name).decode("utf-8", "replace")
    if len(found) == 1:
        return Entry(name, found[0])
    if not os.access(folder, os.R_OK | os.X_OK):
        return Entry(name, None, Reason("unreadable"))
    if found:
        return Entry(name, None, Reason("several", {"near": [str(path.relative_to(folder)) for path in found]}))
    if packed:
        key = "notebook" if packed[0].suffix == ".ipynb" else "archives"
        return Entry(name, None, Reason(key, {"near" if key == "notebook" else "archives": [packed[0].name]}))
    return Entry(name, None)


def find(folders: list[Path]) -> list[Entry]:
    """The submissions: the folders themselves, or those in the one that is a class."""
    if len(folders) == 1 and not holds_files(folders[0]):
        several = [path for path in below(folders[0]) if homes(path) or others(path)]
        folders = below(folders[0]) if len(several) > 1 else folders
    entries = [entry(folder) for folder in folders]
    names = [one.name for one in entries]
    if len(entries) == 1 and entries[0].path is None and entries[0].reason.key == "nothing":
        entries[0].path = folders[0]
    for one, folder in zip(entries, folders):
        one.name = one.name if names.count(one.name) == 1 else str(folder)
    return entries


def grade_all(
    entries: list[Entry], exercises: list[int], seconds: float, processes: Processes
) -> Iterator[tuple[Report, int | None]]:
    """Yield the report of the only folder with each exercise in its turn; of many, each report when it is done."""
    pool = ThreadPoolExecutor(os.cpu_count())
    try:
        if len(entries) == 1 and entries[0].path:
            report, submission = Report(entries[0].name), Submission(entries[0].path, seconds, processes)
            pool.submit(submission.try_methods).result()
            for exercise, future in [(n, pool.submit(submission.grade, n)) for n in exercises]:
                report.outcomes[exercise] = future.result()
                report.assumed = submission.assumed()
                yield report, exercise
            return
        reports = [pool.submit(grade_one, one, exercises, seconds, processes) for one in entries if one.path]
        for done in as_completed(reports):
            yield done.result(), None
    finally:
        pool.shutdown(wait=False, cancel_futures=True)


def grade_one(entry: Entry, exercises: list[int], seconds: float, processes: Processes) -> Report:
    """The report of a folder; whatever goes wrong with it, the others get theirs."""
    report = Report(entry.name)
    try:
        submission = Submission(entry.path or Path(), seconds, processes)
        for exercise in exercises:
            report.outcomes[exercise] = submission.grade(exercise)
        report.assumed = submission.assumed()
    except InterruptedError:
        raise
    except Exception as error:
        report.crashed = f"{type(error).__name__}: {error}"
    return report
