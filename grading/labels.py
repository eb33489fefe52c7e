"""The datasets that scripts are graded on: the real ones, but for a few labels of the test sets.

A script that learned predicts the true label of those; only a copy of the expected outputs predicts the wrong one.
"""

from functools import cache
from pathlib import Path

from grading.beside.datasets import parse
from grading.day5 import DATASETS, EVERY

FOLDER = Path(__file__).parents[1] / "datasets"


@cache
def text_of(name: str, wrong_labels: bool) -> str:
    """The text of a dataset, as scripts get it."""
    lines = (FOLDER / name).read_text(encoding="utf-8").splitlines()
    if wrong_labels and name.startswith("test"):
        for n in range(2, len(lines), 2 * EVERY):
            lines[n] = with_wrong_label(lines[n])
    return "".join(f"{line}\n" for line in lines)


def with_wrong_label(outputs: str) -> str:
    """The other of two classes, or the digit after the true one."""
    words = outputs.split()
    return " ".join([*words[1:], words[0]]) if len(words) > 1 else f"{1 - float(outputs):.6f}"


def write(place: Path, wrong_labels: bool) -> None:
    place.mkdir(exist_ok=True)
    for name in DATASETS:
        (place / name).write_text(text_of(name, wrong_labels), encoding="utf-8")


@cache
def labels_of(name: str, wrong_labels: bool) -> list[int]:
    """What a script has to predict for the examples of a dataset."""
    outputs = [outputs for _, outputs in parse(text_of(name, wrong_labels))]
    return [round(y[0]) if len(y) == 1 else y.index(max(y)) for y in outputs]
