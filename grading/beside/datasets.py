"""Datasets that appear wherever a submission looks for them."""

import builtins
import io
import os
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

Example = tuple[list[float], list[float]]


def parse(text: str) -> list[Example]:
    rows = [[float(word) for word in line.split()] for line in text.splitlines()[1:]]
    return list(zip(rows[0::2], rows[1::2]))


def appear(sources: dict[str, str], tell: Callable[[str], object] = bool) -> None:
    """Let these files be found by their names, in any folder, in capitals or not, on a disk of Windows too.

    Tell where each is looked for, from the current folder.
    """
    home = os.getcwd()
    place = os.path.dirname(home)
    stat, opens, lexists = os.stat, io.open, os.path.lexists

    def source_of(path: Any) -> str:
        """The dataset to read in the place of a file that is not there."""
        if not isinstance(path, (str, os.PathLike)):
            return ""
        text = os.fsdecode(path).replace("\\", "/")
        source = sources.get(text.rpartition("/")[2].lower(), "")
        if not source or lexists(path) or not lexists(source):
            return ""
        asked = os.path.abspath(text)
        tell(os.path.relpath(asked, home) if asked.startswith(home + os.sep) else text)
        wanted = os.path.realpath(os.path.dirname(asked))
        if os.path.commonpath([wanted, place]) == place:
            with suppress(OSError):
                os.makedirs(wanted, exist_ok=True)
                Path(text).write_bytes(Path(source).read_bytes())
        return source

    def see(path: Any, *args: Any, **kwargs: Any) -> os.stat_result:
        return stat(source_of(path) or path, *args, **kwargs)

    def read(path: Any, mode: str = "r", *args: Any, **kwargs: Any) -> Any:
        return opens((source_of(path) if mode.startswith("r") else "") or path, mode, *args, **kwargs)

    os.stat = see
    vars(builtins)["open"] = vars(io)["open"] = read
