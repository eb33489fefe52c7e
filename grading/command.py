"""The command: its options, the table, and the files that it writes before it prints."""

import argparse
import contextlib
import csv
import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path
from types import FrameType
from typing import TextIO

from grading import process
from grading.classroom import Entry, find, grade_all
from grading.day5 import SCRIPTS, TITLES
from grading.process import Processes
from grading.report import Report, Speaker
from grading.sentences import LANGUAGES
from grading.start import start
from grading.watch import watch

# In a cell of the table for a class
SHORT = {"blocked": "-", "by hand": "?"}
# Where the terminal has no such letter
PLAIN = {"∇": "grad", "α": "alpha", "−": "-", "Σ": "sum", "’": "'", "·": "*", "…": "..."}


def main() -> int:
    interrupted = False

    def stop(number: int, frame: FrameType | None) -> None:
        # Only once: what comes after the first is a tidy end.
        nonlocal interrupted
        if not interrupted:
            interrupted = True
            raise KeyboardInterrupt

    for name in ("SIGINT", "SIGTERM", "SIGHUP"):
        if hasattr(signal, name) and signal.getsignal(getattr(signal, name)) != signal.SIG_IGN:
            signal.signal(getattr(signal, name), stop)
    table: Table | None = None
    try:
        options = read_options()
        speaker = Speaker(options.lang, options.time_limit)
        if options.start:
            print_safely(start(options.start, speaker))
            return 0
        entries = find(options.folders)
        if options.watch:
            return watch(entries[0].path or options.folders[0], options, speaker, print_safely)
        exercises = sorted(set(options.ex or range(len(TITLES))))
        if any(TITLES[n] in SCRIPTS for n in exercises) and (error := matplotlib_is_broken()):
            print_safely(speaker.say("needs matplotlib", error=error), sys.stderr)
            return 2
        table = Table(options, speaker, entries, exercises)
        with Processes(options.fork) as processes:
            for report, exercise in grade_all(table.entries, exercises, options.time_limit, processes):
                table.take(report, exercise)
    except KeyboardInterrupt:
        interrupted = True
    except InterruptedError:
        pass
    return table.end() if table else 1


class Table:
    """What is graded by now, in the files that were asked for and on the terminal."""

    def __init__(
        self, options: argparse.Namespace, speaker: Speaker, entries: list[Entry], exercises: list[int]
    ) -> None:
        self.options, self.speaker, self.entries, self.exercises = options, speaker, entries, exercises
        self.reports: dict[str, Report] = {}
        self.many = len(entries) > 1 or not entries or entries[0].path is None
        self.width = shutil.get_terminal_size((100, 24)).columns if sys.stdout and sys.stdout.isatty() else 100

    def take(self, report: Report, exercise: int | None) -> None:
        """Write what is known now, then show it."""
        self.reports[report.name] = report
        self.write(report)
        if exercise is None:
            count, total = len(self.reports), sum(bool(one.path) for one in self.entries)
            print_safely(self.speaker.say("progress", count=count, total=total, name=report.name), sys.stderr)
        else:
            print_safely("\n".join(report.lines(exercise, self.speaker, self.width, self.options.all)))

    def write(self, report: Report) -> None:
        page = (
            report.name.replace("/", "_").replace("\0", "").encode("utf-8", "replace")[:200].decode("utf-8", "ignore")
        )
        options = self.options
        with contextlib.suppress(OSError):
            if options.pages:
                (options.pages / f"{page}.txt").write_text(report.page(self.speaker), encoding="utf-8")
            if options.json:
                path = options.json / f"{page}.json" if self.many else options.json
                path.write_text(report.as_json(self.speaker), encoding="utf-8")
            if options.csv:
                self.write_csv()
        report.told.clear() if options.pages and self.many else None

    def write_csv(self) -> None:
        """In English, for a spreadsheet."""
        with contextlib.suppress(OSError), open(self.options.csv, "w", newline="", encoding="utf-8") as file:
            csv.writer(file).writerows(self.rows(Speaker("en"), {}))

    def rows(self, speaker: Speaker, short: dict[str, str]) -> list[list[str]]:
        """A row a folder and a column an exercise."""
        rows = [["", *(f"Ex{number:02}" for number in self.exercises)]]
        for entry in self.entries:
            report = self.reports.get(entry.name)
            if report and not report.crashed:
                verdicts = [outcome.verdict for outcome in report.outcomes.values()]
                cells = [short.get(verdict, speaker.verdict(verdict)) for verdict in verdicts]
            elif report:
                cells = report.ending(speaker)
            else:
                cells = [speaker.say("not graded") if entry.path else speaker.reason(entry.reason, "")]
            rows.append([entry.name, *cells])
        return rows

    def end(self) -> int:
        """Show what is left to show; return the exit status."""
        if self.many:
            if self.options.csv:
                self.write_csv()
            print_safely("\n".join(self.as_table()))
        else:
            for report in self.reports.values():
                print_safely("\n".join(report.ending(self.speaker, self.width)))
        undone = len(self.reports) < len(self.entries) or any(
            len(report.outcomes) < len(self.exercises) for report in self.reports.values()
        )
        return max([int(undone), *(report.status() for report in self.reports.values())])

    def as_table(self) -> list[str]:
        rows = self.rows(self.speaker, SHORT)
        width = max(len(row[0]) for row in rows)
        return ["  ".join([row[0].ljust(width), *(f"{cell:<5}" for cell in row[1:])]).rstrip() for row in rows]


def print_safely(text: str, stream: TextIO | None = None) -> None:
    """Print with what the stream's encoding has, and go on where nobody reads it."""
    stream = stream or sys.stdout
    with contextlib.suppress(OSError, ValueError, AttributeError):
        encoding = getattr(stream, "encoding", None) or "ascii"
        for letter, plain in PLAIN.items():
            try:
                letter.encode(encoding)
            except (UnicodeError, LookupError):
                text = text.replace(letter, plain)
        if text:
            print(text.encode(encoding, "replace").decode(encoding), file=stream, flush=True)


def matplotlib_is_broken() -> str:
    """What importing matplotlib raises in the Python in which scripts will run, or ""."""
    command = [sys.executable, "-c", "import matplotlib.pyplot, numpy"]
    env = {key: value for key, value in os.environ.items() if key not in ("MPLBACKEND", "MATPLOTLIBRC")}
    done = subprocess.run(command, capture_output=True, text=True, env=env, stdin=subprocess.DEVNULL, check=False)
    said = (done.stderr or "").strip().splitlines()
    return "" if not done.returncode else said[-1] if said else f"status {done.returncode}"


def read_options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m grading", description="Grade the exercises of day 5.")
    add, numbers = parser.add_argument, range(len(TITLES))
    add("folders", metavar="DIR", nargs="*", type=Path, help="a submission, a folder of them, or several")
    add("--start", metavar="DIR", type=expanded, help="make a folder to begin in, with the exercises still to do")
    add("--watch", action="store_true", help="at each save, grade the first exercise that is not OK")
    add("--ex", metavar="N", type=int, action="append", choices=numbers, help="only this exercise; may be given again")
    add("--all", action="store_true", help="every case that is wrong, not the first of its kind")
    add("--lang", choices=LANGUAGES, help="the language of what is said (from LC_ALL, LC_MESSAGES or LANG)")
    add("--time-limit", metavar="S", type=float, default=60.0, help="processor seconds for a script (60)")
    add("--json", metavar="FILE", type=Path, help="write the table in Gradescope's format; a folder of files for many")
    add("--csv", metavar="FILE", type=Path, help="write the table for a spreadsheet")
    add("--pages", metavar="FOLDER", type=Path, help="write a page of text for each, to hand back")
    add("--no-fork", dest="fork", action="store_false", default=process.FORKS, help="as on a system that cannot fork")
    options = parser.parse_args()
    if not options.folders and not options.start:
        parser.error("expected a folder, or --start DIR")
    options.folders = [expanded(folder) for folder in options.folders]
    for folder in options.folders:
        if not folder.is_dir():
            hint = ": unpack it" if folder.suffix in (".zip", ".gz", ".tar") else ""
            parser.error(f"expected a folder, found {folder}{hint}")
    if options.watch and len(find(options.folders)) > 1:
        parser.error("--watch: expected one submission, found several")
    if not options.time_limit > 0:
        parser.error(f"--time-limit: expected a number of seconds above 0, found {options.time_limit:g}")
    prepare_files(parser, options)
    return options


def expanded(path: Path | str) -> Path:
    try:
        return Path(path).expanduser()
    except RuntimeError:
        return Path(path)


def prepare_files(parser: argparse.ArgumentParser, options: argparse.Namespace) -> None:
    """Find out now what cannot be written to, not after all the grading."""
    many = len(find(options.folders)) > 1
    for name in ("csv", "json", "pages"):
        path = expanded(getattr(options, name)) if getattr(options, name) else None
        setattr(options, name, path)
        try:
            if path and (name == "pages" or (name == "json" and many)):
                path.mkdir(parents=True, exist_ok=True)
            elif path:
                open(path, "a", encoding="utf-8").close()
        except OSError as error:
            parser.error(f"--{name}: {path}: {error.strerror}")
