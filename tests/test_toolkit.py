"""Where a window can be opened and where not, with matplotlib left as it was found; and a real window."""

import logging
import os
import re
import signal
import sys
from contextlib import contextmanager
from pathlib import Path
from subprocess import DEVNULL, PIPE, Popen, run
from unittest.mock import Mock

import matplotlib
import pytest
from helpers import ROOT, check_picture_is, losses, needs_xvfb, neuron_with, run_python, run_script, started_script
from learning.curve import Curve
from learning.interruption import Interruption
from learning.panels import weight_images
from learning.plot import History
from learning.shell import InputError
from learning.toolkit import NoWindow, open_window
from matplotlib import pyplot

SHORT = ["--seed", 1, "--max-iterations", 3, "--report-every", 1]
NEEDS = "it needs a display and tkinter (apt: python3-tk, dnf: python3-tkinter)"
INLINE = "module://missing_here.backend_inline"
WHY = {"": NEEDS, INLINE: f"MPLBACKEND is {INLINE}, which is not installed"}
HOSTILE = {
    "image.origin": "lower", "text.usetex": True, "font.size": 30, "figure.facecolor": "black", "savefig.dpi": 10,
    "figure.dpi": 10, "figure.constrained_layout.use": True, "savefig.bbox": "tight", "path.sketch": (9, 9, 9),
}
# What stands in the place of a module, and what is said of it
TKINTER = {
    "missing": ("raise ModuleNotFoundError(\"No module named '_tkinter'\", name='_tkinter')", NEEDS),
    "broken": ("raise RuntimeError('no usable init.tcl\\nin these folders')", "no usable init.tcl"),
}
MATPLOTLIB = {
    "missing": ("raise ModuleNotFoundError(\"No module named 'matplotlib'\", name='matplotlib')",
                "expected matplotlib: pip install -r requirements.txt, or --no-plot"),
    "in part": ("", "matplotlib does not start: No module named 'matplotlib.figure'"),
    "at odds with NumPy": ("import sys; sys.stderr.write('a line\\n' * 100); raise AttributeError('not found')",
                           "matplotlib does not start: not found"),
}


def write_module(folder, name, content):
    (folder / name).mkdir()
    (folder / name / "__init__.py").write_text(content)


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="elsewhere a window needs no DISPLAY")
class TestWithoutAWindow:
    @pytest.mark.parametrize("backend", WHY)
    def test_the_notes_say_why_and_where_the_picture_is(self, tmp_path, backend):
        (tmp_path / "OrLearn.png").write_bytes(b"old")
        (tmp_path / "matplotlibrc").write_text("text.usetex: True\nimage.origin: lower\nno.such: 1\n")
        result = run_script("OrLearn", *SHORT, cwd=tmp_path, DISPLAY="", MPLBACKEND=backend)
        assert (result.returncode, len(result.stdout.splitlines())) == (0, 4 + 1 + 4)
        assert result.stderr.splitlines() == [
            f"OrLearn: no window can be opened: {WHY[backend]}; the curve will be saved as OrLearn.png",
            "OrLearn: the curve is saved as OrLearn.png",
        ]
        assert sorted(os.listdir(tmp_path)) == ["OrLearn.png", "matplotlibrc"]
        check_picture_is("png", tmp_path / "OrLearn.png")

    @pytest.mark.parametrize("case", TKINTER)
    def test_what_tk_says_is_quoted(self, tmp_path, case):
        content, said = TKINTER[case]
        write_module(tmp_path, "tkinter", content)
        settings = {"DISPLAY": ":99", "MPLBACKEND": "", "PYTHONPATH": str(tmp_path)}
        result = run_script("OrLearn", *SHORT, cwd=tmp_path, **settings)
        assert result.stderr.startswith(f"OrLearn: no window can be opened: {said}; the curve")

    @pytest.mark.parametrize("case", MATPLOTLIB)
    def test_a_curve_without_matplotlib_is_refused_before_anything_is_learned(self, tmp_path, case):
        content, said = MATPLOTLIB[case]
        write_module(tmp_path, "matplotlib", content)
        result = run_script("OrLearn", *SHORT, cwd=tmp_path, PYTHONPATH=str(tmp_path))
        assert (result.returncode, result.stdout, result.stderr) == (2, "", f"OrLearn: {said}\n")

    @pytest.mark.parametrize("arguments", [["--help"], ["--no-plot", *SHORT]])
    def test_without_matplotlib_a_script_helps_and_learns(self, tmp_path, arguments):
        write_module(tmp_path, "matplotlib", "raise ImportError")
        result = run_script("OrLearn", *arguments, cwd=tmp_path, PYTHONPATH=str(tmp_path))
        assert (result.returncode, result.stderr) == (0, "")


def test_a_backend_without_windows_is_named():
    with pytest.raises(NoWindow, match="^the backend agg opens none$"):
        open_window("OrLearn")


def test_a_setting_that_matplotlib_refuses_is_quoted(tmp_path):
    result = run_script("OrLearn", *SHORT, cwd=tmp_path, MPLBACKEND="nonsense")
    assert (result.returncode, result.stdout) == (2, "")
    assert re.match(r"OrLearn: matplotlib does not start \(MPLBACKEND, matplotlibrc\): .*nonsense", result.stderr)


@pytest.fixture
def saved(monkeypatch, tmp_path):
    """A function that saves the curve of a run without a window, and returns the picture."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("sys.argv", ["/somewhere/OrLearn.py"])
    images = weight_images([neuron_with(0, 1, 2, 3, 4)])

    def saved(name="loss.png"):
        with Curve("OrLearn", History("OrLearn", ["training set"], 0.1), images, Interruption(), name, 0) as curve:
            for iteration, loss in enumerate([0.7, 0.5, 0.2]):
                curve.report(iteration, [loss], f"iteration {iteration}")
        return name and Path(name).read_bytes()

    return saved


def session():
    """What a session has set."""
    logger, settings = logging.getLogger("matplotlib"), dict(dict.items(matplotlib.rcParams))
    return settings, logger.level, matplotlib.get_backend(), pyplot.get_fignums()


def test_a_picture_is_the_same_whatever_the_user_has_set_which_stays_so(saved):
    plain = saved()
    backend = matplotlib.get_backend()
    pyplot.switch_backend("svg")
    try:
        with matplotlib.rc_context(HOSTILE):
            before = session()
            assert saved() == plain
            assert session() == before
    finally:
        pyplot.switch_backend(backend)


@pytest.mark.parametrize("name", ["loss.svg", "loss.pdf", "MY.PNG"])
def test_its_kind_is_that_of_the_name(saved, name):
    saved(name)
    assert os.listdir() == [name]
    check_picture_is(name[-3:].lower(), Path(name))


def test_where_no_picture_can_be_saved_there_is_none(saved, capsys):
    os.mkdir("OrLearn.png")
    saved(None)
    assert re.search("; there will be no curve: OrLearn.png: .* it is no regular file\n$", capsys.readouterr().err)
    with pytest.raises(InputError, match="it is no regular file"):
        saved("OrLearn.png")


@pytest.mark.parametrize(("kernel", "shown"), [(True, 1), (False, 0)])
def test_it_appears_in_a_notebook_at_the_end_and_not_in_a_terminal_s_ipython(
    saved, monkeypatch, capsys, kernel, shown
):
    display, shell = Mock(), Mock(spec=["kernel"] if kernel else [])
    ipython = Mock(version_info=(9, 0, 0), get_ipython=lambda: shell)
    monkeypatch.setitem(sys.modules, "IPython", ipython)
    monkeypatch.setitem(sys.modules, "IPython.display", Mock(Image=lambda content: content[:8], display=display))
    saved()
    assert display.call_count == shown
    assert ("no window can be opened" in capsys.readouterr().err) == (not kernel)


# Real windows: what is typed and clicked comes from inside, when the window says that it is time.

DRIVE = """
import runpy, sys
import learning.toolkit

script, plan = sys.argv[1], eval(sys.argv[2])
sys.argv = [script + ".py", *sys.argv[3:]]
open_window = learning.toolkit.open_window


class Tk:
    def __init__(self, manager):
        self.window, self.canvas, self.after = manager.window, manager.canvas, manager.window.after

    def size(self):
        return self.window.winfo_width(), self.window.winfo_height()

    def close(self):
        self.window.tk.call(*self.window.protocol("WM_DELETE_WINDOW").split())

    def press(self, key):
        # A key that Tk makes itself is lost without the focus, which no window manager gives here.
        from matplotlib.backend_bases import KeyEvent

        KeyEvent("key_press_event", self.canvas, {"space": " "}.get(key, key.lower()))._process()


class Qt:
    def __init__(self, manager):
        from PySide6.QtCore import QTimer

        self.window, self.canvas = manager.window, manager.canvas
        self.after, self.close = QTimer.singleShot, self.window.close

    def size(self):
        return self.window.width(), self.window.height()

    def press(self, key):
        from PySide6.QtCore import Qt
        from PySide6.QtTest import QTest

        QTest.keyClick(self.canvas, getattr(Qt.Key, "Key_" + key.capitalize()))


def open_and_drive(name):
    manager = open_window(name)
    user = Tk(manager) if hasattr(manager.window, "winfo_width") else Qt(manager)

    def look():
        words = " ".join(text.get_text() for text in manager.canvas.figure.texts)
        if plan and plan[0][0] in words:
            action = plan.pop(0)[1]
            if action == "size":
                print(type(user).__name__, *user.size(), manager.get_window_title(), flush=True)
            elif action == "close":
                return user.close()
            else:
                user.press(action)
        user.after(20, look)

    user.after(100, look)
    return manager


learning.toolkit.open_window = open_and_drive
runpy.run_path(f"{learning.HOME}/{script}.py", run_name="__main__")
"""


@contextmanager
def screen(size):
    """A screen of this size that nobody sees; its DISPLAY."""
    command = ["Xvfb", "-displayfd", "1", "-screen", "0", f"{size}x24", "-nolisten", "tcp", "-noreset"]
    with Popen(command, stdout=PIPE, stderr=DEVNULL, text=True) as server:
        try:
            yield f":{server.stdout.readline().strip()}"
        finally:
            server.terminate()


def drive(script, size, steps, *options, cwd, **env):
    """What a script prints whose window is driven by steps: (a text in the window, what is done then)."""
    env = {"PYTHONPATH": str(ROOT), "MPLBACKEND": ""} | env
    with screen(size) as display:
        return run_python("-c", DRIVE, script, repr(steps), *options, cwd=cwd, DISPLAY=display, **env)


@pytest.fixture(scope="session")
def qt(tmp_path_factory):
    """The environment of a Python that has PySide6, for no screen at all: 800 by 800 pixels that nobody sees."""
    folder = tmp_path_factory.mktemp("qt")
    command = [sys.executable, "-m", "pip", "install", "-q", "--target", str(folder), "PySide6-Essentials"]
    if run(command, capture_output=True).returncode:
        pytest.skip("needs an index that has PySide6")
    path = os.pathsep.join([str(ROOT), str(folder)])
    return {"PYTHONPATH": path, "MPLBACKEND": "QtAgg", "QT_QPA_PLATFORM": "offscreen"}


SIZE = [("iteration", "size"), ("iteration", "close")]
STEPS = [("iteration 0", "Right"), ("iteration 1", "Right"), ("iteration 2", "space"), ("iteration", "close")]


def check_size(result, toolkit, size):
    width, height = map(int, re.search(rf"^{toolkit} (\d+) (\d+) OrLearn$", result.stdout, re.MULTILINE).groups())
    right, bottom = map(int, size.split("x"))
    assert (right / 2 < width <= right, bottom / 2 < height <= bottom) == (True, True)


def check_steps(result):
    assert (result.returncode, losses(result.stdout)[-1][0]) == (0, 169)
    assert "OrLearn: the window was closed early" in result.stderr


@needs_xvfb
class TestARealWindow:
    @pytest.mark.parametrize("size", ["1024x768", "1920x1080"])
    def test_it_has_the_name_of_the_script_and_is_within_its_screen_and_more_than_half_of_it(self, size, tmp_path):
        check_size(drive("OrLearn", size, SIZE, "--paused", cwd=tmp_path), "Tk", size)

    def test_space_pauses_an_arrow_steps_and_the_close_button_lets_it_learn_on(self, tmp_path):
        options = ["--paused", "--seed", "1", "--report-every", "1"]
        check_steps(drive("OrLearn", "1024x768", STEPS, *options, cwd=tmp_path))

    @pytest.mark.thorough
    def test_qt_does_the_same(self, qt, tmp_path):
        check_size(drive("OrLearn", "800x800", SIZE, "--paused", cwd=tmp_path, **qt), "Qt", "800x800")
        options = ["--paused", "--seed", "1", "--report-every", "1"]
        check_steps(drive("OrLearn", "800x800", STEPS, *options, cwd=tmp_path, **qt))

    @pytest.mark.thorough
    def test_tk_comes_before_qt_where_none_is_chosen(self, qt, tmp_path):
        result = drive("OrLearn", "800x800", SIZE, "--paused", cwd=tmp_path, **qt | {"MPLBACKEND": ""})
        check_size(result, "Tk", "800x800")

    def test_after_ctrl_c_it_stays_until_the_next(self, tmp_path, monkeypatch):
        options = ["--report-every", 1, "--save-plot", "loss.png"]
        with screen("640x480") as display:
            monkeypatch.setenv("DISPLAY", display)
            monkeypatch.setenv("MPLBACKEND", "")
            with started_script("DigitsLearn", *options, cwd=tmp_path) as process:
                reports = [process.stdout.readline() for _ in range(3)]
                process.send_signal(signal.SIGINT)
                note = process.stderr.readline()
                process.send_signal(signal.SIGINT)
                stdout, stderr = process.communicate()
        assert (process.returncode, note) == (130, "DigitsLearn: close the window to end\n")
        assert stderr == "DigitsLearn: the curve is saved as loss.png\n"
        assert len(losses("".join(reports))) == 3
        # The predictions and the loss on the test set
        assert len(stdout.splitlines()) - len(losses(stdout)) == 1 + 600 + 1
        check_picture_is("png", tmp_path / "loss.png")
