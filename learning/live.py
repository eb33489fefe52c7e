"""What the user sees of a run beside its printed lines: the live curve, if it is wanted."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from typing import TYPE_CHECKING

from learning.command_line import end_with
from learning.interruption import Interruption

if TYPE_CHECKING:
    from learning.curve import Curve, Panel


class Live:
    """What `descend` calls: `report` and `refresh` draw the curve, if any; `interrupted` tells it to stop."""

    curve: "Curve | None" = None
    closing: "Panel | None" = None  # what draws below the panel at the end

    def __init__(self, interruption: Interruption, test_loss: Callable[[], float] | None) -> None:
        self.interruption, self.test_loss = interruption, test_loss

    @property
    def interrupted(self) -> bool:
        return self.interruption.status != 0

    def report(self, iteration: int, loss: float) -> None:
        if self.curve:
            self.curve.refresh(iteration)  # since the test set takes its time too
            self.curve.report(iteration, [loss, self.test_loss()] if self.test_loss else [loss])

    def refresh(self, iteration: int) -> None:
        if self.curve:
            self.curve.refresh(iteration)


@contextmanager
def watched(
    name: str, panel: "Panel", test_loss: Callable[[], float] | None = None, *,
    plot: bool, picture: str | None, threshold: float, reports_per_second: float,
) -> Iterator[Live]:  # fmt: skip
    """Watch signals, and with `plot` open the curve, for the block of a with statement.

    After it the curve is saved and, unless the block has failed, shown until its window is closed.
    """
    with Interruption() as interruption, ExitStack() as stack:
        live = Live(interruption, test_loss)
        if plot:
            from learning.curve import Curve  # slow to import, and --help does not need it
            from learning.window import own_settings, window_or_picture

            window, picture = window_or_picture(name, picture)
            stack.enter_context(own_settings())
            labels = ["training set", "test set"] if test_loss else ["training set"]
            live.curve = Curve(name, labels, threshold, window, picture, reports_per_second, panel, interruption)
        failed = True
        try:
            yield live
            failed = False
        finally:
            if live.curve:
                saved = live.curve.finish(live.closing)
                end_with(interruption.status or int(not saved))
                if failed:
                    live.curve.close()
                live.curve.wait()
            end_with(interruption.status)
