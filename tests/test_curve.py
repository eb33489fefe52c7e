"""The live curve: without a window, as a picture, in a window, and what --no-plot leaves out."""

import logging
import os
import re
import shutil
import sys
import xml.etree.ElementTree as xml
from importlib.util import find_spec
from subprocess import DEVNULL, PIPE, Popen

import pytest
from helpers import ROOT, losses, options, run_python, run_script

from learning.command_line import InputError
from learning.curve import Curve, open_curve
from learning.interruption import Interruption
from learning.picture import check_picture, new_figure

linux = pytest.mark.skipif(
    not sys.platform.startswith("linux"), reason="elsewhere a window needs no DISPLAY"
)
needs_xvfb = pytest.mark.skipif(
    shutil.which("Xvfb") is None or find_spec("_tkinter") is None, reason="needs Xvfb and tkinter"
)
SHORT = ["--seed", 1, "--max-iterations", 3, "--report-every", 1]


@pytest.fixture(scope="module", autouse=True)
def font_cache(tmp_path_factory):
    """A folder for what matplotlib writes, here and in the scripts."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("MPLCONFIGDIR", str(tmp_path_factory.mktemp("matplotlib")))
        yield


def check_trained(result):
    assert result.returncode == 0
    assert [iteration for iteration, _ in losses(result.stdout)] == [0, 1, 2, 3]
    assert len(result.stdout.splitlines()) == 4 + 1 + 4


def only_line(text):
    (line,) = text.splitlines()
    return line


def make_read_only(path):
    path.chmod(path.stat().st_mode & ~0o222)
    if os.access(path, os.W_OK):
        pytest.skip("root may write there all the same")


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


@linux
class TestWithoutAWindow:
    @pytest.mark.parametrize(
        "env",
        [{}, {"DISPLAY": "none"}, *[{"MPLBACKEND": name} for name in ["TkAgg", "WebAgg", "pdf"]]],
        ids=str,
    )
    def test_it_says_so_once_and_saves_a_picture(self, tmp_path, env):
        if env.get("MPLBACKEND") == "WebAgg" and find_spec("tornado"):
            pytest.skip("with tornado, WebAgg opens a browser")
        result = run_script("OrLearn", *SHORT, cwd=tmp_path, **env)
        check_trained(result)
        line = only_line(result.stderr)
        assert "OrLearn.png" in line
        assert re.search(r"python3-tk\b.*python3-tkinter\b", line)
        assert [path.name for path in tmp_path.iterdir()] == ["OrLearn.png"]
        check_picture_is("png", tmp_path / "OrLearn.png")

    def test_the_picture_is_replaced_by_the_next_run(self, tmp_path):
        (tmp_path / "OrLearn.png").write_bytes(b"old")
        check_trained(run_script("OrLearn", *SHORT, cwd=tmp_path))
        check_picture_is("png", tmp_path / "OrLearn.png")

    @pytest.mark.parametrize("obstacle", ["a folder of that name", "a read-only folder", "/proc"])
    def test_where_nothing_can_be_written_it_goes_on_without_a_picture(self, tmp_path, obstacle):
        folder = tmp_path
        if obstacle == "a folder of that name":
            (tmp_path / "OrLearn.png").mkdir()
        elif obstacle == "/proc":
            folder = "/proc"
        else:
            make_read_only(tmp_path)
        result = run_script("OrLearn", *SHORT, cwd=folder)
        check_trained(result)
        line = only_line(result.stderr)
        assert "there will be no curve" in line
        assert "OrLearn.png" in line


class TestSavePlot:
    @linux
    @pytest.mark.parametrize(
        ("name", "env"),
        [
            ("loss.png", {}),
            ("loss.svg", {}),
            ("loss.pdf", {}),
            ("loss.png", {"MPLBACKEND": "svg"}),
        ],
    )
    def test_the_format_is_that_of_the_name(self, tmp_path, name, env):
        result = run_script("OrLearn", *SHORT, "--save-plot", name, cwd=tmp_path, **env)
        check_trained(result)
        assert name in only_line(result.stderr)
        assert [path.name for path in tmp_path.iterdir()] == [name]
        check_picture_is(name[-3:], tmp_path / name)

    @pytest.mark.parametrize(
        ("path", "words"),
        [
            ("missing/loss.png", "missing/loss.png"),
            ("folder.png", "folder.png"),
            ("loss.xyz", "expected a name that ends in .png, .svg or .pdf"),
            ("loss", "expected a name that ends in .png, .svg or .pdf"),
        ],
    )
    def test_a_file_that_cannot_be_written_is_refused_before_training(self, tmp_path, path, words):
        (tmp_path / "folder.png").mkdir()
        result = run_script("OrLearn", *SHORT, "--save-plot", path, cwd=tmp_path)
        assert (result.returncode, result.stdout) == (2, "")
        assert words in only_line(result.stderr)
        assert [entry.name for entry in tmp_path.iterdir()] == ["folder.png"]

    @pytest.mark.parametrize("read_only", ["folder", "picture"])
    def test_an_older_picture_that_cannot_be_replaced_stays(self, tmp_path, read_only):
        picture = tmp_path / "loss.png"
        picture.write_bytes(b"old")
        make_read_only(tmp_path if read_only == "folder" else picture)
        with pytest.raises(InputError, match="the curve cannot be saved there: Permission denied"):
            check_picture(figure_on_agg(), str(picture))
        assert picture.read_bytes() == b"old"
        assert list(tmp_path.iterdir()) == [picture]

    def test_a_failure_at_the_end_keeps_the_older_picture(self, tmp_path, monkeypatch, capsys):
        def full(*arguments):
            raise OSError(28, "No space left on device")

        picture = tmp_path / "loss.png"
        picture.write_bytes(b"old")
        curve = Curve(figure_on_agg(), options(), str(picture))
        curve.add(0, [0.7])
        monkeypatch.setattr("learning.picture.os.replace", full)
        assert curve.finish() is False
        line = only_line(capsys.readouterr().err)
        assert "loss.png: the curve could not be saved: No space left on device" in line
        assert list(tmp_path.iterdir()) == [picture]
        assert picture.read_bytes() == b"old"


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
        script = ROOT / "OrLearn.py"
        result = run_python("-X", "importtime", script, *arguments, cwd=tmp_path)
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
        line = only_line(result.stderr)
        assert "matplotlib" in line
        assert "--no-plot" in line

    def test_without_it_no_plot_works(self, tmp_path, without_matplotlib):
        result = run_script("OrLearn", *SHORT, "--no-plot", cwd=tmp_path, PYTHONPATH=without_matplotlib)
        check_trained(result)
        assert result.stderr == ""

    def test_a_nonsense_backend_is_refused_before_training(self, tmp_path):
        result = run_script("OrLearn", *SHORT, cwd=tmp_path, MPLBACKEND="nonsense")
        assert (result.returncode, result.stdout) == (2, "")
        line = only_line(result.stderr)
        assert "MPLBACKEND" in line
        assert "nonsense" in line


def figure_on_agg():
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    figure = Figure()
    FigureCanvasAgg(figure)
    return figure


def figure_in_a_window():
    """On Agg, but with what tells a canvas of a window, and counts of what is done with that."""
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    class Canvas(FigureCanvasAgg):
        required_interactive_framework = "none"
        looks = 0

        def flush_events(self):
            self.looks += 1

    class Window(Figure):
        shown = 0

        def show(self):
            self.shown += 1

    figure = Window()
    Canvas(figure)
    return figure


class Clock:
    """Time that passes only where a test says so; a redraw takes `cost` seconds of it."""

    def __init__(self, curve, monkeypatch, cost):
        self.now = 1000.0
        self.redraws = []
        self.cost = cost
        curve.figure.canvas.mpl_connect("draw_event", self.redrawn)
        monkeypatch.setattr("learning.curve.monotonic", lambda: self.now)

    def redrawn(self, event):
        self.redraws.append(self.now)
        self.now += self.cost

    def waits(self):
        """The seconds from each redraw's end to the next redraw."""
        return [after - before - self.cost for before, after in zip(self.redraws, self.redraws[1:])]


class TestCurve:
    @pytest.fixture(autouse=True)
    def named_like_a_script(self, monkeypatch):
        monkeypatch.setattr("sys.argv", ["/somewhere/OrLearn.py"])

    def in_a_window(self):
        """A curve on Agg that believes to have a window, which Agg can redraw as well."""
        return Curve(figure_in_a_window(), options(), None)

    def test_every_point_is_on_the_lines_at_the_end(self):
        curve = Curve(figure_on_agg(), options(test="test.ds"), None)
        curve.add(0, [0.7, 0.8])
        curve.add(20, [0.5, 0.6])
        curve.add(40, [0.3, 0.4])
        assert curve.finish() is True
        training, test = curve.figure.axes[0].lines[:2]
        assert training.get_xydata().tolist() == [[0, 0.7], [20, 0.5], [40, 0.3]]
        assert test.get_xydata().tolist() == [[0, 0.8], [20, 0.6], [40, 0.4]]
        assert training.get_linestyle() != test.get_linestyle()
        assert training.get_color() != test.get_color()

    @pytest.mark.parametrize(
        ("changes", "names"),
        [
            ({"threshold": 0.1}, ["training set", "threshold"]),
            ({"threshold": 0}, ["training set"]),
            ({"threshold": 0.1, "test": "test.ds"}, ["training set", "test set", "threshold"]),
        ],
    )
    def test_the_legend_names_every_line(self, changes, names):
        axes = Curve(figure_on_agg(), options(**changes), None).figure.axes[0]
        assert [text.get_text() for text in axes.get_legend().get_texts()] == names
        assert [line.get_label() for line in axes.lines] == names

    def test_no_line_can_run_under_the_legend(self):
        curve = Curve(figure_on_agg(), options(test="test.ds"), None)
        assert curve.title.get_text() == "OrLearn"
        curve.add(0, [0.7, 0.7])
        curve.finish()
        curve.figure.canvas.draw()
        assert curve.axes.get_legend().get_window_extent().y0 >= curve.axes.get_window_extent().y1

    def test_the_threshold_is_drawn_where_it_is(self):
        axes = Curve(figure_on_agg(), options(threshold=0.25), None).figure.axes[0]
        assert list(axes.lines[-1].get_ydata()) == [0.25, 0.25]

    def test_the_axes_are_labelled_and_the_title_tells_the_last_loss(self):
        curve = Curve(figure_on_agg(), options(), None)
        curve.add(0, [0.7])
        curve.add(20, [0.123456])
        curve.finish()
        axes = curve.figure.axes[0]
        assert axes.get_xlabel() == "iterations"
        assert axes.get_ylabel().startswith("loss")
        assert curve.title.get_text() == "OrLearn: loss 0.1235 after 20 iterations"
        assert axes.get_xlim() == (0.0, 20.0)

    @pytest.mark.filterwarnings("error")
    @pytest.mark.parametrize(
        "history", [[0.5], [0.0], [0.5, 0.5], [0.7, 0.0], [0.7, 5e-324], [0.7, 1e299], [1.7e308, 0.0]]
    )
    def test_extreme_losses_are_drawn_without_a_warning(self, tmp_path, history):
        curve = Curve(figure_on_agg(), options(threshold=0), str(tmp_path / "loss.png"))
        for iteration, loss in enumerate(history):
            curve.add(iteration, [loss])
        assert curve.finish() is True
        check_picture_is("png", tmp_path / "loss.png")

    # What a redraw costs, and so how long the training goes on undisturbed between two of them: no
    # less than 0.1 s, and ten times the cost.
    @pytest.mark.parametrize(("cost", "least_wait", "most_redraws"), [(0.0, 0.1, 11), (0.05, 0.5, 3)])
    def test_it_is_redrawn_on_a_clock(self, monkeypatch, cost, least_wait, most_redraws):
        curve = self.in_a_window()
        clock = Clock(curve, monkeypatch, cost)
        for iteration in range(100):
            curve.add(iteration, [0.5])
            curve.refresh()
            clock.now += 0.01
        assert 2 <= len(clock.redraws) <= most_redraws
        # The first redraw opens the window, so its time may count for nothing.
        assert clock.waits()[0] > 0.0999
        assert all(wait > least_wait - 0.0001 for wait in clock.waits()[1:])

    def test_a_redraw_shows_the_points_so_far(self, monkeypatch):
        curve = self.in_a_window()
        clock = Clock(curve, monkeypatch, 0.0)
        line = curve.figure.axes[0].lines[0]
        shown = []
        for iteration in range(4):
            curve.add(iteration, [0.5])
            clock.now += 1.0
            curve.refresh()
            shown.append(len(line.get_xdata()))
        assert shown == [1, 2, 3, 4]

    def test_nothing_new_is_not_redrawn(self, monkeypatch):
        curve = self.in_a_window()
        clock = Clock(curve, monkeypatch, 0.0)
        curve.add(0, [0.5])
        for _ in range(10):
            curve.refresh()
            clock.now += 1.0
        assert len(clock.redraws) == 1

    def test_without_a_window_it_is_drawn_at_the_end_only(self, monkeypatch, tmp_path):
        curve = Curve(figure_on_agg(), options(), str(tmp_path / "loss.png"))
        clock = Clock(curve, monkeypatch, 0.0)
        for iteration in range(10):
            curve.add(iteration, [0.5])
            curve.refresh()
            clock.now += 1.0
        assert clock.redraws == []
        curve.finish()
        assert len(curve.figure.axes[0].lines[0].get_xdata()) == 10
        check_picture_is("png", tmp_path / "loss.png")

    def test_before_the_first_point_the_axes_fit_a_loss_from_a_tenth_to_one(self):
        axes = Curve(figure_on_agg(), options(threshold=0.001), None).figure.axes[0]
        assert (axes.get_yscale(), axes.get_ylim()) == ("log", (0.1, 1.0))
        assert axes.yaxis.get_major_formatter().format_ticks([0.05, 0.1]) == ["0.05", "0.1"]
        ticks = [tick for tick in axes.get_yticks() if 0.09 < tick < 1.1]
        assert ticks == pytest.approx([0.1, 0.2, 0.5, 1.0])

    def test_the_axes_grow_to_the_losses_and_count_whole_iterations(self):
        curve = Curve(figure_on_agg(), options(threshold=0), None)
        axes = curve.figure.axes[0]
        curve.add(0, [0.5])
        curve.finish()
        assert axes.get_xlim() == (0.0, 1.0)
        curve.add(3, [0.001])
        curve.finish()
        assert axes.get_ylim()[0] <= 0.001
        assert axes.get_xticks().tolist() == [0.0, 1.0, 2.0, 3.0]
        assert axes.xaxis.get_major_formatter().format_ticks([1, 2000000]) == ["1", "2000000"]

    @pytest.mark.parametrize(
        ("lowest", "numbers"),
        [
            (0.06, [0.1, 0.2, 0.5]),
            (0.004, [0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5]),
            (0.0009, [0.001, 0.003, 0.01, 0.03, 0.1, 0.3]),
            (0.000009, [0.00001, 0.0001, 0.001, 0.01, 0.1, 1.0]),
        ],
    )
    def test_the_more_decades_the_fewer_numbers_in_each(self, lowest, numbers):
        curve = Curve(figure_on_agg(), options(threshold=0), None)
        curve.add(0, [0.7])
        curve.add(1, [lowest])
        curve.finish()
        low, high = curve.axes.get_ylim()
        assert [y for y in curve.axes.get_yticks() if low < y < high] == pytest.approx(numbers)

    def test_the_lines_have_colours_that_the_colour_blind_tell_apart(self):
        axes = Curve(figure_on_agg(), options(test="test.ds"), None).figure.axes[0]
        drawn = [(line.get_color(), line.get_linestyle()) for line in axes.lines]
        assert drawn == [("#0072B2", "-"), ("#D55E00", "--"), ("black", ":")]

    def test_a_picture_that_cannot_be_saved_is_told(self, tmp_path, capsys):
        def full(*arguments, **options):
            raise OSError(28, "No space left on device")

        picture = str(tmp_path / "loss.png")
        curve = Curve(figure_on_agg(), options(), picture)
        curve.add(0, [0.7])
        curve.figure.savefig = full
        assert curve.finish() is False
        line = f"OrLearn: {picture}: the curve could not be saved: No space left on device\n"
        assert capsys.readouterr().err == line

    def test_a_window_is_looked_after_until_it_is_closed(self, monkeypatch):
        figure = figure_in_a_window()
        curve = Curve(figure, options(), None)
        assert (curve.has_window, figure.shown) == (True, 1)
        clock = Clock(curve, monkeypatch, 0.0)
        looks = figure.canvas.looks
        curve.refresh()  # no point yet, nothing to draw
        # Every 0.05 s is every fourth of these steps.
        for _ in range(100):
            clock.now += 1 / 64
            curve.refresh()
        assert figure.canvas.looks - looks == 1 + 25
        figure.canvas.callbacks.process("close_event", None)
        assert curve.has_window is False
        clock.now += 1.0
        curve.refresh()
        assert figure.canvas.looks - looks == 1 + 25

    def test_a_window_may_be_closed_while_it_opens(self):
        def closed():
            raise RuntimeError("there is no window to draw in")

        figure = figure_in_a_window()
        figure.canvas.flush_events = lambda: figure.canvas.callbacks.process("close_event", None)
        figure.canvas.draw = closed
        assert Curve(figure, options(), None).has_window is False

    def test_its_panel_is_redrawn_with_it_and_nothing_is_laid_out_anew(self):
        figure, redrawn = figure_in_a_window(), []
        curve = Curve(figure, options(), None, lambda figure, place: lambda: redrawn.append(len(curve.iterations)))
        laid_out = []
        figure.draw_without_rendering = lambda: laid_out.append("live")
        for iteration in range(2):
            curve.add(iteration, [0.5])
            curve.next_look = curve.next_redraw = 0.0
            curve.refresh()
        assert (redrawn, laid_out) == ([1, 2], [])
        assert "Constrained" not in type(figure.get_layout_engine()).__name__
        curve.finish()
        assert (redrawn, laid_out) == ([1, 2, 2], ["live"])

    def test_the_figure_of_a_closed_window_can_still_be_finished(self, monkeypatch):
        class Toolbar:
            def update(self):
                raise RuntimeError("it was closed with its window")

        figure = figure_in_a_window()
        curve = Curve(figure, options(), None)
        curve.add(0, [0.7])
        figure.canvas.toolbar = Toolbar()
        figure.canvas.callbacks.process("close_event", None)
        closings = []
        assert curve.finish(lambda *place: closings.append(place)) is True
        assert len(closings) == 1

    def test_it_waits_until_the_window_is_closed_or_ctrl_c(self, monkeypatch, capsys):
        curve = Curve(figure_in_a_window(), options(), None)
        interruption = Interruption()
        slept = []

        def sleep(seconds):
            slept.append(seconds)
            if len(slept) == 2:
                interruption.status = 130
            elif len(slept) == 4:
                curve.figure.canvas.callbacks.process("close_event", None)
            assert len(slept) <= 4

        monkeypatch.setattr("learning.curve.sleep", sleep)
        curve.wait(interruption)
        assert slept == [0.05] * 2
        assert capsys.readouterr().err == "OrLearn: close the window to end\n"
        curve.wait(interruption)  # interrupted already
        assert capsys.readouterr().err == ""
        interruption.status = 0
        curve.wait(interruption)
        assert slept == [0.05] * 4
        capsys.readouterr()
        curve.wait(interruption)  # closed already
        assert capsys.readouterr().err == ""


class TestOpenCurve:
    @pytest.fixture(autouse=True)
    def in_an_empty_folder(self, monkeypatch, tmp_path):
        monkeypatch.setattr("sys.argv", ["/somewhere/OrLearn.py"])
        monkeypatch.chdir(tmp_path)

    def opened(self, monkeypatch, figure, save_plot):
        monkeypatch.setattr("learning.curve.new_figure", lambda: figure)
        return open_curve(options(plot=True, save_plot=save_plot))

    @pytest.mark.parametrize("name", [None, "my.svg", "MY.PNG"])
    def test_without_a_window_it_will_be_a_picture(self, monkeypatch, tmp_path, capsys, name):
        figure = figure_on_agg()
        curve = self.opened(monkeypatch, figure, name)
        assert (curve.figure, curve.picture) == (figure, name or "OrLearn.png")
        assert capsys.readouterr().err == (
            f"OrLearn: no window can be opened, so the curve will be saved as {curve.picture}; "
            "a window needs a display and tkinter (apt: python3-tk, dnf: python3-tkinter)\n"
        )
        assert list(tmp_path.iterdir()) == []

    def test_its_panel_is_the_one_that_was_asked_for(self, monkeypatch):
        def panel(figure, place):
            return None

        monkeypatch.setattr("learning.curve.new_figure", figure_in_a_window)
        assert open_curve(options(plot=True), panel).panel is panel

    def test_where_the_picture_cannot_be_there_is_none(self, monkeypatch, tmp_path, capsys):
        (tmp_path / "OrLearn.png").mkdir()
        assert self.opened(monkeypatch, figure_on_agg(), None).picture is None
        assert capsys.readouterr().err.startswith(
            "OrLearn: no window can be opened, so there will be no curve: "
            "OrLearn.png: the curve cannot be saved there: "
        )

    @pytest.mark.parametrize("name", [None, "my.svg"])
    def test_with_a_window_there_is_a_picture_only_if_asked_for(self, monkeypatch, capsys, name):
        curve = self.opened(monkeypatch, figure_in_a_window(), name)
        assert (curve.has_window, curve.picture, capsys.readouterr().err) == (True, name, "")

    @pytest.mark.parametrize(
        ("name", "message"),
        [
            ("my.xyz", "my.xyz: expected a name that ends in .png, .svg or .pdf"),
            ("no/my.png", "no/my.png: the curve cannot be saved there: No such file or directory"),
        ],
    )
    def test_a_picture_that_cannot_be_written_is_refused(self, monkeypatch, name, message):
        with pytest.raises(InputError) as caught:
            self.opened(monkeypatch, figure_in_a_window(), name)
        assert str(caught.value) == message

    def test_looking_whether_a_picture_can_be_written_leaves_the_older_one(self, tmp_path):
        (tmp_path / "old.png").write_bytes(b"old")
        check_picture(figure_on_agg(), "old.png")
        assert (tmp_path / "old.png").read_bytes() == b"old"

    def test_the_ending_may_be_in_capitals(self, tmp_path):
        curve = Curve(figure_on_agg(), options(), str(tmp_path / "MY.SVG"))
        curve.add(0, [0.5])
        assert curve.finish() is True
        assert [path.name for path in tmp_path.iterdir()] == ["MY.SVG"]
        check_picture_is("svg", tmp_path / "MY.SVG")

    @pytest.mark.parametrize("failing", ["replace", "remove"])
    def test_a_failure_at_the_end_leaves_nothing_half_written(self, monkeypatch, tmp_path, failing):
        def full(*arguments):
            raise OSError(28, "No space left on device")

        curve = Curve(figure_on_agg(), options(), "my.png")
        curve.add(0, [0.5])
        monkeypatch.setattr("learning.picture.os.replace", full)
        if failing == "remove":
            # What cannot even be removed is no second error.
            monkeypatch.setattr("learning.picture.os.remove", full)
        assert curve.finish() is False
        left = [] if failing == "replace" else ["my.png.part"]
        assert [path.name for path in tmp_path.iterdir()] == left


LOGGER = logging.getLogger("matplotlib")


class TestNewFigure:
    @pytest.fixture(autouse=True)
    def pyplot(self):
        """matplotlib as it was before, afterwards."""
        import matplotlib
        from matplotlib import pyplot

        backend, level = matplotlib.get_backend(), LOGGER.level
        with matplotlib.rc_context():
            yield pyplot
        pyplot.close("all")
        LOGGER.setLevel(level)
        pyplot.switch_backend(backend)

    def test_where_no_window_opens_it_can_be_saved_as_any_kind_of_picture(self, pyplot):
        pyplot.switch_backend("svg")
        figure = new_figure()
        assert {"png", "svg", "pdf"} <= figure.canvas.get_supported_filetypes().keys()
        assert figure.get_size_inches().tolist() == [12.0, 6.75]
        assert pyplot.rcParams["figure.raise_window"] is False

    def test_a_figure_in_a_window_is_taken(self, pyplot, monkeypatch):
        window, switched = figure_in_a_window(), []
        monkeypatch.setattr(pyplot, "figure", lambda name: window)
        monkeypatch.setattr(pyplot, "switch_backend", switched.append)
        assert (new_figure(), switched) == (window, [])

    def test_matplotlib_is_quiet_unless_something_fails(self):
        LOGGER.setLevel(logging.WARNING)
        new_figure()
        assert LOGGER.level == logging.ERROR

    @pytest.mark.parametrize("error", [ImportError, RuntimeError])
    def test_a_backend_that_cannot_start_is_replaced(self, pyplot, monkeypatch, error):
        original, calls = pyplot.figure, []

        def figure(name=None):
            calls.append("figure")
            if len(calls) == 1:
                raise error
            return original()

        pyplot.switch_backend("svg")
        monkeypatch.setattr(pyplot, "figure", figure)
        assert "png" in new_figure().canvas.get_supported_filetypes()

    @pytest.mark.parametrize(
        ("error", "message"),
        [
            (
                ModuleNotFoundError("No module named 'matplotlib'", name="matplotlib"),
                "expected matplotlib: pip install -r requirements.txt, or --no-plot",
            ),
            (ValueError("'nonsense' is no backend"), "MPLBACKEND: 'nonsense' is no backend"),
        ],
    )
    def test_what_matplotlib_needs_is_told(self, monkeypatch, error, message):
        def refuse(*arguments):
            raise error

        with monkeypatch.context() as patch:
            patch.setattr("builtins.__import__", refuse)
            with pytest.raises(InputError) as caught:
                new_figure()
        assert str(caught.value) == message

    def test_a_broken_matplotlib_shows_its_own_error(self, monkeypatch):
        monkeypatch.setitem(sys.modules, "matplotlib.pyplot", None)
        with pytest.raises(ModuleNotFoundError, match=r"matplotlib\.pyplot"):
            new_figure()


# Run a script, and at the third call of `refresh` or `sleep` in learning.curve close the window, as its
# close button does, or press Ctrl-C. On stderr: the windows that are open then, and at the end.
DRIVER = """
import runpy, signal, sys
from matplotlib import pyplot
from learning import curve

_, moment, action, *sys.argv = sys.argv
holder = curve.Curve if moment == "add" else curve
original = getattr(holder, moment)
calls = 0

def wrapper(*arguments):
    global calls
    calls += 1
    if calls == 3:
        canvases = [pyplot.figure(n).canvas for n in pyplot.get_fignums()]
        windows = [f"{c.required_interactive_framework} {c.manager.get_window_title()}" for c in canvases]
        print(moment, windows, file=sys.stderr)
        if action == "close":
            pyplot.close()
        else:
            signal.raise_signal(signal.SIGINT)
    return original(*arguments)

setattr(holder, moment, wrapper)
try:
    runpy.run_path(sys.argv[0], run_name="__main__")
finally:
    print("end", len(pyplot.get_fignums()), file=sys.stderr)
"""


@pytest.fixture(scope="module")
def display():
    command = ["Xvfb", "-displayfd", "1", "-screen", "0", "1024x768x24", "-nolisten", "tcp", "-noreset"]
    with Popen(command, stdout=PIPE, stderr=DEVNULL, text=True) as server:
        yield f":{server.stdout.readline().strip()}"
        server.terminate()


@needs_xvfb
@pytest.mark.parametrize(
    ("moment", "action", "status", "iterations", "windows"),
    [
        # Closed during the training: it goes on in text, and no second window opens.
        ("add", "close", 0, [0, 5, 10, 15, 20], 0),
        # Ctrl-C during the third update: it does not wait for the window.
        ("add", "interrupt", 130, [0, 5, 10, 11], 1),
        # After the training the window stays until it is closed, or until Ctrl-C.
        ("sleep", "close", 0, [0, 5, 10, 15, 20], 0),
        ("sleep", "interrupt", 130, [0, 5, 10, 15, 20], 1),
    ],
)
def test_a_real_window(tmp_path, display, moment, action, status, iterations, windows):
    numbers = ["--seed", 1, "--max-iterations", 20, "--report-every", 5, "--save-plot", "loss.png"]
    arguments = ["-c", DRIVER, moment, action, ROOT / "DigitsLearn.py", *numbers]
    result = run_python(*arguments, cwd=tmp_path, DISPLAY=display, PYTHONPATH=str(ROOT))
    waited = ["DigitsLearn: close the window to end"] if moment == "sleep" else []
    told = [*waited, f"{moment} ['tk DigitsLearn']"]
    assert result.stderr.splitlines() == [*told, f"end {windows}"]
    assert result.returncode == status
    assert [iteration for iteration, _ in losses(result.stdout)] == iterations
    lines = result.stdout.splitlines()
    assert len(lines) == len(iterations) + 1 + 600 + 1
    assert lines[-1].startswith("test loss ")
    check_picture_is("png", tmp_path / "loss.png")
