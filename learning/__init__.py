"""What the three scripts share and what is not the lesson: options, the four methods, the descent, the curve."""

import _signal as signal  # type: ignore[import-not-found]  # signal itself imports much
import os
import sys

# Here, since the scripts import this before all else, and in words that an older Python understands.
if sys.version_info < (3, 10):  # noqa: UP036
    sys.exit("expected Python 3.10 or later, found " + sys.version.split()[0])

HOME = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
SCRIPTS = [os.path.join(HOME, name) for name in ("OrLearn.py", "BinaryLearn.py", "DigitsLearn.py")]

# While one of them imports the rest, Ctrl-C ends it without a traceback; learning/shell.py undoes this.
is_importing = (
    os.path.abspath(getattr(sys.modules["__main__"], "__file__", None) or "") in SCRIPTS
    and "IPython" not in sys.modules
    and signal.getsignal(signal.SIGINT) is signal.default_int_handler
)
if is_importing:
    signal.signal(signal.SIGINT, signal.SIG_DFL)
