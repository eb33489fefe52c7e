"""A picture in a file: whole or not at all, and no other file is touched."""

import os
import shutil
from contextlib import suppress
from tempfile import TemporaryFile
from uuid import uuid4

from learning.shell import InputError


def check_picture(path: str) -> None:
    """Raise InputError if no picture can be saved as `path`. Needs no matplotlib."""
    if not path.lower().endswith((".png", ".svg", ".pdf")):
        raise InputError(f"--save-plot: expected a name that ends in .png, .svg or .pdf, got {path!r}")
    try:
        with suppress(FileNotFoundError):
            os.stat(path)
            if not os.path.isfile(path):
                raise OSError(0, "it is no regular file")
            open(path, "r+b").close()
        TemporaryFile(dir=os.path.dirname(os.path.realpath(path))).close()
    except (OSError, ValueError) as error:  # ValueError: a character that no name can have
        raise InputError(f"{path}: the curve cannot be saved there: {getattr(error, 'strerror', error)}") from None


def save(content: bytes, path: str) -> None:
    """Write the file. Where the disk is full, or the process is killed, an older one stays."""
    target = os.path.realpath(path)  # a link stays a link
    part = os.path.join(os.path.dirname(target), f"{uuid4().hex}.part")
    try:
        with open(part, "xb") as file:
            file.write(content)
        with suppress(FileNotFoundError):
            shutil.copymode(target, part)
        os.replace(part, target)
    finally:
        with suppress(OSError):  # it is no longer there, if all went well
            os.remove(part)
