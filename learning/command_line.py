"""How a script talks with the shell: its options, its two streams, its exit status."""

import argparse
import os
import random
import sys
from collections.abc import Callable
from math import inf, nan

from Dataset import DatasetError

HOME = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
METHODS = ["iterative", "stochastic", "batch", "mini-batch"]


class InputError(Exception):
    """What the user gave cannot be used; the message is one sentence with what was expected."""


def number(convert: Callable[[str], float], least: float, expected: str) -> Callable[[str], float]:
    """Return what argparse calls to read a finite number of at least `least`."""

    def read(text: str) -> float:
        try:
            value = convert(text)
        except ValueError:
            value = nan
        if not least <= value < inf:
            raise argparse.ArgumentTypeError(f"expected {expected}, got {text!r}")
        return value

    return read


POSITIVE = number(float, 5e-324, "a finite number above 0")
NOT_NEGATIVE = number(float, 0, "a finite number of 0 or more")
COUNT = number(int, 1, "a whole number of 1 or more")


class Parser(argparse.ArgumentParser):
    def error(self, message: str) -> None:  # type: ignore[override]
        raise InputError(f"{message} (see --help)")

    def print_help(self, file: object = None) -> None:
        say(self.format_help().rstrip())


def read_options(description: str, train: str, test: str = "", **defaults: float) -> argparse.Namespace:
    """Return what the command line asks for, and `rng`, seeded by --seed; InputError if it is wrong.

    `train` and `test` name files of datasets/; without `test` there is no option --test. `defaults` has
    learning_rate, threshold, batch_size, and max_passes: a pass is as many updates as it takes to see
    every training example once.
    """
    # A fixed width: to measure the terminal's takes longer than all the rest of --help.
    parser = Parser(
        description=description, allow_abbrev=False, formatter_class=lambda prog: argparse.HelpFormatter(prog, width=79)
    )
    parser.set_defaults(test=None, default_batch_size=defaults["batch_size"])
    parser.set_defaults(max_passes=defaults["max_passes"])
    add = parser.add_argument
    add("--learning-rate", metavar="RATE", type=POSITIVE, default=defaults["learning_rate"],
        help="how far an update moves the weights, from 0 to 1 (default: %(default)s)")
    add("--method", choices=METHODS, default=METHODS[0],
        help="what an update learns from: the next example, one at random, the mean over all, "
        "the mean over some at random (default: %(default)s)")
    add("--batch-size", metavar="N", type=COUNT,
        help=f"the examples of a mini-batch (default: {defaults['batch_size']})")
    add("--threshold", metavar="LOSS", type=NOT_NEGATIVE, default=defaults["threshold"],
        help="stop when the training loss is below it (default: %(default)s)")
    add("--max-iterations", metavar="N", type=COUNT,
        help=f"stop after N updates (default: {defaults['max_passes']} passes over the training set)")
    add("--report-every", metavar="N", type=COUNT,
        help="show the loss, and stop if it is below the threshold, every N updates (default: every pass "
        "over the training set, later less often)")
    add("--seed", metavar="N", type=int, help="the same N makes the same run (default: no seed)")
    add("--train", metavar="FILE", default=os.path.join(HOME, "datasets", train),
        help=f"the .ds file to learn (default: datasets/{train})")
    if test:
        add("--test", metavar="FILE", default=os.path.join(HOME, "datasets", test),
            help=f"the .ds file to test with (default: datasets/{test})")
    add("--plot", action=argparse.BooleanOptionalAction, default=True,
        help="draw the loss while it falls (default: --plot)")
    add("--save-plot", metavar="FILE", help="save the finished curve as a .png, .svg or .pdf")
    options = parser.parse_args()
    if options.save_plot and not options.plot:
        raise InputError("expected --save-plot or --no-plot, got both")
    if options.batch_size and options.method != "mini-batch":
        note("--batch-size changes nothing without --method mini-batch")
    if options.learning_rate > 1:
        note(f"a learning rate of {options.learning_rate:g} is above 1: it may overshoot")
    options.rng = random.Random(options.seed)
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


def run(main: Callable[[], int]) -> None:
    """Run a script's main and exit with its status, or with one sentence instead of a traceback.

    Status 2 is bad input, 1 a failed write, 130 Ctrl-C, 143 SIGTERM, 141 a reader of stdout that has gone.
    """
    try:
        sys.exit(main())
    except (InputError, DatasetError) as error:
        note(str(error))
        status = 2
    except KeyboardInterrupt:
        status = 130
    except BrokenPipeError:
        status = 141
    except OSError as error:
        note(str(error))
        status = 1
    # Python flushes stdout once more at its end, and would complain again.
    if sys.stdout:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    sys.exit(status)
