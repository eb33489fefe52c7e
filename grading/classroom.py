"""Find the submissions in a folder or in a class, and grade them as their exercises come."""

import os
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor, as_completed
from pathlib import Path

from grading.day5 import FILES, TITLES
from grading.folder import ARCHIVES, walk
from grading.outcome import Outcome, Reason
from grading.process import Processes
from grading.report import Report
from grading.submission import Submission

NAMES = {name.lower() for name in FILES}
# What became of each exercise, and what was assumed
Graded = tuple[dict[int, Outcome], list[Reason]]


def homes(folder: Path) -> list[Path]:
    """Where files of day 5 are, at most two levels down: the folders of the first level that has some."""
    found = [path for path in walk(folder, 3) if path.name.lower() in NAMES]
    first = min((len(path.parts) for path in found), default=0)
    return [*dict.fromkeys(path.parent for path in found if len(path.parts) == first)]


def packed(folder: Path) -> list[Path]:
    """Archives and notebooks, which hold a submission that cannot be graded."""
    return [path for path in walk(folder, 2) if path.suffix.lower() in (*ARCHIVES, ".ipynb")]


def report_of(folder: Path, name: str) -> Report:
    """Where the submission is, or why it cannot be graded."""
    found, others = homes(folder), packed(folder)
    path = found[0] if len(found) == 1 else folder
    if not os.access(path, os.R_OK | os.X_OK):
        reason = Reason("unreadable")
    elif len(found) == 1:
        return Report(name, path=path)
    elif found:
        reason = Reason("several", {"near": [str(path.relative_to(folder)) for path in found]})
    elif not others:
        reason = Reason("nothing")
    elif others[0].suffix.lower() == ".ipynb":
        reason = Reason("notebook", {"near": [others[0].name]})
    else:
        reason = Reason("archives", {"archives": [others[0].name]})
    return Report(name, path=path, reason=reason)


def find(folders: list[Path]) -> list[Report]:
    """The submissions: the folders themselves, or those in the one that is a class."""
    if len(folders) == 1 and homes(folders[0]) != folders:
        below = [path for path in walk(folders[0], 1) if os.path.isdir(path)]
        several = [path for path in below if homes(path) or packed(path)]
        folders = below if len(several) > 1 else folders
    names = [folder.name or folder.resolve().name for folder in folders]
    names = [name if names.count(name) == 1 else str(folder) for name, folder in zip(names, folders)]
    reports = [report_of(folder, as_text(name)) for folder, name in zip(folders, names)]
    if len(reports) == 1 and reports[0].reason == Reason("nothing"):
        reports[0].reason = None  # all of it is to do
    return reports


def as_text(name: str) -> str:
    """A name, with another letter for each byte that is none."""
    return os.fsencode(name).decode("utf-8", "replace")


def grade_all(reports: list[Report], exercises: list[int], seconds: float, processes: Processes) -> Iterator[Report]:
    """Yield a report whenever more is known: the only one after each exercise, one of many when it is done."""

    def grade_whole(report: Report) -> Graded:
        return grade(Submission(report.path, seconds, processes), exercises)

    pool = ThreadPoolExecutor(os.cpu_count())
    try:
        if len(reports) > 1:
            parts = {pool.submit(grade_whole, report): report for report in reports if not report.reason}
            for part in as_completed(parts):
                yield take(parts[part], part)
        elif not reports[0].reason:
            report, submission = reports[0], Submission(reports[0].path, seconds, processes)
            # With the first exercise all methods are tried; the others are graded at the same time.
            yield take(report, pool.submit(grade, submission, exercises[:1]))
            for part in [pool.submit(grade, submission, [exercise]) for exercise in exercises[1:]]:
                yield take(report, part)
    finally:
        pool.shutdown(wait=False, cancel_futures=True)


def grade(submission: Submission, exercises: list[int]) -> Graded:
    for exercise in exercises:
        submission.grade(exercise)
    return {exercise: submission.outcomes[TITLES[exercise]] for exercise in exercises}, submission.assumed()


def take(report: Report, part: Future[Graded]) -> Report:
    """Put into the report what was graded; whatever went wrong with one, the others get theirs."""
    try:
        outcomes, report.assumed = part.result()
        report.outcomes.update(outcomes)
    except Exception as error:
        report.reason = Reason("crashed", {"error": f"{type(error).__name__}: {error}"})
    return report
