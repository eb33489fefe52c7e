"""The options, the streams and the exit status of a script, in this process."""

import errno
import io
import sys
from random import Random

import pytest
from helpers import ROOT
from learning.command_line import InputError, note, number, read_options, run, say

from Dataset import DatasetError

# "OrLearn" is what the script is called in these tests.


@pytest.fixture(autouse=True)
def arguments(monkeypatch):
    """Call it to say what the command line holds."""

    def given(*words):
        monkeypatch.setattr("sys.argv", ["/somewhere/OrLearn.py", *words])

    given()
    return given


def read(test="and.ds"):
    defaults = {"learning_rate": 0.25, "threshold": 0.125, "batch_size": 3, "max_passes": 7}
    return read_options("It learns OR.", "or.ds", test, **defaults)


def test_without_arguments_every_option_has_its_default(arguments):
    chosen = vars(read())
    assert isinstance(chosen.pop("rng"), Random)
    assert chosen == {
        "learning_rate": 0.25, "method": "iterative", "batch_size": None, "default_batch_size": 3,
        "threshold": 0.125, "max_iterations": None, "max_passes": 7, "report_every": None, "seed": None,
        "train": str(ROOT / "datasets" / "or.ds"), "test": str(ROOT / "datasets" / "and.ds"),
        "plot": True, "save_plot": None,
    }  # fmt: skip


def test_every_option_is_read(arguments):
    arguments(
        "--learning-rate", "0.5", "--method", "mini-batch", "--batch-size", "4", "--threshold", "0",
        "--max-iterations", "1", "--report-every", "9", "--seed", "-5", "--train", "a.ds", "--test", "b.ds",
        "--plot", "--save-plot", "c.svg",
    )  # fmt: skip
    chosen = vars(read())
    assert chosen.pop("rng").random() == Random(-5).random()
    assert chosen == {
        "learning_rate": 0.5, "method": "mini-batch", "batch_size": 4, "default_batch_size": 3,
        "threshold": 0.0, "max_iterations": 1, "max_passes": 7, "report_every": 9, "seed": -5,
        "train": "a.ds", "test": "b.ds", "plot": True, "save_plot": "c.svg",
    }  # fmt: skip


def test_a_script_without_a_test_set_has_no_option_for_it(arguments):
    assert read(test="").test is None
    arguments("--no-plot")
    options = read_options("", "or.ds", learning_rate=0.5, threshold=0, batch_size=2, max_passes=1)
    assert (options.plot, options.test) == (False, None)
    arguments("--test", "b.ds")
    with pytest.raises(InputError, match="^unrecognized arguments: --test b.ds"):
        read(test="")


def test_help_explains_every_option(arguments, monkeypatch, capsys):
    monkeypatch.setenv("COLUMNS", "250")
    arguments("--help")
    with pytest.raises(SystemExit) as caught:
        read()
    assert caught.value.code == 0
    out = capsys.readouterr().out
    assert max(map(len, out.splitlines())) < 80
    assert not out.endswith("\n\n")
    text = " ".join(out.split())
    assert text.startswith("usage: OrLearn.py [-h] ")
    for part in [
        " It learns OR. ",
        " --learning-rate RATE how far an update moves the weights, from 0 to 1 (default: 0.25) ",
        " --method {iterative,stochastic,batch,mini-batch} what an update learns from: the next example, "
        "one at random, the mean over all, the mean over some at random (default: iterative) ",
        " --batch-size N the examples of a mini-batch (default: 3) ",
        " --threshold LOSS stop when the training loss is below it (default: 0.125) ",
        " --max-iterations N stop after N updates (default: 7 passes over the training set) ",
        " --report-every N show the loss, and stop if it is below the threshold, every N updates (default: "
        "every pass over the training set, later less often) ",
        " --seed N the same N makes the same run (default: no seed) ",
        " --train FILE the .ds file to learn (default: datasets/or.ds) ",
        " --test FILE the .ds file to test with (default: datasets/and.ds) ",
        " --plot, --no-plot draw the loss while it falls (default: --plot) ",
        " --save-plot FILE save the finished curve as a .png, .svg or .pdf ",
    ]:
        assert part in f"{text} "


@pytest.mark.parametrize(
    ("words", "message"),
    [
        ("--learning-rate 0", "argument --learning-rate: expected a finite number above 0, got '0'"),
        ("--learning-rate inf", "argument --learning-rate: expected a finite number above 0, got 'inf'"),
        ("--threshold -1", "argument --threshold: expected a finite number of 0 or more, got '-1'"),
        ("--threshold nan", "argument --threshold: expected a finite number of 0 or more, got 'nan'"),
        ("--batch-size 0", "argument --batch-size: expected a whole number of 1 or more, got '0'"),
        ("--max-iterations x", "argument --max-iterations: expected a whole number of 1 or more, got 'x'"),
        ("--report-every 1.5", "argument --report-every: expected a whole number of 1 or more, got '1.5'"),
        ("--learn 0.1", "unrecognized arguments: --learn 0.1"),
        ("--seed 0.5", "argument --seed: invalid int value: '0.5'"),
    ],
)
def test_a_wrong_option_is_told_in_one_sentence(arguments, words, message):
    arguments(*words.split())
    with pytest.raises(InputError) as caught:
        read()
    assert str(caught.value) == f"{message} (see --help)"


def test_an_unknown_method_is_refused(arguments):
    arguments("--method", "newton")
    with pytest.raises(InputError, match="^argument --method: invalid choice: 'newton'"):
        read()


def test_a_picture_without_a_plot_is_refused(arguments):
    arguments("--no-plot", "--save-plot", "c.svg")
    with pytest.raises(InputError, match="^expected --save-plot or --no-plot, got both$"):
        read()


@pytest.mark.parametrize(
    ("words", "line"),
    [
        ("--learning-rate 1", ""),
        ("--learning-rate 1.5", "a learning rate of 1.5 is above 1: it may overshoot"),
        ("--batch-size 2", "--batch-size changes nothing without --method mini-batch"),
        ("--method batch --batch-size 2", "--batch-size changes nothing without --method mini-batch"),
        ("--method mini-batch --batch-size 2", ""),
        ("--method stochastic", ""),
    ],
)
def test_what_is_legal_but_odd_gets_a_note(arguments, words, line, capsys):
    arguments(*words.split())
    read()
    out, err = capsys.readouterr()
    assert (out, err) == ("", f"OrLearn: {line}\n" if line else "")


def test_number_reads_from_least_to_the_largest_float():
    read_number = number(float, 2, "a number of 2 or more")
    assert [read_number(text) for text in ["2", "2.5", "1e308"]] == [2.0, 2.5, 1e308]
    for text in ["1.9", "-3", "inf", "nan", "two", ""]:
        with pytest.raises(Exception, match="^expected a number of 2 or more, got ") as caught:
            read_number(text)
        assert str(caught.value).endswith(repr(text))


def test_a_said_line_is_not_held_back(monkeypatch):
    written = io.BytesIO()
    monkeypatch.setattr("sys.stdout", io.TextIOWrapper(written, newline="\n"))
    say("iteration 0")
    assert written.getvalue() == b"iteration 0\n"


def test_a_note_goes_to_stderr_at_once(monkeypatch, capsys):
    written = io.BytesIO()
    monkeypatch.setattr("sys.stderr", io.TextIOWrapper(written, newline="\n"))
    note("be careful")
    assert written.getvalue() == b"OrLearn: be careful\n"
    assert capsys.readouterr().out == ""


class Gone(io.StringIO):
    def write(self, text):
        raise OSError(errno.EIO, "gone")


@pytest.mark.parametrize("stderr", [None, Gone()])
def test_a_note_that_nobody_can_read_is_no_error(monkeypatch, stderr):
    monkeypatch.setattr("sys.stderr", stderr)
    note("be careful")
    assert sys.stderr is None


def test_a_note_stays_one_line_whatever_a_file_is_called(capsys):
    note("two\nlines, \x1b[31mred, né")
    assert capsys.readouterr().err == "OrLearn: two\\nlines, \\x1b[31mred, né\n"


def status_of(main):
    with pytest.raises(SystemExit) as caught:
        run(main)
    return caught.value.code


@pytest.mark.parametrize("status", [0, 143])
def test_run_exits_with_the_status_of_main(status):
    assert status_of(lambda: status) == status


@pytest.mark.parametrize(
    ("error", "status", "line"),
    [
        (InputError("expected A, got B"), 2, "OrLearn: expected A, got B\n"),
        (DatasetError("or.ds: expected A"), 2, "OrLearn: or.ds: expected A\n"),
        (KeyboardInterrupt(), 130, ""),
        (BrokenPipeError(), 141, ""),
        (OSError(28, "No space left on device"), 1, "OrLearn: [Errno 28] No space left on device\n"),
    ],
)
def test_run_ends_an_error_with_a_status(monkeypatch, tmp_path, capsys, error, status, line):
    def fail():
        print("what stdout could not take")
        raise error

    with open(tmp_path / "stdout", "w") as stdout:
        monkeypatch.setattr("sys.stdout", stdout)
        assert status_of(fail) == status
    # Python's last flush went elsewhere.
    assert (tmp_path / "stdout").read_text() == ""
    assert capsys.readouterr().err == line


def test_run_needs_no_stdout(monkeypatch):
    def fail():
        raise KeyboardInterrupt

    monkeypatch.setattr("sys.stdout", None)
    assert status_of(fail) == 130
    assert sys.stdout is None
