"""`python -m grading DIR`: grade the exercises of day 5 in a folder, or in each folder of a class."""

import os
import signal
import sys

if sys.version_info < (3, 10):  # noqa: UP036 (read by any Python)
    sys.exit("grading needs Python 3.10 or later, this is %s" % sys.version.split()[0])  # noqa: UP031

if __name__ == "__main__":
    if signal.getsignal(signal.SIGINT) == signal.default_int_handler:
        signal.signal(signal.SIGINT, signal.SIG_DFL)  # Ctrl-C during the imports leaves no traceback
    if not __package__:  # python /path/to/grading, from any folder
        sys.path[0] = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
    from grading.command import main

    sys.exit(main())
