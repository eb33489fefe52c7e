"""python -m learning.compare: several runs of DigitsLearn from the same start, side by side."""

import re
import signal

import learning.compare
import pytest
from fakes import Clock, make_window
from helpers import ROOT, check_picture_is, few_examples, losses, needs_posix, run_python, started
from learning.compare import Comparison, Run, main
from learning.shell import InputError, exit_status

import DigitsLearn
from Dataset import Dataset

MODULE = ["-m", "learning.compare"]


@pytest.fixture
def twelve(monkeypatch, tmp_path):
    """A folder to work in, where comparisons go once through 12 images."""
    monkeypatch.setattr("learning.compare.TRAIN", str(few_examples("trainDigits.ds", 12, tmp_path)))
    monkeypatch.setattr("learning.compare.PASSES", 1)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def numbers(stdout):
    """How many examples were seen, and the losses, of each line."""
    lines = [re.fullmatch(r"(\d+) examples seen  losses (.*)", line).groups() for line in stdout.splitlines()]
    return [(int(seen), [float(loss) for loss in losses.split()]) for seen, losses in lines]


# What differs, the lines that tell it, and those of batches, which are drawn as steps
LABELS = {
    "rates": (Comparison("rates"), ["α = 0.0005", "α = 0.05", "α = 5"], []),
    "methods": (
        Comparison("methods"),
        ["iterative, α = 0.05", "stochastic, α = 0.05", "batch, α = 1", "mini-batch, α = 0.5"],
        ["batch, α = 1", "mini-batch, α = 0.5"],
    ),
    "rates of one": (Comparison("rates", ["batch"], [0.01, 1]), ["α = 0.01", "α = 1"], ["α = 0.01", "α = 1"]),
    "two at a rate": (Comparison("rates", ["batch", "iterative"], [1]), ["batch, α = 1", "iterative, α = 1"],
                      ["batch, α = 1"]),
}


@pytest.mark.parametrize("case", LABELS)
def test_a_line_tells_in_what_it_differs_and_batches_are_steps(case):
    comparison, labels, steps = LABELS[case]
    assert (comparison.labels(), comparison.history().steps) == (labels, steps)


@pytest.mark.parametrize("method", ["iterative", "stochastic", "batch", "mini-batch"])
def test_a_run_is_that_of_digits_learn_with_seed_1(method, twelve, capsys):
    words = ["--no-plot", "--seed", "1", "--method", method, "--learning-rate", "0.5", "--batch-size", "4"]
    limits = ["--max-iterations", "6", "--report-every", "1", "--train", learning.compare.TRAIN]
    DigitsLearn.main([*words, *limits])
    told = losses(capsys.readouterr().out)
    run = Run(Dataset(learning.compare.TRAIN), method, 0.5, 4)
    for iteration, loss in told:
        list(run.learn_until(iteration * len(run.batch)))
        assert run.loss == pytest.approx(loss, rel=1e-5)


def test_all_start_alike_and_are_told_at_the_same_number_of_examples(twelve, capsys):
    ends = []
    for size in "5", "4":
        main(["methods", "--batch-size", size])
        (first, start), *_, (last, end) = numbers(capsys.readouterr().out)
        assert (first, last, start) == (0, 12, [start[0]] * 4)
        ends.extend(end)
    # Those of both sizes but for the three methods that have none
    assert len(set(ends)) == 5
    check_picture_is("png", twelve / "methods.png")


def test_a_window_draws_while_they_learn_can_be_paused_and_stays_until_ctrl_c(twelve, monkeypatch, usual_signals):
    clock, seen = Clock(), []
    manager = make_window(clock)
    canvas = manager.canvas
    monkeypatch.setattr("learning.window.Window.clock", clock)
    monkeypatch.setattr("learning.toolkit.open_window", lambda name: manager)
    for after, action in [
        (0.2, lambda: canvas.press(" ")),
        (5, lambda: seen.append([text.get_text() for text in canvas.figure.texts])),
        (6, lambda: canvas.press(" ")),
        (30, lambda: signal.raise_signal(signal.SIGINT)),
    ]:
        clock.after(after, action)
    with pytest.raises(SystemExit, match="^130$"), exit_status():
        main(["methods", "--batch-size", "4"])
    (title, news), *_ = seen
    assert "paused" in title
    assert 0 < int(news.split()[0]) < 12
    assert canvas.figure.texts[1].get_text() == "12 examples seen"
    assert canvas.frames >= 5


@needs_posix
def test_after_ctrl_c_the_curve_is_saved_as_far_as_it_came(tmp_path):
    options = ["rates", "--save-plot", "part.png"]
    with started(*MODULE, *options, cwd=tmp_path, PYTHONPATH=str(ROOT), MPLBACKEND="agg") as process:
        first = process.stdout.readline()
        process.send_signal(signal.SIGINT)
        rest, errors = process.communicate()
    assert process.returncode == 130
    assert errors.splitlines()[-1] == "compare: the curve is saved as part.png"
    assert 0 == numbers(first)[0][0] <= numbers(first + rest)[-1][0] < 8 * 1197
    check_picture_is("png", tmp_path / "part.png")


REFUSED = {
    "": "the following arguments are required: name",
    "faces": "argument name: invalid choice: 'faces'",
    "rates --learning-rate 0": "expected a finite number above 0, got '0'",
    "rates" + 5 * " --learning-rate 1": "expected at most 4 runs side by side, got 5",
    "methods --batch-size 1198": "--batch-size: expected at most 1197 examples, got 1198",
    "rates --save-plot loss.txt": "expected a name that ends in .png, .svg or .pdf, got 'loss.txt'",
}


@pytest.mark.parametrize("words", REFUSED)
def test_what_cannot_be_compared_is_refused(words, capsys):
    with pytest.raises(InputError, match=re.escape(REFUSED[words])):
        main(words.split())
    assert capsys.readouterr().out == ""


def test_as_a_command_it_tells_an_error_in_one_sentence(tmp_path):
    result = run_python(*MODULE, "rates", "--save-plot", "loss.txt", cwd=tmp_path, PYTHONPATH=str(ROOT))
    assert (result.returncode, result.stdout, result.stderr.count("\n")) == (2, "", 1)
    assert result.stderr.startswith("compare: --save-plot: expected ")
