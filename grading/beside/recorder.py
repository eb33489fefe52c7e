"""A matplotlib backend that shows nothing and notes every redraw: what stands on the curve.

Scripts get it whatever they ask for, so that a grader without a display sees what a student would see.
"""

import threading
import time
from collections import Counter
from collections.abc import Callable
from itertools import chain
from math import isfinite
from typing import Any

from matplotlib import pyplot
from matplotlib.backend_bases import CloseEvent, DrawEvent, FigureManagerBase, TimerBase
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure

# What script.py sets: who hears of each redraw, of each window that waits, and of each turn of its own loop
on_draw: Callable[[Figure], object] = id
on_wait: Callable[[], object] = list
on_turn: Callable[["FigureCanvas"], object] = id
# How often the script has let something learn
moment: Callable[[], int] = int
# After so many waits for other threads while nothing learns, nothing more will come.
LONGEST_WAIT = 500
waits = Counter[int]()
# After so many turns of the window's own loop an animation has been seen enough.
LONGEST_SHOW = 2000
# Those that run, in their order
timers: dict["Timer", None] = {}


class Timer(TimerBase):
    """A timer for animations, which call the training from the window's own loop."""

    def _timer_start(self) -> None:
        timers[self] = None

    def _timer_stop(self) -> None:
        timers.pop(self, None)


def tick() -> None:
    for timer in list(timers):
        timer._on_timer()  # type: ignore[attr-defined]


def leave_time() -> bool:
    """Leave time to other threads, as a window does: it may be there that a script learns, but not for ever."""
    if threading.active_count() == 1 or waits[moment()] >= LONGEST_WAIT:
        return False
    waits[moment()] += 1
    time.sleep(0.02)
    return True


class Anything(float):
    """The window of a toolkit: whatever is asked of it is fine, and the size of its screen is a number."""

    def __getattr__(self, name: str) -> "Anything":
        return self

    def __call__(self, *args: object, **kwargs: object) -> "Anything":
        return self


class FigureManager(FigureManagerBase):
    window = frame = Anything(1000)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.toolbar = Anything(1000)  # type: ignore[assignment]

    def show(self) -> None:
        self.canvas.draw()

    @classmethod
    def start_main_loop(cls) -> None:
        on_wait()
        turns = 0
        while (waited := leave_time()) or (timers and turns < LONGEST_SHOW):
            tick()
            turns += not waited


class FigureCanvas(FigureCanvasAgg):
    manager_class = FigureManager
    _timer_cls = Timer

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # A window to those who ask; on the class it would need a display.
        self.required_interactive_framework = "recorder"

    def draw(self, *args: object, **kwargs: object) -> None:
        on_draw(self.figure)
        self.figure.stale = False
        # An animation waits for the first of these to start.
        self.callbacks.process("draw_event", DrawEvent("draw_event", self, self.get_renderer()))  # type: ignore[no-untyped-call]

    draw_idle = blit = draw

    def flush_events(self) -> None:
        if not leave_time():
            on_turn(self)

    def close(self) -> None:
        """What a person does with the mouse."""
        self.callbacks.process("close_event", CloseEvent("close_event", self))
        pyplot.close(self.figure)

    def start_event_loop(self, timeout: float = 0) -> None:
        tick()
        self.flush_events()


def heights_of(artist: Any) -> list[float]:
    """The y of each point of a line, or of scattered points, where there is one."""
    ys = artist.get_ydata() if hasattr(artist, "get_ydata") else [y for _, y in artist.get_offsets()]
    return [float(y) for y in ys if isfinite(y)]


def is_hidden(artist: Any) -> bool:
    """Is it empty, or one point without a marker, of which a person sees nothing?"""
    bare = hasattr(artist, "get_marker") and artist.get_marker() in (None, "None", "none", "", " ")
    return len(heights_of(artist)) <= bare


def heights(figure: Figure) -> tuple[list[float], bool]:
    """Where the curves have got to, the first and the last few of them; whether nobody sees anything of them."""
    curves = [[*a.lines[:3], *a.lines[-3:], *a.collections[:1], *a.collections[-1:]] for a in figure.axes]
    artists = [*chain(*curves)]
    return [y for artist in artists for y in heights_of(artist)[-1:]], all(map(is_hidden, artists))
