"""Let a dataset be found in every folder where a submission looks for a file of its name."""

import builtins
import io
import os
import shutil
import sys
from typing import Any

from grading import datasets

# What a probe gives to the submission's loader
PROBE = "grader.ds"


def let_datasets_appear(folder: str) -> None:
    """The datasets in a folder come to be where they are looked for, or seem to, outside the check's own folder."""
    sources = {name.lower(): os.path.join(folder, name) for name in datasets.NAMES}
    sources[PROBE] = os.path.abspath(PROBE)
    place = os.path.dirname(os.getcwd())
    stat, opens = os.stat, io.open
    busy = False

    def source_of(path: Any) -> str:
        """The dataset to read in the place of a file that is not there."""
        nonlocal busy
        if busy or not isinstance(path, (str, os.PathLike)):
            return ""
        busy = True
        try:
            source = sources.get(os.path.basename(os.fsdecode(path)).lower(), "")
            if not source or os.path.lexists(path) or not os.path.lexists(source):
                return ""
            wanted = os.path.realpath(os.path.dirname(os.path.abspath(path)))
            if os.path.commonpath([wanted, place]) == place:
                os.makedirs(wanted, exist_ok=True)
                shutil.copyfile(source, path)
            return source
        finally:
            busy = False

    def see(path: Any, *args: Any, **kwargs: Any) -> os.stat_result:
        return stat(source_of(path) or path, *args, **kwargs)

    def read(path: Any, mode: str = "r", *args: Any, **kwargs: Any) -> Any:
        return opens((source_of(path) if mode.startswith("r") else "") or path, mode, *args, **kwargs)

    def hook(event: str, arguments: tuple[Any, ...]) -> None:
        # What is opened in other ways than through open, by NumPy for example
        if event == "open" and str(arguments[1] or "r").startswith("r"):
            source_of(arguments[0])

    os.stat = see
    vars(builtins)["open"] = vars(io)["open"] = read
    sys.addaudithook(hook)
