from dataclasses import dataclass


@dataclass(frozen=True)
class Example:
    inputs: list
    outputs: list


class Dataset(list):
    def __init__(self, path):
        with open(path) as file:
            number, *_ = map(int, next(file).split())
            for line in file:
                self.append(Example([float(x) for x in line.split()], [float(y) for y in next(file).split()]))
        assert len(self) == number
