"""The options, the streams and the exit status of a script, and what a session keeps of it."""

import errno
import io
import os
import signal
import sys
from concurrent.futures import ThreadPoolExecutor
from random import Random
from subprocess import PIPE, Popen

import learning.command_line
import pytest
from helpers import ROOT, STARTED_AFRESH, guarded, needs_posix
from learning.command_line import InputError, end_with, exit_if_failed, note, read_options, run, say

import OrLearn
from Dataset import DatasetError
from Neuron import Neuron

# "OrLearn" is what the script is called in these tests.


@pytest.fixture(autouse=True)
def script(monkeypatch):
    monkeypatch.setattr("sys.argv", ["/somewhere/OrLearn.py"])
    monkeypatch.setattr(learning.command_line, "status", 0)


def read(*words, test="and.ds"):
    return read_options(
        words or None, "It learns OR.", "or.ds", test, rates={"iterative": 0.25, "batch": 0.75, "mini-batch": 1},
        threshold=0.125, density=40, batch_size=3, max_passes=7,
    )  # fmt: skip


class TestOptions:
    def test_without_arguments_every_option_has_its_default(self):
        chosen = vars(read())
        assert isinstance(chosen.pop("rng"), Random)
        assert chosen == {
            "learning_rate": 0.25, "method": "iterative", "batch_size": None, "default_batch_size": 3,
            "threshold": 0.125, "seed": None,
            "max_iterations": None, "report_every": None, "train": str(ROOT / "datasets" / "or.ds"),
            "test": str(ROOT / "datasets" / "and.ds"), "plot": True, "save_plot": None, "reports_per_second": 20,
            "limits": {
                "threshold": 0.125, "max_iterations": None, "max_passes": 7, "report_every": None, "density": 40,
            },
            "show": {"plot": True, "picture": None, "threshold": 0.125, "reports_per_second": 20},
        }  # fmt: skip

    def test_every_option_is_read(self):
        chosen = vars(read(
            "--learning-rate", "0.5", "--method", "mini-batch", "--batch-size", "4", "--threshold", "0",
            "--max-iterations", "1", "--report-every", "9", "--seed", "5", "--train", "a.ds", "--test", "b.ds",
            "--save-plot", "c.svg", "--reports-per-second", "0",
        ))  # fmt: skip
        assert chosen.pop("rng").random() == Random(5).random()
        assert chosen == {
            "learning_rate": 0.5, "method": "mini-batch", "batch_size": 4, "default_batch_size": 3,
            "threshold": 0.0, "seed": 5,
            "max_iterations": 1, "report_every": 9, "train": "a.ds", "test": "b.ds",
            "plot": True, "save_plot": "c.svg", "reports_per_second": 0.0,
            "limits": {"threshold": 0.0, "max_iterations": 1, "max_passes": 7, "report_every": 9, "density": 40},
            "show": {"plot": True, "picture": "c.svg", "threshold": 0.0, "reports_per_second": 0.0},
        }  # fmt: skip

    @pytest.mark.parametrize(("method", "rate"), [("iterative", 0.25), ("batch", 0.75), ("mini-batch", 1)])
    def test_each_method_has_a_learning_rate_of_its_own(self, method, rate):
        assert read("--method", method).learning_rate == rate

    def test_a_script_without_a_test_set_has_no_option_for_it(self):
        assert "test" not in read(test="")
        with pytest.raises(InputError, match="^unrecognized arguments: --test b.ds"):
            read("--test", "b.ds", test="")

    def test_help_explains_every_option(self, monkeypatch, capsys):
        monkeypatch.setenv("COLUMNS", "250")
        monkeypatch.setattr("sys.argv", ["/somewhere/OrLearn.py", "--help"])
        with pytest.raises(SystemExit) as caught:
            read()
        assert caught.value.code == 0
        out = capsys.readouterr().out
        assert max(map(len, out.splitlines())) < 80
        assert not out.endswith("\n\n")
        text = " ".join(out.split()).replace("mini- batch", "mini-batch")
        assert text.startswith("usage: OrLearn.py [-h] ")
        assert " It learns OR. options: " in text
        for part in [
            " --method {iterative,batch,mini-batch} what an update learns from: the next example, "
            "one at random, the mean over all, the mean over some at random (default: iterative) ",
            " --learning-rate RATE how far an update moves the weights, above 0 and rarely above 1 "
            "(default: 0.25 iterative, 0.75 batch, 1 mini-batch) ",
            " --batch-size N the examples of a mini-batch (default: 3) ",
            " --threshold LOSS stop when a reported training loss is below it (default: 0.125) ",
            " --max-iterations N stop after N updates (default: 7 passes over the training set) ",
            " --report-every N report the loss every N updates (default: often at first, then less and less) ",
            " --seed N the same N makes the same run (default: no seed) ",
            " --train FILE the .ds file to learn (default: datasets/or.ds) ",
            " --test FILE the .ds file to test with (default: datasets/and.ds) ",
            " --no-plot draw no curve (default: draw it while the loss falls) ",
            " --reports-per-second N with a window, wait so that it shows at most N reports a second; "
            "0 is full speed (default: 20) ",
            " --save-plot FILE save the finished curve as a .png, .svg or .pdf ",
        ]:
            assert part in f"{text} "

    @pytest.mark.parametrize(
        ("option", "text", "expected"),
        [
            ("--learning-rate", "0", "a finite number above 0, got '0'"),
            ("--learning-rate", "inf", "a finite number above 0, got 'inf'"),
            ("--learning-rate", "-1e-3", "a finite number above 0, got '-1e-3'"),
            ("--learning-rate", "0,5", "a finite number above 0, got '0,5': write 0.5, with a point"),
            ("--threshold", "-.5", "a finite number of 0 or more, got '-.5'"),
            ("--reports-per-second", "nan", "a finite number of 0 or more, got 'nan'"),
            ("--batch-size", "0", "a whole number of 1 or more, got '0'"),
            ("--max-iterations", "x", "a whole number of 1 or more, got 'x'"),
            ("--max-iterations", "1,000", "a whole number of 1 or more, got '1,000'"),
            ("--report-every", "1.5", "a whole number of 1 or more, got '1.5'"),
            ("--seed", "-3", "a whole number of 0 or more, got '-3'"),
            ("--seed", "0.5", "a whole number of 0 or more, got '0.5'"),
            ("--train", "", "the name of a file, got ''"),
            ("--test", "", "the name of a file, got ''"),
            ("--save-plot", "", "the name of a file, got ''"),
        ],
    )
    def test_a_wrong_one_is_told_in_one_sentence(self, option, text, expected):
        for words in [[option, text], [f"{option}={text}"]]:
            with pytest.raises(InputError) as caught:
                read(*words)
            assert str(caught.value) == f"argument {option}: expected {expected} (see --help)"

    @pytest.mark.parametrize(
        ("words", "message"),
        [
            ("--learn 0.1", "unrecognized arguments: --learn 0.1"),
            ("--method newton", "argument --method: invalid choice: 'newton'"),
            ("--seed", "argument --seed: expected one argument"),
            ("--seed --no-plot", "argument --seed: expected one argument"),
            ("--no-plot --save-plot c.svg", "expected --save-plot or --no-plot, got both"),
        ],
    )
    def test_what_is_no_option_is_told_by_its_name(self, words, message):
        with pytest.raises(InputError) as caught:
            read(*words.split())
        assert str(caught.value).startswith(message)

    def test_a_file_may_have_a_name_that_begins_with_a_dash(self):
        assert read("--train", "-a.ds").train == "-a.ds"

    @pytest.mark.parametrize(
        ("words", "line"),
        [
            ("--method batch", ""),
            ("--learning-rate 1", ""),
            ("--learning-rate 1.0000001", "a learning rate of 1.0000001 is above 1: it may overshoot"),
            ("--method batch --batch-size 2", "--batch-size changes nothing without --method mini-batch"),
            ("--method mini-batch --batch-size 2", ""),
        ],
    )
    def test_what_is_legal_but_odd_gets_a_note(self, words, line, capsys):
        read(*words.split())
        out, err = capsys.readouterr()
        assert (out, err) == ("", f"OrLearn: {line}\n" if line else "")


class Gone(io.StringIO):
    def write(self, text):
        raise OSError(errno.EIO, "gone")


class TestStreams:
    @pytest.mark.parametrize(
        ("tell", "stream", "line"),
        [(say, "stdout", b"iteration 0\n"), (note, "stderr", b"OrLearn: iteration 0\n")],
    )
    def test_a_line_is_not_held_back(self, monkeypatch, tell, stream, line):
        written = io.BytesIO()
        monkeypatch.setattr(f"sys.{stream}", io.TextIOWrapper(written, newline="\n"))
        tell("iteration 0")
        assert written.getvalue() == line

    @pytest.mark.parametrize("stderr", [None, Gone()])
    def test_a_note_that_nobody_can_read_is_no_error(self, monkeypatch, stderr):
        monkeypatch.setattr("sys.stderr", stderr)
        note("be careful")
        assert sys.stderr is None

    def test_a_note_stays_one_line_whatever_a_file_is_called(self, capsys):
        note("two\nlines, \x1b[31mred, né")
        assert capsys.readouterr().err == "OrLearn: two\\nlines, \\x1b[31mred, né\n"


def raising(error):
    def main():
        raise error

    return main


ERRORS = [
    (InputError("expected A, got B"), 2, "OrLearn: expected A, got B\n"),
    (DatasetError("or.ds: expected A"), 2, "OrLearn: or.ds: expected A\n"),
    (KeyboardInterrupt(), 130, ""),
    (BrokenPipeError(), 141, ""),
    (OSError(28, "No space left on device"), 1, "OrLearn: [Errno 28] No space left on device\n"),
    (ValueError("expected a finite number, got inf"), 1, "OrLearn: expected a finite number, got inf\n"),
    (OverflowError("math range error"), 1,
     "OrLearn: a number leaves the range of floats: is the learning rate too large?\n"),
]  # fmt: skip


class TestRun:
    def test_what_main_has_learned_is_returned_and_the_process_goes_on(self):
        assert run(lambda: "neuron") == "neuron"
        exit_if_failed()

    @pytest.mark.parametrize(("error", "status", "line"), ERRORS)
    def test_an_error_is_one_sentence_and_a_status_with_which_the_process_is_left(self, capsys, error, status, line):
        assert run(raising(error)) is None
        assert capsys.readouterr().err == line
        with pytest.raises(SystemExit) as caught:
            exit_if_failed()
        assert caught.value.code == status

    @pytest.mark.parametrize("error", [error for error, _, _ in ERRORS])
    def test_an_error_does_not_silence_a_session(self, tmp_path, monkeypatch, error):
        with open(tmp_path / "stdout", "w") as stdout:
            monkeypatch.setattr("sys.stdout", stdout)
            run(raising(error))
            say("later")
        assert (tmp_path / "stdout").read_text() == "later\n"

    def test_a_run_after_one_that_failed_starts_afresh(self):
        run(raising(InputError("expected A")))
        assert run(lambda: "neuron") == "neuron"
        exit_if_failed()

    def test_what_fails_without_an_error_is_told_and_keeps_what_has_learned(self, capsys):
        assert run(lambda: end_with(143, "ended") or "neuron") == "neuron"
        assert capsys.readouterr().err == "OrLearn: ended\n"
        with pytest.raises(SystemExit, match="^143$"):
            exit_if_failed()

    def test_what_has_failed_first_is_the_status(self):
        run(lambda: [end_with(0), end_with(130), end_with(1)])
        with pytest.raises(SystemExit, match="^130$"):
            exit_if_failed()

    @needs_posix
    def test_lines_that_stdout_cannot_take_are_dropped(self):
        reader, writer = os.pipe()
        os.close(reader)
        with open(writer, "w") as stdout, pytest.MonkeyPatch.context() as patch:
            patch.setattr("sys.stdout", stdout)
            assert run(lambda: say("lost")) is None
            # Python does so at its end.
            stdout.flush()
        with pytest.raises(SystemExit, match="^141$"):
            exit_if_failed()

    def test_a_script_needs_no_stdout(self, monkeypatch):
        monkeypatch.setattr("sys.stdout", None)
        assert run(raising(KeyboardInterrupt())) is None
        assert sys.stdout is None

    @pytest.mark.parametrize("method", ["iterative", "batch"])
    def test_a_learning_rate_that_leaves_the_range_of_floats_is_asked_about(self, tmp_path, capsys, method):
        (tmp_path / "large.ds").write_text("2 1 1\n1e300\n1\n-1e300\n1\n")
        words = ["--no-plot", "--train", str(tmp_path / "large.ds"), "--learning-rate", "1e8", "--method", method]
        assert run(lambda: OrLearn.main([*words, "--seed", "1"])) is None
        assert capsys.readouterr().err.endswith("is the learning rate too large?\n")
        with pytest.raises(SystemExit, match="^1$"):
            exit_if_failed()


# Then the process goes on until a signal comes, after its first line.
ENDLESS = ["--threshold", "0", "--max-iterations", "1000000000", "--report-every", "1000000000"]


def session(*words, cwd, typed, signals=()):
    """What `python -i OrLearn.py --no-plot` prints, with lines typed once it has reported and got the signals."""
    command = [sys.executable, "-i", str(ROOT / "OrLearn.py"), "--no-plot", *words]
    pipes = {"stdin": PIPE, "stdout": PIPE, "stderr": PIPE}
    with Popen(command, cwd=cwd, **(STARTED_AFRESH | pipes)) as process, guarded(command, process.kill):
        for number in signals:
            process.stdout.readline()
            process.send_signal(number)
        return process.communicate(typed)[0].splitlines()


class TestSession:
    def test_main_returns_what_has_learned(self):
        assert isinstance(OrLearn.main(["--no-plot", "--max-iterations", "1"]), Neuron)

    def test_main_works_in_a_thread(self):
        with ThreadPoolExecutor() as threads:
            learned = threads.submit(OrLearn.main, ["--no-plot", "--max-iterations", "1"])
        assert isinstance(learned.result(), Neuron)

    def test_python_i_leaves_the_neuron(self, tmp_path):
        out = session("--max-iterations", "1", cwd=tmp_path, typed="print(neuron)\n")
        assert out[-1].startswith("Neuron(weights=[")

    @needs_posix
    def test_python_i_leaves_the_neuron_after_ctrl_c_too(self, tmp_path):
        out = session(*ENDLESS, cwd=tmp_path, typed="print(neuron)\n", signals=[signal.SIGINT])
        assert out[-1].startswith("Neuron(weights=[")

    def test_python_i_prints_on_after_a_wrong_option(self, tmp_path):
        assert session("--seed", "abc", cwd=tmp_path, typed="print(neuron)\n") == ["None"]
