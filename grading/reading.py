"""Read what a script printed and drew, as a person would; each function returns "" or what is wrong."""

import re
from collections.abc import Iterator, Sequence
from typing import Any

from grading.files import EVERY, HALF_WAY, Pairs

NUMBER = r"\d+\.\d+(?:e[-+]?\d+)?|\d+(?:\.|e[-+]?\d+)?"
Points = list[tuple[int, float]]


def falling_loss(run: dict[str, Any]) -> str:
    """At least three lines of one form hold a number that falls, while the training goes on, and is the loss.

    The labels of the test set are not all its own: the loss of what learns from it, which is told elsewhere, may rise.
    """
    shown: dict[tuple[str, int], Points] = {}
    last = max((moment for moment, _, _ in run["lines"]), default=0)
    for moment, line, _ in run["lines"]:
        line = plain(line)
        for text in dict.fromkeys([line, re.sub(r"(?<=\d),(?=\d)", ".", line)]):  # some write 0,5
            form = re.sub(rf"(?:{NUMBER})|[^\w:,]", "", text)
            for place, number in enumerate(re.findall(NUMBER, text)):
                shown.setdefault((form, place), []).append((moment, float(number)))
    # Predictions may have the same form.
    before = [(points, [one for one in points if one[0] < last]) for points in shown.values()]
    all_shown = [*shown.values(), *(part for points, part in before if len(points) - len(part) > 2)]
    falling = [points for points in all_shown if len(points) >= 3 and (falls(points) or run.get("from_test"))]
    if not falling:
        return "stdout shows no loss that falls over at least three lines"
    if any(moment for moment, _, _ in run["lines"]):
        falling = [points for points in falling if len({moment for moment, _ in points}) >= 3]
        if not falling:
            return "the loss is shown only once the training is over, not while it goes on"
    if not any(is_loss(run, [(moment, [value]) for moment, value in points]) for points in falling):
        ends = f"{show(falling[0][0][1])} … {show(falling[0][-1][1])}"
        return f"what falls on stdout ({ends}) is not the loss of what learns"
    return ""


def falls(points: Points) -> bool:
    """Does it end lower than it began, by most of its steps or with most of its numbers?"""
    first, *rest = values = [value for _, value in points]
    down = [after <= before for before, after in zip(values, rest)]
    return rest[-1] < 0.9 * first and max(sum(down), sum(value < first for value in rest)) >= 0.6 * len(rest)


def is_loss(run: dict[str, Any], points: list[tuple[int, list[float]]]) -> bool:
    """Do most of the values agree with the cost at their moment, or with one since the moment before?

    It may be a sum or a mean, over the training or the test set. Where the weights could not be read, or it
    learns from the test set, which is told elsewhere, it may be any.
    """
    moments = run["costs"]
    earlier = {moment: (before, costs) for (_, before), (moment, costs) in zip(moments, moments[1:])}
    seen = [(values, earlier[moment]) for moment, values in points if values and moment in earlier]
    if len(seen) < 3 or run.get("from_test"):
        return True
    scales = [[1.0, size, 1 / run["outputs"], size / run["outputs"]] for size in run["sizes"]]
    return any(
        sum(agrees(values, [scale * one[n] for one in both], scale) for values, both in seen) >= 0.75 * len(seen)
        for n in range(2)
        for scale in scales[n]
    )


def agrees(values: list[float], costs: list[float], scale: float) -> bool:
    """Is one of the values the cost at its moment or at the one before?

    Where it is the plain sum of the mean costs, it may be between the two, as a running mean is.
    """
    low, high = min(costs), max(costs)
    return any((scale == 1 and low <= one <= high) or any(near(one, cost) for cost in costs) for one in values)


def near(value: float, cost: float) -> bool:
    # What is printed may be rounded.
    return abs(value - cost) <= 0.03 * cost + 0.0006


def live_curve(run: dict[str, Any]) -> str:
    """The curve is redrawn at least three times while the training goes on, with new points of the loss."""
    draws = run["draws"]
    if not draws:
        return "no matplotlib curve is drawn in a window"
    # Drawn once more, it may be old by then.
    new: dict[str, tuple[int, int, list[float]]] = {}
    for n, (moment, heights) in enumerate(draws):
        if heights:
            new.setdefault(str(heights), (moment or n, moment, heights))
    if not new:
        return "the window shows no curve: no line and no point in it"
    moments = {seen for seen, _, _ in new.values()}
    if len(moments) < 3:
        return f"the curve shows another loss at {len(moments)} of its redraws, expected at least 3 while it learns"
    # At one moment it may be drawn in several steps, or in several windows.
    together: dict[int, list[float]] = {}
    for _, moment, heights in new.values():
        together.setdefault(moment, []).extend(heights)
    if not is_loss(run, [*together.items()]):
        return "the curve does not show the loss of what learns"
    return ""


# Predictions


def plain(line: str) -> str:
    """The line without colours, and with numbers as anybody writes them."""
    line = re.sub(r"\x1b\[[0-9;]*[A-Za-z]", "", line)
    line = re.sub(r"\bTrue\b", "1", re.sub(r"\bFalse\b", "0", line))
    return re.sub(r"np\.\w+\(", "(", line).strip()


def form(line: str) -> str:
    """What the lines of one kind have in common: all but the numbers, the blanks and what stands behind."""
    return re.sub(r"\s", "", re.sub(NUMBER, "#", line)).rpartition("#")[0]


class Predictions:
    """The lines that show, for each example in its order, what was expected of it and what was predicted.

    `wrong` says what is wrong with them; `values` are the predictions, `first` and `last` the places of their lines.
    """

    def __init__(self, run: dict[str, Any], expected: list[list[int]]) -> None:
        self.expected = expected
        self.wrong, self.first, self.last = "", 0, 0
        self.values: list[float] = []
        width = len(expected[0])
        # Inputs may stand without blanks, as in 011:1; 1.0 is one number.
        number = NUMBER if width == 1 else r"\d+\.\d*|\d"
        lines = [plain(line) for _, line, _ in run["lines"]]
        rows = [(place, line, [float(one) for one in re.findall(number, line)]) for place, line in enumerate(lines)]
        long = [row for row in rows if len(row[2]) > width]
        kinds: dict[str, list[Row]] = {}
        for row in long:
            kinds.setdefault(form(row[1]), []).append(row)
        found = next((one for kind in [long, *kinds.values()] for one in self.found_in(kind)), None)
        if not found and not any(map(self.is_swapped, kinds.values())):
            # Pairs may stand side by side, or their numbers one below the other: of two ways to pair them, the better.
            flat = [(place, line, one) for place, line, numbers in rows for one in numbers] if width == 1 else []
            pairs = [
                [(place, f"{line} {below}", [one, other]) for (place, line, one), (_, below, other) in zip(half, rest)]
                for half, rest in [(flat[0::2], flat[1::2]), (flat[1::2], flat[2::2])]
            ]
            found = max((one for kind in pairs for one in self.found_in(kind)), key=self.as_expected, default=None)
        if found:
            self.first, self.last, self.values = found
        else:
            late = [[row for row in kind if run["lines"][row[0]][2] >= run["last_update"]] for kind in kinds.values()]
            self.wrong = self.nearest([*filter(None, late)], lines)

    def found_in(self, rows: "list[Row]") -> Iterator[tuple[int, int, list[float]]]:
        """Yield blocks of rows in which a column holds what is expected: their places and the column of predictions."""
        width, count = len(self.expected[0]), len(self.expected)
        for start in range(len(rows) - count, -1, -1):
            block = rows[start : start + count]
            columns = range(min(len(numbers) for _, _, numbers in block) - width)
            # With words, the prediction may come first: the words tell.
            words = width == 1 and re.search(r"[^\W\d_]{4,}", block[0][1])
            for expected, predicted in [(n, n + width) for n in columns] + [(n + 1, n) for n in columns if words]:
                if all(row[2][expected : expected + width] == one for row, one in zip(block, self.expected)):
                    yield block[0][0], block[-1][0], [numbers[predicted] for _, _, numbers in block]

    def as_expected(self, found: tuple[int, int, list[float]]) -> int:
        return sum([value] == wanted for value, wanted in zip(found[2], self.expected))

    def is_swapped(self, rows: "list[Row]") -> bool:
        """Does the prediction stand before the expected output, with no words to tell?"""
        same = len(rows) == len(self.expected) and len(self.expected[0]) == 1
        return same and all(row[2][1:2] == wanted for row, wanted in zip(rows, self.expected))

    def nearest(self, kinds: "list[list[Row]]", lines: list[str]) -> str:
        """Say what is wrong with the lines that come nearest."""
        count, width = len(self.expected), len(self.expected[0])
        if not kinds:
            seen = f"; the last line is `{lines[-1][:80]}`" if lines else ""
            return f"no line of the form expected:prediction, expected {count}, one an example{seen}"
        rows = min(kinds, key=lambda kind: abs(len(kind) - count))
        if len(rows) != count:
            return f"{len(rows)} lines such as `{rows[-1][1][:80]}`, expected {count}, one an example"
        if self.is_swapped(rows):
            return f"the prediction stands before the expected output, as in `{rows[0][1][:80]}`"
        other = [n for n, (row, wanted) in enumerate(zip(rows, self.expected)) if row[2][:width] != wanted]
        # Rather one with its own label
        n = next((n for n in other if n % EVERY), min(other, default=0))
        wanted = " ".join(map(str, self.expected[n]))
        return (
            f"line {n + 1} of the predictions, `{rows[n][1][:80]}`, does not show {wanted} before the prediction: "
            "the examples of the dataset that the subject says to test with, in its order"
        )

    def right(self, labels: list[int], places: Sequence[int]) -> int:
        return sum(round(self.values[n]) == labels[n] for n in places)


Row = tuple[int, str, list[float]]


def good_predictions(run: dict[str, Any], found: Predictions, pairs: Pairs, floor: float) -> str:
    """Enough examples are right, counted on those that the grader left as they are."""
    if run["from_test"]:
        return "it learns from the test set, which is there to test with"
    places = honest(pairs)
    right, most = found.right(pairs.true, places), len(places)
    if right >= floor * most:
        return ""
    which = " of examples that the grader left as they are" if most < len(found.values) else ""
    late = sum(round(found.values[n + 1]) == pairs.true[n] for n in places if n + 1 < len(found.values))
    why = ": most are right for the example before" if late >= floor * most else ""
    return f"{right} of {most} predictions{which} are right, expected at least {floor:.0%}{why}"


def honest(pairs: Pairs) -> list[int]:
    """The places of the examples with their own label that no neuron was made to be wrong about."""
    return [n for n, label in enumerate(pairs.true) if label == pairs.shown[n] and n % EVERY != HALF_WAY]


def own_predictions(run: dict[str, Any], found: Predictions, pairs: Pairs) -> str:
    """Predictions are not the labels that the grader made wrong, and change with the weights."""
    wrong = [n for n, label in enumerate(pairs.true) if label != pairs.shown[n]]
    copied = found.right(pairs.shown, wrong)
    if wrong and 2 * copied > len(wrong) and 2 * found.right(pairs.shown, honest(pairs)) > len(honest(pairs)):
        return (
            f"{copied} of {len(wrong)} examples whose label the grader made wrong are `predicted` just so: "
            "the predictions are copied from the expected outputs"
        )
    if 2 * found.right(pairs.true, run["misled"]) > len(run["misled"]):
        return "with neurons that are made to be wrong, the predictions stay right: they do not come from them"
    return ""


def show(value: object) -> str:
    if isinstance(value, dict):
        return ", ".join(f"{key} {show(one)}" for key, one in value.items())
    if isinstance(value, list):
        return f"[{', '.join(map(show, value))}]"
    return f"{value:.4g}" if isinstance(value, float) else str(value)
