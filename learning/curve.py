"""The live curve: the losses against the iterations, in a window while they fall, and as a picture.

matplotlib is imported only when a curve is opened.
"""

from argparse import Namespace
from collections.abc import Callable, Sequence
from time import monotonic, sleep
from typing import TYPE_CHECKING, Any

from learning.command_line import InputError, note, script_name
from learning.interruption import Interruption
from learning.panels import drawable
from learning.picture import SIZE, check_picture, has_window, new_figure, save

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure
    from matplotlib.ticker import LogLocator

# The colours of Okabe and Ito, which the colour-blind tell apart, and styles that print in grey.
STYLES = [("training set", "#0072B2", "-"), ("test set", "#D55E00", "--")]
# Seconds: how often to look after the window, and how often to redraw it at most.
LOOK_EVERY = 0.05
REDRAW_EVERY = 0.1
# After a redraw, wait for so many times what it took: they take about a tenth of the time of the training.
REDRAW_PAUSE = 10
# The points of all text in a figure of SIZE; it grows and shrinks with the window.
TEXT = 15.0
WINDOW_NEEDS = "a window needs a display and tkinter (apt: python3-tk, dnf: python3-tkinter)"
Panel = Callable[..., Any]


class Curve:
    """The losses in a window, if the figure has one, and at the end in the file `picture`, if named.

    panel   draws what stands beside them, as learning/panels.py says
    """

    def __init__(self, figure: "Figure", options: Namespace, picture: str | None, panel: Panel | None = None) -> None:
        self.figure = figure
        self.options = options
        self.picture = picture
        self.panel = panel
        self.iterations: list[int] = []
        self.losses: list[list[float]] = [[] for _ in STYLES[: 2 if options.test else 1]]
        self.undrawn = False
        self.size: tuple[float, ...] = ()
        self.next_look = self.next_redraw = 0.0
        self._build()
        self.has_window = has_window(figure)
        if self.has_window:
            figure.canvas.mpl_connect("close_event", self._forget_window)
            figure.show()
            # The first drawing takes several times as long as the next ones: let it not delay the training.
            self._look()
            if self.has_window:
                figure.canvas.draw()

    def add(self, iteration: int, losses: Sequence[float]) -> None:
        """Take one more point of each line."""
        self.iterations.append(iteration)
        for history, loss in zip(self.losses, losses):
            history.append(drawable(loss))
        self.undrawn = True

    def refresh(self) -> None:
        """Answer the window, and redraw it when there is something new and it is time."""
        start = monotonic()
        if not self.has_window or start < self.next_look:
            return
        redraw = self.undrawn and start >= self.next_redraw
        if redraw:
            self._redraw()
        self._look()
        end = monotonic()
        self.next_look = end + LOOK_EVERY
        if redraw:
            self.next_redraw = end + max(REDRAW_EVERY, REDRAW_PAUSE * (end - start))

    def finish(self, closing: Panel | None = None) -> bool:
        """Draw the last points, `closing` below them, and save the picture. Return False, with a note, if not."""
        if closing:
            self._build(closing)
        self._redraw()
        self._lay_out()
        if self.picture:
            try:
                save(self.figure, self.picture)
            except OSError as error:
                note(f"{self.picture}: the curve could not be saved: {error.strerror}")
                self.picture = None  # once is enough
                return False
        return True

    def wait(self, interruption: Interruption) -> None:
        """Return when the window has been closed, or after Ctrl-C."""
        if self.has_window and not interruption.status:
            note("close the window to end")
        while self.has_window and not interruption.status:
            self._look()
            sleep(LOOK_EVERY)

    def _build(self, closing: Panel | None = None) -> None:
        from matplotlib.ticker import MaxNLocator

        self.figure.clear()
        grid = self.figure.add_gridspec(2 if closing else 1, 2)
        self.redraw_panel = self.panel(self.figure, grid[0, 1]) if self.panel else None
        place = grid[0, 0] if self.redraw_panel else grid[0, :]
        axes = self.figure.add_subplot(place, xlabel="iterations")
        self.loss_ticks = show_losses(axes)
        # Until there is a loss to scale to; with room for long numbers, since the layout stays:
        axes.set(xlim=(0, 1e6), ylim=(0.1, 1), autoscale_on=False)
        axes.xaxis.set_major_locator(MaxNLocator(4, integer=True))
        axes.xaxis.set_major_formatter("{x:.0f}")
        # Where the longest number does not reach, so that nothing has to move during the training:
        axes.yaxis.set_label_coords(-0.19 if self.redraw_panel else -0.09, 0.5)
        self.axes = axes
        self.lines = [
            axes.plot([], [], color=color, linestyle=style, linewidth=2.5, label=label)[0]
            for (label, color, style), _ in zip(STYLES, self.losses)
        ]
        if self.options.threshold > 0:
            axes.axhline(drawable(self.options.threshold), color="black", linestyle=":", linewidth=2, label="threshold")
        # Above, where no line can run under it
        axes.legend(loc="lower center", bbox_to_anchor=(0.45, 1), ncols=3, columnspacing=1, handlelength=1.5)
        if closing:
            closing(self.figure, grid[1, :])
        self.title = self.figure.suptitle(script_name())

    def _lay_out(self) -> None:
        """Size the text and place everything. That takes longer than to draw it, so it is not done at every redraw."""
        from matplotlib.text import Text

        self.size = tuple(self.figure.get_size_inches())
        points = max(1.0, TEXT * min(self.size[0] / SIZE[0], self.size[1] / SIZE[1]))
        for text in self.figure.findobj(Text):
            text.set_fontsize(points)
        for axes in self.figure.axes:
            axes.tick_params(labelsize=points)
        self.figure.set_layout_engine("constrained")
        self.figure.draw_without_rendering()
        self.figure.set_layout_engine("none")

    def _look(self) -> None:
        """Answer what happened in the window, and lay it out for the size that it has then."""
        self.figure.canvas.flush_events()
        if self.has_window and self.size != tuple(self.figure.get_size_inches()):
            self._lay_out()
            self.figure.canvas.draw_idle()

    def _redraw(self) -> None:
        for line, history in zip(self.lines, self.losses):
            line.set_data(self.iterations, history)
        self.axes.set_autoscale_on(True)
        self.axes.relim()
        self.axes.autoscale_view()
        low, high = self.axes.get_ylim()
        self.loss_ticks.set_params(subs=(1, 2, 5) if high < 300 * low else (1, 3) if high < 20000 * low else (1,))
        loss, iteration = self.losses[0][-1], self.iterations[-1]
        self.axes.set_xlim(0, max(1, iteration))
        self.title.set_text(f"{script_name()}: loss {loss:.4g} after {iteration} iterations")
        if self.redraw_panel:
            self.redraw_panel()
        self.undrawn = False
        if self.has_window:
            self.figure.canvas.draw_idle()

    def _forget_window(self, event: object) -> None:
        self.has_window = False
        # Older versions of matplotlib would ask the closed window's toolbar when the figure is cleared.
        self.figure.canvas.toolbar = None


def show_losses(axes: "Axes") -> "LogLocator":
    """Make a logarithmic axis of the y-axis, with a grid, and plain numbers at the ticks that are returned."""
    from matplotlib.ticker import LogLocator, NullFormatter

    axes.set(ylabel="loss (log scale)", yscale="log")
    axes.grid(alpha=0.3)
    ticks = LogLocator(subs=(1, 2, 5))
    axes.yaxis.set_major_locator(ticks)
    axes.yaxis.set_major_formatter("{x:g}")
    axes.yaxis.set_minor_formatter(NullFormatter())
    return ticks


def open_curve(options: Namespace, panel: Panel | None = None) -> Curve:
    """Return the curve that the options ask for.

    Without a window it will be saved as OrLearn.png, or what the script is called, in this folder.
    InputError when matplotlib is missing or when --save-plot cannot be written.
    """
    figure = new_figure()
    picture = options.save_plot
    if picture:
        check_picture(figure, picture)
    if not has_window(figure):
        picture = picture or f"{script_name()}.png"
        result = f"the curve will be saved as {picture}"
        try:
            check_picture(figure, picture)
        except InputError as error:
            picture, result = None, f"there will be no curve: {error}"
        note(f"no window can be opened, so {result}; {WINDOW_NEEDS}")
    return Curve(figure, options, picture, panel)
