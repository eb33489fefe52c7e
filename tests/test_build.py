"""datasets/build.py rebuilds the files, and they are the images of scikit-learn's load_digits."""

import runpy

import pytest
from helpers import ROOT

from Dataset import Dataset

load_digits = pytest.importorskip("sklearn.datasets", reason="needs scikit-learn").load_digits


def build(folder, monkeypatch):
    monkeypatch.setattr("sys.argv", ["build.py", str(folder)])
    runpy.run_path(str(ROOT / "datasets" / "build.py"))["main"]()


def test_the_files_are_rebuilt_byte_for_byte(tmp_path, monkeypatch):
    build(tmp_path, monkeypatch)
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted(SIZES)
    for name in SIZES:
        assert (tmp_path / name).read_bytes() == (ROOT / "datasets" / name).read_bytes()


def test_a_folder_that_does_not_exist_is_refused_in_one_sentence(tmp_path, monkeypatch):
    with pytest.raises(SystemExit) as caught:
        build(tmp_path / "missing", monkeypatch)
    message = caught.value.code
    assert message.startswith("build.py: expected a folder")
    assert str(tmp_path / "missing") in message
    assert "\n" not in message
    assert not (tmp_path / "missing").exists()


def read(name):
    return Dataset(ROOT / "datasets" / name)


def sixteenths(exemples):
    return [[16 * grey for grey in exemple.inputs] for exemple in exemples]


SIZES = {
    "or.ds": (4, 2, 1),
    "xor.ds": (4, 2, 1),
    "trainBinary.ds": (239, 64, 1),
    "testBinary.ds": (121, 64, 1),
    "trainDigits.ds": (1197, 64, 10),
    "testDigits.ds": (600, 64, 10),
}


@pytest.mark.parametrize("name", SIZES)
def test_each_file_has_as_many_examples_inputs_and_outputs_as_ever(name):
    dataset = read(name)
    assert (dataset.nb_exemple, dataset.nb_input, dataset.nb_output) == SIZES[name]
    assert len(dataset.exemples) == dataset.nb_exemple


@pytest.mark.parametrize(("name", "outputs"), [("or.ds", [[0], [1], [1], [1]]), ("xor.ds", [[0], [1], [1], [0]])])
def test_or_and_xor_are_their_truth_tables(name, outputs):
    exemples = read(name).exemples
    assert [exemple.inputs for exemple in exemples] == [[0, 0], [0, 1], [1, 0], [1, 1]]
    assert [exemple.outputs for exemple in exemples] == outputs


# The first two thirds of the images are for training, the others for the test.
PART = {"train": slice(0, 1197), "test": slice(1197, 1797)}


@pytest.mark.parametrize("part", PART)
def test_the_digits_are_the_images_and_one_hot_labels_of_load_digits(part):
    images, labels = (array[PART[part]] for array in load_digits(return_X_y=True))
    exemples = read(f"{part}Digits.ds").exemples
    assert sixteenths(exemples) == images.tolist()
    assert {tuple(sorted(exemple.outputs)) for exemple in exemples} == {(0.0,) * 9 + (1.0,)}
    assert [exemple.outputs.index(1.0) for exemple in exemples] == labels.tolist()


@pytest.mark.parametrize(("part", "zeros", "ones"), [("train", 119, 120), ("test", 59, 62)])
def test_binary_has_the_zeros_and_ones_of_load_digits(part, zeros, ones):
    images, labels = (array[PART[part]] for array in load_digits(return_X_y=True))
    exemples = read(f"{part}Binary.ds").exemples
    assert sixteenths(exemples) == images[labels <= 1].tolist()
    outputs = [exemple.outputs for exemple in exemples]
    assert outputs == [[label] for label in labels[labels <= 1]]
    assert (outputs.count([0.0]), outputs.count([1.0])) == (zeros, ones)
