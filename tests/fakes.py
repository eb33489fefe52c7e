"""A clock and a window that tests can look into: time passes where a test says so, and pixels are kept in memory."""

from types import SimpleNamespace
from unittest.mock import Mock

from matplotlib.backend_bases import KeyEvent, NavigationToolbar2, ResizeEvent, key_press_handler
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure


class Clock:
    """What is planned for some time happens while the window sleeps."""

    def __init__(self):
        self.now, self.plans = 1000.0, []

    def monotonic(self):
        return self.now

    def sleep(self, seconds):
        self.now += seconds
        assert self.now < 1200, "it waits for ever"
        while self.plans and self.plans[0][0] <= self.now:
            self.plans.pop(0)[1]()

    def after(self, seconds, action):
        self.plans.append((self.now + seconds, action))
        self.plans.sort(key=lambda plan: plan[0])


class Canvas(FigureCanvasAgg):
    """A canvas with the last frame and the number of frames and full draws; to draw takes `cost` seconds."""

    supports_blit = True
    cost = 0.0

    def __init__(self, figure, clock):
        super().__init__(figure)
        self.clock, self.full_draws, self.frames, self.last_frame = clock, 0, 0, b""

    def draw(self):
        self.full_draws += 1
        super().draw()
        self.blit()

    def blit(self, box=None):
        self.clock.now += self.cost
        self.frames += 1
        self.last_frame = bytes(self.buffer_rgba())

    def press(self, key):
        event = KeyEvent("key_press_event", self, key)
        event._process()
        if self.manager.toolbar.home and self.manager.is_open:
            key_press_handler(event, self, self.manager.toolbar)  # matplotlib's own keys

    def resize(self, *size):
        self.figure.set_size_inches(*((n + 1e-9) / self.figure.dpi for n in size), forward=False)
        ResizeEvent("resize_event", self)._process()


def make_window(clock, supports_blit=True, cost=0.0):
    """What matplotlib calls the manager of a window, on such a canvas."""
    canvas = Canvas(Figure((12, 6.75), dpi=100), clock)
    canvas.supports_blit, canvas.cost = supports_blit, cost
    toolbar = NavigationToolbar2(canvas)
    manager = SimpleNamespace(canvas=canvas, toolbar=toolbar, show=Mock(), resize=Mock(), is_open=True)

    def destroy():
        manager.is_open = False
        canvas.callbacks.process("close_event", SimpleNamespace(canvas=canvas))

    manager.destroy = destroy
    canvas.manager = manager
    canvas.figure.add_axobserver(lambda figure: manager.toolbar.update())
    return manager
