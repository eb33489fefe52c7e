import numpy as np


def load_ds(path):
    """Return the inputs and the outputs as two matrices."""
    with open(path) as file:
        count, nb_in, nb_out = map(int, file.readline().split())
        rows = [np.array(line.split(), dtype=float) for line in file if line.strip()]
    assert len(rows) == 2 * count
    return np.array(rows[0::2]).reshape(count, nb_in), np.array(rows[1::2]).reshape(count, nb_out)
