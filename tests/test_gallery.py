"""The gallery: the README's pictures come out as they are there, and comparisons are drawn while they run."""

import importlib.util
import re
import signal
import sys

import learning.command_line
import pytest
from helpers import ROOT, losses, run_python, run_script
from test_curve import Clock, check_picture_is, heading, points, window

PICTURES = ["rates.png", "methods.png", "gap.png", "surface.png", "learning.gif"]
# The matplotlib that made those in docs/, whatever its third number; another one may draw other pixels.
MADE_WITH = "3.11"


@pytest.fixture
def gallery(monkeypatch, tmp_path):
    """The gallery as a module, which saves in a folder of its own and goes once through 12 images only."""
    spec = importlib.util.spec_from_file_location("gallery", ROOT / "docs" / "gallery.py")
    module = importlib.util.module_from_spec(spec)
    path = list(sys.path)
    spec.loader.exec_module(module)
    monkeypatch.setattr(sys, "path", path)
    monkeypatch.setattr(module, "HOME", tmp_path)
    monkeypatch.setattr(module, "PASS", 12)
    monkeypatch.setattr(module, "PASSES", 1)
    monkeypatch.setattr(module, "GAP_PASSES", 2)
    monkeypatch.chdir(tmp_path)
    return module


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def shown(monkeypatch, gallery, clock):
    """A function that runs the gallery in such a window, and returns its curve; an example takes 0.01 s."""
    curves = []

    class Watched(gallery.Comparison):
        def __init__(self, *given):
            super().__init__(*given, clock)
            curves.append(self)

        def refresh(self, iteration):
            clock.sleep(0.01)
            super().refresh(iteration)

        def wait(self):
            clock.after(0.1, self.close)
            super().wait()

    def shown(*arguments, manager):
        monkeypatch.setattr("learning.window.open_window", lambda title: manager)
        monkeypatch.setattr("sys.argv", ["gallery.py", *arguments])
        gallery.main()
        return curves[-1]

    monkeypatch.setattr(gallery, "Comparison", Watched)
    monkeypatch.setattr(learning.command_line, "status", 0)
    return shown


@pytest.fixture
def usual_ctrl_c():
    """A shell has it ignored for what it runs in the background."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


def curve_text(manager):
    return " ".join(text.get_text() for text in manager.canvas.figure.texts)


def run_gallery(*arguments, cwd):
    """The gallery as a shell runs it, without a window; it goes once through 12 images only."""
    code = f"""
import runpy, sys
sys.path.insert(0, {str(ROOT / "docs")!r})
sys.argv = ["gallery.py", *{arguments!r}]
import gallery
gallery.PASS, gallery.PASSES = 12, 1
gallery.run(gallery.main)
gallery.exit_if_failed()
"""
    return run_python("-c", code, cwd=cwd)


class TestComparisons:
    @pytest.mark.thorough
    def test_each_rate_is_a_line_from_the_same_start(self, shown, clock):
        curve = shown("rates", "--learning-rate", "0.05", "--learning-rate", "5", manager=window(clock))
        assert [line.get_label() for line in curve.lines] == ["α = 0.05", "α = 5"]
        slow, fast = points(curve)
        assert slow[0] == fast[0]
        assert slow[-1][0] == fast[-1][0] == 12
        assert slow[-1] != fast[-1]

    def test_each_method_is_a_line_with_its_own_rate(self, shown, clock):
        curve = shown("methods", "--method", "iterative", "--method", "batch", manager=window(clock))
        assert [line.get_label() for line in curve.lines] == ["iterative, α = 0.05", "batch, α = 1"]

    @pytest.mark.thorough
    def test_methods_and_rates_can_be_given_together(self, shown, clock):
        given = ["--method", "batch", "--method", "stochastic", "--learning-rate", "0.1", "--learning-rate", "1"]
        labels = [line.get_label() for line in shown("rates", *given, manager=window(clock)).lines]
        assert labels == ["batch, α = 0.1", "batch, α = 1", "stochastic, α = 0.1", "stochastic, α = 1"]

    def test_it_draws_while_it_runs(self, shown, clock):
        manager = window(clock)
        curve = shown("rates", manager=manager)
        # In 0.36 s of learning, a frame comes every 0.07 s, at the next look at the clock.
        assert len(manager.canvas.frames) >= 5
        assert heading(curve) == "12"

    def test_the_space_bar_pauses_it(self, shown, clock):
        manager, paused = window(clock), []
        clock.after(0.1, lambda: manager.canvas.press(" "))
        clock.after(5, lambda: paused.append(curve_text(manager)))
        clock.after(6, lambda: manager.canvas.press(" "))
        assert shown("rates", manager=manager).iterations[-1] == 12
        assert "paused: press space" in paused[0]

    def test_after_ctrl_c_the_curve_is_saved_as_far_as_it_came(self, shown, clock, tmp_path, usual_ctrl_c):
        clock.after(0.1, lambda: signal.raise_signal(signal.SIGINT))
        curve = shown("rates", "--save-plot", "part.png", manager=window(clock))
        assert 0 < curve.iterations[-1] < 12
        assert learning.command_line.status == 130
        check_picture_is("png", tmp_path / "part.png")

    def test_without_a_window_the_curve_is_saved_in_the_current_folder(self, tmp_path):
        result = run_gallery("rates", cwd=tmp_path)
        assert result.returncode == 0
        assert "tkinter (apt: python3-tk, dnf: python3-tkinter); the curve will be saved as rates.png" in result.stderr
        check_picture_is("png", tmp_path / "rates.png")
        lines = result.stdout.splitlines()
        assert lines[0].startswith("0 examples seen  losses 7.07053  7.07053  7.07053")
        assert lines[-1].startswith("12 examples seen")

    @pytest.mark.thorough
    def test_save_plot_saves_it(self, tmp_path):
        assert run_gallery("methods", "--method", "batch", "--save-plot", "one.svg", cwd=tmp_path).returncode == 0
        check_picture_is("svg", tmp_path / "one.svg")

    @pytest.mark.thorough
    def test_a_window_of_another_size_saves_the_same_picture(self, shown, clock, tmp_path):
        shown("rates", "--save-plot", "usual.png", manager=window(clock))
        small = window(clock)
        small.canvas.figure.set_size_inches(8.005, 4.505)
        shown("rates", "--save-plot", "small.png", manager=small)
        assert (tmp_path / "usual.png").read_bytes() == (tmp_path / "small.png").read_bytes()

    @pytest.mark.parametrize(
        ("arguments", "expected"),
        [
            (["faces"], "expected one of rates, methods, gap, surface, learning, got 'faces'"),
            (["rates", "--learning-rate", "0"], "expected a finite number above 0, got '0'"),
            (["rates", *["--learning-rate", "1"] * 5], "expected at most 4 runs side by side, got 5"),
            (["gap", "--learning-rate", "1"], "expected rates or methods alone with them"),
            (["rates", "--save-plot", "loss.txt"], "expected a name that ends in .png, .svg or .pdf, got 'loss.txt'"),
        ],
    )
    def test_what_cannot_be_drawn_is_refused_in_a_sentence(self, arguments, expected, tmp_path):
        result = run_gallery(*arguments, cwd=tmp_path)
        assert (result.returncode, result.stdout) == (2, "")
        assert expected in result.stderr
        assert len(result.stderr.splitlines()) == 1
        assert list(tmp_path.iterdir()) == []


def test_without_matplotlib_it_says_what_to_install(monkeypatch, gallery):
    monkeypatch.setattr(gallery, "find_spec", lambda name: None)
    monkeypatch.setattr("sys.argv", ["gallery.py", "surface"])
    with pytest.raises(learning.command_line.InputError, match="pip install -r requirements"):
        gallery.main()


class TestPictures:
    @pytest.mark.thorough
    def test_without_names_no_window_is_opened(self, gallery, monkeypatch, tmp_path):
        monkeypatch.setattr("sys.argv", ["gallery.py"])
        monkeypatch.setattr("learning.window.open_window", lambda title: pytest.fail("a window"))
        for name in ("surface", "learning"):
            monkeypatch.setattr(gallery, name, lambda: None)
        gallery.main()
        assert sorted(path.name for path in tmp_path.iterdir()) == ["gap.png", "methods.png", "rates.png"]

    def test_they_tell_no_version_of_matplotlib(self):
        for name in PICTURES:
            assert b"atplotlib" not in (ROOT / "docs" / name).read_bytes()

    @pytest.mark.parametrize("name", PICTURES)
    def test_they_are_small_enough_for_a_page(self, name):
        assert (ROOT / "docs" / name).stat().st_size < 1_000_000

    def test_the_film_shows_each_report_and_begins_with_its_end(self):
        # 0x2C begins each frame, after a graphic control extension.
        film = (ROOT / "docs" / "learning.gif").read_bytes()
        durations = re.findall(rb"\x21\xf9\x04.(..).\x00\x2c", film, re.DOTALL)
        assert [int.from_bytes(duration, "little") for duration in durations[:2]] == [400, 30]

    @pytest.mark.thorough
    def test_they_come_out_as_they_are_in_the_readme(self, tmp_path):
        import matplotlib

        code = f"""
import sys
sys.path.insert(0, {str(ROOT / "docs")!r})
import gallery, pathlib
gallery.HOME = pathlib.Path({str(tmp_path)!r})
sys.argv = ["gallery.py"]
gallery.main()
"""
        result = run_python("-c", code, cwd=tmp_path)
        assert (result.returncode, result.stderr) == (0, "")
        paths = [line for line in result.stdout.splitlines() if "examples seen" not in line]
        assert paths == [f"{tmp_path.name}/{name}" for name in PICTURES]
        if (matplotlib.__version__.rpartition(".")[0], sys.platform) != (MADE_WITH, "linux"):
            pytest.skip(f"needs matplotlib {MADE_WITH} on Linux, which made the pictures")
        for name in PICTURES:
            assert (tmp_path / name).read_bytes() == (ROOT / "docs" / name).read_bytes(), name


def test_its_rates_are_those_of_digitslearn(gallery, tmp_path):
    help_ = " ".join(run_script("DigitsLearn", "--help", cwd=tmp_path).stdout.split())
    told = re.search(r"\(default: ([^)]*)\) --batch-size", help_)[1]
    assert {method: float(rate) for rate, method in (each.split() for each in told.split(", "))} == gallery.RATES


@pytest.mark.thorough
def test_a_run_is_the_run_of_digitslearn_with_the_same_seed(gallery, tmp_path):
    options = ["--no-plot", "--seed", 1, "--max-iterations", 300, "--report-every", 100]
    told = losses(run_script("DigitsLearn", *options, cwd=tmp_path).stdout)
    run = gallery.Run(gallery.Dataset(ROOT / "datasets" / "trainDigits.ds"), "iterative", 0.05)
    for iteration, loss in told:
        list(run.learn_until(iteration))
        assert run.loss == pytest.approx(loss, rel=1e-5)
