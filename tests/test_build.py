"""datasets/build.py rebuilds the five files, and they are the images of scikit-learn's load_digits."""

import runpy

import pytest
from helpers import ROOT

from Dataset import Dataset

load_digits = pytest.importorskip("sklearn.datasets", reason="needs scikit-learn").load_digits

FILES = ["or.ds", "trainBinary.ds", "testBinary.ds", "trainDigits.ds", "testDigits.ds"]


def build(folder, monkeypatch):
    monkeypatch.setattr("sys.argv", ["build.py", str(folder)])
    runpy.run_path(str(ROOT / "datasets" / "build.py"))["main"]()


def test_the_files_are_rebuilt_byte_for_byte(tmp_path, monkeypatch):
    build(tmp_path, monkeypatch)
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted(FILES)
    for name in FILES:
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


@pytest.mark.parametrize(
    ("name", "sizes"),
    [
        ("or.ds", (4, 2, 1)),
        ("trainBinary.ds", (239, 64, 1)),
        ("testBinary.ds", (121, 64, 1)),
        ("trainDigits.ds", (1197, 64, 10)),
        ("testDigits.ds", (600, 64, 10)),
    ],
)
def test_each_file_has_as_many_examples_inputs_and_outputs_as_ever(name, sizes):
    dataset = read(name)
    assert (dataset.nb_exemple, dataset.nb_input, dataset.nb_output) == sizes
    assert len(dataset.exemples) == sizes[0]


def test_or_is_the_truth_table():
    table = [(exemple.inputs, exemple.outputs) for exemple in read("or.ds").exemples]
    assert table == [([0, 0], [0]), ([0, 1], [1]), ([1, 0], [1]), ([1, 1], [1])]


@pytest.mark.parametrize(
    ("name", "part"), [("trainDigits.ds", slice(0, 1197)), ("testDigits.ds", slice(1197, 1797))]
)
def test_the_digits_are_the_images_and_one_hot_labels_of_load_digits(name, part):
    images, labels = load_digits(return_X_y=True)
    exemples = read(name).exemples
    assert sixteenths(exemples) == images[part].tolist()
    assert {tuple(sorted(exemple.outputs)) for exemple in exemples} == {(0.0,) * 9 + (1.0,)}
    assert [exemple.outputs.index(1.0) for exemple in exemples] == labels[part].tolist()


@pytest.mark.parametrize(
    ("name", "part", "zeros", "ones"),
    [("trainBinary.ds", slice(0, 1197), 119, 120), ("testBinary.ds", slice(1197, 1797), 59, 62)],
)
def test_binary_has_the_zeros_and_ones_of_load_digits(name, part, zeros, ones):
    images, labels = load_digits(return_X_y=True)
    of_binary = labels[part] <= 1
    exemples = read(name).exemples
    assert sixteenths(exemples) == images[part][of_binary].tolist()
    assert [exemple.outputs for exemple in exemples] == [[label] for label in labels[part][of_binary]]
    assert [exemple.outputs for exemple in exemples].count([0.0]) == zeros
    assert [exemple.outputs for exemple in exemples].count([1.0]) == ones


@pytest.mark.parametrize("name", ["trainDigits.ds", "trainBinary.ds"])
def test_the_first_image_is_the_known_zero(name):
    # The first row of scikit-learn's first image is 0 0 5 13 9 1 0 0, in sixteenths.
    row = read(name).exemples[0].inputs[:8]
    assert row == [0.0, 0.0, 0.3125, 0.8125, 0.5625, 0.0625, 0.0, 0.0]


@pytest.mark.parametrize("name", FILES[1:])
def test_the_grey_levels_are_sixteenths_from_0_to_1(name):
    images = sixteenths(read(name).exemples)
    assert {level for image in images for level in image} == set(range(17))
