"""A matplotlib backend that shows nothing and notes every redraw: how many points stood on the curve.

It is given to scripts as MPLBACKEND, so that a grader without a display sees what a student would see.
"""

from collections.abc import Callable

from matplotlib import pyplot
from matplotlib.backend_bases import CloseEvent, DrawEvent, FigureManagerBase, TimerBase
from matplotlib.backends.backend_agg import FigureCanvasAgg

# What scripts.py sets: who hears of each redraw, and whether a person would close the window by now.
on_draw: Callable[[int], object] = int
enough: Callable[[], bool] = bool
# After so many turns of the window's own loop an animation has been seen enough.
LONGEST_SHOW = 2000

timers: list["Timer"] = []


class Timer(TimerBase):
    """A timer for animations, which call the training from the window's own loop."""

    def _timer_start(self) -> None:
        if self not in timers:
            timers.append(self)

    def _timer_stop(self) -> None:
        if self in timers:
            timers.remove(self)


class FigureManager(FigureManagerBase):
    def show(self) -> None:
        self.canvas.draw()

    @classmethod
    def start_main_loop(cls) -> None:
        for _ in range(LONGEST_SHOW):
            if not timers:
                return
            for timer in list(timers):
                timer._on_timer()


class FigureCanvas(FigureCanvasAgg):
    manager_class = FigureManager
    _timer_cls = Timer

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        # A window to those who ask; on the class it would need a display.
        self.required_interactive_framework = "recorder"

    def draw(self, *args: object, **kwargs: object) -> None:
        on_draw(points_on(self.figure))
        self.figure.stale = False
        # An animation waits for the first of these to start.
        self.callbacks.process("draw_event", DrawEvent("draw_event", self, self.get_renderer()))

    def draw_idle(self, *args: object, **kwargs: object) -> None:
        self.draw()

    def flush_events(self) -> None:
        if enough():
            self.callbacks.process("close_event", CloseEvent("close_event", self))
            pyplot.close(self.figure)

    def start_event_loop(self, timeout: float = 0) -> None:
        for timer in list(timers):
            timer._on_timer()
        self.flush_events()

    def blit(self, bbox: object = None) -> None:
        self.draw()


def points_on(figure: object) -> int:
    lines = [len(line.get_xdata()) for axes in figure.axes for line in axes.lines]
    scattered = [len(one.get_offsets()) for axes in figure.axes for one in axes.collections]
    return sum(lines) + sum(scattered)
