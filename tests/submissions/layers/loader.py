from collections import namedtuple

Exemple = namedtuple("Exemple", "entries expected")


class Dataset:
    def __init__(self, path):
        with open(path) as file:
            lines = [tuple(float(word) for word in line.split()) for line in file if line.split()]
        self.exemples = [Exemple(x, y) for x, y in zip(lines[1::2], lines[2::2])]
        self.xs = [exemple.entries for exemple in self.exemples]
        self.ys = [exemple.expected for exemple in self.exemples]
