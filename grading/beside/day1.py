"""A correct Dataset.py, put in the place of one that is missing or broken, whatever its parts are called."""

import re
from typing import Any

# The parts under any name that a series of lessons may have given them
NAMES = {
    "nb_output": "n.*(out|sortie)",
    "nb_input": "n.*(inp|entr)",
    "nb_exemple": "^(n|len|num).*(ex|sample)",
    "exemples": "ex[ea]m|data|row|sample|pair|donnee",
    "outputs": "^out|^y|sortie|expect|desire|label|target|attendu",
    "inputs": "^in|^x|entr|feature|pixel",
}


def means(name: str, part: str) -> bool:
    return bool(re.search(NAMES[part], name, re.IGNORECASE))


class Named(list[Any]):
    def __getattr__(self, name: str) -> Any:
        for part in NAMES:
            if hasattr(type(self), part) and means(name, part):
                return getattr(self, part)
        raise AttributeError(name)


class Exemple(Named):
    inputs = property(lambda self: self[0])
    outputs = property(lambda self: self[1])


class Dataset(Named):
    nb_exemple = property(len)
    nb_input = property(lambda self: len(self[0][0]))
    nb_output = property(lambda self: len(self[0][1]))
    exemples = property(list)
    inputs = property(lambda self: [x for x, _ in self])
    outputs = property(lambda self: [y for _, y in self])

    def __init__(self, filename: Any) -> None:
        with open(filename) as file:
            rows = [[float(word) for word in line.split()] for line in file if line.strip()]
        super().__init__(map(Exemple, zip(rows[1::2], rows[2::2])))


DataSet = Dataset
Example = Exemple
