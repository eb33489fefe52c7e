"""Ctrl-C as a flag, since toolkits of windows swallow the KeyboardInterrupt that Python raises."""

import signal
from types import FrameType

SIGNALS = (signal.SIGINT, signal.SIGTERM)


class Interruption:
    """Inside `with Interruption() as interruption`, the first Ctrl-C or SIGTERM only sets `status`.

    status   what the shell calls the exit of such a process, 130 or 143; 0 as long as none came

    A second one ends the process as Python usually does.
    """

    def __init__(self) -> None:
        self.status = 0

    def __enter__(self) -> "Interruption":
        self._before = {number: signal.signal(number, self._take) for number in SIGNALS}
        return self

    def __exit__(self, *error: object) -> None:
        for number, handler in self._before.items():
            signal.signal(number, handler)

    def _take(self, number: int, frame: FrameType | None) -> None:
        self.status = 128 + number
        signal.signal(signal.SIGINT, signal.default_int_handler)
        signal.signal(signal.SIGTERM, signal.SIG_DFL)
