from collections import namedtuple
from pathlib import Path

import numpy as np

Example = namedtuple("Example", ["x", "y"])
HERE = Path(__file__).resolve().parent


def read(name):
    path = HERE / "ds" / name
    with path.open() as f:
        f.readline()
        rows = [np.fromstring(line, sep=" ") for line in f]
    return [Example(rows[i], rows[i + 1]) for i in range(0, len(rows), 2)]
