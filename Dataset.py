"""Day 1's reader of .ds files, and all that is known of their format.

Line 1 is `nb_exemple nb_input nb_output`. Then come two lines an example, its inputs and its outputs: finite decimals
separated by blanks. CRLF, a UTF-8 byte-order mark and empty lines at the end of the file are fine.
"""

from collections.abc import Callable, Iterator
from math import isfinite, nan
from os import PathLike, fspath

__all__ = ["Dataset", "DatasetError", "Exemple"]

LONGEST_LINE = 16 * 2**20  # bytes: no real line comes near, and a file that is one endless line is refused there


class DatasetError(ValueError):
    """The file is no dataset to learn from: the message names it, the line, what was expected and what was found."""


class Exemple:
    """One example: its `inputs`, nb_input floats, and the `outputs` to learn, nb_output floats."""

    def __init__(self, inputs: list[float], outputs: list[float]) -> None:
        self.inputs = inputs
        self.outputs = outputs

    def __repr__(self) -> str:
        return f"Exemple(inputs={self.inputs}, outputs={self.outputs})"


class Dataset:
    """What the file `filename` holds; DatasetError if it cannot be read or is no dataset.

    nb_exemple, nb_input, nb_output   its header: integers of at least 0, 1 and 1
    exemples                          its nb_exemple examples, a list of Exemple in the file's order
    """

    def __init__(self, filename: str | PathLike[str]) -> None:
        self.exemples: list[Exemple] = []
        number = 1
        try:
            with open(fspath(filename), "rb") as file:
                lines = lines_of(file.readline)
                self.nb_exemple, self.nb_input, self.nb_output = header(next(lines))
                for n in range(1, self.nb_exemple + 1):
                    number += 1
                    inputs = numbers(next(lines), self.nb_input, f"the {self.nb_input} inputs of example {n}")
                    number += 1
                    outputs = numbers(next(lines), self.nb_output, f"the {self.nb_output} outputs of example {n}")
                    self.exemples.append(Exemple(inputs, outputs))
                while line := next(lines):
                    number += 1
                    if line.strip():
                        raise wrong("nothing more after the last example", line)
        except DatasetError as error:
            raise DatasetError(f"{filename}, line {number}: {error}") from None
        except (OSError, ValueError) as error:  # open raises ValueError for what cannot be the name of a file
            raise DatasetError(f"{filename}: expected a dataset, found: {getattr(error, 'strerror', error)}") from None

    def __repr__(self) -> str:
        return f"Dataset({self.nb_exemple} examples, {self.nb_input} inputs, {self.nb_output} outputs)"


def load(filename: str, fewest: int = 1, most: int = 1, like: Dataset | None = None) -> Dataset:
    """Return a dataset that a script can learn from, with fewest to most outputs or the sizes of `like`.

    DatasetError if it is none: the outputs must be from 0 to 1, with a single largest in each example.
    """
    dataset = Dataset(filename)
    nb_input = dataset.nb_input
    if like:
        nb_input = like.nb_input
        fewest = most = like.nb_output
    if not dataset.exemples or dataset.nb_input != nb_input or not fewest <= dataset.nb_output <= most:
        outputs = "1 output" if most == 1 else f"{fewest} to {most} outputs" if fewest < most else f"{most} outputs"
        expected = f"examples with {nb_input} inputs and {outputs}"
        raise DatasetError(f"{filename}, line 1: expected {expected}, found {dataset}")
    for n, exemple in enumerate(dataset.exemples, start=1):
        largest = max(exemple.outputs)
        if min(exemple.outputs) < 0 or largest > 1 or exemple.outputs.count(largest) > 1:
            expected = "outputs from 0 to 1 with a single largest"
            raise DatasetError(f"{filename}, line {2 * n + 1}: expected {expected}, found {exemple.outputs}")
    return dataset


def lines_of(readline: Callable[[int], bytes]) -> Iterator[bytes]:
    """The lines of a file; after the last one, empty ones without end."""
    while len(line := readline(LONGEST_LINE)) < LONGEST_LINE:
        yield line
    raise wrong("a line of less than 16 MiB", line)


def header(line: bytes) -> list[int]:
    text = line.removeprefix(b"\xef\xbb\xbf")
    if text.startswith((b"\xff\xfe", b"\xfe\xff")) or b"\0" in text[:2]:
        raise DatasetError("expected a file in UTF-8, found UTF-16")
    words = text.split()
    if len(words) != 3 or not all(word.isdigit() and len(word) < 19 for word in words) or 0 in map(int, words[1:]):
        raise wrong("three integers, nb_exemple nb_input nb_output, the last two above 0", text)
    return [int(word) for word in words]


def numbers(line: bytes, nb: int, expected: str) -> list[float]:
    words = line.split()
    if not words:
        raise wrong(expected, line)
    values = []
    for word in words:
        try:
            value = float(word)
        except ValueError:
            value = nan
        if not isfinite(value) or b"_" in word:
            raise wrong(f"{expected} as finite decimals", word)
        values.append(value)
    if len(values) != nb:
        raise DatasetError(f"expected {expected}, found {len(values)} of them")
    return values


def wrong(expected: str, found: bytes) -> DatasetError:
    """The error that tells what was found, cut short."""
    text = found.strip()
    shown = repr(text[:36])[1:] if text else "an empty line" if found else "the end of the file"
    hint = ": write 0.5, with a point, and blanks between numbers" if b"," in text else ""
    return DatasetError(f"expected {expected}, found {shown}{hint}")
