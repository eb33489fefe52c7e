"""What the three scripts share and what is not the lesson: options, data, choice of examples, curve."""

import sys

# Here, since the scripts import this before all else, and in words that an older Python understands.
if sys.version_info < (3, 10):  # noqa: UP036
    sys.exit(f"expected Python 3.10 or later, found {sys.version.split()[0]}")
