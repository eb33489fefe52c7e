"""The live curve: the losses against the iterations, in a window while they fall, and as a picture.

matplotlib is imported only when a curve is opened.
"""

import logging
import os
from argparse import Namespace
from collections.abc import Sequence
from contextlib import suppress
from io import BytesIO
from time import monotonic, sleep
from typing import TYPE_CHECKING

from learning.command_line import InputError, note, script_name
from learning.interruption import Interruption

if TYPE_CHECKING:
    from matplotlib.backend_bases import Event
    from matplotlib.figure import Figure

# The colours of Okabe and Ito, which the colour-blind tell apart, and styles that print in grey.
STYLES = [("training set", "#0072B2", "-"), ("test set", "#D55E00", "--")]
# Seconds: how often to look after the window, and how often to redraw it at most.
LOOK_EVERY = 0.05
REDRAW_EVERY = 0.1
# After a redraw, wait for so many times what it took: a sixteenth of the time of the training at most.
REDRAW_PAUSE = 16
WINDOW_NEEDS = "a window needs a display and tkinter (apt: python3-tk, dnf: python3-tkinter)"


class Curve:
    """The losses in a window, if the figure has one, and at the end in the file `picture`, if named."""

    def __init__(self, figure: "Figure", options: Namespace, picture: str | None) -> None:
        from matplotlib.ticker import LogLocator, MaxNLocator, NullFormatter

        self.figure = figure
        self.picture = picture
        self.iterations: list[int] = []
        self.undrawn = False
        axes = figure.add_subplot(xlabel="iterations", ylabel="loss (log scale)", yscale="log")
        # Until there is a loss to scale to:
        axes.set(ylim=(0.1, 1), autoscale_on=False)
        axes.grid(alpha=0.3)
        axes.xaxis.set_major_locator(MaxNLocator(6, integer=True))
        axes.xaxis.set_major_formatter("{x:.0f}")
        axes.yaxis.set_major_locator(LogLocator(subs=(1, 2, 5)))
        axes.yaxis.set_major_formatter("{x:g}")
        axes.yaxis.set_minor_formatter(NullFormatter())
        self.axes = axes
        self.lines = [
            axes.plot([], [], color=color, linestyle=style, linewidth=2.5, label=label)[0]
            for label, color, style in STYLES[: 2 if options.test else 1]
        ]
        self.losses: list[list[float]] = [[] for _ in self.lines]
        if options.threshold > 0:
            axes.axhline(drawable(options.threshold), color="black", linestyle=":", label="threshold")
        axes.legend(loc="upper right")
        self.has_window = has_window(figure)
        if self.has_window:
            figure.canvas.mpl_connect("close_event", self._forget_window)
            figure.show()
            # The first drawing takes several times as long as the next ones: let it not delay the training.
            figure.canvas.draw()
            figure.canvas.flush_events()
        self.next_look = self.next_redraw = 0.0

    def add(self, iteration: int, losses: Sequence[float]) -> None:
        """Take one more point of each line."""
        self.iterations.append(iteration)
        self.loss = losses[0]
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
        self.figure.canvas.flush_events()
        end = monotonic()
        self.next_look = end + LOOK_EVERY
        if redraw:
            self.next_redraw = end + max(REDRAW_EVERY, REDRAW_PAUSE * (end - start))

    def finish(self) -> bool:
        """Draw the last points and save the picture. Return False, with a note, if that failed."""
        self._redraw()
        if self.picture:
            try:
                save(self.figure, self.picture)
            except OSError as error:
                note(f"{self.picture}: the curve could not be saved: {error.strerror}")
                return False
        return True

    def wait(self, interruption: Interruption) -> None:
        """Return when the window has been closed, or after Ctrl-C."""
        while self.has_window and not interruption.status:
            self.figure.canvas.flush_events()
            sleep(LOOK_EVERY)

    def _redraw(self) -> None:
        for line, history in zip(self.lines, self.losses):
            line.set_data(self.iterations, history)
        self.axes.set_autoscale_on(True)
        self.axes.relim()
        self.axes.autoscale_view()
        self.axes.set_xlim(0, max(1, self.iterations[-1]))
        self.axes.set_title(f"{script_name()}: loss {self.loss:.4g} after {self.iterations[-1]} iterations")
        self.undrawn = False
        if self.has_window:
            self.figure.canvas.draw_idle()

    def _forget_window(self, event: "Event") -> None:
        self.has_window = False


def open_curve(options: Namespace) -> Curve:
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
    return Curve(figure, options, picture)


def new_figure() -> "Figure":
    # Its remarks on caches and settings are not the user's concern.
    logging.getLogger("matplotlib").setLevel(logging.ERROR)
    try:
        import matplotlib.pyplot as plt
    except ImportError as error:
        if error.name != "matplotlib":
            raise
        raise InputError("expected matplotlib: pip install -r requirements.txt, or --no-plot") from None
    except ValueError as error:
        raise InputError(f"MPLBACKEND: {error}") from None
    plt.rcParams.update({"figure.figsize": (8, 6), "figure.constrained_layout.use": True})
    plt.rcParams.update({"figure.raise_window": False, "font.size": 13})
    try:
        figure = plt.figure()
        if has_window(figure):
            return figure
    except (AttributeError, ImportError, RuntimeError):
        pass  # MPLBACKEND names no backend, or one whose toolkit is not installed
    # Whatever else MPLBACKEND names, this one can write every kind of picture.
    plt.switch_backend("agg")
    return plt.figure()


def has_window(figure: "Figure") -> bool:
    return figure.canvas.required_interactive_framework is not None


def check_picture(figure: "Figure", path: str) -> None:
    """Raise InputError if `save` could not write that file."""
    if extension(path) not in figure.canvas.get_supported_filetypes():
        raise InputError(f"{path}: expected a name that ends in .png, .svg or .pdf")
    try:
        if os.path.exists(path):
            open(path, "r+b").close()
        open(part_of(path), "wb").close()
        os.remove(part_of(path))
    except OSError as error:
        raise InputError(f"{path}: the curve cannot be saved there: {error.strerror}") from None


def save(figure: "Figure", path: str) -> None:
    """Write the picture whole or not at all: where the disk is full, an older one stays."""
    picture = BytesIO()
    figure.savefig(picture, format=extension(path))
    try:
        with open(part_of(path), "wb") as part:
            part.write(picture.getbuffer())
        os.replace(part_of(path), os.path.realpath(path))
    except OSError:
        with suppress(OSError):
            os.remove(part_of(path))
        raise


def part_of(path: str) -> str:
    return f"{os.path.realpath(path)}.part"


def extension(path: str) -> str:
    return os.path.splitext(path)[1][1:].lower()


def drawable(loss: float) -> float:
    """A logarithmic axis cannot show 0, and overflows where a diverging loss ends."""
    return min(max(loss, 1e-30), 1e30)
