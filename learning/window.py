"""A window that shows a plot while it changes, answers the user, and keeps its clock."""

import time
from collections.abc import Callable, Sequence
from math import inf
from typing import TYPE_CHECKING, Any

from learning.frames import Frames
from learning.interruption import Interruption
from learning.plot import SIZE, Plot
from learning.toolkit import close_dialogs

from Dataset import Exemple

if TYPE_CHECKING:
    from learning.panels import Panel

# Seconds from one frame to the next, and from one look at the window to the next while there is nothing else to do.
FRAME_EVERY, LOOK_EVERY = 0.07, 0.01
PAUSED = "paused (space resumes)"


class Window:
    """A plot on the screen, until `manager`, matplotlib's manager of the window, is closed.

    reports_per_second  how many it shows at most; 0 for all that come
    interruption        its `status` is 0 until a signal comes; after that nothing waits
    is_paused           whether it begins so
    """

    clock: Any = time  # has `monotonic` and `sleep`

    def __init__(
        self, manager: Any, plot: Plot, interruption: Interruption, reports_per_second: float, is_paused: bool
    ) -> None:
        self.manager, self.plot, self.interruption = manager, plot, interruption
        self.is_open, self.is_shown = True, False
        self.is_paused = is_paused
        self.wants_step = self.is_stepping = self.is_finished = False
        self.batch: Sequence[Exemple] = ()  # of the next update
        self.report_every = 1 / reports_per_second if reports_per_second else 0.0
        self.next_report, self.next_frame = -inf, inf
        self.frames = Frames(manager.canvas, plot)
        self.timer = manager.canvas.new_timer(interval=100)
        manager.canvas.mpl_connect("resize_event", self._resized)
        manager.canvas.mpl_connect("key_press_event", self._pressed)
        manager.canvas.mpl_connect("close_event", self._closed)

    def open(self) -> None:
        if self.is_paused:
            self._tell(PAUSED)
        self.plot.update()
        self.is_shown = True
        self.timer.add_callback(self._end_dialogs)
        self.timer.start()
        self.manager.show()
        self._look()  # most toolkits draw now
        if self.is_open:
            self._frame()
        if self.is_paused:
            self.next_frame = -inf  # begin with the first refresh

    def wait_for_turn(self) -> None:
        """Wait until the next report may be shown."""
        self._wait(lambda: self.clock.monotonic() < self.next_report)
        # Counted from when it was due, if that was seen only at this look.
        self.next_report = max(self.next_report, self.clock.monotonic() - LOOK_EVERY) + self.report_every
        self.frames.has_new_report = True

    def refresh(self, batch: Sequence[Exemple]) -> None:
        """Draw a frame if it is time for one, and answer the window. Wait while the user has paused.

        `batch` is what the next update learns from.
        """
        if self.is_stepping:
            self.is_stepping = False
            self.plot.show_step(self.batch)
            self.frames.backgrounds, self.next_frame = [], -inf
        self.batch = batch
        if self.is_open and (self.is_paused or self.clock.monotonic() >= self.next_frame):
            self._frame()
            self._wait(lambda: self.is_paused and not self.wants_step)
            if self.wants_step:
                self.wants_step, self.is_stepping = False, True
                self.plot.begin_step()

    def finish(self, closing: "Panel | None" = None) -> None:
        """Show the end of the run."""
        self.is_finished, self.is_paused, self.is_stepping, self.next_frame = True, False, False, inf
        self.plot.hide_step()
        self._tell(self.interruption.status == 130 and "interrupted")
        self.frames.end()
        zoomed, toolbar = self.plot.zoomed(), self.manager.toolbar
        self.plot.show_all()
        self.plot.finish(closing)
        toolbar.update()
        if zoomed:  # stays, and Home leads to all
            toolbar.push_current()
            self.plot.axes.set(xlim=zoomed[0], ylim=zoomed[1])
            toolbar.push_current()
        self.manager.canvas.draw()
        self._look()

    def wait_until_closed(self) -> None:
        """Let the user look until the window is closed or a signal comes."""
        self._wait(lambda: True)

    def close(self) -> None:
        if self.is_open:
            self.manager.destroy()

    def _frame(self) -> None:
        """Draw what is new, and answer the window."""
        start = self.clock.monotonic()
        self.plot.update()
        is_whole = self.frames.draw(self._follow())
        end = self.clock.monotonic()
        # A fifth of the time is for frames, and a little more for a full draw where that is rare.
        pause = FRAME_EVERY if is_whole and self.manager.canvas.supports_blit else max(FRAME_EVERY, 4 * (end - start))
        self.next_frame = inf if self.is_paused else end + pause
        self._look()

    def _follow(self) -> bool:
        if not self.plot.follow():
            return False
        self.manager.toolbar.update()  # Home would lead to older limits.
        return True

    def _look(self) -> None:
        """Answer what happened in the window. After Home, show all again."""
        with self.interruption.held():
            self.manager.canvas.flush_events()
        if self.is_open and not self.is_finished and self._follow():
            self.manager.canvas.draw()

    def _wait(self, is_going_on: Callable[[], bool]) -> None:
        """Answer the window while `is_going_on`, until it is closed or a signal comes."""
        while self.is_shown and self.is_open and not self.interruption.status and is_going_on():
            if self.clock.monotonic() >= self.next_frame:
                self._frame()
            else:
                self._look()
            self.clock.sleep(LOOK_EVERY)

    def _tell(self, state: str | bool) -> None:
        """Show behind the title what the run does, or nothing."""
        title = self.plot.history.title
        self.plot.title.set_text(f"{title}   {state}" if state else title)
        self.frames.backgrounds = []

    def _resized(self, event: Any) -> None:
        """Let everything grow and shrink with the window."""
        width, height = event.canvas.get_width_height(physical=True)
        dpi = max(10, min(width / SIZE[0], height / SIZE[1]))
        # Half a pixel more, or rounding might take one from the window each time.
        self.plot.figure.set_size_inches((width + 0.5) / dpi, (height + 0.5) / dpi, forward=False)
        self.plot.figure.dpi = dpi

    def _pressed(self, event: Any) -> None:
        if event.key == " " and not self.is_finished:
            self.is_paused = not self.is_paused
            self.next_frame = -inf
            self.wants_step = False
            self.plot.hide_step()
            self._tell(self.is_paused and PAUSED)
        elif event.key == "right":
            self.wants_step = self.is_paused
        elif event.key in ("q", "ctrl+w", "cmd+w"):  # as in any window of matplotlib
            self.close()

    def _closed(self, event: Any) -> None:
        self.is_open = False
        self.timer.stop()

    def _end_dialogs(self) -> None:
        """After a signal, end a dialog for the name of a file: it has a loop of its own, which waits for the user."""
        if self.interruption.status:
            close_dialogs(self.manager)
