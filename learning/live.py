"""What the user sees of a run beside its printed lines: the live curve, if it is wanted."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from learning.command_line import end_with
from learning.interruption import Interruption

if TYPE_CHECKING:
    from learning.curve import Curve, Panel


class Live:
    """What `descend` calls: `report` and `refresh` draw the curve, if any; `interrupted` tells it to stop.

    closing  what draws below the panel at the end, or None
    """

    def __init__(
        self, interruption: Interruption, curve: "Curve | None", test_loss: Callable[[], float] | None
    ) -> None:
        self.interruption = interruption
        self.curve = curve
        self.test_loss = test_loss
        self.closing: Panel | None = None

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
    with Interruption() as interruption:
        curve = None
        if plot:
            from learning.curve import Curve  # slow to import, and --help does not need it

            labels = ["training set", "test set"] if test_loss else ["training set"]
            curve = Curve(name, labels, threshold, picture, reports_per_second, panel, interruption)
        live = Live(interruption, curve, test_loss)
        failed = True
        try:
            yield live
            failed = False
        finally:
            if curve:
                saved = curve.finish(live.closing)
                end_with(interruption.status or int(not saved))
                if failed:
                    curve.close()
                curve.wait()
            end_with(interruption.status)
