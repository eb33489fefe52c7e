"""Day 1's reader of .ds files, which every exercise learns from.

Line 1 is `nb_exemple nb_input nb_output`. Then come two lines an example, its inputs and its outputs:
finite decimals separated by blanks.
"""

from io import BufferedReader
from math import isfinite
from os import PathLike

__all__ = ["Dataset", "DatasetError", "Exemple"]

# No real line comes near 16 MiB; a file that is one endless line is refused there.
LONGEST_LINE = 16 * 2**20


class DatasetError(ValueError):
    """The file is no dataset: the message names it, the line, what was expected and what was found."""


class Exemple:
    """One example: its `inputs`, nb_input floats, and the `outputs` to learn, nb_output floats."""

    def __init__(self, inputs: list[float], outputs: list[float]) -> None:
        self.inputs = inputs
        self.outputs = outputs

    def __repr__(self) -> str:
        return f"Exemple(inputs={self.inputs}, outputs={self.outputs})"


class Dataset:
    """What the file `filename` holds.

    nb_exemple, nb_input, nb_output   its header: integers of at least 0, 1 and 1
    exemples                          its nb_exemple examples, a list of Exemple in the file's order

    Blanks at the ends of lines, CRLF and empty lines at the end of the file are fine.
    Raises DatasetError when the file cannot be read or holds anything else.
    """

    def __init__(self, filename: str | PathLike[str]) -> None:
        try:
            with open(filename, "rb") as file:
                lines = Lines(file)
                self.nb_exemple, self.nb_input, self.nb_output = lines.header()
                self.exemples = [
                    Exemple(
                        lines.numbers(f"inputs of example {n}", self.nb_input),
                        lines.numbers(f"outputs of example {n}", self.nb_output),
                    )
                    for n in range(1, self.nb_exemple + 1)
                ]
                lines.end()
        except OSError as error:
            raise DatasetError(f"{filename}: expected a dataset, found: {error.strerror}") from None
        except DatasetError as error:
            raise DatasetError(f"{filename}, {error}") from None

    def __repr__(self) -> str:
        sizes = f"{self.nb_exemple} examples, {self.nb_input} inputs, {self.nb_output} outputs"
        return f"Dataset({sizes})"


class Lines:
    """The lines of a file, taken one by one; DatasetError says which is wrong, and how."""

    def __init__(self, file: BufferedReader) -> None:
        self.file = file
        self.number = 0

    def header(self) -> list[int]:
        line = self._next()
        words = line.split()
        if len(words) != 3 or not all(word.isdigit() and len(word) < 19 for word in words):
            raise self._error("three integers, nb_exemple nb_input nb_output", quote(line))
        sizes = [int(word) for word in words]
        if 0 in sizes[1:]:
            raise self._error("at least one input and one output", quote(line))
        return sizes

    def numbers(self, name: str, count: int) -> list[float]:
        line = self._next()
        words = line.split()
        # float() takes nan, inf and 1_000 too, which other characters than a decimal's give away.
        if len(words) == count and not line.translate(None, b"0123456789.+-eE \t\r\n"):
            try:
                values = list(map(float, words))
                if isfinite(sum(values)):
                    return values
            except ValueError:
                pass
        for word in words:
            if not is_finite_decimal(word):
                raise self._error(f"the {count} {name} as finite decimals", quote(word))
        if len(words) != count:
            found = f"{len(words)} of them" if words else quote(line)
            raise self._error(f"the {count} {name}", found)
        return list(map(float, words))

    def end(self) -> None:
        while line := self._next():
            if line.strip():
                raise self._error("nothing more after the last example", quote(line))

    def _next(self) -> bytes:
        self.number += 1
        line = self.file.readline(LONGEST_LINE)
        if len(line) == LONGEST_LINE:
            raise self._error("a line of less than 16 MiB", f"a longer one, {quote(line)}")
        return line

    def _error(self, expected: str, found: str) -> DatasetError:
        return DatasetError(f"line {self.number}: expected {expected}, found {found}")


def is_finite_decimal(word: bytes) -> bool:
    try:
        return b"_" not in word and isfinite(float(word))
    except ValueError:
        return False


def quote(found: bytes) -> str:
    if not found.strip():
        return "an empty line" if found else "the end of the file"
    text = ascii(found.strip()[:60].decode("latin-1"))
    return text if len(text) <= 40 else f"{text[:36]}...{text[0]}"
