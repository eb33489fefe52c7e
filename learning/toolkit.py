"""A window to draw in, where one can be opened, with matplotlib left as it was found."""

import logging
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from importlib.util import find_spec
from typing import Any

from learning.picture import check_picture
from learning.plot import DPI, SIZE
from learning.shell import InputError, note

NEEDS = "a display and tkinter (apt: python3-tk, dnf: python3-tkinter)"


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
    manager = open_window(name)
    if manager or in_notebook():
        return manager, picture
    missing = f"no window can be opened: it needs {NEEDS}"
    if picture is None:
        picture = f"{name}.png"
        try:
            check_picture(picture)
        except InputError as error:
            note(f"{missing}; there will be no curve: {error}")
            return None, None
    note(f"{missing}; the curve will be saved as {picture}")
    return None, picture


def open_window(name: str) -> Any:
    """Return matplotlib's manager of a window that is not on the screen yet, or None where there can be none.

    pyplot chooses the toolkit, but does not know the window.
    """
    backend = os.environ.get("MPLBACKEND", "")
    try:
        with quiet():
            if backend.startswith("module://") and not find_spec(backend[9:].partition(".")[0]):
                # Left behind by the kernel of a notebook that is installed elsewhere; matplotlib may not even start.
                del os.environ["MPLBACKEND"]
                import_module("matplotlib")
                os.environ["MPLBACKEND"] = backend
                return None
            pyplot: Any = import_module("matplotlib.pyplot")
            pyplot.draw_if_interactive()  # loads the toolkit, with the settings of the session
        with own_settings():
            manager = pyplot.new_figure_manager(1, figsize=SIZE)
    except ValueError as error:
        raise InputError(f"matplotlib does not start (MPLBACKEND, matplotlibrc): {error}") from None
    except Exception as error:  # a toolkit that is not installed, or finds no display, fails in its own way
        if isinstance(error, ImportError) and error.name == "matplotlib":
            raise InputError("expected matplotlib: pip install -r requirements.txt, or --no-plot") from None
        return None
    if not manager.canvas.required_interactive_framework:
        return None
    manager.set_window_title(name)
    fit_on_screen(getattr(manager, "window", None))
    return manager


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


def in_notebook() -> bool:
    """Whether this runs in a Jupyter kernel, which shows pictures below the cell."""
    ipython = sys.modules.get("IPython")
    return ipython is not None and hasattr(ipython.get_ipython(), "kernel")
