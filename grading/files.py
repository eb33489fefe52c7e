"""The datasets that scripts are graded on: the real ones, but for a few labels of the test sets.

A reader who learned predicts the true label of those; only a copy of the expected outputs predicts the wrong one.
They are found in every folder where a submission looks for a file of their name.
"""

import builtins
import io
import os
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parents[1] / "datasets"
NAMES = ["or.ds", "trainBinary.ds", "testBinary.ds", "trainDigits.ds", "testDigits.ds"]
# What a probe gives to the submission's loader
PROBE = "grader.ds"
# One in so many examples of a test set gets a wrong label; half way between, neurons are made to be wrong.
EVERY, HALF_WAY = 20, 10

Example = tuple[list[float], list[float]]


@dataclass
class Pairs:
    """The labels of a test set: as its file shows them, and as they are."""

    shown: list[int]
    true: list[int]


def parse(text: str) -> list[Example]:
    rows = [[float(word) for word in line.split()] for line in text.splitlines()[1:]]
    return list(zip(rows[0::2], rows[1::2]))


@cache
def text_of(name: str) -> str:
    """The text of a dataset, as scripts get it."""
    lines = (FOLDER / name).read_text().splitlines()
    if name.startswith("test"):
        for n in range(2, len(lines), 2 * EVERY):
            lines[n] = with_wrong_label(lines[n])
    return "".join(f"{line}\n" for line in lines)


def write(place: Path) -> None:
    place.mkdir(exist_ok=True)
    for name in NAMES:
        (place / name).write_text(text_of(name))


def with_wrong_label(outputs: str) -> str:
    """The other of two classes, or the digit after the true one."""
    words = outputs.split()
    return " ".join([*words[1:], words[0]]) if len(words) > 1 else f"{1 - float(outputs):.6f}"


def label(outputs: list[float]) -> int:
    return round(outputs[0]) if len(outputs) == 1 else outputs.index(max(outputs))


@cache
def pairs_of(name: str) -> Pairs:
    shown, true = parse(text_of(name)), parse((FOLDER / name).read_text())
    return Pairs([label(y) for _, y in shown], [label(y) for _, y in true])


def let_datasets_appear(folder: str) -> None:
    """The datasets in a folder come to be where they are looked for, or seem to, outside the check's own folder."""
    sources = {name.lower(): os.path.join(folder, name) for name in NAMES}
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
