"""datasets/build.py rebuilds the files, and they are the images of scikit-learn's load_digits."""

import runpy

import pytest
from helpers import ROOT

from Dataset import Dataset

SIZES = {
    "or.ds": (4, 2, 1),
    "xor.ds": (4, 2, 1),
    "trainBinary.ds": (239, 64, 1),
    "testBinary.ds": (121, 64, 1),
    "trainDigits.ds": (1197, 64, 10),
    "testDigits.ds": (600, 64, 10),
}


@pytest.fixture(scope="module")
def digits():
    """The images and labels of load_digits, by what they are for: the first two thirds are for training."""
    load_digits = pytest.importorskip("sklearn.datasets", reason="needs scikit-learn").load_digits
    images, labels = load_digits(return_X_y=True)
    return {"train": (images[:1197], labels[:1197]), "test": (images[1197:], labels[1197:])}


def build(folder, monkeypatch):
    monkeypatch.setattr("sys.argv", ["build.py", str(folder)])
    runpy.run_path(str(ROOT / "datasets" / "build.py"))["main"]()


@pytest.mark.usefixtures("digits")
def test_the_files_are_rebuilt_byte_for_byte(tmp_path, monkeypatch):
    build(tmp_path, monkeypatch)
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted(SIZES)
    for name in SIZES:
        assert (tmp_path / name).read_bytes() == (ROOT / "datasets" / name).read_bytes()


@pytest.mark.usefixtures("digits")
def test_a_folder_that_does_not_exist_is_refused_in_one_sentence(tmp_path, monkeypatch):
    with pytest.raises(SystemExit) as caught:
        build(tmp_path / "missing", monkeypatch)
    message = caught.value.code
    assert message.startswith("build.py: expected a folder")
    assert str(tmp_path / "missing") in message
    assert "\n" not in message
    assert not (tmp_path / "missing").exists()


def read(name):
    """The examples of a file, with their inputs as grey levels from 0 to 16."""
    dataset = Dataset(ROOT / "datasets" / name)
    assert (dataset.nb_exemple, dataset.nb_input, dataset.nb_output) == SIZES[name]
    assert len(dataset.exemples) == dataset.nb_exemple
    inputs = [[16 * grey for grey in exemple.inputs] for exemple in dataset.exemples]
    return inputs, [exemple.outputs for exemple in dataset.exemples]


@pytest.mark.parametrize(("name", "outputs"), [("or.ds", [[0], [1], [1], [1]]), ("xor.ds", [[0], [1], [1], [0]])])
def test_or_and_xor_are_their_truth_tables(name, outputs):
    assert read(name) == ([[0, 0], [0, 16], [16, 0], [16, 16]], outputs)


@pytest.mark.parametrize("part", ["train", "test"])
def test_the_digits_are_the_images_and_one_hot_labels_of_load_digits_and_binary_its_zeros_and_ones(part, digits):
    images, labels = digits[part]
    one_hot = [[float(digit == label) for digit in range(10)] for label in labels]
    assert read(f"{part}Digits.ds") == (images.tolist(), one_hot)
    assert read(f"{part}Binary.ds") == (images[labels <= 1].tolist(), [[label] for label in labels[labels <= 1]])
