"""The command: its options, the table, and the files that it writes before it prints."""

import argparse
import codecs
import csv
import io
import os
import re
import signal
import subprocess
import sys
import tempfile
from contextlib import suppress
from itertools import chain, count
from pathlib import Path
from types import FrameType
from typing import TextIO

from grading import process
from grading.classroom import find, grade_all
from grading.day5 import NAMES, SCRIPTS, TITLES
from grading.folder import ARCHIVES
from grading.process import Processes
from grading.report import Report, Speaker, terminal_width, wrapped
from grading.sentences import LANGUAGES
from grading.start import start
from grading.watch import watch

SIGNALS = [getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name)]
# In a cell of the table for a class
SHORT = {"blocked": "-", "by hand": "?"}
# Where the terminal has no such letter
PLAIN = {"∇": "grad", "α": "alpha", "−": "-", "Σ": "sum", "’": "'", "·": "*", "…": "..."}


def main() -> int:
    for number in SIGNALS:
        if signal.getsignal(number) != signal.SIG_IGN:
            signal.signal(number, stop)
    codecs.register_error("plain", plain)
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="plain")
    output: Output | None = None
    try:
        options, reports = read_options()
        speaker = Speaker(options.lang, options.time_limit, options.all)
        if options.start:
            say(start(options.start, speaker))
            return 0
        if options.watch:
            return watch(reports[0].path, options, speaker, say)
        if any(TITLES[n] in SCRIPTS for n in options.ex) and (error := matplotlib_is_broken()):
            say(speaker.say("needs matplotlib", error=error), stream=sys.stderr)
            return 2
        output = Output(options, speaker, reports)
        with Processes(options.fork) as processes:
            for report in grade_all(reports, options.ex, options.time_limit, processes):
                output.take(report)
    except KeyboardInterrupt:
        pass
    return output.end() if output else 1


def stop(number: int, frame: FrameType | None) -> None:
    """Begin a tidy end, which nothing interrupts any more."""
    for each in SIGNALS:
        signal.signal(each, lambda *_: None)
    raise KeyboardInterrupt


class Output:
    """What is graded by now, in the files that were asked for and on the terminal."""

    def __init__(self, options: argparse.Namespace, speaker: Speaker, reports: list[Report]) -> None:
        self.options, self.speaker, self.reports = options, speaker, reports
        self.many = len(reports) > 1
        self.graded, self.total = 0, sum(not report.reason for report in reports)
        self.cannot_write = False
        self.names = file_names([report.name for report in reports])

    def take(self, report: Report) -> None:
        """Write what is known now, then show it."""
        self.write(report)
        if self.many:
            self.graded += 1
            say(self.speaker.say("progress", count=self.graded, total=self.total, name=report.name), stream=sys.stderr)
        elif not report.reason:
            say(*wrapped(report.lines([*report.outcomes][-1], self.speaker), terminal_width()))

    def write(self, *reports: Report) -> None:
        """Write the files of these reports, and the table of all."""
        options = self.options
        try:
            for report in reports:
                name = self.names[report.name]
                if options.pages:
                    text = report.page(self.speaker)
                    (options.pages / f"{name}.txt").write_text(text, encoding="utf-8", errors="replace")
                if options.json:
                    path = options.json / f"{name}.json" if self.many else options.json
                    path.write_text(report.as_json(self.speaker), encoding="utf-8", errors="replace")
            if options.csv:
                with open(options.csv, "w", newline="", encoding="utf-8", errors="replace") as file:
                    csv.writer(file).writerows(self.rows(Speaker("en"), {}))
        except OSError as error:
            if not self.cannot_write:
                text = self.speaker.say("cannot write", folder=error.filename or "", error=error.strerror)
                say(text, stream=sys.stderr)
            self.cannot_write = True

    def rows(self, speaker: Speaker, short: dict[str, str]) -> list[list[str]]:
        """A row a folder and a column an exercise."""
        head = ["", *(NAMES[TITLES[exercise]] for exercise in self.options.ex)]
        return [head, *([report.name, *report.cells(speaker, short)] for report in self.reports)]

    def end(self) -> int:
        """Show what is left to show; return the exit status."""
        if self.many:
            self.write(*(report for report in self.reports if report.reason))
            rows = self.rows(self.speaker, SHORT)
            width = max(len(name) for name, *_ in rows)
            say(*("  ".join([name.ljust(width), *(f"{cell:<5}" for cell in cells)]).rstrip() for name, *cells in rows))
        else:
            [report] = self.reports
            self.write(report)
            say(*wrapped(report.ending(self.speaker), terminal_width()))
        return max([int(self.cannot_write), *(report.status(self.options.ex) for report in self.reports)])


def file_names(names: list[str]) -> dict[str, str]:
    """What the file for each may be called on any system, before its ending; with a number where it is taken."""
    files: dict[str, str] = {}
    for name in names:
        text = re.sub(r'[\\/:]', "_", name).encode(errors="replace")[:200].decode(errors="ignore")
        numbered = (f"{text}-{n}" for n in count(2))
        files[name] = next(one for one in chain([text], numbered) if one not in files.values())
    return files


def say(*lines: str, stream: TextIO | None = None) -> None:
    """Print, and go on where nobody reads it."""
    with suppress(OSError, ValueError):
        for line in lines:
            print(line, file=stream or sys.stdout, flush=True)


def plain(error: UnicodeError) -> tuple[str, int]:
    """What is printed in the place of letters that the terminal does not have."""
    if not isinstance(error, UnicodeEncodeError):
        raise error
    return "".join(PLAIN.get(letter, "?") for letter in error.object[error.start : error.end]), error.end


def matplotlib_is_broken() -> str:
    """What importing matplotlib raises in the Python in which scripts will run, or ""."""
    command = [sys.executable, "-c", "import matplotlib.pyplot, numpy"]
    env = {key: value for key, value in os.environ.items() if key not in ("MPLBACKEND", "MATPLOTLIBRC")}
    # The current folder may be a student's, with a numpy.py of their own.
    cwd = Path(os.__file__).parent
    done = subprocess.run(
        command, cwd=cwd, env=env, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False
    )
    said = (done.stderr or "").strip().splitlines()
    return "" if not done.returncode else said[-1] if said else f"status {done.returncode}"


def read_options() -> tuple[argparse.Namespace, list[Report]]:
    """The options, and the submissions in the folders; what cannot be is told now, not after all the grading."""
    parser = argparse.ArgumentParser(prog="python -m grading", description="Grade the exercises of day 5.")
    add, numbers = parser.add_argument, range(len(TITLES))
    add("folders", metavar="DIR", nargs="*", type=expanded, help="a submission, a folder of them, or several")
    add("--start", metavar="DIR", type=expanded, help="make a folder to begin in, with the exercises still to do")
    add("--watch", action="store_true", help="at each save, grade the first exercise that is not OK")
    add("--ex", metavar="N", type=int, action="append", choices=numbers, help="only this exercise; may be given again")
    add("--all", action="store_true", help="every case that is wrong, not the first of its kind")
    add("--lang", choices=LANGUAGES, help="the language of what is said (from LC_ALL, LC_MESSAGES or LANG)")
    add("--time-limit", metavar="S", type=float, default=60.0, help="processor seconds for a script (60)")
    add("--json", metavar="FILE", type=expanded, help="write Gradescope's format; a folder of files for many")
    add("--csv", metavar="FILE", type=expanded, help="write the table for a spreadsheet")
    add("--pages", metavar="FOLDER", type=expanded, help="write a page of text for each, to hand back")
    add("--no-fork", dest="fork", action="store_false", default=process.FORKS, help="as on a system that cannot fork")
    options = parser.parse_args()
    options.ex = sorted({*(options.ex or numbers)})
    if not options.folders and not options.start:
        parser.error("expected a folder, or --start DIR")
    for folder in options.folders:
        if not folder.is_dir():
            hint = ": unpack it" if folder.suffix in ARCHIVES else ""
            parser.error(f"expected a folder, found {folder}{hint}")
    if not options.time_limit > 0:
        parser.error(f"--time-limit: expected a number of seconds above 0, found {options.time_limit:g}")
    reports = find(options.folders)
    if options.watch and len(reports) > 1:
        parser.error("--watch: expected one submission, found several")
    for name, is_folder in (("csv", False), ("json", len(reports) > 1), ("pages", True)):
        if path := getattr(options, name):
            try:
                if is_folder:
                    path.mkdir(parents=True, exist_ok=True)
                    tempfile.TemporaryFile(dir=path).close()
                else:
                    path.open("a").close()
            except OSError as error:
                parser.error(f"--{name}: {path}: {error.strerror}")
    return options, reports


def expanded(path: str) -> Path:
    return Path(os.path.expanduser(path))
