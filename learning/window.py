"""A window to draw in, where one can be opened, with matplotlib left as it was found."""

import logging
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from importlib.util import find_spec
from typing import Any

from learning.command_line import InputError

SIZE = (12.0, 6.75)  # inches; at DPI dots each, 1200 × 675
DPI = 100.0


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


def open_window(title: str) -> Any:
    """Return matplotlib's manager of a window that is not on the screen yet, or None where there can be none.

    pyplot chooses the toolkit, but does not know the window. InputError when matplotlib is missing or does not start.
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
    manager.set_window_title(title)
    window: Any = getattr(manager, "window", None)
    if hasattr(window, "winfo_screenwidth"):  # Tk
        window.update_idletasks()
        needed = window.winfo_reqwidth(), window.winfo_reqheight()
        # The desktop needs room too, for a title bar for example.
        most = 0.95 * window.winfo_screenwidth(), 0.9 * window.winfo_screenheight()
        if needed[0] > most[0] or needed[1] > most[1]:
            window.geometry(f"{min(needed[0], most[0]):.0f}x{min(needed[1], most[1]):.0f}")
    return manager


def in_notebook() -> bool:
    """Whether this runs in a Jupyter kernel, which shows pictures below the cell."""
    ipython = sys.modules.get("IPython")
    return ipython is not None and hasattr(ipython.get_ipython(), "kernel")
