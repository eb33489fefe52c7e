"""`--watch`: at each save, grade the first exercise that is not OK."""

import argparse
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor, wait
from contextlib import suppress
from pathlib import Path

from grading.day5 import NAMES, SCRIPTS, TITLES, file_of
from grading.folder import Folder, begun_script, functions, walk
from grading.outcome import BLOCKED, BY_HAND, Outcome
from grading.process import Processes
from grading.report import Report, Speaker, indented, terminal_width, wrapped
from grading.submission import Submission

# Seconds between two looks at the files
POLL = 0.1
# When each file was written, and its size
Stamps = dict[str, tuple[int, int]]
Say = Callable[[str], None]


def watch(path: Path, options: argparse.Namespace, speaker: Speaker, say: Say) -> int:
    """Watch a folder until all is OK, or until Ctrl-C."""
    watched = Watch(path.resolve(), options, speaker, say)
    say(speaker.say("watching", folder=watched.path))
    try:
        while not watched.is_done():
            watched.until_a_save()
        say(speaker.say("try next"))
    except KeyboardInterrupt:
        say(f"\n{watched.report.standing(watched.exercises, speaker)}")
    return watched.report.status(watched.exercises)


class Watch:
    """A folder, what is known of its exercises, and what has been shown."""

    def __init__(self, path: Path, options: argparse.Namespace, speaker: Speaker, say: Say) -> None:
        self.path, self.options, self.speaker, self.say = path, options, speaker, say
        first = min(options.ex)
        self.exercises: list[int] = [*range(first, len(TITLES)), *range(first)]
        self.report = Report(path.name)
        # The files since the last save, and what was graded with them
        self.files: Stamps = {}
        self.fresh: set[int] = set()
        # What is OK, or cannot be judged and has been shown, with the files that it is written in
        self.settled: dict[int, Stamps] = {}

    def until_a_save(self) -> None:
        """Grade one exercise after the other, up to one that the student can mend, and wait for a save."""
        self.files, self.fresh = files_at_rest(self.path), set()
        with ThreadPoolExecutor(1) as pool, Processes(self.options.fork) as processes:
            submission = Submission(self.path, self.options.time_limit, processes)
            while (number := self.next_exercise()) is not None:
                if number not in self.fresh:
                    self.tell_what_runs(number, submission.folder)
                    graded = pool.submit(submission.grade, number)
                    while not self.is_saved() and not wait([graded], POLL).done:
                        pass
                    if self.is_saved():
                        return
                    if error := graded.exception():
                        self.say(self.speaker.say("crashed", error=f"{type(error).__name__}: {error}"))
                        break
                    self.take_over(submission.outcomes, number)
                elif self.show(number, submission.folder) in (BLOCKED, BY_HAND):
                    self.settled[number] = own(number, self.files)
                else:
                    break
            if number is None and not self.is_done():
                self.say(self.report.standing(self.exercises, self.speaker))
            while not self.is_done() and not self.is_saved():
                time.sleep(POLL)

    # What is known

    def is_saved(self) -> bool:
        return stamps(self.path) != self.files

    def is_done(self) -> bool:
        return all(self.report.is_ok(number) and number in self.fresh for number in self.exercises)

    def is_open(self, number: int) -> bool:
        return self.settled.get(number) != own(number, self.files)

    def next_exercise(self) -> int | None:
        """The first exercise that is open, else one that builds on files that were saved since it was graded."""
        stale = [number for number in self.exercises if number not in self.fresh]
        return next(iter([*filter(self.is_open, self.exercises), *stale]), None)

    def take_over(self, outcomes: dict[str, Outcome], graded: int) -> None:
        """Keep all that was graded, for the methods are graded together, and say what is newly or still OK."""
        report, before = self.report, Report("", {**self.report.outcomes})
        self.fresh = {number for number, title in enumerate(TITLES) if title in outcomes}
        for number in self.fresh:
            report.outcomes[number] = outcomes[TITLES[number]]
            is_as_before = number in self.settled and report.outcomes[number] == before.outcomes[number]
            if report.is_ok(number) or is_as_before:
                self.settled[number] = own(number, self.files)
            else:
                self.settled.pop(number, None)
        new = [number for number in self.exercises if report.is_ok(number) and not before.is_ok(number)]
        following = next(filter(self.is_open, self.exercises), None)
        if not new and report.is_ok(graded) and following not in self.fresh:
            new = [graded]  # since no reason follows
        if new:
            self.tell_what_is_ok(new, following)

    # What is said

    def tell_what_is_ok(self, new: list[int], following: int | None) -> None:
        names, count = ", ".join(NAMES[TITLES[number]] for number in new), sum(map(self.report.is_ok, self.exercises))
        text = self.speaker.say("newly", exercises=names, count=count, total=len(TITLES))
        if following is not None:
            title = TITLES[following]
            text += f" {self.speaker.say('next', exercise=NAMES[title], what=file_of(title))}"
        self.say(text)

    def tell_what_runs(self, number: int, folder: Folder) -> None:
        """A script takes its time."""
        title = TITLES[number]
        if title in SCRIPTS and begun_script(folder.text(title)):
            self.say(self.speaker.say("running", exercise=NAMES[title], file=title))

    def show(self, number: int, folder: Folder) -> str:
        """Show an exercise that is not OK, and one reason; return its verdict."""
        title, outcome = TITLES[number], self.report.outcomes[number]
        place = "" if outcome.reasons()[0].place else place_of(title, folder)
        shown = [other for other in self.settled if other != number and not self.report.is_ok(other)]
        reason = self.report.reasons_once(number, self.speaker, shown)[0]
        self.say(f"{time.strftime('%X')}  {NAMES[title]} {self.speaker.verdict(outcome.verdict)}  {place}".rstrip())
        self.say("\n".join(wrapped(indented([reason], 4), terminal_width())))
        return outcome.verdict


# The files


def stamps(folder: Path) -> Stamps:
    found = {}
    for path in walk(folder):
        with suppress(OSError):
            if path.suffix == ".py":
                status = path.stat()
                found[str(path.relative_to(folder))] = (status.st_mtime_ns, status.st_size)
    return found


def files_at_rest(folder: Path) -> Stamps:
    """The files when none has just been written: an editor may write one in several steps."""
    before, files = None, stamps(folder)
    while files != before:
        time.sleep(POLL)
        before, files = files, stamps(folder)
    return files


def own(number: int, files: Stamps) -> Stamps:
    """The files that an exercise is written in: a script alone, or all but the scripts."""
    names = [TITLES[number]] if TITLES[number] in SCRIPTS else [name for name in files if name not in SCRIPTS]
    return {name: files[name] for name in names if name in files}


def place_of(title: str, folder: Folder) -> str:
    """Where an exercise is written, as an editor opens it: `Neuron.py:62`, or the file alone."""
    kind, name = title.split(".")
    found = [function.lineno for function in functions(folder.text(file_of(title)), kind) if function.name == name]
    return f"{file_of(title)}:{found[0]}" if found else file_of(title)
