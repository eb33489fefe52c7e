"""Load the datasets of a script, and refuse what it could not learn from before it starts."""

from Dataset import Dataset, DatasetError


def load_training_set(filename: str, fewest_outputs: int, most_outputs: int) -> Dataset:
    """Return the dataset of `filename`; DatasetError when it is empty or has too few or many outputs."""
    dataset = load(filename)
    if not fewest_outputs <= dataset.nb_output <= most_outputs:
        expected = f"{fewest_outputs} to {most_outputs} outputs" if most_outputs > 1 else "1 output"
        raise DatasetError(f"{filename}, line 1: expected {expected}, found {dataset.nb_output}")
    return dataset


def load_test_set(filename: str, train: Dataset) -> Dataset:
    """Return the dataset of `filename`; DatasetError when it is not of the sizes of `train`."""
    dataset = load(filename)
    expected = (train.nb_input, train.nb_output)
    found = (dataset.nb_input, dataset.nb_output)
    if found != expected:
        raise DatasetError(
            f"{filename}, line 1: expected {expected[0]} inputs and {expected[1]} outputs "
            f"as in the training set, found {found[0]} and {found[1]}"
        )
    return dataset


def load(filename: str) -> Dataset:
    dataset = Dataset(filename)
    if not dataset.exemples:
        raise DatasetError(f"{filename}, line 1: expected at least one example, found 0")
    for n, exemple in enumerate(dataset.exemples):
        for output in exemple.outputs:
            if not 0 <= output <= 1:
                # Two lines an example, after the header.
                where = f"{filename}, line {2 * n + 3}"
                raise DatasetError(f"{where}: expected outputs from 0 to 1, found {output:g}")
    return dataset
