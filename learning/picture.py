"""The figure that the curve is drawn in, in a window where one can be opened, and its picture in a file."""

import logging
import os
from contextlib import suppress
from io import BytesIO
from typing import TYPE_CHECKING

from learning.command_line import InputError, script_name

if TYPE_CHECKING:
    from matplotlib.figure import Figure

# Inches; at matplotlib's usual 100 dots each, 1200 × 675.
SIZE = (12.0, 6.75)


def new_figure() -> "Figure":
    # Its remarks on caches and settings are not the user's concern.
    logging.getLogger("matplotlib").setLevel(logging.ERROR)
    try:
        import matplotlib.pyplot as plt
    except ImportError as error:
        if error.name != "matplotlib":
            raise
        raise InputError("expected matplotlib: pip install -r requirements.txt, or --no-plot") from None
    except ValueError as error:
        raise InputError(f"MPLBACKEND: {error}") from None
    plt.rcParams.update({"figure.figsize": SIZE, "figure.raise_window": False})
    try:
        figure = plt.figure(script_name())
        if has_window(figure):
            return figure
    except (AttributeError, ImportError, RuntimeError):
        pass  # MPLBACKEND names no backend, or one whose toolkit is not installed
    # Whatever else MPLBACKEND names, this one can write every kind of picture.
    plt.switch_backend("agg")
    return plt.figure()


def has_window(figure: "Figure") -> bool:
    return figure.canvas.required_interactive_framework is not None


def check_picture(figure: "Figure", path: str) -> None:
    """Raise InputError if `save` could not write that file."""
    if extension(path) not in figure.canvas.get_supported_filetypes():
        raise InputError(f"{path}: expected a name that ends in .png, .svg or .pdf")
    try:
        if os.path.exists(path):
            open(path, "r+b").close()
        open(part_of(path), "wb").close()
        os.remove(part_of(path))
    except OSError as error:
        raise InputError(f"{path}: the curve cannot be saved there: {error.strerror}") from None


def save(figure: "Figure", path: str) -> None:
    """Write the picture whole or not at all: where the disk is full, an older one stays."""
    picture = BytesIO()
    figure.savefig(picture, format=extension(path))
    try:
        with open(part_of(path), "wb") as part:
            part.write(picture.getbuffer())
        os.replace(part_of(path), os.path.realpath(path))
    except OSError:
        with suppress(OSError):
            os.remove(part_of(path))
        raise


def part_of(path: str) -> str:
    return f"{os.path.realpath(path)}.part"


def extension(path: str) -> str:
    return os.path.splitext(path)[1][1:].lower()
