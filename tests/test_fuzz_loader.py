"""The loader on files that were broken at random: each is read as the format says, or refused by its wrong line."""

import re
from collections import Counter
from math import isfinite

import pytest
from helpers import ROOT

from Dataset import Dataset, DatasetError

# What the format says, by itself: the blanks of ASCII, and decimals of ASCII digits.
WORD = re.compile(rb"[^ \t\r\v\f]+")
SIZE = re.compile(rb"[0-9]{1,18}")
DECIMAL = re.compile(rb"[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][+-]?[0-9]+)?")


def what_it_holds(data):
    """The sizes and the rows of numbers in it; or the number of the first line that is wrong."""
    header, *rows = [WORD.findall(line) for line in data.removesuffix(b"\n").split(b"\n")]
    if len(header) != 3 or not all(map(SIZE.fullmatch, header)) or 0 in map(int, header[1:]):
        return 1
    sizes = [int(word) for word in header]
    last = 2 * sizes[0] + 1
    for number, row in enumerate(rows, start=2):
        if number > last:
            if row:
                return number
        elif len(row) != sizes[1 + number % 2] or not all(DECIMAL.fullmatch(w) and isfinite(float(w)) for w in row):
            return number
    if len(rows) + 1 < last:
        return len(rows) + 2
    return sizes, [[float(word).hex() for word in row] for row in rows[: last - 1]]


OR = (ROOT / "datasets" / "or.ds").read_bytes()
FILES = [OR, b"2 3 2\r\n0.5 1 .25 \r\n1 0\r\n-1e3 0 +7\r\n0.5 0.25", b"0 1 1\n"]
PIECES = [
    # No decimal, or none that is finite
    "nan", "-inf", "Infinity", "1e400", "1_000", "0x10", "1,5", "1.5.5", "1e", ".", "+", "--1", "1e5.0", "1j",
    # Digits, blanks and signs of other alphabets, and what else ends a line somewhere
    "١", "１", "²", "½", "−1", "\u00a0", "\u2028", "\x85", "\x1c", "\x1f", "\0", "\x1a",
    # Finite decimals, sizes, and blanks and line ends of the format
    "1.7976931348623157e308", "5e-324", "1e-400", "-0", "+.5", "5.", "1E+2", "0." + "1" * 5000, "0" * 5000 + "1",
    "0", "1", "2", "9" * 18, "9" * 19, "1 1", " ", "\t", "\v", "\f", "\r", "\r\n", "\n", "\n\n", "", "\n \nmore\n",
]


def broken(data, changes):
    """A file in which words, or the blanks between them, are replaced: one for each place and piece."""
    for place, piece in changes:
        spans = [match.span() for match in re.finditer(rb"\S+|\s", data)] or [(0, 0)]
        start, end = spans[place % len(spans)]
        data = data[:start] + piece + data[end:]
    # A byte-order mark has tests of its own.
    return data.removeprefix(b"\xef\xbb\xbf")


def what_is_read(path):
    """The same as what_it_holds, by the loader."""
    try:
        dataset = Dataset(path)
    except DatasetError as error:
        form = rf"{re.escape(str(path))}, line (\d+): expected .+, found .+"
        return int(re.fullmatch(form, str(error))[1])
    rows = [row for exemple in dataset.exemples for row in (exemple.inputs, exemple.outputs)]
    sizes = [dataset.nb_exemple, dataset.nb_input, dataset.nb_output]
    return sizes, [[float.hex(number) for number in row] for row in rows]


@pytest.mark.parametrize("cases", [200, pytest.param(10_000, marks=pytest.mark.thorough)])
def test_every_broken_file_is_read_as_the_format_says_or_refused_by_its_line(cases, tmp_path):
    from hypothesis import given, settings  # here, since each process of the tests reads this file
    from hypothesis import strategies as st

    path = tmp_path / "broken.ds"
    kinds = Counter()
    pieces = st.sampled_from([piece.encode() for piece in PIECES]) | st.binary(max_size=4)
    changes = st.lists(st.tuples(st.sampled_from(range(40)), pieces), max_size=3)

    # The cases are always the same ones.
    @settings(derandomize=True, database=None, deadline=None, max_examples=cases)
    @given(st.sampled_from(FILES), changes)
    def check(data, changes):
        path.write_bytes(broken(data, changes))
        expected = what_it_holds(path.read_bytes())
        assert what_is_read(path) == expected
        kinds[expected if isinstance(expected, int) else "read"] += 1

    check()
    assert all(kinds[kind] > cases // 100 for kind in ("read", 1, 2, 3, 4, 5)), kinds


def test_a_line_is_read_up_to_16_mib_and_refused_beyond(tmp_path):
    path = tmp_path / "long.ds"
    blanks = b" " * (16 * 2**20 - len(b"0.5\n") - 1)
    path.write_bytes(b"1 1 1\n0.5" + blanks + b"\n1\n")
    assert what_is_read(path) == what_it_holds(b"1 1 1\n0.5\n1\n")
    path.write_bytes(b"1 1 1\n0.5" + blanks + b" \n1\n")
    with pytest.raises(DatasetError, match=r", line 2: expected a line of less than 16 MiB, found '0\.5'$"):
        Dataset(path)
