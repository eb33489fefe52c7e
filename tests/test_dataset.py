"""Dataset reads every valid .ds file, and refuses the others by file, line and reason."""

import os
import re
from pathlib import Path

import pytest

from Dataset import Dataset, DatasetError, Exemple, load

PLAIN = b"2 2 1\n0.000000 0.500000 \n1.000000 \n1.000000 -0.250000 \n0.000000 \n"

VALID = {
    "six decimals and a blank at each line's end": PLAIN,
    "no newline at the end": PLAIN.removesuffix(b"\n"),
    "no blanks at the ends": PLAIN.replace(b" \n", b"\n"),
    "CRLF": PLAIN.replace(b"\n", b"\r\n"),
    "empty lines at the end": PLAIN + b"\n\r\n  \t\n\n",
    "tabs and more blanks": PLAIN.replace(b" ", b" \t "),
    "blanks at the starts": b"  " + PLAIN.replace(b"\n", b"\n "),
    "exponents": b"2 2 1\n0e0 5e-1\n1E0\n.1e+1 -25.e-2\n0E9",
    "a UTF-8 byte-order mark": b"\xef\xbb\xbf" + PLAIN,
    "a UTF-8 byte-order mark and CRLF": b"\xef\xbb\xbf" + PLAIN.replace(b"\n", b"\r\n"),
    "integers and signs": b"2 2 1\n-0 +.5\n+1\n01 -.25\n0",
}


not_windows = pytest.mark.skipif(os.name == "nt", reason="on Windows, open takes other names")


def written(folder: Path, content: bytes) -> Path:
    path = folder / "file.ds"
    path.write_bytes(content)
    return path


def refusal(path: object) -> str:
    with pytest.raises(DatasetError) as caught:
        Dataset(path)
    return str(caught.value)


def check_plain(dataset: Dataset) -> None:
    assert (dataset.nb_exemple, dataset.nb_input, dataset.nb_output) == (2, 2, 1)
    assert [exemple.inputs for exemple in dataset.exemples] == [[0.0, 0.5], [1.0, -0.25]]
    assert [exemple.outputs for exemple in dataset.exemples] == [[1.0], [0.0]]
    assert {type(x) for exemple in dataset.exemples for x in exemple.inputs + exemple.outputs} == {float}


@pytest.mark.parametrize("form", VALID)
def test_every_valid_form_gives_the_same_examples(tmp_path, form):
    check_plain(Dataset(str(written(tmp_path, VALID[form]))))


def test_dataset_and_exemple_show_themselves(tmp_path):
    assert repr(Dataset(written(tmp_path, PLAIN))) == "Dataset(2 examples, 2 inputs, 1 outputs)"
    assert repr(Exemple([0.0, 0.5], [1.0])) == "Exemple(inputs=[0.0, 0.5], outputs=[1.0])"


HEADER = "three integers, nb_exemple nb_input nb_output, the last two above 0"
END, MORE = "the end of the file", "nothing more after the last example"
COMMA = ": write 0.5, with a point, and blanks between numbers"
# What the file holds, the line that is wrong, what was expected, what was found.
INVALID = {
    "nothing": (b"", 1, HEADER, END),
    "four sizes": (b"2 2 1 1\n", 1, HEADER, "'2 2 1 1'"),
    "a word for a size": (b"2 two 1\n", 1, HEADER, "'2 two 1'"),
    "a size below 0": (b"-2 2 1\n", 1, HEADER, "'-2 2 1'"),
    "no inputs": (b"2 0 1\n", 1, HEADER, "'2 0 1'"),
    "no outputs": (b"2 2 0\n", 1, HEADER, "'2 2 0'"),
    "sizes with commas": (b"2,2,1\n", 1, HEADER, "'2,2,1'" + COMMA),
    "UTF-16": ("2 2 1\n".encode("utf-16"), 1, "a file in UTF-8", "UTF-16"),
    "UTF-16 without a mark": ("2 2 1\n".encode("utf-16-be"), 1, "a file in UTF-8", "UTF-16"),
    "UTF-16 with the other mark": ("\ufeff2 2 1\n".encode("utf-16-be"), 1, "a file in UTF-8", "UTF-16"),
    "a long line, cut short": (b"a" * 37, 1, HEADER, "'" + "a" * 36 + "'"),
    "18 digits, which may promise what they like": (b"9" * 18 + b" 2 1\n", 2, "the 2 inputs of example 1", END),
    "19 digits": (b"1" + b"0" * 18 + b" 2 1\n", 1, HEADER, "'1000000000000000000 2 1'"),
    "too few examples": (b"2 2 1\n0 0\n1\n", 4, "the 2 inputs of example 2", END),
    "a line more, after empty ones": (b"1 2 1\n0 0\n1\n\n\nmore\n", 6, MORE, "'more'"),
    "too few inputs": (b"1 2 1\n0\n1\n", 2, "the 2 inputs of example 1", "1 of them"),
    "too many inputs": (b"1 2 1\n0 0 0\n1\n", 2, "the 2 inputs of example 1", "3 of them"),
    "an empty line between": (b"2 2 1\n0 0\n1\n\n1 0\n0\n", 4, "the 2 inputs of example 2", "an empty line"),
    "a decimal comma": (b"1 2 1\n0.5 0,5\n1\n", 2, "the 2 inputs of example 1 as finite decimals", "'0,5'" + COMMA),
}
for word in [b"one", b"nan", b"-inf", b"1e400", b"1_000", b"0x1", b"\xff"]:
    content = b"1 2 1\n0 0\n%b\n" % word
    INVALID[f"{word!r} for a number"] = (content, 3, "the 1 outputs of example 1 as finite decimals", repr(word)[1:])


@pytest.mark.parametrize("case", INVALID)
def test_a_wrong_line_is_named_with_expected_and_found(tmp_path, case):
    content, line, expected, found = INVALID[case]
    path = written(tmp_path, content)
    where, _, what = refusal(path).partition(": expected ")
    assert where == f"{path}, line {line}"
    assert what == f"{expected}, found {found}"


@pytest.mark.parametrize(("name", "said"), [
    ("missing.ds", "No such file or directory$"),
    (".", ""),
    pytest.param("a\0b.ds", "embedded null", marks=not_windows),
    pytest.param("\ud800.ds", "", marks=not_windows),
])
def test_what_is_no_file_is_refused_by_its_name(name, said):
    assert re.match(f"{re.escape(name)}: expected a dataset, found: {said}", refusal(name))


@pytest.mark.parametrize("name", [None, 5])
def test_what_is_no_name_is_left_to_python_and_opens_nothing(name):
    with pytest.raises(TypeError):
        Dataset(name)


@pytest.mark.parametrize(("content", "rows"), [
    (b"0 2 1\n", []),
    (b"1 1 2\n1e308\n1.5 -2\n", [([1e308], [1.5, -2.0])]),
])
def test_a_dataset_may_hold_what_no_script_can_learn(tmp_path, content, rows):
    dataset = Dataset(written(tmp_path, content))
    assert [(exemple.inputs, exemple.outputs) for exemple in dataset.exemples] == rows


class TestTheSetsOfAScript:
    ONE, TWO, THREE, FOUR = (f"1 2 {n}\n0 0\n1 {'0 ' * (n - 1)}\n".encode() for n in [1, 2, 3, 4])

    def loaded(self, folder, content, **wanted):
        """What is loaded, with the outputs that are wanted, or the sizes of a training set where that is given."""
        if train := wanted.get("like"):
            (folder / "train.ds").write_bytes(train)
            wanted = {"like": Dataset(folder / "train.ds")}
        return load(str(written(folder, content)), **wanted)

    @pytest.mark.parametrize("wanted", [{"fewest": 2, "most": 3}, {"fewest": 1, "most": 2}, {"like": TWO}], ids=str)
    def test_may_have_a_range_of_outputs_or_those_of_another(self, tmp_path, wanted):
        dataset = self.loaded(tmp_path, b"2 2 2\n5 6\n0 1\n7 8\n0.5 0.6\n", **wanted)
        assert [exemple.inputs for exemple in dataset.exemples] == [[5.0, 6.0], [7.0, 8.0]]

    SIZES = {
        "none to learn": (b"0 2 1\n", {}, "1 output", "0 examples, 2 inputs, 1 outputs"),
        "two outputs": (TWO, {}, "1 output", "1 examples, 2 inputs, 2 outputs"),
        "fewer outputs": (ONE, {"fewest": 2, "most": 3}, "2 to 3 outputs", "1 examples, 2 inputs, 1 outputs"),
        "more outputs": (FOUR, {"fewest": 2, "most": 3}, "2 to 3 outputs", "1 examples, 2 inputs, 4 outputs"),
        "none to test": (b"0 2 2\n", {"like": TWO}, "2 outputs", "0 examples, 2 inputs, 2 outputs"),
        "fewer to test": (ONE, {"like": TWO}, "2 outputs", "1 examples, 2 inputs, 1 outputs"),
        "more to test": (THREE, {"like": TWO}, "2 outputs", "1 examples, 2 inputs, 3 outputs"),
        "other inputs": (b"1 1 2\n0\n0 1\n", {"like": TWO}, "2 outputs", "1 examples, 1 inputs, 2 outputs"),
    }

    @pytest.mark.parametrize("case", SIZES)
    def test_of_other_sizes_are_refused(self, tmp_path, case):
        content, wanted, outputs, found = self.SIZES[case]
        message = f"line 1: expected examples with 2 inputs and {outputs}, found Dataset({found})"
        with pytest.raises(DatasetError) as caught:
            self.loaded(tmp_path, content, **wanted)
        assert str(caught.value) == f"{tmp_path / 'file.ds'}, {message}"

    OUTPUTS = {
        "above 1": (b"1 2 1\n0 0\n1.0000001\n", 3, "[1.0000001]"),
        "below 0": (b"1 2 2\n0 0\n-1e-9 1\n", 3, "[-1e-09, 1.0]"),
        "two largest": (b"1 2 3\n0 0\n0 1 1\n", 3, "[0.0, 1.0, 1.0]"),
        "none in the second": (b"2 2 2\n0 0\n0 1\n0 0\n0 0\n", 5, "[0.0, 0.0]"),
    }

    @pytest.mark.parametrize("case", OUTPUTS)
    def test_are_refused_with_outputs_beyond_0_to_1_or_without_a_single_largest(self, tmp_path, case):
        content, line, found = self.OUTPUTS[case]
        with pytest.raises(DatasetError) as caught:
            self.loaded(tmp_path, content, most=3)
        expected = "expected outputs from 0 to 1 with a single largest"
        assert str(caught.value) == f"{tmp_path / 'file.ds'}, line {line}: {expected}, found {found}"
