"""Let a dataset be found in every folder where a submission looks for a file of its name."""

import builtins
import io
import os
from pathlib import Path
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

    def source_of(path: Any) -> str:
        """The dataset to read in the place of a file that is not there."""
        if not isinstance(path, (str, os.PathLike)):
            return ""
        source = sources.get(os.path.basename(os.fsdecode(path)).lower(), "")
        if not source or os.path.lexists(path) or not os.path.lexists(source):
            return ""
        wanted = os.path.realpath(os.path.dirname(os.path.abspath(path)))
        if os.path.commonpath([wanted, place]) == place:
            os.makedirs(wanted, exist_ok=True)
            Path(os.fsdecode(path)).write_bytes(Path(source).read_bytes())
        return source

    def see(path: Any, *args: Any, **kwargs: Any) -> os.stat_result:
        return stat(source_of(path) or path, *args, **kwargs)

    def read(path: Any, mode: str = "r", *args: Any, **kwargs: Any) -> Any:
        return opens((source_of(path) if mode.startswith("r") else "") or path, mode, *args, **kwargs)

    os.stat = see
    vars(builtins)["open"] = vars(io)["open"] = read
