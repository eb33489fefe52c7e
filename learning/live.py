"""What the user sees of a run beside its printed lines: the live curve, if it is wanted."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from learning.command_line import fail
from learning.interruption import Interruption

TYPE_CHECKING = False  # what typing has, which takes longer to import than all the rest of --help
if TYPE_CHECKING:
    from learning.curve import Curve, Panel


class Live:
    """What a descent tells: `report` and `refresh` draw the curve, if there is one; `interrupted` is asked.

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

    After it the curve is finished, saved, and shown until its window is closed, unless the block has failed.
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
                fail(interruption.status or (0 if saved else 1))
                if failed:
                    curve.close()
                curve.wait()
            fail(interruption.status)
