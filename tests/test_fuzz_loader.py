"""A fuzzer of the loader: mutations of the real files are read right, or refused by file and line.

A longer run: python tests/test_fuzz_loader.py --cases 100000 --seed 1
"""

import argparse
import re
import sys
import tempfile
import tracemalloc
from collections import Counter
from math import isfinite
from pathlib import Path
from random import Random

import pytest

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from Dataset import Dataset, DatasetError

DATASETS = Path(__file__).resolve().parent.parent / "datasets"
CASES = 3000
MEMORY_EVERY = 50
# What reading may take: so many bytes for a byte of the file, and so many besides. The file
# `N 1 1` with a 0 on every line costs the most: an Exemple, two lists and two floats for 4 bytes.
PER_BYTE, BESIDES = 100, 100_000


def first_examples(name, count):
    """The file's first examples, under a header that says how many."""
    header, *lines = (DATASETS / name).read_bytes().splitlines(keepends=True)
    sizes = header.split()[1:]
    return b" ".join([b"%d" % count, *sizes]) + b"\n" + b"".join(lines[: 2 * count])


def seeds():
    whole = (DATASETS / "or.ds").read_bytes()
    names = ["trainBinary.ds", "testBinary.ds", "trainDigits.ds", "testDigits.ds"]
    return [whole, *(first_examples(name, count) for count, name in enumerate(names, start=1))]


# What the format says, by itself: the blanks of ASCII, and decimals of ASCII digits.
WORD = re.compile(rb"[^ \t\r\v\f]+")
SIZE = re.compile(rb"[0-9]{1,18}")
DECIMAL = re.compile(rb"[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][+-]?[0-9]+)?")


def what_it_holds(data):
    """The sizes and the rows of numbers in it; or the number of the first line that is wrong."""
    lines = data.split(b"\n")
    if not lines[-1]:
        lines.pop()
    rows = [WORD.findall(line) for line in lines]
    header = rows[0] if rows else []
    if len(header) != 3 or not all(map(SIZE.fullmatch, header)):
        return 1
    sizes = [int(word) for word in header]
    if 0 in sizes[1:]:
        return 1
    last = 2 * sizes[0] + 1
    for number, row in enumerate(rows[1:last], start=2):
        if len(row) != sizes[1 + number % 2] or not all(map(DECIMAL.fullmatch, row)):
            return number
        if not all(isfinite(float(word)) for word in row):
            return number
    if len(rows) < last:
        return len(rows) + 1
    for number, row in enumerate(rows[last:], start=last + 1):
        if row:
            return number
    return sizes, [[float(word).hex() for word in row] for row in rows[1:last]]


# The mutations: each takes a Random and the bytes of a file, and returns others.


def place(rng, data):
    return rng.randrange(len(data) + 1)


def piece(rng, data):
    start = place(rng, data)
    return start, min(len(data), start + rng.choice([1, 1, 2, 10, 100]))


def put(data, start, end, new):
    return data[:start] + new + data[end:]


def flip_a_bit(rng, data):
    changed = bytearray(data or b"\0")
    changed[rng.randrange(len(changed))] ^= 1 << rng.randrange(8)
    return bytes(changed)


def insert_a_byte(rng, data):
    i = place(rng, data)
    return put(data, i, i, rng.choice([rng.randbytes(1), bytes([rng.choice(b"0123456789 .+-eE\n\r\t_x")])]))


def delete(rng, data):
    return put(data, *piece(rng, data), b"")


def duplicate(rng, data):
    start, end = piece(rng, data)
    return put(data, end, end, data[start:end])


def truncate(rng, data):
    return data[: place(rng, data)]


def splice_random_bytes(rng, data):
    return put(data, *piece(rng, data), rng.randbytes(rng.randrange(1, 40)))


def change_lines(rng, data):
    lines = data.splitlines(keepends=True) or [b""]
    i, j = rng.randrange(len(lines)), rng.randrange(len(lines))
    change = rng.randrange(4)
    if change == 0:
        lines[i], lines[j] = lines[j], lines[i]
    elif change == 1:
        lines.insert(i, lines[j])
    elif change == 2:
        del lines[i]
    else:
        lines[i] = lines[i].rstrip(b"\r\n")
    return b"".join(lines)


NUMBERS = [
    # none, or none that is finite
    "nan", "-nan", "NaN", "inf", "-inf", "Infinity", "1e400", "-1e400", "1e99999999999999999999",
    "1.7976931348623159e308", "1" * 400, "9" * 5000, "1_000", "1_0.0_0", "0x10", "0x1p3", "0b1", "0o7",
    "1,5", "1.5.5", "1e", "e5", ".", "+", "-", "--1", "+-1", "1e5.0", "1-1", "1j", "True", "None", "''",
    # digits, blanks and signs of other alphabets
    "١", "１", "٣.٥", "²", "½", "Ⅷ", "−1", "1\u00a01", "1\u20031", "1\u0085", "1\u2028", "1\x1c1", "1\x1f",
    "1\x00", "\x00",
    # finite decimals, which stay good
    "1.7976931348623157e308", "-1.7976931348623157e308", "5e-324", "1e-400", "-0", "+.5", "5.", "1E+2",
    "0e99999999999999999999", "0." + "1" * 5000, "0" * 5000 + "1", "00", "1 ", "",
]  # fmt: skip


def replace_a_number(rng, data):
    words = list(re.finditer(rb"\S+", data))
    start, end = rng.choice(words).span() if words else (0, 0)
    return put(data, start, end, rng.choice(NUMBERS).encode())


COUNTS = [b"0", b"1", b"2", b"3", b"64", b"1000000000", b"9" * 18, b"1" + b"0" * 18, b"9" * 400, b"-1",
          b"+1", b"1.0", b"01", b"1e3", b"1_0", b"nan", b"", b"\xd9\xa1", b"1 1", b"0" * 18]  # fmt: skip


def change_the_header(rng, data):
    header, newline, rest = data.partition(b"\n")
    words = header.split() or [b""]
    words[rng.randrange(len(words))] = rng.choice(COUNTS)
    return b" ".join(words) + newline + rest


ENDS = [b"\r\n", b"\r", b"\n\r", b"\n\n", b"\r\r\n", b"\v", b"\f", b" ", b"\0", "\u2028".encode(), b"\x85"]


def change_the_line_ends(rng, data):
    if rng.random() < 0.5:
        return data.replace(b"\n", rng.choice(ENDS))
    ends = [match.start() for match in re.finditer(b"\n", data)]
    i = rng.choice(ends) if ends else 0
    return put(data, i, i + 1, rng.choice(ENDS))


BLANKS = [b"\t", b"\v", b"\f", b"\r", b"  ", b" \t ", b"", b",", b"\0", b"\xa0", b"\x1c", b"\n"]


def change_a_blank(rng, data):
    blanks = [match.start() for match in re.finditer(b" ", data)]
    i = rng.choice(blanks) if blanks else 0
    return put(data, i, i + 1, rng.choice(BLANKS))


def change_all_blanks(rng, data):
    return data.replace(b" ", rng.choice(BLANKS))


ENCODINGS = ["utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32"]


def change_the_encoding(rng, data):
    return data.decode("latin-1").encode(rng.choice(ENCODINGS))


def add_an_end(rng, data):
    ends = [b"\n", b"\r\n", b" \t\n", b"\n" * 50, b"\0", b"\x1a", b"0", b"\n0\n", b"\n \nmore\n", b"\v\n"]
    return data + rng.choice(ends)


MUTATIONS = [
    flip_a_bit, insert_a_byte, delete, duplicate, truncate, splice_random_bytes, change_lines,
    replace_a_number, change_the_header, change_the_line_ends, change_a_blank, change_all_blanks,
    change_the_encoding, add_an_end,
]  # fmt: skip


def mutated(rng, files):
    data = rng.choice(files)
    for _ in range(rng.choice([1, 1, 1, 2, 3, 5])):
        data = rng.choice(MUTATIONS)(rng, data)
    return data


# The checks: of what a Dataset of these bytes is, of every refusal, of the memory that it takes.


def kind_of(message, path):
    """What is the same in all refusals of its kind; AssertionError when it does not say where."""
    form = rf"{re.escape(str(path))}, line (\d+): expected (.+), found (.+)"
    match = re.fullmatch(form, message)
    assert match, f"a refusal without its file and line: {message}"
    found = re.sub(r"^(['\"]).+\1$", "a quoted word", match[3])
    return int(match[1]), re.sub(r"\d+", "N", f"expected {match[2]}, found {found}")


def check(path, data):
    """Return the kind of a refusal, or "" for a dataset; AssertionError when it is none of either."""
    path.write_bytes(data)
    expected = what_it_holds(data)
    try:
        dataset = Dataset(path)
    except DatasetError as error:
        line, kind = kind_of(str(error), path)
        if line != expected:
            raise AssertionError(f"{error}, where {expected} was expected") from error
        return kind
    except Exception as error:
        raise AssertionError(f"a {type(error).__name__}: {error}") from error
    rows = [row for exemple in dataset.exemples for row in (exemple.inputs, exemple.outputs)]
    assert {type(number) for row in rows for number in row} <= {float}
    assert all(isfinite(number) for row in rows for number in row)
    assert len(dataset.exemples) == dataset.nb_exemple
    assert {len(row) for row in rows[::2]} <= {dataset.nb_input}
    assert {len(row) for row in rows[1::2]} <= {dataset.nb_output}
    found = [[number.hex() for number in row] for row in rows]
    assert ([dataset.nb_exemple, dataset.nb_input, dataset.nb_output], found) == expected
    return ""


def memory(path):
    """The most bytes that were taken at once while it was read or refused."""
    tracemalloc.start()
    try:
        Dataset(path)
    except DatasetError:
        pass
    finally:
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
    return peak


def check_memory(path):
    peak, size = memory(path), path.stat().st_size
    assert peak <= PER_BYTE * size + BESIDES, f"{peak} bytes of memory for a file of {size}"
    return peak


def fuzz(cases, seed, folder):
    """Check so many mutations; count them by the kind of refusal, and what memory they took at most."""
    path = Path(folder) / "mutated.ds"
    files = seeds()
    kinds = Counter()
    most = 0
    for case in range(cases):
        # Every case has a Random of its own, so that it can be had again without those before it.
        data = mutated(Random(f"{seed}:{case}"), files)
        try:
            kinds[check(path, data)] += 1
            if case % MEMORY_EVERY == 0:
                most = max(most, check_memory(path))
        except AssertionError as error:
            raise AssertionError(f"seed {seed}, case {case}: {error}\nthe file: {data!r}") from error
    return kinds, most


# The kinds of refusal that a short run must meet, so that it is known to go everywhere.
KINDS = {
    "expected three integers, nb_exemple nb_input nb_output, found a quoted word",
    "expected three integers, nb_exemple nb_input nb_output, found an empty line",
    "expected three integers, nb_exemple nb_input nb_output, found the end of the file",
    "expected at least one input and one output, found a quoted word",
    "expected nothing more after the last example, found a quoted word",
    *(
        f"expected the N {row} of example N{found}"
        for row in ("inputs", "outputs")
        for found in (
            ", found N of them", ", found an empty line", ", found the end of the file",
            " as finite decimals, found a quoted word",
        )
    ),
}  # fmt: skip


def test_every_mutation_is_read_as_the_format_says_or_refused_by_file_and_line(tmp_path):
    kinds, _ = fuzz(CASES, seed=1, folder=tmp_path)
    accepted = kinds.pop("")
    assert set(kinds) == KINDS
    assert accepted > CASES // 20
    assert accepted + kinds.total() == CASES


def test_the_files_that_are_mutated_are_datasets(tmp_path):
    sizes = [what_it_holds(data)[0] for data in seeds()]
    assert sizes == [[4, 2, 1], [1, 64, 1], [2, 64, 1], [3, 64, 10], [4, 64, 10]]
    assert {check(tmp_path / "seed.ds", data) for data in seeds()} == {""}


N = 5_000


@pytest.mark.parametrize(
    "data",
    [
        b"%d 1 1\n" % N + b"0\n0\n" * N,
        b"%d 1 1\n" % N + b"0\n0\n" * (N - 1) + b"0\nx",
        b"1 %d 1\n" % N + b"0 " * N + b"\n0\n",
        b"1 %d 1\n" % N + b"x " * N + b"\n0\n",
        b"1 1 1\n" + b"0 " * N + b"\n0\n",
        b"1 1 1\n" + b"9" * N + b"\n0\n",
        b"1 1 1\n0\n0\n" + b"\n" * N,
        b"1 1 1\n0\n0\n" + b" " * N + b"x",
        b"0 " * N,
        b"9" * N,
        b"%d %d %d\n" % (10**18 - 1, 10**18 - 1, 10**18 - 1),
        b"%d 1 1\n" % (10**18 - 1) + b"0\n0\n" * N,
    ],
    ids=lambda data: ascii(data[:24].decode()),
)
def test_memory_is_in_proportion_to_the_file(tmp_path, data):
    path = tmp_path / "large.ds"
    check(path, data)
    check_memory(path)


def test_the_largest_real_file_takes_memory_in_proportion():
    check_memory(DATASETS / "testDigits.ds")


def main():
    parser = argparse.ArgumentParser(description="Fuzz the loader.")
    parser.add_argument("--cases", type=int, default=CASES, metavar="N")
    parser.add_argument("--seed", type=int, default=1, metavar="N")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        kinds, most = fuzz(arguments.cases, arguments.seed, folder)
    accepted = kinds.pop("", 0)
    print(f"{arguments.cases} cases, {accepted} accepted, {kinds.total()} refused, of these:")
    for kind, count in kinds.most_common():
        print(f"{count:>8}  {kind}")
    print(f"at most {most} bytes of memory at once")


if __name__ == "__main__":
    main()
