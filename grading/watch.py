"""`--watch`: at each save, grade the first exercise that is not OK."""

import argparse
import shutil
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor, wait
from contextlib import suppress
from pathlib import Path

from grading.day5 import NAMES, SCRIPTS, TITLES, file_of
from grading.folder import Folder, begun_script, functions
from grading.outcome import BLOCKED, BY_HAND, OK, Outcome
from grading.process import Processes
from grading.report import Report, Speaker, wrapped
from grading.submission import Submission

# Seconds between two looks at the files
POLL = 0.1
# When each file was written, and its size
Stamps = dict[str, tuple[int, int]]
Say = Callable[[str], None]


def watch(path: Path, options: argparse.Namespace, speaker: Speaker, say: Say) -> int:
    """Watch a folder until all is OK, or until Ctrl-C."""
    watched = Watch(path, options, speaker, say)
    say(speaker.say("watching", folder=watched.folder.path))
    try:
        watched.until_all_is_ok()
        say(speaker.say("try next"))
    except KeyboardInterrupt:
        say(f"\n{watched.report.standing(watched.exercises, speaker)}")
    return watched.report.status()


class Watch:
    """A folder, what is known of its exercises, and the files as they were then."""

    def __init__(self, path: Path, options: argparse.Namespace, speaker: Speaker, say: Say) -> None:
        self.folder, self.options, self.speaker, self.say = Folder(path), options, speaker, say
        first = min(options.ex or [0])
        self.exercises: list[int] = [*range(first, len(TITLES)), *range(first)]
        self.report = Report(path.name)
        self.files_of: dict[int, Stamps] = {}
        # What cannot be judged, and has been shown
        self.passed_over: dict[int, Outcome] = {}

    def until_all_is_ok(self) -> None:
        files = self.files_at_rest()
        while not self.is_done(files):
            self.until_a_save(files)
            files = self.files_at_rest()

    def until_a_save(self, files: Stamps) -> None:
        """Grade one exercise after the other; a save stops what is being graded."""
        future: Future[Outcome] | None = None
        running = 0
        shown: list[int | None] = []
        with ThreadPoolExecutor(1) as pool, Processes(self.options.fork) as processes:
            submission = Submission(self.folder.path, self.options.time_limit, processes)
            while self.files() == files and not self.is_done(files):
                number = self.next_exercise(files)
                if future:
                    if wait([future], POLL).done:
                        future.result()
                        self.take_over(submission, files, running)
                        future = None
                elif number in shown:
                    time.sleep(POLL)
                elif number is None or self.is_fresh(number, files):
                    self.show(number)
                    shown.append(number)
                else:
                    self.tell_what_runs(TITLES[number])
                    future, running = pool.submit(submission.grade, number), number

    # The files

    def files(self) -> Stamps:
        found = {}
        for path in self.python_files(self.folder.path):
            with suppress(OSError):
                status = path.stat()
                found[str(path.relative_to(self.folder.path))] = (status.st_mtime_ns, status.st_size)
        return found

    def python_files(self, place: Path) -> Iterator[Path]:
        for path in self.folder.entries(place):
            if path.suffix == ".py":
                yield path
            elif path.is_dir() and not path.is_symlink():
                yield from self.python_files(path)

    def files_at_rest(self) -> Stamps:
        """The files when none has just been written: an editor may write one in several steps."""
        before, files = None, self.files()
        while files != before:
            time.sleep(POLL)
            before, files = files, self.files()
        return files

    # What is next

    def next_exercise(self, files: Stamps) -> int | None:
        """The first exercise that is not done, else a script that builds on files that have changed since."""
        left = [number for number in self.exercises if not self.is_settled(number, files)]
        stale = [number for number in self.exercises if not self.is_fresh(number, files)]
        return next(iter(left + stale), None)

    def is_settled(self, number: int, files: Stamps) -> bool:
        """Is it OK or passed over, and the file that it is written in as it was then?"""
        outcome = self.report.outcomes.get(number)
        if not outcome or own(number, self.files_of[number]) != own(number, files):
            return False
        return outcome.verdict == OK or self.passed_over.get(number) == outcome

    def is_fresh(self, number: int, files: Stamps) -> bool:
        """Is all that its verdict depends on as it was then?"""
        before = self.files_of.get(number)
        if before is None or own(number, before) != own(number, files):
            return False
        return TITLES[number] not in SCRIPTS or before == files

    def is_done(self, files: Stamps) -> bool:
        return all(self.is_ok(number) and self.is_fresh(number, files) for number in self.exercises)

    def is_ok(self, number: int) -> bool:
        return number in self.report.outcomes and self.report.outcomes[number].verdict == OK

    # What is said

    def take_over(self, submission: Submission, files: Stamps, graded: int) -> None:
        """Keep all that was graded, for the methods are graded together, and say what is newly or still OK."""
        before = [number for number in self.exercises if self.is_ok(number)]
        for number, title in enumerate(TITLES):
            if title in submission.outcomes:
                self.report.outcomes[number], self.files_of[number] = submission.outcomes[title], files
        new = [number for number in self.exercises if self.is_ok(number) and number not in before]
        following = next((n for n in self.exercises if not self.is_settled(n, files)), None)
        if not new and self.is_ok(graded) and (following is None or not self.is_fresh(following, files)):
            new = [graded]  # since no reason follows
        if new:
            names = ", ".join(NAMES[TITLES[number]] for number in new)
            count = sum(map(self.is_ok, self.exercises))
            text = self.speaker.say("newly", exercises=names, count=count, total=len(TITLES))
            if following is not None:
                title = TITLES[following]
                text += f" {self.speaker.say('next', exercise=NAMES[title], what=file_of(title))}"
            self.say(text)

    def tell_what_runs(self, title: str) -> None:
        """A script takes its time."""
        if title in SCRIPTS and begun_script(self.folder.text(title)):
            self.say(self.speaker.say("running", exercise=NAMES[title], file=title))

    def show(self, number: int | None) -> None:
        """Show an exercise that is not OK and one reason; None where all the others cannot be judged."""
        if number is None:
            self.say(self.report.standing(self.exercises, self.speaker))
            return
        title, outcome = TITLES[number], self.report.outcomes[number]
        place = "" if outcome.reasons()[0].place else place_of(title, self.folder)
        reason = self.report.reasons(number, self.speaker)[0]
        for other, shown in self.passed_over.items():
            if other != number and shown == self.report.outcomes[other] and shown.reasons() == outcome.reasons():
                reason = self.speaker.say("same", exercise=NAMES[TITLES[other]])
                break
        width = shutil.get_terminal_size((100, 24)).columns
        self.say(f"{time.strftime('%X')}  {NAMES[title]} {self.speaker.verdict(outcome.verdict)}  {place}".rstrip())
        self.say("\n".join(" " * 4 + line for line in wrapped(reason, max(width, 40) - 4)))
        if outcome.verdict in (BLOCKED, BY_HAND):
            self.passed_over[number] = outcome


def own(number: int, files: Stamps) -> Stamps:
    """The files that an exercise is written in: a script alone, or all but the scripts."""
    names = [TITLES[number]] if TITLES[number] in SCRIPTS else [name for name in files if name not in SCRIPTS]
    return {name: files[name] for name in names if name in files}


def place_of(title: str, folder: Folder) -> str:
    """Where an exercise is written, as an editor opens it: `Neuron.py:62`, or the file alone."""
    kind, name = title.split(".")
    found = [function.lineno for function in functions(folder.text(file_of(title)), kind) if function.name == name]
    return f"{file_of(title)}:{found[0]}" if found else file_of(title)
