"""Read what a script printed, as a person would: numbers in columns, and pairs of expected and predicted outputs."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

NUMBER = r"\d+\.\d+(?:e[-+]?\d+)?|\d+(?:\.(?!\w)|e[-+]?\d+)?"
LOSS = re.compile("loss|cost|coût|cout|perte|entrop|err", re.IGNORECASE)
PREDICTED = re.compile(r"pr[eé]d|guess|output|sortie|obten|found|trouv|got|r[eé]s|answer|gives|calc", re.IGNORECASE)
# The moment of each number, and the number
Points = list[tuple[int, float]]
# What is expected and what is predicted, for each example
Pairs = list[tuple[int, float]]


class Line:
    """What was printed, in plain writing, and how often the script had let something learn until then."""

    def __init__(self, moment: int, text: str) -> None:
        self.moment = moment
        text = re.sub(r"\x1b\[[0-9;]*[A-Za-z]", "", text)
        text = re.sub(r"\bTrue\b", "1", re.sub(r"\bFalse\b", "0", text))
        self.text = re.sub(r"np\.\w+\(|array\(", "(", text).strip()
        self.numbers = numbers_in(self.text)


@dataclass
class Predictions:
    """The pairs of all examples, the first of their lines, and whether the prediction stands before the other."""

    pairs: Pairs
    line: str
    swapped: bool


def numbers_in(text: str) -> list[float]:
    return [float(number) for number in re.findall(NUMBER, text)]


def columns(lines: list[Line]) -> dict[tuple[str, str], Points]:
    """The numbers at one place of lines of one form, by what stands before and after it, with # for other numbers."""
    shown: dict[tuple[str, str], Points] = {}
    for line in lines:
        text = line.text.replace("#", "")
        for variant in dict.fromkeys([text, re.sub(r"(?<=\d),(?=\d)", ".", text)]):  # some write 0,5
            words = [re.sub(r"[^\w:,]", "", between) for between in re.split(NUMBER, variant)]
            for place, number in enumerate(numbers_in(variant), 1):
                around = "#".join(words[:place]), "#".join(words[place:])
                shown.setdefault(around, []).append((line.moment, number))
    return shown


def is_named(around: tuple[str, str]) -> bool:
    """Is a column called a loss by the words before it, or behind it where there are none?"""
    before, after = around[0].rpartition("#")[2], around[1].partition("#")[0]
    return bool(LOSS.search(before.strip(":,") or after))


def falls(points: Points) -> bool:
    """Does it end lower than it began, by most of its steps or with most of its numbers?"""
    first, *rest = values = [value for _, value in points]
    down = [after <= before for before, after in zip(values, rest)]
    return bool(rest) and rest[-1] < 0.9 * first and max(sum(down), sum(v < first for v in rest)) >= 0.6 * len(rest)


# Predictions


def predictions(lines: list[Line], labels: list[int], inputs: list[list[int]]) -> Predictions | None:
    """The last lines, one for each example, that hold expected and predicted outputs.

    They may also hold the inputs, and then say what is expected by them. They follow one another among all lines with
    numbers, or among those of one form.
    """
    rows = with_numbers([separated(line) for line in lines] if inputs else lines)
    kinds = [rows, *forms(rows)]
    for swapped in (False, True):
        for kind in kinds:
            for start in range(len(kind) - len(labels), -1, -1):
                block = kind[start : start + len(labels)]
                ways = [*by_inputs(block, labels, inputs)]
                ways = ways or [*by_labels(block, labels, swapped, len(kind) == len(labels))]
                if ways:
                    return Predictions(max(ways, key=right), block[0].text, swapped)
    return None


def right(pairs: Pairs) -> int:
    return sum(round(predicted) == expected for expected, predicted in pairs)


def separated(line: Line) -> Line:
    """Set apart the digits of 011:1 and of 0.11:1, as the subject shows OR's inputs and what is expected."""
    text = re.sub(r"^([01])\.([01])([01])(?![\d.])", r"\1 \2 \3", line.text)
    return Line(line.moment, re.sub(r"(?<![\d.])[01]{2,3}(?![\d.])", lambda digits: " ".join(digits[0]), text))


def with_numbers(lines: list[Line]) -> list[Line]:
    """Those that may hold what is expected and what is predicted."""
    return [line for line in lines if len(line.numbers) > 1]


def forms(lines: list[Line]) -> list[list[Line]]:
    """The lines in groups, by what stands before their last number, but for the numbers."""
    found: dict[str, list[Line]] = {}
    for line in lines:
        form = re.sub(r"\s", "", re.sub(NUMBER, "#", line.text)).rpartition("#")[0]
        found.setdefault(form, []).append(line)
    return [*found.values()]


def by_labels(block: list[Line], labels: list[int], swapped: bool, is_whole: bool) -> Iterator[Pairs]:
    """Pairs from lines of which one column holds what is expected, in another order only if there are no others.

    The prediction is the number behind it, or where words tell it; the one before it, if they are swapped.
    """
    width = min(len(line.numbers) for line in block)
    before = re.split(NUMBER, block[0].text)
    told = [n for n in range(width) if PREDICTED.search(before[n])]
    for place in range(width):
        in_order = all(line.numbers[place] == y for line, y in zip(block, labels))
        if in_order or (is_whole and Counter(line.numbers[place] for line in block) == Counter(labels)):
            for other in [place - 1] if swapped else [*told, place + 1]:
                if place != other and 0 <= other < width:
                    yield [(int(line.numbers[place]), line.numbers[other]) for line in block]


def by_inputs(block: list[Line], labels: list[int], inputs: list[list[int]]) -> Iterator[Pairs]:
    """Pairs from lines that hold all inputs: what is expected stands behind them or not, then the prediction."""
    width = min(len(line.numbers) for line in block)
    for place in range(width - 2 if inputs else 0):
        shown = [line.numbers[place : place + 2] for line in block]
        if sorted(shown) == inputs:
            expected = [labels[inputs.index([int(x) for x in one])] for one in shown]
            is_shown = width > place + 3 and [line.numbers[place + 2] for line in block] == expected
            yield [(y, line.numbers[place + 2 + is_shown]) for y, line in zip(expected, block)]


def nearest_form(lines: list[Line], count: int) -> list[Line]:
    """The lines of one form whose number is nearest to what is expected."""
    found = [form for form in forms(with_numbers(lines)) if len(form) > 3]
    return min(found, key=lambda form: abs(len(form) - count), default=[])
