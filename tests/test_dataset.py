"""Dataset reads every valid .ds file, and refuses the others by file, line and reason."""

import os
import sys
import tracemalloc
from pathlib import Path
from threading import Thread

import pytest
from helpers import needs_fifo, needs_zero

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
    numbers = [x for exemple in dataset.exemples for x in exemple.inputs + exemple.outputs]
    assert {type(number) for number in numbers} == {float}


@pytest.mark.parametrize("content", VALID.values(), ids=VALID)
def test_every_valid_form_gives_the_same_examples(tmp_path, content):
    check_plain(Dataset(written(tmp_path, content)))


def test_the_filename_may_be_a_string(tmp_path):
    check_plain(Dataset(str(written(tmp_path, PLAIN))))


@needs_fifo
def test_a_fifo_can_be_read(tmp_path):
    path = tmp_path / "fifo"
    os.mkfifo(path)
    Thread(target=path.write_bytes, args=(PLAIN,), daemon=True).start()
    check_plain(Dataset(path))


def test_large_finite_values_are_read_as_they_are(tmp_path):
    dataset = Dataset(written(tmp_path, b"1 2 1\n1e308 1e308\n1\n"))
    assert dataset.exemples[0].inputs == [1e308, 1e308]


def test_no_examples_is_a_dataset_of_none(tmp_path):
    assert Dataset(written(tmp_path, b"0 2 1\n")).exemples == []


def test_dataset_and_exemple_show_themselves(tmp_path):
    assert repr(Dataset(written(tmp_path, PLAIN))) == "Dataset(2 examples, 2 inputs, 1 outputs)"
    assert repr(Exemple([0.0, 0.5], [1.0])) == "Exemple(inputs=[0.0, 0.5], outputs=[1.0])"


HEADER = "three integers, nb_exemple nb_input nb_output, the last two above 0"
COMMA = ": write 0.5, with a point, and blanks between numbers"
# What the file holds, the line that is wrong, what was expected, what was found.
INVALID = [
    (b"", 1, HEADER, "the end of the file"),
    (b"\n" + PLAIN, 1, HEADER, "an empty line"),
    (b"2 2\n", 1, HEADER, "'2 2'"),
    (b"2 2 1 1\n", 1, HEADER, "'2 2 1 1'"),
    (b"2 two 1\n", 1, HEADER, "'2 two 1'"),
    (b"2.0 2 1\n", 1, HEADER, "'2.0 2 1'"),
    (b"-2 2 1\n", 1, HEADER, "'-2 2 1'"),
    (b"1_0 2 1\n", 1, HEADER, "'1_0 2 1'"),
    (b"2 0 1\n", 1, HEADER, "'2 0 1'"),
    (b"2 2 0\n", 1, HEADER, "'2 2 0'"),
    (b"2,2,1\n", 1, HEADER, "'2,2,1'" + COMMA),
    *[
        ("2 2 1\n0 0\n1\n0 1\n1\n".encode(encoding), 1, "a file in UTF-8", "UTF-16")
        for encoding in ["utf-16", "utf-16-le", "utf-16-be"]
    ],
    # 18 digits may promise what they like; 19 are no number of examples.
    (b"9" * 18 + b" 2 1\n", 2, "2 inputs of example 1", "the end of the file"),
    (b"1" + b"0" * 18 + b" 2 1\n", 1, HEADER, "'1000000000000000000 2 1'"),
    (b"a" * 37, 1, HEADER, "'" + "a" * 36 + "'"),  # cut short
    (b"\x89PNG\r\n\x1a\n\x00\x00", 1, HEADER, r"'\x89PNG'"),
    (b"2 2 1\n0 \xff\n", 2, "2 inputs of example 1 as finite decimals", r"'\xff'"),
    (b"2 2 1\n0 0\n1\n", 4, "2 inputs of example 2", "the end of the file"),
    (b"2 2 1\n0 0\n1\n1 0\n", 5, "1 outputs of example 2", "the end of the file"),
    (b"2 2 1\n0 0\n1\n1", 4, "2 inputs of example 2", "1 of them"),
    (b"1 2 1\n0 0\n1\n0 1\n0\n", 4, "nothing more after the last example", "'0 1'"),
    (b"1 2 1\n0 0\n1\n\n\nmore\n", 6, "nothing more after the last example", "'more'"),
    (b"0 2 1\n0 0\n", 2, "nothing more after the last example", "'0 0'"),
    (b"1 2 1\n0\n1\n", 2, "2 inputs of example 1", "1 of them"),
    (b"1 2 1\n0 0 0\n1\n", 2, "2 inputs of example 1", "3 of them"),
    (b"1 2 1\n0 0\n1 1\n", 3, "1 outputs of example 1", "2 of them"),
    (b"2 2 1\n0 0\n1\n\n1 0\n0\n", 4, "2 inputs of example 2", "an empty line"),
    (b"2 2 1\n0 0\n \n1 0\n0\n", 3, "1 outputs of example 1", "an empty line"),
    *[
        (b"1 2 1\n0 0\n" + word + b"\n", 3, "1 outputs of example 1 as finite decimals", repr(word)[1:])
        for word in [b"one", b"nan", b"-inf", b"infinity", b"1e400", b"1_000", b"0x1", b"1+1"]
    ],
    (b"1 2 1\n0 0\n0,5\n", 3, "1 outputs of example 1 as finite decimals", "'0,5'" + COMMA),
    (b"1 2 1\n0.5 0,5\n1\n", 2, "2 inputs of example 1 as finite decimals", "'0,5'" + COMMA),
    (b"1 2 1\n0,1\n1\n", 2, "2 inputs of example 1 as finite decimals", "'0,1'" + COMMA),
    (b"1 2 1\n0 1e400\n1\n", 2, "2 inputs of example 1 as finite decimals", "'1e400'"),
]


@pytest.mark.parametrize(("content", "line", "expected", "found"), INVALID)
def test_a_wrong_line_is_named_with_expected_and_found(tmp_path, content, line, expected, found):
    path = written(tmp_path, content)
    message = refusal(path)
    where, _, what = message.partition(": expected ")
    assert where == f"{path}, line {line}"
    assert what.rpartition(", found ")[0].endswith(expected)
    assert what.endswith(f", found {found}")


def test_a_long_wrong_line_is_quoted_in_short(tmp_path):
    message = refusal(written(tmp_path, b"no dataset " * 1000))
    assert "'no dataset" in message
    assert len(message) < len(str(tmp_path)) + 150


def test_a_missing_file_is_named(tmp_path):
    path = tmp_path / "missing.ds"
    assert refusal(path) == f"{path}: expected a dataset, found: No such file or directory"


def test_a_folder_is_named(tmp_path):
    assert refusal(tmp_path).startswith(f"{tmp_path}: expected a dataset, found: ")


@needs_zero
def test_a_line_without_end_is_refused():
    message = refusal("/dev/zero")
    assert message.startswith("/dev/zero, line 1: expected a line of less than 16 MiB, found '\\x00")


@pytest.mark.parametrize(
    ("content", "line", "found"),
    [
        (b"1000000000 2 1\n", 2, "the end of the file"),
        (b"1000000000 2 1\n0 0\n1\n", 4, "the end of the file"),
        (b"1 1000000000 1\n0 0\n1\n", 2, "2 of them"),
    ],
)
def test_a_header_that_promises_a_billion_costs_nothing(tmp_path, content, line, found):
    path = written(tmp_path, content)
    tracemalloc.start()
    try:
        message = refusal(path)
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert message.startswith(f"{path}, line {line}: expected the ")
    assert message.endswith(f"found {found}")
    assert peak < 1_000_000


@pytest.mark.skipif(sys.platform == "win32", reason="on Windows, open takes other names")
@pytest.mark.parametrize("name", ["a\0b.ds", "\ud800.ds"])
def test_what_cannot_be_the_name_of_a_file_is_refused_as_no_dataset(name):
    assert refusal(name).startswith(f"{name}: expected a dataset, found: ")


@pytest.mark.parametrize("name", [None, 5, True, 1.5])
def test_what_is_no_name_is_left_to_python_and_opens_nothing(name):
    with pytest.raises(TypeError):
        Dataset(name)


def test_a_line_just_below_16_mib_is_read(tmp_path):
    line = b"0" + b" " * (16 * 2**20 - 4) + b"1\n"
    assert Dataset(written(tmp_path, b"1 2 1\n" + line + b"1\n")).exemples[0].inputs == [0.0, 1.0]


class TestTheSetsOfAScript:
    ONE, TWO, THREE, FOUR = (f"1 2 {n}\n0 0\n1 {'0 ' * (n - 1)}\n".encode() for n in [1, 2, 3, 4])

    @pytest.mark.parametrize("content", [TWO, THREE])
    def test_a_range_of_outputs_may_be_asked_for(self, tmp_path, content):
        dataset = load(str(written(tmp_path, content)), fewest=2, most=3)
        assert [exemple.inputs for exemple in dataset.exemples] == [[0.0, 0.0]]

    def test_a_test_set_has_the_sizes_of_the_training_set(self, tmp_path):
        train = Dataset(written(tmp_path, self.TWO))
        dataset = load(str(written(tmp_path, b"2 2 2\n5 6\n0 1\n7 8\n0.5 0.6\n")), like=train)
        assert [exemple.inputs for exemple in dataset.exemples] == [[5.0, 6.0], [7.0, 8.0]]

    def check_refused(self, path, message, **wanted):
        with pytest.raises(DatasetError) as caught:
            load(str(path), **wanted)
        assert str(caught.value) == f"{path}, {message}"

    @pytest.mark.parametrize(
        ("content", "fewest", "most", "expected", "found"),
        [
            (b"0 2 1\n", 1, 1, "1 output", "0 examples, 2 inputs, 1 outputs"),
            (TWO, 1, 1, "1 output", "1 examples, 2 inputs, 2 outputs"),
            (ONE, 2, 3, "2 to 3 outputs", "1 examples, 2 inputs, 1 outputs"),
            (FOUR, 1, 2, "1 to 2 outputs", "1 examples, 2 inputs, 4 outputs"),
            (FOUR, 2, 3, "2 to 3 outputs", "1 examples, 2 inputs, 4 outputs"),
        ],
    )
    def test_a_training_set_of_other_sizes_is_refused(self, tmp_path, content, fewest, most, expected, found):
        message = f"line 1: expected examples with 2 inputs and {expected}, found Dataset({found})"
        self.check_refused(written(tmp_path, content), message, fewest=fewest, most=most)

    def test_without_a_wish_there_must_be_one_output(self, tmp_path):
        message = "line 1: expected examples with 2 inputs and 1 output, found Dataset(1 examples, 2 inputs, 2 outputs)"
        self.check_refused(written(tmp_path, self.TWO), message)

    @pytest.mark.parametrize(
        ("content", "found"),
        [
            (b"0 2 2\n", "0 examples, 2 inputs, 2 outputs"),
            (ONE, "1 examples, 2 inputs, 1 outputs"),
            (b"1 1 2\n0\n0 1\n", "1 examples, 1 inputs, 2 outputs"),
        ],
    )
    def test_a_test_set_of_other_sizes_is_refused(self, tmp_path, content, found):
        train = Dataset(written(tmp_path, self.TWO))
        message = f"line 1: expected examples with 2 inputs and 2 outputs, found Dataset({found})"
        self.check_refused(written(tmp_path, content), message, like=train)

    @pytest.mark.parametrize(
        ("content", "line", "found"),
        [
            (b"1 2 1\n0 0\n1.5\n", 3, "[1.5]"),
            (b"1 2 1\n0 0\n1.0000001\n", 3, "[1.0000001]"),
            (b"1 2 1\n0 0\n-1e-9\n", 3, "[-1e-09]"),
            (b"2 2 2\n0 0\n0 1\n0 0\n1 -2\n", 5, "[1.0, -2.0]"),
            (b"2 2 2\n0 0\n0 1\n0 0\n0 0\n", 5, "[0.0, 0.0]"),
            (b"1 2 3\n0 0\n0 1 1\n", 3, "[0.0, 1.0, 1.0]"),
        ],
    )
    def test_outputs_beyond_0_to_1_or_without_a_single_largest_are_refused(self, tmp_path, content, line, found):
        message = f"line {line}: expected outputs from 0 to 1 with a single largest, found {found}"
        self.check_refused(written(tmp_path, content), message, most=3)

    def test_a_dataset_may_hold_what_no_script_can_learn(self, tmp_path):
        dataset = Dataset(written(tmp_path, b"1 1 2\n0\n1.5 -2\n"))
        assert dataset.exemples[0].outputs == [1.5, -2.0]
