"""How a script talks with the shell: its options, its two streams, its exit status."""

import argparse
import os
import random
import re
import sys
from collections.abc import Callable, Mapping, Sequence
from math import inf, nan

from Dataset import DatasetError

HOME = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
status = 0  # the exit status of the process


class InputError(Exception):
    """What the user gave cannot be used; the message is one sentence with what was expected."""


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


class Parser(argparse.ArgumentParser):
    def error(self, message: str) -> None:  # type: ignore[override]
        raise InputError(f"{message} (see --help)")

    def print_help(self, file: object = None) -> None:
        say(self.format_help().rstrip())


def read_options(
    argv: Sequence[str] | None, description: str, train: str, test: str = "", *,
    rates: Mapping[str, float], threshold: float, density: int, batch_size: int, max_passes: int,
) -> argparse.Namespace:  # fmt: skip
    """Return what the command line `argv` asks for; InputError if it is wrong.

    `train` and `test` name files of datasets/; without `test` there is no option --test. `rates` has the default
    learning rate of each method; the others are defaults, too, and `density` is that of report_after. There are
    also `rng`, seeded by --seed, and what `descend` and `watched` take by name: `limits` and `show`.
    """
    # A fixed width: to measure the terminal, argparse would import shutil.
    parser = Parser(
        description=description, allow_abbrev=False, formatter_class=lambda prog: argparse.HelpFormatter(prog, width=79)
    )
    # What follows an option is its value, even -1e-3 or -a.ds, which argparse would take for an option.
    parser._negative_number_matcher = re.compile("-[^-]")
    add = parser.add_argument
    add("--method", choices=[*rates], default=next(iter(rates)),
        help="what an update learns from: the next example, one at random, the mean over all, "
        "the mean over some at random (default: %(default)s)")
    add("--learning-rate", metavar="RATE", type=POSITIVE,
        help="how far an update moves the weights, above 0 and rarely above 1 (default: "
        + ", ".join(f"{rate:g} {method}" for method, rate in rates.items()) + ")")
    add("--batch-size", metavar="N", type=COUNT, help=f"the examples of a mini-batch (default: {batch_size})")
    add("--threshold", metavar="LOSS", type=NOT_NEGATIVE, default=threshold,
        help="stop when a reported training loss is below it (default: %(default)s)")
    add("--max-iterations", metavar="N", type=COUNT,
        help=f"stop after N updates (default: {max_passes} passes over the training set)")
    add("--report-every", metavar="N", type=COUNT,
        help="report the loss every N updates (default: often at first, then less and less)")
    add("--seed", metavar="N", type=SEED, help="the same N makes the same run (default: no seed)")
    add("--train", metavar="FILE", type=file_name, default=os.path.join(HOME, "datasets", train),
        help=f"the .ds file to learn (default: datasets/{train})")
    if test:
        add("--test", metavar="FILE", type=file_name, default=os.path.join(HOME, "datasets", test),
            help=f"the .ds file to test with (default: datasets/{test})")
    add("--no-plot", dest="plot", action="store_false", help="draw no curve (default: draw it while the loss falls)")
    add("--reports-per-second", metavar="N", type=NOT_NEGATIVE, default=20,
        help="with a window, wait so that it shows at most N reports a second; 0 is full speed (default: %(default)s)")
    add("--save-plot", metavar="FILE", type=file_name, help="save the finished curve as a .png, .svg or .pdf")
    options = parser.parse_args(argv)
    if options.save_plot and not options.plot:
        raise InputError("expected --save-plot or --no-plot, got both")
    if options.batch_size and options.method != "mini-batch":
        note("--batch-size changes nothing without --method mini-batch")
    options.learning_rate = options.learning_rate or rates[options.method]
    if options.learning_rate > 1:
        note(f"a learning rate of {options.learning_rate:.15g} is above 1: it may overshoot")
    options.default_batch_size = batch_size
    options.rng = random.Random(options.seed)
    options.limits = {
        "threshold": options.threshold, "max_iterations": options.max_iterations, "max_passes": max_passes,
        "report_every": options.report_every, "density": density,
    }  # fmt: skip
    options.show = {
        "plot": options.plot, "picture": options.save_plot, "threshold": options.threshold,
        "reports_per_second": options.reports_per_second,
    }  # fmt: skip
    return options


def say(line: str) -> None:
    """Print a line on stdout at once, into a pipe too."""
    print(line, flush=True)


def note(line: str) -> None:
    """Print a line on stderr, if it is still there, after the name of the script."""
    # The name of a file may hold a newline.
    line = "".join(c if c.isprintable() else ascii(c)[1:-1] for c in line)
    if sys.stderr:
        try:
            print(f"{script_name()}: {line}", file=sys.stderr, flush=True)
        except OSError:
            sys.stderr = None  # or Python tries again at its end, and exits with 120


def script_name() -> str:
    """OrLearn for OrLearn.py."""
    return os.path.splitext(os.path.basename(sys.argv[0]))[0]


def run(main: Callable[[], object]) -> object:
    """Return the model that main returns; if main fails, print one sentence, no traceback, and return None.

    `exit_if_failed` then ends the process with the status: 2 for bad input, 1 for a failed write or for numbers that
    leave the range of floats, 130 after Ctrl-C, 143 after SIGTERM, 129 after SIGHUP, 141 if stdout's reader has gone.
    """
    global status
    status = 0
    model = None
    try:
        model = main()
    except (InputError, DatasetError) as error:
        end_with(2, str(error))
    except KeyboardInterrupt:
        end_with(130)
    except BrokenPipeError:
        end_with(141)
    except OverflowError:
        end_with(1, "a number leaves the range of floats: is the learning rate too large?")
    except (OSError, ValueError) as error:
        end_with(1, str(error))
    drop_what_stdout_cannot_take()
    return model


def end_with(number: int, why: str = "") -> None:
    """Let the process end with this status, unless something has failed before."""
    global status
    status = status or number
    if why:
        note(why)


def exit_if_failed() -> None:
    """End the process if something has failed. A session, such as python -i, keeps the model."""
    if status:
        sys.exit(status)


def drop_what_stdout_cannot_take() -> None:
    """Or Python tries once more at its end, and complains."""
    try:
        if sys.stdout:
            sys.stdout.flush()
    except OSError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
