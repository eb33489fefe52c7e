"""How a script talks with the shell: its two streams and its exit status."""

import os
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager

import learning

from Dataset import DatasetError

status = 0  # with which the process is to end


class InputError(Exception):
    """What the user gave cannot be used; the message is one sentence with what was expected."""


def say(line: str) -> None:
    """Print a line on stdout at once, into a pipe too."""
    print(line, flush=True)


def note(line: str) -> None:
    """Print a line on stderr, if it is still there, after the name of the script."""
    # The name of a file may hold a newline.
    line = "".join(c if c.isprintable() else ascii(c)[1:-1] for c in line)
    name = os.path.splitext(os.path.basename(sys.argv[0]))[0]
    if sys.stderr:
        try:
            print(f"{name}: {line}", file=sys.stderr, flush=True)
        except OSError:
            sys.stderr = None  # Python would try again at exit, and end with 120.


def fail(number: int, why: str = "") -> None:
    """Let the process end with this status, unless another one is set already; 0 sets none."""
    global status
    status = status or number
    if why:
        note(why)


@contextmanager
def exit_status() -> Iterator[None]:
    """Tell an error of the block in one sentence, without a traceback, and end the process with its status.

    The status is 0, 2 for bad input, 1 for a failed write or numbers that leave the range of floats, 130 after Ctrl-C,
    143 after SIGTERM, 129 after SIGHUP, 141 if the reader of stdout has gone. A session keeps what the block has set.
    """
    global status
    status = 0
    try:
        if learning.is_importing:
            learning.is_importing = False
            signal.signal(signal.SIGINT, signal.default_int_handler)
        yield
    except (InputError, DatasetError) as error:
        fail(2, str(error))
    except KeyboardInterrupt:
        fail(130)
    except BrokenPipeError:
        fail(141)
    except OverflowError:
        fail(1, "a number leaves the range of floats: is the learning rate too large?")
    except (OSError, ValueError) as error:
        fail(1, str(error))
    try:
        if sys.stdout:
            sys.stdout.flush()
    except OSError:  # Python would try again at exit, and complain.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    if status:
        raise SystemExit(status) from None
