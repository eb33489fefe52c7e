"""A correct Dataset.py, put in the place of one that is missing or broken, whatever its parts are called."""

import re
from collections.abc import Iterator
from typing import Any


class Named:
    """Something whose parts go by any name that a series of lessons may have given them."""

    patterns: list[tuple[str, str]] = []

    def __getattr__(self, name: str) -> Any:
        for pattern, part in self.patterns:
            if re.search(pattern, name, re.IGNORECASE) and part in self.__dict__:
                return self.__dict__[part]
        raise AttributeError(name)


class Exemple(Named):
    patterns = [("^out|^y|sortie|expect|desire|label|target|attendu", "outputs"), ("^in|^x|entr|pixel", "inputs")]

    def __init__(self, inputs: list[float], outputs: list[float]) -> None:
        self.inputs, self.outputs = inputs, outputs

    def __iter__(self) -> Iterator[list[float]]:
        return iter((self.inputs, self.outputs))

    def __getitem__(self, place: int) -> list[float]:
        return (self.inputs, self.outputs)[place]


class Dataset(Named):
    patterns = [
        ("n.*(out|sortie)", "nb_output"), ("n.*(inp|entr)", "nb_input"), ("^(n|len|num).*(ex|sample)", "nb_exemple"),
        ("ex[ea]m|data|row|sample|pair|donnee", "exemples"),
        ("^out|^y|sortie|expect|desire|label|target", "outputs"), ("^in|^x|entr|feature", "inputs"),
    ]  # fmt: skip

    def __init__(self, filename: Any) -> None:
        with open(filename) as file:
            lines = [[float(word) for word in line.split()] for line in file if line.strip()]
        self.nb_exemple, self.nb_input, self.nb_output = map(int, lines[0])
        self.exemples = [Exemple(x, y) for x, y in zip(lines[1::2], lines[2::2])]
        self.inputs, self.outputs = lines[1::2], lines[2::2]

    def __iter__(self) -> Iterator[Exemple]:
        return iter(self.exemples)

    def __len__(self) -> int:
        return len(self.exemples)

    def __getitem__(self, place: int) -> Exemple:
        return self.exemples[place]


DataSet = Dataset
Example = Exemple
