"""The live curve: its frames and its clock, what the user does in its window, and the picture that remains."""

import logging
import shutil
import sys
import xml.etree.ElementTree as xml
from importlib.util import find_spec
from pathlib import Path
from subprocess import DEVNULL, PIPE, Popen
from types import SimpleNamespace

import pytest
from helpers import ROOT, losses, run_python, run_script
from learning.curve import Curve
from learning.window import own_settings

linux = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="elsewhere a window needs no DISPLAY")
posix = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such files")
SHORT = ["--seed", 1, "--max-iterations", 3, "--report-every", 1]
NO_WINDOW = "it needs a display and tkinter (apt: python3-tk, dnf: python3-tkinter)"


class Clock:
    """Time that passes only where a test says so. What is to happen at some time happens while the curve sleeps."""

    def __init__(self):
        self.now = 1000.0
        self.slept = 0
        self.plans = []

    def monotonic(self):
        return self.now

    def sleep(self, seconds):
        assert self.slept < 10000, "it waits for ever"
        self.slept += 1
        self.now += seconds
        while self.plans and self.plans[0][0] <= self.now:
            self.plans.pop(0)[1]()

    def after(self, seconds, action):
        self.plans.append((self.now + seconds, action))


def window(clock, supports_blit=True, cost=0.0):
    """What matplotlib calls the manager of a window, on Agg, with a record of what is done; drawing takes `cost`."""
    from matplotlib.backend_bases import KeyEvent, NavigationToolbar2
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    class Canvas(FigureCanvasAgg):
        full_draws, frames, shown_at = 0, [], []

        def draw(self):
            self.full_draws += 1
            super().draw()
            self.blit()

        def blit(self, box=None):
            clock.now += cost
            self.frames = [*self.frames, bytes(self.buffer_rgba())]
            self.shown_at = [*self.shown_at, clock.now]

        def flush_events(self):
            pass

        def press(self, key):
            KeyEvent("key_press_event", self, key)._process()

    Canvas.supports_blit = supports_blit
    canvas = Canvas(Figure((12, 6.75), dpi=100))
    manager = SimpleNamespace(canvas=canvas, toolbar=NavigationToolbar2(canvas), shown=0, sizes=[])
    canvas.manager = manager
    manager.resize = lambda *size: manager.sizes.append(size)

    def show():
        manager.shown += 1

    manager.show = show
    canvas.figure.add_axobserver(lambda figure: manager.toolbar and manager.toolbar.update())
    manager.destroy = lambda: canvas.callbacks.process("close_event", SimpleNamespace(canvas=canvas))
    return manager


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture(autouse=True)
def named_like_a_script(monkeypatch, tmp_path):
    monkeypatch.setattr("sys.argv", ["/somewhere/OrLearn.py"])
    monkeypatch.chdir(tmp_path)


@pytest.fixture(autouse=True)
def settings():
    with own_settings():
        yield


@pytest.fixture
def opened(monkeypatch, clock):
    """A function that opens a curve, in a window that a test can look into; or without, with `manager=None`."""

    def opened(
        labels=("training set",), threshold=0.0, picture=None, reports_per_second=0, panel=None, manager=window, **about
    ):
        status, shown = SimpleNamespace(status=0), manager and manager(clock, **about)
        return Curve("OrLearn", labels, threshold, shown, picture, reports_per_second, panel, status, clock)

    return opened


def heading(curve):
    return curve.heading.get_text()


def points(curve):
    return [line.get_xydata().tolist() for line in curve.lines]


def check_picture_is(kind, path):
    content = path.read_bytes()
    if kind == "png":
        assert content.startswith(b"\x89PNG\r\n\x1a\n")
        assert content.endswith(b"IEND\xae\x42\x60\x82")
    elif kind == "svg":
        assert xml.fromstring(content).tag == "{http://www.w3.org/2000/svg}svg"
    else:
        assert content.startswith(b"%PDF-")
        assert content.rstrip().endswith(b"%%EOF")


class TestFrames:
    def test_the_window_opens_with_the_first_point(self, opened):
        curve = opened()
        assert (curve.manager.shown, curve.manager.canvas.frames) == (0, [])
        curve.report(0, [0.7])
        assert curve.manager.shown == 1
        assert points(curve) == [[[0, 0.7]]]

    # A frame is drawn 0.07 s after the last one at the soonest: at every fifth of these steps of 1/64 s.
    @pytest.mark.parametrize("supports_blit", [True, False])
    def test_there_are_more_than_ten_frames_a_second_between_reports_too(self, opened, clock, supports_blit):
        curve = opened(supports_blit=supports_blit)
        canvas = curve.manager.canvas
        curve.report(0, [0.7])
        before, draws = len(canvas.frames), canvas.full_draws
        for iteration in range(128):
            clock.now += 1 / 64
            curve.refresh(iteration)
        assert len(canvas.frames) - before == 25
        # All is drawn only where there is no other way.
        assert canvas.full_draws - draws == (0 if supports_blit else 25)

    def test_a_frame_looks_like_a_full_draw(self, opened, clock):
        shades = []
        curve = opened(labels=["training set", "test set"], threshold=0.5, panel=stripes(shades))
        canvas = curve.manager.canvas
        curve.report(0, [0.7, 0.8])
        curve.report(1, [0.6, 0.7])
        for shade in (0.2, 0.9):
            clock.now += 1
            shades.append(shade)
            draws = canvas.full_draws
            curve.refresh(1234 if shade == 0.2 else 5)
            assert canvas.full_draws == draws
        frame = canvas.frames[-1]
        with own_settings():
            canvas.draw()
        assert canvas.frames[-1] == frame
        assert len(set(canvas.frames[-3:-1])) == 2

    # To three times what is needed, and on to the next 1, 2 or 5 of a power of ten; the losses need no other limits.
    def test_limits_grow_in_jumps(self, opened, clock):
        curve = opened(threshold=0.1)
        canvas, limits = curve.manager.canvas, []
        curve.report(0, [0.7])
        draws = canvas.full_draws
        for iteration in range(1, 20):
            curve.report(iteration, [0.7 - iteration / 100])
            clock.now += 0.1
            curve.refresh(iteration)
            limits.append((round(curve.axes.get_xlim()[1] / 1.02), *curve.axes.get_ylim()))
        assert dict.fromkeys(limits) == dict.fromkeys((right, 0.05, 1) for right in (1, 10, 50))
        assert canvas.full_draws - draws == 2

    # Four times what a frame takes is left for the training.
    def test_frames_take_a_fifth_of_the_time(self, opened, clock):
        curve = opened(cost=0.05)
        curve.report(0, [0.7])
        shown_at = curve.manager.canvas.shown_at
        before = len(shown_at)
        for iteration in range(100):
            clock.now += 1 / 64
            curve.refresh(iteration)
        shown_at = curve.manager.canvas.shown_at[before:]
        waits = [after - before - 0.05 for before, after in zip(shown_at, shown_at[1:])]
        assert len(waits) == 6
        assert all(0.1999 < wait < 0.22 for wait in waits)

    def test_saving_by_the_toolbar_takes_the_moving_parts_too(self, opened):
        curve = opened()
        curve.report(0, [0.7])
        curve.figure.savefig("half.svg")
        # Once in the legend, once in the curve, which is drawn last of all.
        assert Path("half.svg").read_text().count("#0072b2") >= 4

    def test_everything_grows_and_shrinks_with_the_window(self, opened):
        from matplotlib.backend_bases import ResizeEvent

        curve = opened()
        curve.report(0, [0.7])
        for size, dpi in [((600, 600), 50), ((1800, 675), 100), ((2400, 1350), 200), ((1, 1), 10)]:
            curve.figure.set_size_inches(*((n + 1e-9) / curve.figure.dpi for n in size), forward=False)
            ResizeEvent("resize_event", curve.manager.canvas)._process()
            assert curve.figure.dpi == dpi
            assert curve.manager.canvas.get_width_height() == size
            # The window is not told to take another size than it has.
            assert set(curve.manager.sizes) <= {size}
            curve.manager.sizes.clear()


def stripes(shades):
    """A panel that shows the last of `shades`."""

    def panel(figure, rectangle):
        axes = figure.add_axes(rectangle)
        line = axes.axhline(0.5, linewidth=50)

        def update():
            line.set_color(str(shades[-1] if shades else 0))

        return SimpleNamespace(axes=axes, artists=[line], update=update)

    return panel


class TestClock:
    def test_a_window_shows_so_many_reports_a_second_at_most(self, opened, clock):
        curve = opened(reports_per_second=20)
        for iteration in range(41):
            curve.report(iteration, [0.5])
        assert 1001.95 <= clock.now < 1002.05
        assert len(curve.manager.canvas.frames) > 20

    @pytest.mark.parametrize("about", [{"reports_per_second": 0}, {"reports_per_second": 20, "manager": None}])
    def test_full_speed_and_no_window_wait_for_nothing(self, opened, clock, about):
        curve = opened(**about)
        for iteration in range(41):
            curve.report(iteration, [0.5])
            curve.refresh(iteration)
        assert clock.slept == 0

    @pytest.mark.parametrize("waits_for", ["its turn", "the space bar"])
    @pytest.mark.parametrize("end", ["q", "a signal"])
    def test_a_closed_window_and_a_signal_end_all_waiting(self, opened, clock, waits_for, end):
        curve = opened(reports_per_second=0.001)
        curve.report(0, [0.5])
        canvas = curve.manager.canvas
        clock.after(5, lambda: canvas.press("q") if end == "q" else setattr(curve.interruption, "status", 143))
        if waits_for == "the space bar":
            canvas.press(" ")
            curve.refresh(1)
        curve.report(1, [0.5])
        assert 1005 <= clock.now < 1006
        assert (curve.manager is None) == (end == "q")


class TestPause:
    def test_the_space_bar_pauses_and_goes_on(self, opened, clock):
        curve = opened()
        curve.report(0, [0.123456])
        curve.manager.canvas.press(" ")
        told = []
        clock.after(60, lambda: told.append(heading(curve)))
        clock.after(61, lambda: curve.manager.canvas.press(" "))
        curve.refresh(7)
        assert told == ["7, 0.1235 (paused: press space)"]
        assert 1061 <= clock.now < 1062
        clock.now += 1
        curve.refresh(8)
        assert heading(curve) == "8, 0.1235"
        canvas = curve.manager.canvas
        frame = canvas.frames[-1]
        with own_settings():
            canvas.draw()
        assert canvas.frames[-1] == frame

    def test_a_pause_may_begin_while_a_frame_is_drawn(self, opened, clock):
        curve = opened()
        curve.report(0, [0.5])
        canvas = curve.manager.canvas
        canvas.flush_events = lambda: (canvas.press(" "), setattr(canvas, "flush_events", lambda: None))
        clock.after(60, curve.manager.destroy)
        clock.now += 1
        curve.refresh(7)
        assert "paused" in heading(curve)
        assert 1060 <= clock.now < 1061

    def test_drawing_rests_meanwhile_but_home_is_answered(self, opened, clock):
        curve = opened()
        curve.report(0, [0.5])
        zoom(curve, (0.5, 0.6))
        curve.manager.canvas.press(" ")
        seen = []
        for seconds in (10, 60):
            clock.after(seconds, lambda: seen.append(len(curve.manager.canvas.frames)))
        clock.after(61, curve.manager.toolbar.home)
        clock.after(62, lambda: seen.append(curve.axes.get_xlim()))
        clock.after(63, curve.manager.destroy)
        curve.refresh(1)
        assert seen[0] == seen[1]
        assert seen[2] == (-0.02, 1.02)


def zoom(curve, xlim):
    """As the toolbar does it."""
    curve.manager.toolbar.push_current()
    curve.axes.set_xlim(xlim)
    curve.manager.toolbar.push_current()


class TestZoom:
    def test_it_stays_until_home_is_pressed(self, opened, clock):
        curve = opened()
        curve.report(0, [0.5])
        zoom(curve, (0, 0.5))
        for iteration in (1, 80):
            curve.report(iteration, [0.5])
            clock.now += 1
            curve.refresh(iteration)
        assert curve.axes.get_xlim() == (0, 0.5)
        curve.manager.toolbar.home()
        clock.now += 1
        curve.refresh(90)
        assert curve.axes.get_xlim() == (-10, 510)

    def test_home_leads_to_the_limits_of_now_after_another_zoom_too(self, opened, clock):
        curve = opened()
        for iteration in (0, 80):
            curve.report(iteration, [0.5])
            clock.now += 1
            curve.refresh(iteration)
            zoom(curve, (0, 0.5))
            curve.manager.toolbar.home()
        assert curve.axes.get_xlim() == (-10, 510)

    def test_it_outlasts_the_end_but_the_picture_shows_all(self, opened, monkeypatch):
        curve, saved = opened(picture="loss.png"), []
        curve.report(0, [0.5])
        curve.report(80, [0.5])
        zoom(curve, (0, 0.5))
        monkeypatch.setattr(curve.figure, "savefig", lambda *_, **__: saved.append(curve.axes.get_xlim()))
        curve.finish()
        assert (curve.axes.get_xlim(), saved) == ((0, 0.5), [(-0.02, 1.02)])


class TestEnd:
    def test_every_point_is_on_the_lines(self, opened):
        curve = opened(labels=["training set", "test set"], manager=None, threshold=0.25)
        curve.report(0, [0.7, 0.8])
        curve.report(20, [0.5, 0.6])
        assert curve.finish() is True
        assert points(curve) == [[[0, 0.7], [20, 0.5]], [[0, 0.8], [20, 0.6]]]
        texts = [text.get_text() for text in curve.axes.get_legend().get_texts()]
        assert texts == [line.get_label() for line in curve.axes.lines] == ["training set", "test set", "threshold"]
        assert list(curve.axes.lines[-1].get_ydata()) == [0.25, 0.25]
        assert (curve.axes.get_xlabel(), curve.axes.get_ylabel()) == ("iterations", "loss (log scale)")

    @pytest.mark.parametrize(
        ("lowest", "numbers"),
        [
            (0.06, [0.05, 0.1, 0.2, 0.5, 1]),
            (0.0009, [0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1]),
            (0.000009, [0.00001, 0.0001, 0.001, 0.01, 0.1, 1.0]),
        ],
    )
    def test_the_more_decades_the_fewer_numbers_in_each(self, opened, lowest, numbers):
        curve = opened(manager=None)
        curve.report(0, [0.7])
        curve.report(3, [lowest])
        curve.finish()
        low, high = curve.axes.get_ylim()
        assert [y for y in curve.axes.get_yticks() if low <= y <= high] == pytest.approx(numbers)
        assert curve.axes.yaxis.get_major_formatter().format_ticks([0.05, 100]) == ["0.05", "100"]
        assert [x for x in curve.axes.get_xticks() if 0 <= x <= 3] == [0, 1, 2, 3]

    @pytest.mark.filterwarnings("error")
    @pytest.mark.parametrize("threshold", [0, 1e-300, 1e308])
    @pytest.mark.parametrize("history", [[0.5], [0.0], [0.7, 5e-324], [0.7, 1e299], [1.7e308, 0.0]])
    def test_extreme_losses_are_drawn_without_a_warning(self, opened, tmp_path, history, threshold):
        curve = opened(threshold=threshold, manager=None, picture="loss.png")
        for iteration, loss in enumerate(history):
            curve.report(iteration, [loss])
        assert curve.finish() is True
        check_picture_is("png", tmp_path / "loss.png")

    def test_a_run_that_failed_before_its_first_report_leaves_no_picture(self, opened, tmp_path, capsys):
        curve = opened(picture="loss.png")
        assert curve.finish() is True
        curve.close()
        curve.wait()
        assert (capsys.readouterr().err, list(tmp_path.iterdir())) == ("", [])

    @pytest.mark.parametrize(
        ("status", "notes"),
        [
            (0, "OrLearn: close the window to end\nOrLearn: the curve is saved as loss.png\n"),
            (130, "OrLearn: close the window to end\nOrLearn: the curve is saved as loss.png\n"),
            (143, "OrLearn: the curve is saved as loss.png\n"),
            (129, "OrLearn: the curve is saved as loss.png\n"),
        ],
    )
    @pytest.mark.parametrize("end", ["close", "signal"])
    def test_the_window_stays_until_it_is_closed_or_ctrl_c_comes_again(
        self, opened, clock, capsys, status, notes, end
    ):
        curve = opened(picture="loss.png")
        curve.report(0, [0.7])
        curve.interruption.status = status
        curve.finish()
        stop = curve.manager.destroy if end == "close" else lambda: setattr(curve.interruption, "status", 130)
        clock.after(60, stop)
        curve.wait()
        assert capsys.readouterr().err == notes
        assert (clock.now > 1060) == (status in (0, 130))
        assert curve.manager is None

    def test_a_window_closed_early_leaves_no_picture_and_the_last_note_says_so(self, opened, capsys):
        curve = opened()
        curve.report(0, [0.7])
        curve.manager.destroy()
        curve.report(1, [0.6])
        curve.refresh(2)
        assert curve.finish() is True
        curve.wait()
        note = "OrLearn: the window was closed early, so no picture was saved (--save-plot saves one)\n"
        assert capsys.readouterr().err == note

    def test_a_window_closed_early_leaves_the_picture_that_was_asked_for(self, opened, tmp_path, capsys):
        curve = opened(picture="loss.svg", panel=stripes([]))
        curve.report(0, [0.7])
        toolbar = curve.manager.toolbar
        curve.manager.destroy()
        toolbar.update = lambda: pytest.fail("it was closed with its window")
        curve.finish(lambda figure, rectangle: figure.add_axes(rectangle))
        curve.wait()
        assert capsys.readouterr().err == "OrLearn: the curve is saved as loss.svg\n"
        check_picture_is("svg", tmp_path / "loss.svg")

    @pytest.mark.parametrize("moment", ["draws", "shows"])
    def test_the_window_may_be_closed_while_it_opens(self, opened, moment):
        curve = opened()
        manager = curve.manager
        if moment == "draws":
            manager.canvas.flush_events = manager.destroy
        else:
            manager.show = lambda: setattr(manager.canvas, "flush_events", manager.destroy)
        curve.report(0, [0.7])
        assert curve.manager is None


class TestPicture:
    @pytest.mark.parametrize("name", ["loss.png", "loss.svg", "loss.pdf", "MY.PNG", ".svg", "a" * 251 + ".png"])
    def test_its_kind_is_that_of_the_name(self, opened, tmp_path, name):
        curve = opened(picture=name)
        curve.report(0, [0.7])
        assert curve.finish() is True
        assert [path.name for path in tmp_path.iterdir()] == [name]
        check_picture_is(name[-3:].lower(), tmp_path / name)

    def test_it_is_the_same_with_and_without_a_window(self, opened, tmp_path):
        for name, manager in [("window.png", window), ("none.png", None)]:
            curve = opened(("training set", "test set"), 0.1, name, panel=stripes([0.5]), manager=manager)
            curve.report(0, [0.7, 0.8])
            curve.report(9, [0.2, 0.3])
            assert curve.finish() is True
        assert (tmp_path / "window.png").read_bytes() == (tmp_path / "none.png").read_bytes()

    @pytest.mark.parametrize("failing", ["replace", "remove"])
    def test_a_failure_at_the_end_is_told_and_keeps_the_older_picture(
        self, opened, monkeypatch, tmp_path, capsys, failing
    ):
        def full(*arguments):
            raise OSError(28, "No space left on device")

        picture = tmp_path / "loss.png"
        picture.write_bytes(b"old")
        curve = opened(picture="loss.png", manager=None)
        curve.report(0, [0.5])
        capsys.readouterr()
        monkeypatch.setattr("os.replace", full)
        if failing == "remove":
            # What cannot even be removed is no second error.
            monkeypatch.setattr("os.remove", full)
        assert curve.finish() is False
        curve.wait()
        note = "OrLearn: loss.png: the curve could not be saved: No space left on device\n"
        assert capsys.readouterr().err == note
        assert picture.read_bytes() == b"old"
        assert len(list(tmp_path.iterdir())) == (1 if failing == "replace" else 2)


HOSTILE = {
    "image.origin": "lower", "text.usetex": True, "font.size": 30, "figure.facecolor": "black", "lines.linewidth": 9,
    "savefig.format": "pdf", "savefig.dpi": 10, "figure.dpi": 10, "axes.formatter.use_locale": True,
    "figure.constrained_layout.use": True, "savefig.bbox": "tight", "axes.xmargin": 0.4, "path.sketch": (9, 9, 9),
}  # fmt: skip


class TestSession:
    def test_the_picture_is_the_same_whatever_the_user_has_set(self, opened, tmp_path):
        import matplotlib

        for name, settings in [("plain.png", {}), ("hostile.png", HOSTILE)]:
            with matplotlib.rc_context(settings):
                curve = opened(("training set", "test set"), 0.1, name, panel=stripes([0.5]), manager=None)
                curve.report(0, [0.7, 0.8])
                curve.report(9, [0.2, 0.3])
                curve.finish(lambda figure, rectangle: figure.add_axes(rectangle).imshow([[0.0, 1.0], [0.5, 0.2]]))
        assert (tmp_path / "plain.png").read_bytes() == (tmp_path / "hostile.png").read_bytes()

    @pytest.mark.parametrize("backend", ["svg", "agg"])
    def test_matplotlib_is_left_as_it_was_found(self, clock, backend):
        import matplotlib
        from matplotlib import pyplot

        before = matplotlib.get_backend()
        pyplot.switch_backend(backend)
        logger = logging.getLogger("matplotlib")
        try:
            with matplotlib.rc_context(HOSTILE):
                found = dict(dict.items(matplotlib.rcParams)), logger.level
                curve = Curve("OrLearn", ["training set"], 0, "loss.png", 20, None, SimpleNamespace(status=0), clock)
                curve.report(0, [0.7])
                curve.finish()
                curve.wait()
                assert (dict(dict.items(matplotlib.rcParams)), logger.level) == found
            assert (matplotlib.get_backend(), pyplot.get_fignums()) == (backend, [])
        finally:
            pyplot.switch_backend(before)

    def test_in_a_notebook_the_picture_appears_once_at_the_end_and_nothing_is_told(
        self, opened, monkeypatch, tmp_path, capsys
    ):
        shown = []
        kernel = SimpleNamespace(kernel="a kernel")
        ipython = SimpleNamespace(get_ipython=lambda: kernel, version_info=(9, 0, 0))
        display = SimpleNamespace(Image=lambda content: content[:8], display=shown.append)
        monkeypatch.setitem(sys.modules, "IPython", ipython)
        monkeypatch.setitem(sys.modules, "IPython.display", display)
        curve = opened(manager=None)
        curve.report(0, [0.7])
        curve.finish()
        assert shown == []
        curve.wait()
        assert shown == [b"\x89PNG\r\n\x1a\n"]
        assert (capsys.readouterr().err, list(tmp_path.iterdir())) == ("", [])


@linux
class TestWithoutAWindow:
    @pytest.mark.parametrize(
        "env",
        [
            {},
            {"MPLBACKEND": "module://matplotlib_inline.backend_inline"},
            pytest.param({"DISPLAY": "none"}, marks=pytest.mark.thorough),
            pytest.param({"MPLBACKEND": "TkAgg"}, marks=pytest.mark.thorough),
            pytest.param({"MPLBACKEND": "WebAgg"}, marks=pytest.mark.thorough),
        ],
        ids=str,
    )
    def test_the_first_note_says_so_and_the_last_where_the_picture_is(self, tmp_path, env):
        (tmp_path / "OrLearn.png").write_bytes(b"old")
        result = run_script("OrLearn", *SHORT, cwd=tmp_path, **env)
        check_trained(result)
        assert result.stderr.splitlines() == [
            f"OrLearn: no window can be opened: {NO_WINDOW}; the curve will be saved as OrLearn.png",
            "OrLearn: the curve is saved as OrLearn.png",
        ]
        assert [path.name for path in tmp_path.iterdir()] == ["OrLearn.png"]
        check_picture_is("png", tmp_path / "OrLearn.png")

    def test_where_nothing_can_be_written_it_goes_on_without_a_picture(self, tmp_path):
        (tmp_path / "OrLearn.png").mkdir()
        result = run_script("OrLearn", *SHORT, cwd=tmp_path)
        check_trained(result)
        assert result.stderr == (
            f"OrLearn: no window can be opened: {NO_WINDOW}; there will be no curve: OrLearn.png: "
            "the curve cannot be saved there: it is no regular file\n"
        )

    def test_a_settings_file_that_asks_for_latex_changes_nothing(self, tmp_path):
        (tmp_path / "matplotlibrc").write_text("text.usetex: True\nimage.origin: lower\nno.such: 1\n")
        result = run_script("OrLearn", *SHORT, "--save-plot", "loss.svg", cwd=tmp_path)
        check_trained(result)
        assert len(result.stderr.splitlines()) == 2
        check_picture_is("svg", tmp_path / "loss.svg")


def check_trained(result):
    assert result.returncode == 0
    assert [iteration for iteration, _ in losses(result.stdout)] == [0, 1, 2, 3]
    assert len(result.stdout.splitlines()) == 4 + 1 + 4


class TestMatplotlib:
    @linux
    @pytest.mark.parametrize(
        ("arguments", "imported"),
        [
            (["--help"], False),
            (["--learning-rate", "fast"], False),
            (["--train", "missing.ds"], False),
            (["--no-plot", *SHORT], False),
            (SHORT, True),
        ],
    )
    def test_it_is_imported_for_a_curve_only(self, tmp_path, arguments, imported):
        result = run_python("-X", "importtime", ROOT / "OrLearn.py", *arguments, cwd=tmp_path)
        assert ("matplotlib" in result.stderr) == imported

    @pytest.fixture
    def without_matplotlib(self, tmp_path):
        """A folder that hides matplotlib, with what Python raises where it is not installed."""
        package = tmp_path / "hidden" / "matplotlib"
        package.mkdir(parents=True)
        error = "ModuleNotFoundError(\"No module named 'matplotlib'\", name='matplotlib')"
        (package / "__init__.py").write_text(f"raise {error}\n")
        return str(package.parent)

    def test_without_it_a_curve_is_refused_before_training(self, tmp_path, without_matplotlib):
        result = run_script("OrLearn", *SHORT, cwd=tmp_path, PYTHONPATH=without_matplotlib)
        assert (result.returncode, result.stdout) == (2, "")
        assert result.stderr == "OrLearn: expected matplotlib: pip install -r requirements.txt, or --no-plot\n"

    def test_without_it_no_plot_works(self, tmp_path, without_matplotlib):
        result = run_script("OrLearn", *SHORT, "--no-plot", cwd=tmp_path, PYTHONPATH=without_matplotlib)
        check_trained(result)
        assert result.stderr == ""

    def test_a_nonsense_backend_is_refused_before_training(self, tmp_path):
        result = run_script("OrLearn", *SHORT, cwd=tmp_path, MPLBACKEND="nonsense")
        assert (result.returncode, result.stdout) == (2, "")
        (line,) = result.stderr.splitlines()
        assert line.startswith("OrLearn: matplotlib does not start (MPLBACKEND, matplotlibrc): ")
        assert "nonsense" in line


# Run a script, and press Ctrl-C at its third report, and again in its window when that waits to be closed. On stderr:
# what the window is called, and whether it fits the screen.
DRIVER = """
import runpy, signal, sys
from learning.curve import Curve

report, wait = Curve.report, Curve.wait

def interrupted(self, *given):
    report(self, *given)
    if len(self.iterations) == 3:
        window = self.manager.window
        size, screen = ((getattr(window, f"winfo_{of}{n}")() for n in ("width", "height")) for of in ("", "screen"))
        print(window.title(), all(a <= b for a, b in zip(size, screen)), file=sys.stderr)
        signal.raise_signal(signal.SIGINT)

def interrupted_again(self):
    self.manager.window.after_idle(signal.raise_signal, signal.SIGINT)
    wait(self)

Curve.report, Curve.wait = interrupted, interrupted_again
sys.argv = sys.argv[1:]
runpy.run_path(sys.argv[0], run_name="__main__")
"""


@pytest.mark.skipif(not (shutil.which("Xvfb") and find_spec("_tkinter")), reason="needs Xvfb and tkinter")
def test_after_ctrl_c_a_real_window_on_a_small_screen_stays_until_ctrl_c_comes_again(tmp_path):
    command = ["Xvfb", "-displayfd", "1", "-screen", "0", "640x480x24", "-nolisten", "tcp", "-noreset"]
    with Popen(command, stdout=PIPE, stderr=DEVNULL, text=True) as server:
        display = f":{server.stdout.readline().strip()}"
        arguments = [ROOT / "DigitsLearn.py", "--save-plot", "loss.png"]
        env = {"DISPLAY": display, "MPLBACKEND": "TkAgg", "PYTHONPATH": str(ROOT)}
        result = run_python("-c", DRIVER, *arguments, cwd=tmp_path, **env)
        server.terminate()
    assert result.stderr.splitlines() == [
        "DigitsLearn True",
        "DigitsLearn: close the window to end",
        "DigitsLearn: the curve is saved as loss.png",
    ]
    assert result.returncode == 130
    assert len(losses(result.stdout)) == 3
    # Why it stopped, the predictions and the loss on the test set
    assert len(result.stdout.splitlines()) == 3 + 1 + 600 + 1
    check_picture_is("png", tmp_path / "loss.png")
