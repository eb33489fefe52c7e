"""Read what a script printed, as a person would: numbers in columns, and pairs of expected and predicted outputs."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

NUMBER = r"\d+\.\d+(?:e[-+]?\d+)?|\d+(?:\.(?!\w)|e[-+]?\d+)?"
PREDICTED = re.compile(r"pr[eé]d|guess|output|sortie|obten|found|trouv|got|r[eé]s|answer|gives|calc", re.IGNORECASE)
Points = list[tuple[int, float]]
Row = tuple[int, str, list[float]]


@dataclass
class Line:
    """What was printed, the updates of the weights until then, and how often a neuron was activated since the last."""

    moment: int
    text: str
    asked: int = 0


def plain(line: str) -> str:
    """The line without colours, and with numbers as anybody writes them."""
    line = re.sub(r"\x1b\[[0-9;]*[A-Za-z]", "", line)
    line = re.sub(r"\bTrue\b", "1", re.sub(r"\bFalse\b", "0", line))
    return re.sub(r"np\.\w+\(|array\(", "(", line).strip()


def columns(lines: list[Line]) -> dict[tuple[str, int], Points]:
    """The numbers that stand at one place of lines of one form, each with its moment."""
    shown: dict[tuple[str, int], Points] = {}
    for line in lines:
        text = plain(line.text)
        for variant in dict.fromkeys([text, re.sub(r"(?<=\d),(?=\d)", ".", text)]):  # some write 0,5
            form = re.sub(rf"(?:{NUMBER})|[^\w:,]", "", variant)
            for place, number in enumerate(re.findall(NUMBER, variant)):
                shown.setdefault((form, place), []).append((line.moment, float(number)))
    return shown


def falls(points: Points) -> bool:
    """Does it end lower than it began, by most of its steps or with most of its numbers?"""
    first, *rest = values = [value for _, value in points]
    down = [after <= before for before, after in zip(values, rest)]
    return bool(rest) and rest[-1] < 0.9 * first and max(sum(down), sum(v < first for v in rest)) >= 0.6 * len(rest)


# Predictions


@dataclass
class Predictions:
    """Expected and predicted outputs, a pair for each example, or the nearest that was found to them."""

    pairs: list[tuple[int, float]] = field(default_factory=list)
    asked: int = 0
    swapped: str = ""
    count: int = 0
    like: str = ""
    last: str = ""
    late: int = 0


def predictions(lines: list[Line], labels: list[int], inputs: list[list[int]] | None) -> Predictions:
    """Find a pair for each example: those of OR may be told by their inputs."""
    found = Predictions(last=plain(lines[-1].text) if lines else "")
    last = max((line.moment for line in lines), default=0)
    found.late = sum(line.moment == last for line in lines)
    if inputs and (told := of_inputs(lines, labels, inputs)):
        return told
    kinds: dict[str, list[Row]] = {"": []}
    for n, line in enumerate(lines):
        text = plain(line.text)
        numbers = [float(number) for number in re.findall(NUMBER, text)]
        if len(numbers) > 1:
            form = re.sub(r"\s", "", re.sub(NUMBER, "#", text)).rpartition("#")[0]
            kinds.setdefault(form, []).append((n, text, numbers))
            kinds[""].append((n, text, numbers))
    for kind in kinds.values():
        for pairs, n in blocks(kind, labels):
            return Predictions(pairs, lines[n].asked)
    for pairs in flat(lines, labels, last, len(kinds[""]) < len(labels)):
        return Predictions(pairs, lines[-1].asked)
    for form, kind in kinds.items():
        rows = [row for row in kind if lines[row[0]].moment == last]
        if form and len(rows) == len(labels) and [row[2][1] for row in rows] == labels:
            found.swapped = rows[0][1]
        if form and len(rows) > 3 and abs(len(rows) - len(labels)) < abs((found.count or 10**9) - len(labels)):
            found.count, found.like = len(rows), rows[-1][1]
    return found


def blocks(rows: list[Row], labels: list[int]) -> Iterator[tuple[list[tuple[int, float]], int]]:
    """Rows one after another in which a column holds what is expected, in the dataset's order or in another."""
    count, wanted = len(labels), Counter(labels)
    for in_order in (True, False):
        starts = range(len(rows) - count, -1, -1) if in_order else [len(rows) - count] if len(rows) == count else []
        for start in starts:
            block = rows[start : start + count]
            width = min(len(numbers) for _, _, numbers in block)
            for expected, predicted in pairs_of_columns(block[0][1], width):
                values = [numbers[expected] for _, _, numbers in block]
                if values == labels if in_order else Counter(values) == wanted:
                    yield [(int(row[2][expected]), row[2][predicted]) for row in block], block[0][0]


def pairs_of_columns(line: str, width: int) -> Iterator[tuple[int, int]]:
    """Which number is expected and which predicted: the second of two is predicted, unless words tell otherwise."""
    before = [re.split(NUMBER, line)[n] for n in range(width)]
    told = [n for n in range(width) if re.search(PREDICTED, before[n])]
    for expected in range(width):
        for predicted in told or [expected + 1]:
            if expected != predicted < width:
                yield expected, predicted


def of_inputs(lines: list[Line], labels: list[int], inputs: list[list[int]]) -> Predictions | None:
    """The inputs, perhaps what is expected, and the prediction: 011:1, or 0 1:1, or [0.0, 1.0] 1 -> 0.97, or 0.11:1."""
    for number in (r"\d+\.\d*(?:e[-+]?\d+)?|\d", r"\d"):
        if found := rows_of_inputs(lines, labels, inputs, number):
            return found
    return None


def rows_of_inputs(lines: list[Line], labels: list[int], inputs: list[list[int]], number: str) -> Predictions | None:
    count, width = len(inputs), len(inputs[0])
    every = [(n, [float(x) for x in re.findall(number, plain(line.text))]) for n, line in enumerate(lines)]
    rows = [row for row in every if len(row[1]) > width]
    for start in range(len(rows) - count, -1, -1):
        block = rows[start : start + count]
        for at in range(min(len(numbers) for _, numbers in block) - width):
            shown = [numbers[at : at + width] for _, numbers in block]
            if sorted(shown) == sorted(inputs):
                wanted = [labels[inputs.index([int(x) for x in one])] for one in shown]
                rest = [numbers[at + width :] for _, numbers in block]
                told = all(len(one) > 1 and one[0] == y for one, y in zip(rest, wanted))
                found = [(y, one[1] if told else one[0]) for one, y in zip(rest, wanted)]
                return Predictions(found, lines[block[-1][0]].asked)
    return None


def flat(lines: list[Line], labels: list[int], last: int, either: bool) -> Iterator[list[tuple[int, float]]]:
    """Pairs that stand side by side, or their numbers one below the other, then in either order."""
    late = [float(x) for line in lines if line.moment == last for x in re.findall(NUMBER, plain(line.text))]
    for start in range(len(late) - 2 * len(labels), -1, -1):
        half = late[start : start + 2 * len(labels)]
        for expected, predicted in ((half[0::2], half[1::2]), (half[1::2], half[0::2]))[: 1 + either]:
            if expected == labels:
                yield [*zip(labels, predicted)]
