"""A window to draw in, where one can be opened, with matplotlib left as it was found."""

import logging
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stderr
from importlib import import_module
from importlib.util import find_spec
from io import StringIO
from typing import Any

from learning.picture import check_picture
from learning.plot import DPI, SIZE
from learning.shell import InputError, note

NEEDS = "it needs a display and tkinter (apt: python3-tk, dnf: python3-tkinter)"


@contextmanager
def own_settings() -> Iterator[None]:
    """Draw with matplotlib's defaults, whatever a matplotlibrc or a session says, and give its settings back."""
    with quiet():
        import matplotlib

        # The dict's own items: to ask for one that matplotlib is about to drop would warn.
        settings: Any = {name: value for name, value in dict.items(matplotlib.rcParamsDefault) if name != "backend"}
        settings |= {"interactive": False, "toolbar": "toolbar2", "figure.raise_window": False, "figure.dpi": DPI}
        # Letters without hinting look as good, and are drawn a quarter faster.
        settings |= {"font.size": 15, "axes.titlesize": "medium", "text.hinting": "none"}
        # The loss needs its logarithmic scale, the iterations a linear one.
        settings |= {"keymap.xscale": [], "keymap.yscale": []}
        settings |= {"keymap.forward": ["v"], "keymap.back": ["c", "backspace"]}  # → makes a step
        with matplotlib.rc_context(settings):
            yield


@contextmanager
def quiet() -> Iterator[None]:
    """Keep matplotlib from remarks on caches and settings, which are not the user's concern."""
    logger = logging.getLogger("matplotlib")
    level = logger.level
    logger.setLevel(logging.ERROR)
    try:
        yield
    finally:
        logger.setLevel(level)


def window_or_picture(name: str, picture: str | None) -> tuple[Any, str | None]:
    """Return a window, or None, and the file for the picture, or None: without a window OrLearn.png for OrLearn.

    InputError when `picture` cannot be written, or matplotlib is missing or does not start.
    """
    if picture is not None:
        check_picture(picture)
    try:
        return open_window(name), picture
    except NoWindow as error:
        missing = f"no window can be opened: {error}"
    if in_notebook():
        return None, picture
    if picture is None:
        picture = f"{name}.png"
        try:
            check_picture(picture)
        except InputError as error:
            note(f"{missing}; there will be no curve: {error}")
            return None, None
    note(f"{missing}; the curve will be saved as {picture}")
    return None, picture


class NoWindow(Exception):
    """No window can be opened here; the message says why."""


def open_window(name: str) -> Any:
    """Return matplotlib's manager of a window that is not on the screen yet; pyplot does not know it.

    NoWindow where there can be none, InputError if matplotlib is missing or does not start.
    """
    try:
        matplotlib = import_matplotlib()
        with quiet(), own_settings():
            manager = new_manager(matplotlib)
    except ValueError as error:
        raise InputError(f"matplotlib does not start (MPLBACKEND, matplotlibrc): {error}") from None
    except (InputError, NoWindow):
        raise
    except Exception as error:  # a toolkit that is not installed, or finds no display, fails in its own way
        is_missing = isinstance(error, ModuleNotFoundError) and error.name in ("tkinter", "_tkinter")
        has_none = any(word in str(error) for word in ("display", "headless"))
        raise NoWindow(NEEDS if is_missing or has_none else first_line(error)) from None
    manager.set_window_title(name)
    fit_on_screen(getattr(manager, "window", None))
    return manager


def import_matplotlib() -> Any:
    backend = os.environ.get("MPLBACKEND", "")
    is_left_behind = backend.startswith("module://") and not find_spec(backend[9:].partition(".")[0])
    try:
        if is_left_behind:  # by the kernel of a notebook that is installed elsewhere: matplotlib may not even start
            del os.environ["MPLBACKEND"]
        with quiet(), redirect_stderr(StringIO()):  # NumPy prints a hundred lines where it does not fit
            import_module("matplotlib.figure")
    except ImportError as error:
        if error.name == "matplotlib":
            raise InputError("expected matplotlib: pip install -r requirements.txt, or --no-plot") from None
        raise InputError(f"matplotlib does not start: {first_line(error)}") from None
    except AttributeError as error:
        raise InputError(f"matplotlib does not start: {first_line(error)}") from None
    finally:
        if is_left_behind:
            os.environ["MPLBACKEND"] = backend
    if is_left_behind:
        raise NoWindow(f"MPLBACKEND is {backend}, which is not installed")
    return import_module("matplotlib")


def new_manager(matplotlib: Any) -> Any:
    """Return a manager of the session's toolkit; where none is chosen, of Tk before all others on Linux.

    Where a system library is missing, Qt does not fail but aborts the process.
    """
    chosen = dict.get(matplotlib.rcParams, "backend")  # a name, where the user has chosen
    why: Exception = NoWindow(NEEDS)
    if sys.platform == "linux" and not isinstance(chosen, str) and "matplotlib.pyplot" not in sys.modules:
        try:
            tk: Any = import_module("matplotlib.backends.backend_tkagg")
            return tk.FigureCanvasTkAgg.new_manager(matplotlib.figure.Figure(SIZE), 1)
        except Exception as error:
            why = error
    manager = import_module("matplotlib.pyplot").new_figure_manager(1, figsize=SIZE)
    if not manager.canvas.required_interactive_framework:
        if type(manager.canvas).__module__.endswith(f"backend_{chosen}".lower()):
            why = NoWindow(f"the backend {chosen} opens none")  # without a display, it is another than was chosen
        raise why
    return manager


def first_line(error: Exception) -> str:
    return next(iter(str(error).strip().splitlines()), type(error).__name__).rstrip(".")


def fit_on_screen(window: Any) -> None:
    """Leave room on the desktop, for a title bar for example."""
    if hasattr(window, "winfo_screenwidth"):  # Tk
        window.update_idletasks()
        width, height = window.winfo_reqwidth(), window.winfo_reqheight()
        right, bottom = 0.95 * window.winfo_screenwidth(), 0.9 * window.winfo_screenheight()
        if width > right or height > bottom:
            window.geometry(f"{min(width, right):.0f}x{min(height, bottom):.0f}")
    elif hasattr(window, "screen"):  # Qt
        window.resize(window.size().boundedTo(window.screen().availableSize() * 0.9))


def close_dialogs(manager: Any) -> None:
    """Answer Tk's dialogs for the name of a file, and whether to replace it, as Cancel and No would."""
    tk = getattr(getattr(manager, "window", None), "tk", None)
    if tk:
        tk.call("set", "::tk::Priv(selectFilePath)", "")
        tk.call("set", "::tk::Priv(button)", "no")


def in_notebook() -> bool:
    """Whether this runs in a Jupyter kernel, which shows pictures below the cell."""
    ipython = sys.modules.get("IPython")
    return ipython is not None and hasattr(ipython.get_ipython(), "kernel")
