"""The live curve of a run: in a window while it learns, where there can be one, and as a picture at the end."""

from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from typing import Any

from learning.interruption import Interruption
from learning.panels import Panel
from learning.picture import save
from learning.plot import History, Plot, picture_of
from learning.shell import fail, note
from learning.toolkit import in_notebook, own_settings, window_or_picture
from learning.window import Window

from Dataset import Exemple


@dataclass
class Curve:
    """`with Curve(...) as curve` opens a window or checks the name of a picture; at its end the curve is whole.

    Then the picture is saved and, unless the block has failed, the window stays until the user closes it.

    name                of the script: that of the window, and of the picture where no window can be opened
    panel               draws what stands beside the curve, as learning/panels.py says
    closing             draws what stands below the panel at the end
    interruption        after Ctrl-C (130), the window stays for another one; after other signals it does not
    save_plot           the file to save the picture in, or None
    reports_per_second  how many a window shows at most; 0 for all that come
    is_paused           whether a window begins so
    """

    name: str
    history: History
    panel: Panel | None
    interruption: Interruption
    save_plot: str | None
    reports_per_second: float
    is_paused: bool = False
    closing: Panel | None = None
    window: Window | None = None
    settings: ExitStack = field(default_factory=ExitStack)

    def __enter__(self) -> "Curve":
        manager, self.picture = window_or_picture(self.name, self.save_plot)
        self.settings.enter_context(own_settings())
        if manager:
            plot = Plot(manager.canvas.figure, self.history, self.panel)
            self.window = Window(manager, plot, self.interruption, self.reports_per_second, self.is_paused)
        return self

    def report(self, iteration: int, losses: Sequence[float], news: str) -> None:
        """Take one more point of each line. In a window, wait until it is its turn; the first one opens the window."""
        is_first = not self.history.lines
        if self.window:
            self.window.wait_for_turn()
        self.history.add(iteration, losses, news)
        if self.window and is_first:
            self.window.open()

    def refresh(self, batch: Sequence[Exemple] = ()) -> None:
        """Answer the window and draw, if it is time; `batch` is what the next update learns from."""
        if self.window:
            self.window.refresh(batch)

    def __exit__(self, kind: Any, *_: object) -> None:
        with self.settings:
            was_closed = self.window is not None and not self.window.is_open
            is_shown = self.window is not None and self.window.is_open and self.history.lines
            if self.window and is_shown:
                self.window.finish(self.closing)
            is_saved = self._save()
            fail(self.interruption.status or int(not is_saved))
            if self.window and kind:
                self.window.close()
            self._wait()
            if self.history.lines and self.picture and is_saved:
                note(f"the curve is saved as {self.picture}")
            elif was_closed and not self.picture:
                note("the window was closed early, so no picture was saved (--save-plot saves one)")

    def _save(self) -> bool:
        """Save the picture, if there is to be one. Return False, with a note, if that failed."""
        if not self.picture or not self.history.lines:
            return True
        try:
            save(self._picture(self.picture[-3:].lower()), self.picture)
        except OSError as error:
            note(f"{self.picture}: the curve could not be saved: {error.strerror}")
            return False
        return True

    def _picture(self, kind: str) -> bytes:
        return picture_of(self.history, self.panel, self.closing, kind)

    def _wait(self) -> None:
        """Let the user look, in a window or in a notebook."""
        if self.window and self.window.is_open:
            if self.interruption.status == 130:
                self.interruption.status = 0
            if not self.interruption.status:
                note("close the window to end")
            self.window.wait_until_closed()
            self.window.close()
        elif not self.window and self.history.lines and in_notebook():
            from IPython.display import Image, display  # type: ignore[import-not-found, unused-ignore]

            display(Image(self._picture("png")))
