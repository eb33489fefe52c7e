"""The plot of a run: its losses against its iterations, and beside them what the neurons have learned."""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field
from io import BytesIO
from math import inf
from typing import TYPE_CHECKING, Any

from learning.panels import Panel, View, clamped

from Dataset import Exemple

if TYPE_CHECKING:
    from matplotlib.figure import Figure

SIZE, DPI = (12.0, 6.75), 100.0  # inches and dots an inch: 1200 × 675
# The colours of Okabe and Ito, which the colour-blind tell apart, and styles that print in grey.
STYLES = [("#0072B2", "-"), ("#D55E00", "--"), ("#009E73", "-."), ("black", ":")]
LIMITS = [factor * 10.0**power for power in range(-32, 32) for factor in (1, 2, 5)]
MOST_POINTS = 8000  # of a line: several for each pixel
LETTERS, LARGE_LETTERS = 15, 20  # points; large where there is no panel
# Where things stand: with room for long numbers, so that nothing has to move while the loss falls.
ALONE, BESIDE_PANEL = (0.11, 0.13, 0.86, 0.66), (0.1, 0.115, 0.38, 0.755)
PANEL, PANEL_ABOVE, CLOSING = (0.58, 0.115, 0.4, 0.755), (0.53, 0.585, 0.46, 0.3), (0.57, 0.03, 0.42, 0.49)


class Line:
    """The points of one loss. Where there are more than can be told apart, the turns are kept: least and largest."""

    def __init__(self) -> None:
        self.points: list[tuple[float, float]] = []

    def add(self, x: float, y: float) -> None:
        self.points.append((x, y))
        if len(self.points) > MOST_POINTS:
            width = x / (MOST_POINTS / 8)
            stretches: dict[float, list[tuple[float, float]]] = {}
            for point in self.points:
                stretches.setdefault(point[0] // width, []).append(point)
            turns = [(min(s, key=loss_of), max(s, key=loss_of)) for s in stretches.values()]
            self.points = sorted({self.points[0], self.points[-1], *(point for turn in turns for point in turn)})


def loss_of(point: tuple[float, float]) -> float:
    return point[1]


@dataclass
class History:
    """What a plot shows of a run: its losses so far, and the words around them."""

    title: str
    labels: Sequence[str]  # of the losses
    threshold: float = 0  # none, if 0
    x_label: str = "iterations"
    steps: Sequence[str] = ()  # the labels of losses that stay the same from one point to the next
    news: str = ""  # the last report in words
    lines: list[Line] = field(default_factory=list)
    last: int = 0
    lowest: float = inf
    highest: float = 0

    def add(self, iteration: int, losses: Sequence[float], news: str) -> None:
        self.lines = self.lines or [Line() for _ in losses]
        self.last, self.news = iteration, news
        for line, loss in zip(self.lines, map(clamped, losses)):
            line.add(iteration, loss)
            self.lowest, self.highest = min(self.lowest, loss), max(self.highest, loss)


class Plot:
    """A history, drawn into a figure."""

    def __init__(self, figure: "Figure", history: History, panel: Panel | None = None) -> None:
        self.figure: Any = figure
        self.history, self.panel = history, panel
        self.threshold = clamped(history.threshold) if history.threshold else 0
        self.right = 1.0
        self.view: View | None = panel(figure, PANEL) if panel else None
        self.before: list[list[float]] = []  # the weights at the start of a step
        self.step_axes: list[Any] = []  # what shows it in the place of the panel
        self.axes: Any = figure.add_axes(BESIDE_PANEL if self.view else ALONE, xlim=(0, 1), ylim=(0.1, 1))
        self.letters = LETTERS if self.view else LARGE_LETTERS
        heading: Any = {"va": "top", "fontsize": min(self.letters, 16)}
        self.title = self.figure.text(0.015, 0.985, history.title, **heading)
        self.news = self.figure.text(0.6, 0.985, "", **heading)
        self._dress_axes()
        self.limits = self._limits()

    def _dress_axes(self) -> None:
        from matplotlib.ticker import LogLocator, MaxNLocator

        axes, history, letters = self.axes, self.history, self.letters
        axes.set_xlabel(history.x_label, fontsize=letters)
        axes.set_ylabel("loss (log scale)", fontsize=letters)
        axes.set_yscale("log")
        axes.tick_params(labelsize=letters)
        axes.grid(alpha=0.3)
        axes.xaxis.set_major_locator(MaxNLocator(4, integer=True))
        axes.xaxis.set_major_formatter("{x:.0f}")
        self.ticks = LogLocator()
        axes.yaxis.set_major_locator(self.ticks)
        axes.yaxis.set_major_formatter("{x:g}")
        axes.yaxis.set_label_coords(-0.19 if self.view else -0.095, 0.5)
        axes.minorticks_off()
        look: Any = {"linewidth": 2.5, "marker": "o", "markersize": 8, "markevery": [-1]}  # a dot at its head
        self.lines = [
            axes.plot([], [], style, color=color, label=label, **look)[0]
            for label, (color, style) in zip(history.labels, STYLES)
        ]
        for line in self.lines:
            if line.get_label() in history.steps:
                line.set_drawstyle("steps-post")
        if self.threshold:
            axes.axhline(self.threshold, color="black", linestyle=":", linewidth=2, label="threshold")
        # Above, where no line can run under it
        columns = 2 if len(history.labels) > 3 else 3
        place: Any = {"loc": "lower center", "bbox_to_anchor": (0.45, 1), "ncols": columns, "fontsize": letters}
        axes.legend(**place, frameon=False, columnspacing=1, handlelength=1.5, labelspacing=0.2)

    def moving(self) -> list[Any]:
        """What changes with a report or with the weights: the rest stays from one full draw to the next."""
        return [*self.lines, *self.beside()]

    def beside(self) -> list[Any]:
        """What changes outside the curve."""
        return [*(self.view.artists if self.view and not self.step_axes else ()), self.news]

    def begin_step(self) -> None:
        """Keep the weights from before an update."""
        self.before = [list(neuron.weights) for neuron in self.view.neurons] if self.view else []

    def show_step(self, batch: Sequence[Exemple]) -> None:
        """Show the update that has learned from this batch in the place of the panel."""
        self.hide_step()
        if self.view:
            known = self.figure.axes
            self.view.axes.set_visible(False)
            self.view.draw_step(batch, self.before)
            self.step_axes = [axes for axes in self.figure.axes if axes not in known]

    def hide_step(self) -> None:
        """Show the panel again."""
        for axes in self.step_axes:
            axes.remove()
        self.step_axes = []
        if self.view:
            self.view.axes.set_visible(True)

    def update(self) -> None:
        """Show the losses and the weights of now."""
        self.news.set_text(self.history.news)
        for drawn, line in zip(self.lines, self.history.lines):
            drawn.set_data(*zip(*line.points))
        if self.view:
            self.view.update()

    def follow(self, right: float = 0) -> bool:
        """Make room for all points, up to `right`, unless the user has zoomed. Return whether the limits have changed.

        Without `right` there is much room, so that this is rare.
        """
        history = self.history
        low, high = history.lowest, history.highest
        if not history.lines or self.zoomed():
            return False
        if low / 1000 < self.threshold < high * 1000:
            low, high = min(low, self.threshold), max(high, self.threshold)
        if history.last > self.right:
            self.right = LIMITS[bisect_left(LIMITS, 3 * history.last)]
        right = right or self.right
        bottom, top = LIMITS[bisect_right(LIMITS, low / 1.1) - 1], LIMITS[bisect_left(LIMITS, high * 1.1)]
        limits = (-0.02 * right, 1.02 * right), (bottom, top)
        if limits == self.limits:
            return False
        self.ticks.set_params(subs=(1, 2, 5) if high < 300 * low else (1, 3) if high < 20000 * low else (1,))
        self.limits = limits
        self.show_all()
        return True

    def zoomed(self) -> Any:
        """Return the limits that the user has chosen, or None."""
        return self._limits() if self._limits() != self.limits else None

    def show_all(self) -> None:
        self.axes.set(xlim=self.limits[0], ylim=self.limits[1])

    def _limits(self) -> Any:
        return self.axes.get_xlim(), self.axes.get_ylim()

    def finish(self, closing: Panel | None = None) -> None:
        """Show the end of the run, with `closing` below the panel."""
        if self.view and self.panel and closing:
            self.view.axes.remove()
            self.view = self.panel(self.figure, PANEL_ABOVE)
        if closing:
            closing(self.figure, CLOSING)
        self.update()
        self.follow(max(1, self.history.last))


def picture_of(history: History, panel: Panel | None, closing: Panel | None, kind: str) -> bytes:
    """Return the plot at the end of a run as the content of a file of this kind: png, svg or pdf."""
    from matplotlib.figure import Figure

    plot = Plot(Figure(SIZE), history, panel)
    plot.finish(closing)
    return saved(plot.figure, kind)


def saved(figure: Any, kind: str) -> bytes:
    content = BytesIO()
    # Without the version of matplotlib, which a .png would tell
    figure.savefig(content, format=kind, dpi=DPI, metadata={"Software": None} if kind == "png" else None)
    return content.getvalue()
