"""The datasets that scripts are graded on: parts of the real ones, so that slow code finishes.

A few labels of the test sets are made wrong. A reader who learned predicts the true digit there; only a
copy of the expected outputs predicts the wrong one.
"""

from dataclasses import dataclass
from pathlib import Path

DATASETS = Path(__file__).parents[2] / "datasets"
# Every tenth example of a test set gets a wrong label.
WRONG_EVERY = 10
SIZES = {"trainBinary.ds": 60, "testBinary.ds": 40, "trainDigits.ds": 250, "testDigits.ds": 100}


@dataclass
class Pairs:
    """The labels of a test set: as its file shows them, and as they are."""

    shown: list[int]
    true: list[int]


def read(name: str) -> tuple[str, list[tuple[str, list[float]]]]:
    """The header's sizes and the first examples of a dataset: the line of inputs, and the outputs."""
    header, *lines = (DATASETS / name).read_text().splitlines()
    pairs = list(zip(lines[0::2], lines[1::2]))[: SIZES[name]]
    sizes = header.split(maxsplit=1)[1]
    return sizes, [(inputs, [float(y) for y in outputs.split()]) for inputs, outputs in pairs]


def label(outputs: list[float]) -> int:
    return round(outputs[0]) if len(outputs) == 1 else outputs.index(max(outputs))


def with_wrong_label(outputs: list[float]) -> list[float]:
    """The other of two classes, or the digit after the true one."""
    return [1 - outputs[0]] if len(outputs) == 1 else [outputs[-1], *outputs[:-1]]


def build() -> tuple[dict[str, str], dict[str, Pairs]]:
    """The text of each dataset, and the labels of the test sets."""
    texts = {"or.ds": (DATASETS / "or.ds").read_text()}
    pairs = {}
    for name in SIZES:
        sizes, examples = read(name)
        shown = [outputs for _, outputs in examples]
        if name.startswith("test"):
            shown = [with_wrong_label(y) if n % WRONG_EVERY == 0 else y for n, y in enumerate(shown)]
            pairs[name] = Pairs([label(y) for y in shown], [label(y) for _, y in examples])
        lines = [f"{len(examples)} {sizes}"]
        for (inputs, _), outputs in zip(examples, shown):
            lines += [inputs, "".join(f"{y:.6f} " for y in outputs)]
        texts[name] = "\n".join(lines) + "\n"
    return texts, pairs
