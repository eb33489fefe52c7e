"""The options of a script: what the shell may ask for, and the defaults."""

import argparse
import os
import random
import re
from collections.abc import Callable, Sequence
from copy import copy
from dataclasses import dataclass
from math import inf, nan

from learning.methods import METHODS
from learning.shell import InputError, note, say

DATASETS = os.path.join(os.path.dirname(os.path.dirname(os.path.abspath(__file__))), "datasets")


@dataclass
class Options:
    """What a run is to do. An instance with a script's defaults reads its command line.

    The rates are the learning rates that suit each method; `rate` and `batch_size` are what the user asked for.
    """

    train: str  # the name of a file: of datasets/, or as given
    threshold: float  # of the training loss, below which the learning stops
    rates: dict[str, float]
    default_batch_size: int
    max_passes: int  # over the training set, where --max-iterations sets no limit
    density: int  # of the reports, as report_after in learning/descent.py takes it
    test: str = ""
    method: str = "iterative"
    rate: float | None = None
    batch_size: int | None = None
    max_iterations: int | None = None
    report_every: int | None = None
    seed: int | None = None
    plot: bool = True
    save_plot: str | None = None
    paused: bool = False
    reports_per_second: float = 20

    @property
    def learning_rate(self) -> float:
        return self.rate or self.rates[self.method]

    def read(self, argv: Sequence[str] | None, description: str) -> "Options":
        """Return what the command line `argv` asks for, and seed the module random if it asks for that.

        InputError if it is wrong. Without a test set there is no option --test.
        """
        defaults = copy(self)
        defaults.train = os.path.join(DATASETS, self.train)
        defaults.test = self.test and os.path.join(DATASETS, self.test)
        options = self._parser(description).parse_args(argv, defaults)
        if options.save_plot and not options.plot:
            raise InputError("expected --save-plot or --no-plot, got both")
        if options.batch_size and options.method != "mini-batch":
            note("--batch-size changes nothing without --method mini-batch")
        if options.learning_rate > 1:
            note(f"a learning rate of {options.learning_rate:.15g} is above 1: it may overshoot")
        if options.seed is not None:
            random.seed(options.seed)
        return options

    def _parser(self, description: str) -> argparse.ArgumentParser:
        parser = Parser(description=description, allow_abbrev=False, formatter_class=formatter)
        # What follows an option is its value, even -1e-3 or -a.ds, which argparse would take for an option.
        parser._negative_number_matcher = re.compile("-[^-]")
        rates = ", ".join(f"{rate:g} {method}" for method, rate in self.rates.items())
        add = parser.add_argument
        add("--method", choices=[*METHODS],
            help="what an update learns from: the next example, one at random, the mean over all, "
            f"the mean over some at random (default: {self.method})")
        add("--learning-rate", metavar="RATE", dest="rate", type=POSITIVE,
            help=f"how far an update moves the weights, above 0 and rarely above 1 (default: {rates})")
        add("--batch-size", metavar="N", type=COUNT,
            help=f"the examples of a mini-batch (default: {self.default_batch_size})")
        add("--threshold", metavar="LOSS", type=NOT_NEGATIVE,
            help=f"stop when a reported training loss is below it (default: {self.threshold:g})")
        add("--max-iterations", metavar="N", type=COUNT,
            help=f"stop after N updates (default: {self.max_passes} passes over the training set)")
        add("--report-every", metavar="N", type=COUNT,
            help="report the loss every N updates (default: often at first, then less and less)")
        add("--seed", metavar="N", type=SEED, help="the same N makes the same run (default: no seed)")
        add("--train", metavar="FILE", type=file_name,
            help=f"the .ds file to learn (default: datasets/{self.train})")
        if self.test:
            add("--test", metavar="FILE", type=file_name,
                help=f"the .ds file to test with (default: datasets/{self.test})")
        add("--no-plot", dest="plot", action="store_false",
            help="draw no curve (default: draw it while the loss falls)")
        add("--paused", action="store_true",
            help="with a window, begin paused: the right arrow makes one update, the space bar resumes "
            "(default: begin to learn)")
        add("--reports-per-second", metavar="N", type=NOT_NEGATIVE,
            help="with a window, wait so that it shows at most N reports a second; 0 is full speed "
            f"(default: {self.reports_per_second:g})")
        add("--save-plot", metavar="FILE", type=file_name, help="save the finished curve as a .png, .svg or .pdf")
        return parser


class Parser(argparse.ArgumentParser):
    def error(self, message: str) -> None:  # type: ignore[override]
        first = re.split("[ =]", message.removeprefix("unrecognized arguments: "))[0]
        word = re.sub("[-_–—]+", "-", first).strip("-").lower()  # a word processor makes one dash of two
        options = [option for option in self._option_string_actions if option.startswith("--")]
        meant = [option for option in options if option.strip("-") == word]
        raise InputError(f"{message}: did you mean {meant[0]}?" if meant else f"{message} (see --help)")

    def print_help(self, file: object = None) -> None:
        say(self.format_help().rstrip())


def formatter(prog: str) -> argparse.HelpFormatter:
    """A fixed width: to measure the terminal, argparse would import shutil."""
    return argparse.HelpFormatter(prog, width=79)


def number_reader(convert: Callable[[str], float], least: float, expected: str) -> Callable[[str], float]:
    """Return a function with which argparse reads a finite number of at least `least`."""

    def read(text: str) -> float:
        try:
            value = convert(text)
        except ValueError:
            value = nan
        if not least <= value < inf:
            hint = f": write {text.replace(',', '.')}, with a point" if "," in text and convert is float else ""
            raise argparse.ArgumentTypeError(f"expected {expected}, got {text!r}{hint}")
        return value

    return read


def file_name(text: str) -> str:
    if not text:
        raise argparse.ArgumentTypeError("expected the name of a file, got ''")
    return text


POSITIVE = number_reader(float, 5e-324, "a finite number above 0")
NOT_NEGATIVE = number_reader(float, 0, "a finite number of 0 or more")
COUNT = number_reader(int, 1, "a whole number of 1 or more")
SEED = number_reader(int, 0, "a whole number of 0 or more")
