"""The live curve: the losses against the iterations, in a window while they fall, and as a picture at the end.

A frame draws only what has changed. All is drawn when the limits change, which they do in jumps, or the size.
"""

import time
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Sequence
from io import BytesIO
from math import inf
from typing import TYPE_CHECKING, Any

from learning.command_line import note
from learning.panels import Rectangle, View, clamped
from learning.picture import save
from learning.window import DPI, SIZE, in_notebook

if TYPE_CHECKING:
    from learning.interruption import Interruption

# The colours of Okabe and Ito, which the colour-blind tell apart, and styles that print in grey.
STYLES = [("#0072B2", "-"), ("#D55E00", "--"), ("#009E73", "-."), ("black", ":")]
# Seconds from one frame to the next, and from one look at the window to the next while there is nothing else to do.
FRAME_EVERY, LOOK_EVERY = 0.07, 0.01
LIMITS = [factor * 10.0**power for power in range(-32, 32) for factor in (1, 2, 5)]
# Where things stand: with room for long numbers, so that nothing has to move while the loss falls.
ALONE, BESIDE_PANEL = (0.1, 0.115, 0.87, 0.755), (0.1, 0.115, 0.38, 0.755)
PANEL, PANEL_ABOVE, CLOSING = (0.58, 0.115, 0.4, 0.755), (0.53, 0.585, 0.46, 0.3), (0.57, 0.03, 0.42, 0.49)

Panel = Callable[[Any, Rectangle], Any]


class Curve:
    """A line of losses for each label, in a window or, where there is none, in a picture at the end.

    manager             matplotlib's manager of the window, or None
    picture             the file to save the curve in, or None
    reports_per_second  how many a window shows at most; 0 for all that come
    panel               draws what stands beside the curve, as learning/panels.py says
    interruption        its `status` is 0 until a signal comes; after that nothing waits
    clock               has `monotonic` and `sleep`, as the module time has
    """

    numbers = "iteration and loss"  # what stands above the curve

    def __init__(
        self, title: str, labels: Sequence[str], threshold: float, manager: Any, picture: str | None,
        reports_per_second: float, panel: Panel | None, interruption: "Interruption", clock: Any = time,
    ) -> None:  # fmt: skip
        self.title, self.manager, self.picture, self.panel = title, manager, picture, panel
        self.interruption, self.clock = interruption, clock
        self.threshold = clamped(threshold) if threshold else 0.0
        self.report_every = 1 / reports_per_second if reports_per_second else 0.0
        self.iterations: list[int] = []
        self.losses: list[list[float]] = [[] for _ in labels]
        self.lowest, self.highest, self.right = inf, 0.0, 1.0
        self.paused = self.finished = False
        self.drawn = 0  # points that the last frame has shown
        self.next_report, self.next_frame = -inf, inf
        self.view: View | None = None
        self.backgrounds: list[Any] = []
        self.last_note = ""
        self._build(labels)

    def report(self, iteration: int, losses: Sequence[float]) -> None:
        """Take one more point of each line. In a window, wait until it is its turn; the first one opens the window."""
        self._wait(lambda: self.clock.monotonic() < self.next_report)
        # Counted from when it was due, if that was seen only at this look.
        self.next_report = max(self.next_report, self.clock.monotonic() - LOOK_EVERY) + self.report_every
        self.iteration = iteration
        self.iterations.append(iteration)
        for history, loss in zip(self.losses, map(clamped, losses)):
            history.append(loss)
            self.lowest, self.highest = min(self.lowest, loss), max(self.highest, loss)
        if self.manager and len(self.iterations) == 1:
            self._show()
            self.manager.show()
            self._look()  # most toolkits draw now
            if self.manager:
                self._frame()

    def refresh(self, iteration: int) -> None:
        """Draw a frame if it is time for one, and answer the window. Wait while the user has paused."""
        if self.manager and self.clock.monotonic() >= self.next_frame:
            self.iteration = iteration
            self._frame()
            self._wait(lambda: False)

    def finish(self, closing: Panel | None = None) -> bool:
        """Draw the whole picture, with `closing` below the panel, and save it. Return False, with a note, if not."""
        self.finished, self.paused, self.next_frame = True, False, inf
        if not self.iterations:
            return True
        if self.view and self.panel and closing:
            self.view.axes.remove()
            self.view = self.panel(self.figure, PANEL_ABOVE)
        if closing:
            closing(self.figure, CLOSING)
        for artist in self.moving:
            artist.set_animated(False)
        self._show()
        if self.manager:
            self.manager.canvas.draw()
            self._look()
        try:
            if self.picture:
                save(self._drawn_as(self.picture[-3:].lower()), self.picture)
                self.last_note = f"the curve is saved as {self.picture}"
        except OSError as error:
            note(f"{self.picture}: the curve could not be saved: {error.strerror}")
            return False
        return True

    def wait(self) -> None:
        """Let the user look until the window is closed or another signal comes; then say where the picture is.

        After Ctrl-C (130), `interruption.status` becomes 0 for the next one. After other signals it does not wait.
        """
        if self.interruption.status == 130:
            self.interruption.status = 0
        if self.manager and not self.interruption.status:
            note("close the window to end")
        self._wait(lambda: True)
        if self.iterations and not self.manager and in_notebook():
            from IPython.display import Image, display  # type: ignore[import-not-found, unused-ignore]

            display(Image(self._drawn_as("png")))
        self.close()
        if self.last_note:
            note(self.last_note)

    def close(self) -> None:
        if self.manager:
            self.manager.destroy()

    # The figure

    def _build(self, labels: Sequence[str]) -> None:
        from matplotlib.figure import Figure
        from matplotlib.ticker import LogLocator, MaxNLocator
        from matplotlib.transforms import Bbox, TransformedBbox

        self.figure: Any = self.manager.canvas.figure if self.manager else Figure(SIZE)
        if self.panel:
            self.view = self.panel(self.figure, PANEL)
        self.axes: Any = self.figure.add_axes(BESIDE_PANEL if self.view else ALONE, xlim=(0, 1), ylim=(0.1, 1))
        axes = self.axes
        axes.set(xlabel="iterations", ylabel="loss (log scale)", yscale="log")
        self.limits = self._limits()
        axes.grid(alpha=0.3)
        axes.xaxis.set_major_locator(MaxNLocator(4, integer=True))
        axes.xaxis.set_major_formatter("{x:.0f}")
        self.ticks = LogLocator()
        axes.yaxis.set_major_locator(self.ticks)
        axes.yaxis.set_major_formatter("{x:g}")
        axes.yaxis.set_label_coords(-0.19 if self.view else -0.083, 0.5)
        axes.minorticks_off()
        look: Any = {"linewidth": 2.5, "marker": "o", "markersize": 8, "markevery": [-1]}  # a dot at its head
        self.lines = [axes.plot([], [], style, color=color, label=label, **look)[0]
                      for label, (color, style) in zip(labels, STYLES)]  # fmt: skip
        if self.threshold:
            axes.axhline(self.threshold, color="black", linestyle=":", linewidth=2, label="threshold")
        # Above, where no line can run under it
        axes.legend(loc="lower center", bbox_to_anchor=(0.45, 1), ncols=3, columnspacing=1, handlelength=1.5)
        # Few letters move, since to draw one takes longer than to draw a line.
        self.figure.text(0.6, 0.985, f"{self.title}, {self.numbers}: ", ha="right", va="top")
        self.heading = self.figure.text(0.6, 0.985, "", va="top")
        # What moves, and where: the curve at each report, the panel and the numbers above it in each frame
        corner = (PANEL[0] - 0.01, PANEL[1] - 0.01) if self.view else (0.6, 0.94)  # a line is half outside
        beside = TransformedBbox(Bbox([corner, (1, 1)]), self.figure.transFigure)
        in_frames = [*(self.view.artists if self.view else ()), self.heading]
        self.parts: list[tuple[Any, list[Any]]] = [(axes.bbox, self.lines), (beside, in_frames)]
        self.moving = self.lines + in_frames
        if self.manager:
            for artist in self.moving:
                artist.set_animated(self.manager.canvas.supports_blit)
            for event, answer in [("draw_event", self._drawn), ("resize_event", self._resized),
                                  ("key_press_event", self._pressed), ("close_event", self._closed)]:  # fmt: skip
                self.manager.canvas.mpl_connect(event, answer)

    def _show(self) -> bool:
        """Put what is known into the figure. Return whether the limits have changed."""
        self.heading.set_text(f"{self._numbers()}{' (paused: press space)' if self.paused else ''}")
        for line, history in zip(self.lines, self.losses):
            line.set_data(self.iterations, history)
        if self.view:
            self.view.update()
        return self._follow()

    def _numbers(self) -> str:
        return f"{self.iteration}, {self.losses[0][-1]:.4g}"

    def _follow(self) -> bool:
        """Make room for all points, unless the user has zoomed. Return whether the limits have changed."""
        low, high, last = self.lowest, self.highest, max(1, self.iterations[-1])
        if low / 1000 < self.threshold < high * 1000:
            low, high = min(low, self.threshold), max(high, self.threshold)
        if last > self.right:  # leave much room, so that this is rare
            self.right = LIMITS[bisect_left(LIMITS, 3 * last)]
        right = last if self.finished else self.right
        bottom, top = LIMITS[bisect_right(LIMITS, low / 1.1) - 1], LIMITS[bisect_left(LIMITS, high * 1.1)]
        limits = (-0.02 * right, 1.02 * right), (bottom, top)
        if self._limits() != self.limits or limits == self.limits:
            return False
        self.ticks.set_params(subs=(1, 2, 5) if high < 300 * low else (1, 3) if high < 20000 * low else (1,))
        self.axes.set(xlim=limits[0], ylim=limits[1])
        self.limits = limits
        if self.manager:
            self.manager.toolbar.update()  # or Home would lead to older limits
        return True

    def _limits(self) -> Any:
        return self.axes.get_xlim(), self.axes.get_ylim()

    def _drawn_as(self, kind: str) -> bytes:
        """The whole curve, as it is without a window, also where the user has zoomed or resized."""
        zoomed, resized, content = self._limits(), self.figure.get_size_inches().copy(), BytesIO()
        self.axes.set(xlim=self.limits[0], ylim=self.limits[1])
        self.figure.set_size_inches(SIZE, forward=False)
        # Without the version of matplotlib, which a .png would tell
        self.figure.savefig(content, format=kind, dpi=DPI, metadata={"Software": None} if kind == "png" else None)
        self.figure.set_size_inches(resized, forward=False)
        self.axes.set(xlim=zoomed[0], ylim=zoomed[1])
        return content.getvalue()

    # The window

    def _frame(self) -> None:
        """Draw what is new, and answer the window."""
        start, canvas = self.clock.monotonic(), self.manager.canvas
        whole = self._show() or not self.backgrounds
        if whole:
            canvas.draw()
        else:
            first = len(self.iterations) == self.drawn  # leave out the curve, if it has no new point
            for (place, artists), background in [*zip(self.parts, self.backgrounds)][first:]:
                canvas.restore_region(background)
                for artist in artists:
                    self.figure.draw_artist(artist)
                canvas.blit(place)
        self.drawn = len(self.iterations)
        end = self.clock.monotonic()
        # A fifth of the time is for frames, and a little more for a full draw where that is rare.
        pause = FRAME_EVERY if whole and canvas.supports_blit else max(FRAME_EVERY, 4 * (end - start))
        self.next_frame = inf if self.paused else end + pause
        self._look()

    def _look(self) -> None:
        """Answer what happened in the window. After Home, show all again."""
        self.manager.canvas.flush_events()
        if self.manager and self._follow():
            self.manager.canvas.draw()

    def _wait(self, going_on: Callable[[], bool]) -> None:
        """Answer the window while `going_on`, or while the user has paused, until it is closed or a signal comes."""
        while self.manager and not self.interruption.status and (self.paused or going_on()):
            if self.clock.monotonic() >= self.next_frame:
                self._frame()
            else:
                self._look()
            self.clock.sleep(LOOK_EVERY)

    def _drawn(self, event: Any) -> None:
        """All has been drawn but what moves: keep that for the next frames, and draw the rest."""
        if event.canvas.supports_blit and not self.finished:
            if not event.canvas.is_saving():
                self.backgrounds = [event.canvas.copy_from_bbox(place) for place, _ in self.parts]
            for artist in self.moving:
                artist.draw(event.renderer)

    def _resized(self, event: Any) -> None:
        """Let everything grow and shrink with the window."""
        width, height = event.canvas.get_width_height(physical=True)
        dpi = max(10, min(width / SIZE[0], height / SIZE[1]))
        # Half a pixel more, or rounding might take one from the window each time.
        self.figure.set_size_inches((width + 0.5) / dpi, (height + 0.5) / dpi, forward=False)
        self.figure.dpi = dpi

    def _pressed(self, event: Any) -> None:
        if event.key == " " and not self.finished:
            self.paused = not self.paused
            self.next_frame = -inf  # the heading tells it
        elif event.key in ("q", "ctrl+w", "cmd+w"):  # as in any window of matplotlib
            self.close()

    def _closed(self, event: Any) -> None:
        from matplotlib.backend_bases import FigureCanvasBase

        self.manager.toolbar = self.manager = None
        FigureCanvasBase(self.figure)  # in place of the window's
        if not self.finished and not self.picture:
            self.last_note = "the window was closed early, so no picture was saved (--save-plot saves one)"
