"""Ctrl-C as a flag, since toolkits of windows swallow the KeyboardInterrupt that Python raises."""

import signal
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from types import FrameType

SIGNALS = [getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name)]


class Interruption:
    """Inside `with Interruption() as interruption`, the first Ctrl-C, SIGTERM or SIGHUP only sets `status`.

    status   the exit status that a shell reports for it, 130, 143 or 129; 0 until one comes

    While it is not 0, a further signal does what it would have done outside, or after the block of a `with held()`.
    A signal that was ignored stays ignored. Signals can be watched in the main thread only; elsewhere `status` stays 0.
    """

    def __init__(self) -> None:
        self.status = 0
        self.is_holding = False
        self.kept = 0  # a signal that came meanwhile
        self.before: dict[int, object] = {}

    def __enter__(self) -> "Interruption":
        for number in SIGNALS:
            if signal.getsignal(number) not in (signal.SIG_IGN, None):
                with suppress(ValueError):  # raised outside the main thread
                    self.before[number] = signal.signal(number, self._take)
        return self

    def __exit__(self, *error: object) -> None:
        # Ctrl-C last: then it cannot keep another one from being put back.
        for number in reversed(self.before):
            signal.signal(number, self.before[number])  # type: ignore[arg-type]

    @contextmanager
    def held(self) -> Iterator[None]:
        """Keep a further signal until after the block: a toolkit would print what it raises, and go on."""
        self.is_holding = True
        try:
            yield
        finally:
            self.is_holding = False
            if self.kept:
                self._pass_on(self.kept)

    def _take(self, number: int, frame: FrameType | None) -> None:
        if not self.status:
            self.status = 128 + number
        elif self.is_holding:
            self.kept = number
        else:
            self._pass_on(number)

    def _pass_on(self, number: int) -> None:
        self.__exit__()
        signal.raise_signal(number)
