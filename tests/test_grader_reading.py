"""The grader reads what a script prints as a person would."""

import pytest

from grading.files import Pairs
from grading.reading import Predictions, falling_loss, falls, good_predictions, live_curve

EXPECTED = [3, 6, 8, 1]
GUESSED = [3, 0, 8, 1]


def read(lines, expected=EXPECTED):
    rows = [[label] if isinstance(label, int) else label for label in expected]
    return Predictions({"lines": [(5, line, 5) for line in lines], "last_update": 0}, rows)


def each(form):
    return [form.format(e=e, p=p, n=n) for n, (e, p) in enumerate(zip(EXPECTED, GUESSED), 1)]


@pytest.mark.parametrize(
    "lines",
    [
        each("{e}:{p}"),
        each("{e}.0 : {p}.0"),
        each("attendu {e}, prédit {p}"),
        each("prediction: {p} (expected {e})"),
        each("\x1b[92m{e}\x1b[0m:\x1b[1;91m{p}\x1b[0m"),
        each("{n}) {e}:{p}"),
        each("image {n} of 4: {e} -> {p} !"),
        each("np.int64({e}) : np.float64({p}.0)"),
        ["loss 0.5", *each("{e}:{p}"), "3 of 4 right", "mistakes:", "6:0"],
        [" ".join(each("{e}:{p}"))],
        [line for pair in each("expected {e}|predicted {p}") for line in pair.split("|")],
        [str(list(zip(EXPECTED, GUESSED))).replace(", ", " : ")],
        # The numbers of a pair on two lines, with others before or behind, or the other way round; wrapped lines
        ["1", "loss 0.31 expected 3", "predicted 3", *["expected 6", "predicted 0", "expected 8", "predicted 8"],
         "expected 1", "predicted 1"],
        ["loss 0.31 expected 3", "predicted 3", *["expected 6", "predicted 0", "expected 8", "predicted 8"],
         "expected 1", "predicted 1. 3 of 4"],
        [line for pair in each("predicted {p}|expected {e}") for line in pair.split("|")] + ["3 of 4 right"],
        ["3 3 6", "0 8 8 1", "1"],
    ],
)
def test_predictions_are_read_in_every_form_that_a_person_understands(lines):
    found = read(lines)
    assert found.wrong == ""
    assert found.values == GUESSED


@pytest.mark.parametrize(
    "line", ["{0}{1}{2}:{3}", "{0}.0 {1}.0 {2}.0 : {3}", "[{0}, {1}] {2} : {3}", "{0},{1} -> {2}: {3}"]
)
def test_the_inputs_of_or_are_read_with_and_without_blanks(line):
    rows = [[0, 0, 0], [0, 1, 1], [1, 0, 1], [1, 1, 1]]
    assert read([line.format(*row, 1) for row in rows], rows).values == [1, 1, 1, 1]


@pytest.mark.parametrize(
    ("lines", "wrong"),
    [
        ([], "no line of the form expected:prediction, expected 4, one an example"),
        (["bye"], "no line of the form expected:prediction, expected 4, one an example; the last line is `bye`"),
        (each("{e}:{p}")[1:], "3 lines such as `1:1`, expected 4, one an example"),
        (each("{p}:{e}"), "the prediction stands before the expected output, as in `3:3`"),
        # What follows an expected output is not the prediction of another line.
        ([*each("{p}:{e}"), "2 of 4 right"], "the prediction stands before the expected output, as in `3:3`"),
        (
            each("{e}:{p}")[::-1],
            "line 2 of the predictions, `8:8`, does not show 6 before the prediction: the examples of the dataset "
            "that the subject says to test with, in its order",
        ),
    ],
)
def test_what_is_wrong_with_the_lines_is_told_with_the_nearest(lines, wrong):
    assert read(lines).wrong == wrong


@pytest.mark.parametrize(
    ("predicted", "wrong"),
    [
        (EXPECTED, ""),
        ([1, 2, 3, 4], "0 of 4 predictions are right, expected at least 70%"),
        ([0, 3, 6, 8], "0 of 4 predictions are right, expected at least 70%: most are right for the example before"),
    ],
)
def test_predictions_that_are_not_right_may_be_those_of_the_example_before(predicted, wrong):
    found = read([f"{e}:{p}" for e, p in zip(EXPECTED, predicted)])
    assert good_predictions({"from_test": 0}, found, Pairs(EXPECTED, EXPECTED), 0.7) == wrong


COSTS = [0.9, 0.5, 0.3, 0.2, 0.15, 0.12, 0.1]


def run_with(lines):
    return {
        "lines": [(moment, line, moment) for moment, line in enumerate(lines, 1)],
        "costs": [(moment, [cost, cost + 0.1]) for moment, cost in enumerate(COSTS)],
        "sizes": [40, 20], "outputs": 1,
    }  # fmt: skip


@pytest.mark.parametrize(
    "form",
    ["loss {:.4f}", "epoch 3/9: coût={:.3e}", "[=====] {:.2f} (12 s)", "\x1b[1mloss\x1b[0m : {:.3f}", "#9: {:.4f}"],
)
@pytest.mark.parametrize("scale", [1, 40])
def test_the_loss_is_found_in_every_form_as_a_mean_or_a_sum(form, scale):
    lines = [form.format(scale * cost) for cost in COSTS[1:]]
    run = run_with(lines)
    predictions = [(len(lines), line, 9) for line in ["1: 1.0", "0: 0.0", "1: 0.9", "1: 1.0"]]
    assert falling_loss(run) == falling_loss({**run, "lines": [*run["lines"], *predictions]}) == ""
    assert falling_loss(run_with([line.replace(".", ",") for line in lines])) == ""


@pytest.mark.parametrize(("values", "falling"), [
    ([0.9, 0.5, 0.3], True),
    ([0.7, 2, 1.8, 1.5, 1, 0.5], True),
    ([6.6, 0.9, 0.6, 0.7, 0.5, 0.6, 0.4, 0.5], True),  # within a pass, it goes up and down
    ([0.9, 0.5, 0.85], False),
    ([0.5, 0.9, 1.2, 0.6, 0.7, 0.4], False),
])  # fmt: skip
def test_a_loss_falls_by_most_of_its_steps_or_its_numbers(values, falling):
    assert falls([*enumerate(values)]) is falling


def test_a_curve_may_be_drawn_again_when_the_loss_has_moved_on():
    costs = [1 / n for n in range(1, 41)]
    run = run_with([]) | {"costs": [(moment, [cost, cost]) for moment, cost in enumerate(costs)]}
    true = [(moment, [costs[moment - moment % 10]]) for moment in range(1, 40)]
    assert live_curve({**run, "draws": true}) == ""
    false = [(moment, [2 * height]) for moment, (height,) in true]
    assert live_curve({**run, "draws": false}) == "the curve does not show the loss of what learns"
    few = [(moment, [height]) for moment, (height,) in true if moment < 20]
    assert live_curve({**run, "draws": few}).startswith("the curve shows another loss at 2 of its redraws")


@pytest.mark.parametrize("values", [[1 / n for n in range(1, 7)], range(6, 0, -1), [0.6, 0.5, 0.4, 0.3, 0.2, 0.1]])
def test_what_falls_but_is_not_the_loss_is_told(values):
    assert "is not the loss of what learns" in falling_loss(run_with([f"loss {value:.4f}" for value in values]))


def test_the_loss_on_a_test_set_that_it_learns_from_may_rise():
    run = run_with([f"loss {0.1 * n:.1f}" for n in range(1, 7)])
    assert falling_loss(run) == "stdout shows no loss that falls over at least three lines"
    assert falling_loss({**run, "from_test": 40}) == ""
    assert falling_loss({**run, "lines": run["lines"][:2], "from_test": 40}) != ""
