"""Load the datasets of a script, and refuse what it cannot learn from before it starts."""

from Dataset import Dataset, DatasetError


def load_training_set(filename: str, fewest_outputs: int, most_outputs: int) -> Dataset:
    """Return the dataset of `filename`; DatasetError if it is empty or has too few or many outputs."""
    dataset = load(filename)
    if not fewest_outputs <= dataset.nb_output <= most_outputs:
        expected = f"{fewest_outputs} to {most_outputs} outputs" if most_outputs > 1 else "1 output"
        raise DatasetError(f"{filename}, line 1: expected {expected}, found {dataset.nb_output}")
    return dataset


def load_test_set(filename: str, train: Dataset) -> Dataset:
    """Return the dataset of `filename`; DatasetError if it is empty or not of the sizes of `train`."""
    dataset = load(filename)
    if (dataset.nb_input, dataset.nb_output) != (train.nb_input, train.nb_output):
        expected = f"{train.nb_input} inputs and {train.nb_output} outputs as in the training set"
        found = f"{dataset.nb_input} and {dataset.nb_output}"
        raise DatasetError(f"{filename}, line 1: expected {expected}, found {found}")
    return dataset


def load(filename: str) -> Dataset:
    dataset = Dataset(filename)
    if not dataset.exemples:
        raise DatasetError(f"{filename}, line 1: expected at least one example, found 0")
    # The first example's outputs are on line 3.
    for line, exemple in zip(range(3, 2 * dataset.nb_exemple + 2, 2), dataset.exemples):
        for y in exemple.outputs:
            if not 0 <= y <= 1:
                raise DatasetError(f"{filename}, line {line}: expected outputs from 0 to 1, found {y:g}")
    return dataset
