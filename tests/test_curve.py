"""The live curve: its frames and its clock, what the user does in its window, and the picture that remains."""

import logging
import os
import re
import shutil
import signal
import sys
from contextlib import ExitStack
from functools import partial
from importlib.util import find_spec
from itertools import product
from pathlib import Path
from subprocess import DEVNULL, PIPE, Popen
from types import SimpleNamespace
from unittest.mock import Mock

import matplotlib
import pytest
from helpers import ROOT, losses, run_python, run_script, started_script
from learning.command_line import InputError
from learning.curve import Curve
from learning.panels import mistakes, plane, weight_images
from learning.window import open_window, own_settings, window_or_picture
from matplotlib import pyplot
from matplotlib.backend_bases import KeyEvent, NavigationToolbar2, ResizeEvent
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure

from Neuron import Neuron

INLINE = "module://matplotlib_inline.backend_inline"
BACKENDS = ["", INLINE, *(pytest.param(name, marks=pytest.mark.thorough) for name in ["TkAgg", "WebAgg"])]
SHORT = ["--seed", 1, "--max-iterations", 3, "--report-every", 1]
NO_WINDOW = (
    "OrLearn: no window can be opened: it needs a display and tkinter (apt: python3-tk, dnf: python3-tkinter); "
)
WHOLE = {"png": rb"\x89PNG\r\n.*IEND\xae\x42\x60\x82", "svg": rb"<\?xml.*</svg>\s*", "pdf": rb"%PDF-.*%%EOF\s*"}
HOSTILE = {
    "image.origin": "lower", "text.usetex": True, "font.size": 30, "figure.facecolor": "black", "savefig.dpi": 10,
    "figure.dpi": 10, "figure.constrained_layout.use": True, "savefig.bbox": "tight", "path.sketch": (9, 9, 9),
}  # fmt: skip
PANEL = partial(weight_images, [SimpleNamespace(weights=[0, 1, 2, 3, 4])])
CLOSING = partial(mistakes, [[0, 1, 0.5, 0.2]], [(0, 1)])


class Clock:
    """Time that passes only where a test says so. What is to happen at some time happens while the curve sleeps."""

    def __init__(self):
        self.now, self.plans = 1000.0, []

    def monotonic(self):
        return self.now

    def sleep(self, seconds):
        self.now += seconds
        assert self.now < 1100, "it waits for ever"
        while self.plans and self.plans[0][0] <= self.now:
            self.plans.pop(0)[1]()

    def after(self, seconds, action):
        self.plans.append((self.now + seconds, action))


def window(clock, supports_blit=True, cost=0.0):
    """What matplotlib calls the manager of a window, on Agg, with a record of what is done; drawing takes `cost`."""

    class Canvas(FigureCanvasAgg):
        full_draws, frames = 0, []

        def draw(self):
            self.full_draws += 1
            super().draw()
            self.blit()

        def blit(self, box=None):
            clock.now += cost
            self.frames.append(bytes(self.buffer_rgba()))

        def press(self, key):
            KeyEvent("key_press_event", self, key)._process()

        def resize(self, *size):
            self.figure.set_size_inches(*((n + 1e-9) / self.figure.dpi for n in size), forward=False)
            ResizeEvent("resize_event", self)._process()

    Canvas.supports_blit = supports_blit
    canvas = Canvas(Figure((12, 6.75), dpi=100))
    manager = SimpleNamespace(canvas=canvas, toolbar=NavigationToolbar2(canvas), show=Mock(), resize=Mock())
    manager.destroy = lambda: canvas.callbacks.process("close_event", SimpleNamespace(canvas=canvas))
    canvas.manager = manager
    canvas.figure.add_axobserver(lambda figure: manager.toolbar and manager.toolbar.update())
    return manager


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def opened(monkeypatch, tmp_path, clock):
    """A function that opens a curve, in a window that a test can look into or without, and reports losses to it."""
    monkeypatch.setattr("sys.argv", ["/somewhere/OrLearn.py"])
    monkeypatch.chdir(tmp_path)

    def opened(*reports, threshold=0, picture=None, rate=0, panel=None, manager=window, **about):
        manager = manager and manager(clock, **about)
        labels = ["training set", "test set"][: len(reports[0]) if reports else 1]
        curve = Curve("OrLearn", labels, threshold, manager, picture, rate, panel, SimpleNamespace(status=0), clock)
        for iteration, new in enumerate(reports):
            curve.report(iteration, new)
        return curve

    with own_settings():
        yield opened


def ended(curve, capsys, closing=None):
    """Whether the picture could be saved, the notes, and the files that remain."""
    saved = curve.finish(closing)
    curve.close()
    curve.wait()
    return saved, capsys.readouterr().err, os.listdir()


def a_second_later(clock, curve, iteration):
    clock.now += 1
    curve.refresh(iteration)


def zoom(curve):
    """As the toolbar does it."""
    curve.manager.toolbar.push_current()
    curve.axes.set(xlim=(0, 0.5), ylim=(0.3, 0.4))


def heading(curve):
    return curve.figure.texts[-1].get_text()


def points(curve):
    return [line.get_xydata().tolist() for line in curve.axes.lines if line.get_label() != "threshold"]


def check_picture_is(kind, path):
    assert re.fullmatch(WHOLE[kind], path.read_bytes(), re.DOTALL)


class TestWindow:
    # A frame is drawn 0.07 s after the last one at the soonest, at every fifth of these steps of 1/64 s; and four times
    # what it took is left for the training: 0.2 s, at every thirteenth.
    @pytest.mark.parametrize(("cost", "frames"), [(0, 25), (0.05, 9)])
    @pytest.mark.parametrize("blit", [True, False])
    def test_it_opens_with_its_first_point_and_goes_on_between_reports(self, opened, clock, blit, cost, frames):
        curve = opened(supports_blit=blit, cost=cost)
        canvas, show = curve.manager.canvas, curve.manager.show
        assert (show.call_count, canvas.frames) == (0, [])
        curve.report(0, [0.7])
        assert (show.call_count, points(curve)) == (1, [[[0, 0.7]]])
        a_second_later(clock, curve, 0)
        before, draws = len(canvas.frames), canvas.full_draws
        for iteration in range(128):
            clock.now += 1 / 64
            curve.refresh(iteration)
        # All is drawn only where there is no other way.
        assert (len(canvas.frames) - before, canvas.full_draws - draws) == (frames, 0 if blit else frames)
        # A full draw that new limits ask for does not keep the next frame waiting.
        curve.report(1000, [0.6])
        a_second_later(clock, curve, 1000)
        before = len(canvas.frames)
        clock.now += 5 / 64
        curve.refresh(1001)
        assert len(canvas.frames) - before == (blit or cost == 0)

    # An image or a plane of other weights, or none and another number
    @pytest.mark.parametrize(("nb_inputs", "iteration"), [(4, 1234), (2, 1234), (3, 5)])
    def test_a_frame_and_what_the_toolbar_saves_look_like_a_full_draw(self, opened, clock, nb_inputs, iteration):
        neuron = Neuron(nb_inputs)
        neuron.weights = list(range(-1, nb_inputs))
        panel = partial(weight_images, [neuron])
        if nb_inputs == 2:
            panel = partial(plane, neuron, [[0, 0], [1, 1]], [[0], [1]])
        curve = opened([0.7, 0.8], [0.6, 0.7], threshold=0.5, panel=panel)
        canvas = curve.manager.canvas
        a_second_later(clock, curve, 1234)
        first, draws = canvas.frames[-1], canvas.full_draws
        neuron.weights.reverse()
        a_second_later(clock, curve, iteration)
        second = canvas.frames[-1]
        assert (first == second, canvas.full_draws) == (False, draws)
        canvas.draw()
        assert canvas.frames[-1] == second
        curve.figure.savefig("half.svg")
        # Once in the legend, once in the curve, which is drawn last of all.
        assert Path("half.svg").read_text().count("#0072b2") >= 4
        curve.finish()
        curve.figure.savefig("end.rgba")
        assert canvas.frames[-1] == Path("end.rgba").read_bytes()

    # To three times what is needed, and on to the next 1, 2 or 5 of a power of ten; the losses need no other limits.
    def test_limits_grow_in_jumps_and_a_zoom_stays_until_home_is_pressed_also_in_a_pause(self, opened, clock):
        curve = opened([0.7], threshold=0.1)
        draws, limits, home = curve.manager.canvas.full_draws, [], curve.manager.toolbar.home
        for iteration in range(1, 20):
            curve.report(iteration, [0.7 - iteration / 100])
            a_second_later(clock, curve, iteration)
            limits.append((*curve.axes.get_xlim(), *curve.axes.get_ylim()))
        assert list(dict.fromkeys(limits)) == [(-n / 50, 1.02 * n, 0.05, 1) for n in (1, 10, 50)]
        assert curve.manager.canvas.full_draws - draws == 2
        zoom(curve)
        for iteration in (20, 80):
            curve.report(iteration, [0.5])
            a_second_later(clock, curve, iteration)
        assert curve.axes.get_xlim() == (0, 0.5)
        home()
        a_second_later(clock, curve, 90)
        assert curve.axes.get_xlim() == (-10, 510)
        zoom(curve)
        curve.manager.canvas.press(" ")
        for action in [home, lambda: limits.append(curve.axes.get_xlim()), curve.manager.destroy]:
            clock.after(5 + len(clock.plans), action)
        curve.refresh(91)
        assert limits[-1] == (-10, 510)

    @pytest.mark.parametrize("ratio", [1, 2])  # on a screen of fine pixels, 2 of them for each that is counted
    def test_everything_grows_and_shrinks_with_it(self, opened, ratio):
        curve = opened([0.7])
        curve.manager.canvas._device_pixel_ratio = ratio
        for size, dpi in [((600, 600), 50), ((1800, 675), 100), ((2400, 1350), 200), ((1, 1), 10)]:
            curve.manager.resize.reset_mock()
            curve.manager.canvas.resize(*size)
            assert (curve.figure.dpi, curve.manager.canvas.get_width_height(physical=True)) == (dpi, size)
            # The window is not told to take another size than it has.
            assert {call.args for call in curve.manager.resize.call_args_list} <= {size}

    @pytest.mark.parametrize(("rate", "manager", "seconds"), [(20, window, 2), (0, window, 0), (20, None, 0)])
    def test_it_shows_so_many_reports_a_second_at_most(self, opened, clock, rate, manager, seconds):
        curve = opened(*[[0.5]] * 41, rate=rate, manager=manager)
        assert clock.now == pytest.approx(1000 + seconds, abs=0.05 * bool(seconds))
        assert not seconds or len(curve.manager.canvas.frames) > 20
        assert not manager or curve.manager.show.call_count == 1

    @pytest.mark.parametrize(
        ("waits_for", "end"),
        [
            *product(["its turn"], ["q", "ctrl+w", "cmd+w", "signal"]),
            *product(["a key", "a key while it draws"], ["q", "signal", " "]),
        ],
    )
    def test_what_ends_its_waiting(self, opened, clock, waits_for, end):
        curve, seen = opened([0.5], rate=0.001 if end != " " else 0), []
        canvas = curve.manager.canvas
        keys = iter(" " if waits_for != "its turn" else "")
        canvas.flush_events = lambda: [canvas.press(key) for key in keys]
        if waits_for == "a key":
            canvas.flush_events()
        for seconds in (4, 8):
            clock.after(seconds, lambda: seen.append((heading(curve), len(canvas.frames))))
        clock.after(9, lambda: setattr(curve.interruption, "status", 143) if end == "signal" else canvas.press(end))
        clock.now += waits_for == "a key while it draws"
        curve.refresh(7)
        curve.report(8, [0.12345])
        assert 1009 <= clock.now < 1010
        # Drawing rests while it is paused.
        assert waits_for == "its turn" or seen == [("7, 0.5 (paused: press space)", seen[0][1])] * 2
        a_second_later(clock, curve, 8)
        assert (curve.manager is None) == (end not in (" ", "signal"))
        assert end != " " or heading(curve) == "8, 0.1235"
        curve.finish()
        assert "paused" not in heading(curve)

    @pytest.mark.parametrize(("status", "stays"), [(0, True), (130, True), (143, False), (129, False)])
    @pytest.mark.parametrize(("end", "picture"), [("close", "loss.png"), ("close", None), ("signal", "loss.png")])
    def test_it_stays_until_it_is_closed_or_ctrl_c_comes_again(
        self, opened, clock, capsys, status, stays, end, picture
    ):
        curve = opened([0.7], picture=picture)
        curve.interruption.status = status
        curve.finish()
        stop = curve.manager.destroy if end == "close" else lambda: setattr(curve.interruption, "status", 130)
        curve.manager.canvas.flush_events = lambda: stop() if clock.now > 1060 else None
        curve.wait()
        notes = ["close the window to end"] * stays + ["the curve is saved as loss.png"] * bool(picture)
        assert capsys.readouterr().err.splitlines() == [f"OrLearn: {note}" for note in notes]
        assert (clock.now > 1060, curve.manager) == (stays, None)

    @pytest.mark.parametrize(("picture", "note"), [
        (None, "OrLearn: the window was closed early, so no picture was saved (--save-plot saves one)\n"),
        ("loss.svg", "OrLearn: the curve is saved as loss.svg\n"),
    ])  # fmt: skip
    @pytest.mark.parametrize("look", [1, 2, 3])
    def test_it_may_be_closed_early(self, opened, clock, capsys, look, picture, note):
        curve = opened(picture=picture, panel=PANEL)
        manager, toolbar, looks = curve.manager, curve.manager.toolbar, iter(range(1, 9))
        manager.canvas.flush_events = lambda: manager.destroy() if next(looks) == look else None
        for iteration in range(3):
            curve.report(iteration, [0.7])
            a_second_later(clock, curve, iteration)
        assert curve.manager is None
        toolbar.update = manager.canvas.print_figure = lambda *_, **__: pytest.fail("it was closed with its window")
        assert ended(curve, capsys, CLOSING) == (True, note, [picture] if picture else [])


class TestPicture:
    @pytest.mark.parametrize(("lowest", "numbers"), [
        (0.06, [0.05, 0.1, 0.2, 0.5, 1, 2]),
        (0.0009, [0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1]),
        (0.000009, [0.00001, 0.0001, 0.001, 0.01, 0.1, 1]),
    ])  # fmt: skip
    def test_it_shows_every_point_and_the_more_decades_the_fewer_numbers_in_each(self, opened, lowest, numbers):
        curve = opened([0.7, 1.05], [0.6, 0.8], [lowest, 0.8], threshold=0.25, manager=None)
        assert curve.finish() is True
        axes, (low, high) = curve.axes, curve.axes.get_ylim()
        assert (low < lowest, high, heading(curve)) == (True, 2, f"2, {lowest:g}")
        assert points(curve) == [[[0, 0.7], [1, 0.6], [2, lowest]], [[0, 1.05], [1, 0.8], [2, 0.8]]]
        assert list(axes.lines[-1].get_ydata()) == [0.25, 0.25]
        texts = [text.get_text() for text in axes.get_legend().get_texts()]
        assert texts == [line.get_label() for line in axes.lines] == ["training set", "test set", "threshold"]
        assert curve.figure.texts[0].get_text() == "OrLearn, iteration and loss: "
        assert (axes.get_xlabel(), axes.get_ylabel()) == ("iterations", "loss (log scale)")
        assert [y for y in axes.get_yticks() if low <= y <= high] == pytest.approx(numbers)
        assert axes.yaxis.get_major_formatter().format_ticks([0.05, 100]) == ["0.05", "100"]
        assert [x for x in axes.get_xticks() if 0 <= x <= 2] == [0, 1, 2]

    @pytest.mark.filterwarnings("error")
    @pytest.mark.parametrize("threshold", [0, 1e-300, 1e308])
    @pytest.mark.parametrize("history", [[0.5], [0.0], [0.7, 5e-324], [0.7, 1e299], [1.7e308, 0.0]])
    def test_extreme_losses_are_drawn_without_a_warning(self, opened, history, threshold):
        curve = opened(*[[loss] for loss in history], threshold=threshold, manager=None, picture="loss.png")
        assert curve.finish() is True
        assert [line.get_label() for line in curve.axes.lines[1:]] == ["threshold"] * (threshold > 0)

    @pytest.mark.parametrize("name", ["loss.png", "loss.svg", "loss.pdf", "MY.PNG", ".svg", "a" * 251 + ".png"])
    def test_its_kind_is_that_of_the_name(self, opened, name):
        assert opened([0.7], picture=name).finish() is True
        assert os.listdir() == [name]
        check_picture_is(name[-3:].lower(), Path(name))

    def test_a_run_that_failed_before_its_first_report_leaves_none(self, opened, capsys):
        assert ended(opened(picture="loss.png"), capsys) == (True, "", [])

    @pytest.mark.parametrize(("failing", "picture"), [("replace", "loss.svg"), ("remove", "loss.pdf")])
    def test_a_failure_at_the_end_is_told_and_keeps_the_older_one(self, opened, monkeypatch, capsys, failing, picture):
        Path(picture).write_bytes(b"old")
        # What cannot even be removed is no second error.
        for name in {"replace", failing}:
            monkeypatch.setattr(f"os.{name}", Mock(side_effect=OSError(28, "No space left on device")))
        note = f"OrLearn: {picture}: the curve could not be saved: No space left on device\n"
        saved, notes, files = ended(opened([0.5], picture=picture), capsys)
        assert (saved, notes, len(files)) == (False, note, 1 if failing == "replace" else 2)
        assert Path(picture).read_bytes() == b"old"

    def test_it_is_the_same_whatever_the_user_has_set_which_stays_so(self, opened, capsys, request):
        def session():
            logger, settings = logging.getLogger("matplotlib"), dict(dict.items(matplotlib.rcParams))
            return settings, logger.level, matplotlib.get_backend(), pyplot.get_fignums()

        request.addfinalizer(partial(pyplot.switch_backend, matplotlib.get_backend()))
        pyplot.switch_backend("svg")
        pictures = []
        for manager, settings in [(None, {}), (lambda clock: open_window("OrLearn"), HOSTILE), (window, {})]:
            with matplotlib.rc_context(settings):
                found = session()
                with own_settings():
                    curve = opened([0.7, 0.8], [0.2, 0.3], threshold=0.1, picture="a.png", panel=PANEL, manager=manager)
                    if curve.manager:
                        zoom(curve)
                        curve.manager.canvas.resize(2400, 1350)
                        curve.manager.resize.reset_mock()
                    curve.finish(CLOSING)
                    if curve.manager:
                        assert (curve.axes.get_xlim(), curve.axes.get_ylim()) == ((0, 0.5), (0.3, 0.4))
                        assert (curve.figure.dpi, curve.manager.resize.called) == (200, False)
                    else:
                        curve.figure.savefig("whole.png", dpi=100, metadata={"Software": None})
                    ended(curve, capsys)
                assert session() == found
            pictures.append(Path("a.png").read_bytes())
        assert pictures == [Path("whole.png").read_bytes()] * 3

    def test_in_a_notebook_it_appears_once_at_the_end_and_nothing_is_told(self, opened, monkeypatch, capsys):
        show = Mock()
        monkeypatch.setitem(sys.modules, "IPython", Mock(version_info=(9, 0, 0)))
        monkeypatch.setitem(sys.modules, "IPython.display", Mock(Image=lambda content: content[:8], display=show))
        assert window_or_picture("OrLearn", None) == (None, None)
        curve = opened([0.7], manager=None)
        assert (curve.finish(), show.call_count) == (True, 0)
        assert ended(curve, capsys) == (True, "", [])
        show.assert_called_once_with(b"\x89PNG\r\n\x1a\n")

    def test_a_name_that_cannot_be_used_is_refused_first_and_without_one_there_is_none(
        self, opened, monkeypatch, capsys
    ):
        monkeypatch.setattr("learning.window.open_window", lambda title: pytest.fail("a window was opened"))
        with pytest.raises(InputError, match=r"^--save-plot: .*'loss.pgf'$"):
            window_or_picture("OrLearn", "loss.pgf")
        monkeypatch.setattr("learning.window.open_window", lambda title: None)
        os.mkdir("OrLearn.png")
        assert window_or_picture("OrLearn", None) == (None, None)
        note = "there will be no curve: OrLearn.png: the curve cannot be saved there: it is no regular file\n"
        assert capsys.readouterr().err == NO_WINDOW + note

    def test_a_backend_that_is_missing_here_stays_set_for_others(self, monkeypatch):
        monkeypatch.setenv("MPLBACKEND", "module://missing.backend_inline")
        assert open_window("OrLearn") is None
        assert os.environ["MPLBACKEND"] == "module://missing.backend_inline"


class TestWithoutAWindow:
    @pytest.mark.skipif(not sys.platform.startswith("linux"), reason="elsewhere a window needs no DISPLAY")
    @pytest.mark.parametrize("display", ["", pytest.param("none", marks=pytest.mark.thorough)])
    @pytest.mark.parametrize("backend", BACKENDS)
    def test_the_notes_say_so_and_where_the_picture_is_whatever_is_set(self, tmp_path, display, backend):
        (tmp_path / "OrLearn.png").write_bytes(b"old")
        (tmp_path / "matplotlibrc").write_text("text.usetex: True\nimage.origin: lower\nno.such: 1\n")
        result = run_script("OrLearn", *SHORT, cwd=tmp_path, DISPLAY=display, MPLBACKEND=backend)
        assert [iteration for iteration, _ in losses(result.stdout)] == [0, 1, 2, 3]
        assert (result.returncode, len(result.stdout.splitlines())) == (0, 4 + 1 + 4)
        assert result.stderr.splitlines() == [
            f"{NO_WINDOW}the curve will be saved as OrLearn.png",
            "OrLearn: the curve is saved as OrLearn.png",
        ]
        assert sorted(os.listdir(tmp_path)) == ["OrLearn.png", "matplotlibrc"]
        check_picture_is("png", tmp_path / "OrLearn.png")

    # "." is a folder in which matplotlib is as if it were not installed.
    @pytest.mark.parametrize(("arguments", "path", "status", "words"), [
        (["--help"], ".", 0, "$"),
        (["--learning-rate", "fast"], ".", 2, "OrLearn: argument --learning-rate: "),
        (["--train", "missing.ds"], ".", 2, "OrLearn: missing.ds: "),
        (["--no-plot", *SHORT], ".", 0, "$"),
        (SHORT, ".", 2, "OrLearn: expected matplotlib: pip install -r requirements.txt, or --no-plot\n"),
        (SHORT, "", 2, r"OrLearn: matplotlib does not start \(MPLBACKEND, matplotlibrc\): .*nonsense"),
    ])  # fmt: skip
    def test_matplotlib_is_needed_for_a_curve_only_and_missed_at_once(self, tmp_path, arguments, path, status, words):
        (tmp_path / "matplotlib").mkdir()
        error = "ModuleNotFoundError(\"No module named 'matplotlib'\", name='matplotlib')"
        (tmp_path / "matplotlib" / "__init__.py").write_text(f"raise {error}\n")
        result = run_script("OrLearn", *arguments, cwd=tmp_path, PYTHONPATH=path, MPLBACKEND="nonsense")
        refused = status == 2
        assert (result.returncode, result.stdout == "", result.stderr.count("\n")) == (status, refused, refused)
        assert re.match(words, result.stderr)


OPEN = """
from learning.window import open_window
manager = open_window("OrLearn")
manager.show()
manager.window.update()
print(manager.window.title(), manager.window.winfo_width() < 640, manager.window.winfo_height() < 480)
"""


@pytest.mark.skipif(not (shutil.which("Xvfb") and find_spec("_tkinter")), reason="needs Xvfb and tkinter")
def test_a_real_window_fits_a_small_screen_and_after_ctrl_c_it_stays_until_the_next(tmp_path, monkeypatch):
    command = ["Xvfb", "-displayfd", "1", "-screen", "0", "640x480x24", "-nolisten", "tcp", "-noreset"]
    options = ["--report-every", 1, "--save-plot", "loss.png"]
    with Popen(command, stdout=PIPE, stderr=DEVNULL, text=True) as server, ExitStack() as stack:
        stack.callback(server.terminate)
        monkeypatch.setenv("DISPLAY", f":{server.stdout.readline().strip()}")
        monkeypatch.setenv("MPLBACKEND", "TkAgg")
        opened = run_python("-c", OPEN, cwd=tmp_path, PYTHONPATH=str(ROOT))
        process = stack.enter_context(started_script("DigitsLearn", *options, cwd=tmp_path))
        reports = [process.stdout.readline() for _ in range(3)]
        process.send_signal(signal.SIGINT)
        note = process.stderr.readline()
        process.send_signal(signal.SIGINT)
        stdout, stderr = process.communicate()
    assert opened.stdout == "OrLearn True True\n"
    assert (process.returncode, note) == (130, "DigitsLearn: close the window to end\n")
    assert stderr == "DigitsLearn: the curve is saved as loss.png\n"
    assert len(losses("".join(reports))) == 3
    # The predictions and the loss on the test set
    assert len(stdout.splitlines()) - len(losses(stdout)) == 1 + 600 + 1
    check_picture_is("png", tmp_path / "loss.png")
