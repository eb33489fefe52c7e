"""How a script ends: its exit status, one sentence on stderr for an error, and what a session keeps of it."""

import signal
import sys
from subprocess import PIPE, Popen

import pytest
from helpers import ROOT, STARTED_AFRESH, guarded, needs_posix
from learning.shell import InputError, exit_status, fail, say

import OrLearn
from Dataset import DatasetError


@pytest.fixture(autouse=True)
def script(monkeypatch):
    monkeypatch.setattr("sys.argv", ["/somewhere/OrLearn.py"])


class TestExitStatus:
    @pytest.mark.parametrize(
        ("error", "status", "line"),
        [
            (InputError("expected A, got B"), 2, "OrLearn: expected A, got B\n"),
            (DatasetError("or.ds: expected A"), 2, "OrLearn: or.ds: expected A\n"),
            (KeyboardInterrupt(), 130, ""),
            (BrokenPipeError(), 141, ""),
            (OSError(28, "No space left on device"), 1, "OrLearn: [Errno 28] No space left on device\n"),
            (ValueError("expected a finite number, got inf"), 1, "OrLearn: expected a finite number, got inf\n"),
            (SystemExit(0), 0, ""),  # after --help
        ],
    )
    def test_an_error_is_one_sentence_and_a_status(self, capsys, error, status, line):
        with pytest.raises(SystemExit) as caught, exit_status():
            raise error
        assert (caught.value.code, capsys.readouterr().err) == (status, line)

    def test_any_other_error_is_a_fault_of_the_script_and_keeps_its_traceback(self):
        with pytest.raises(ZeroDivisionError), exit_status():
            raise ZeroDivisionError

    def test_the_first_failure_is_the_status_and_the_next_block_starts_afresh(self, capsys):
        with pytest.raises(SystemExit, match="^143$"), exit_status():  # noqa: PT012
            fail(0)
            fail(143, "ended")
            fail(1, "and not saved")
        assert capsys.readouterr().err == "OrLearn: ended\nOrLearn: and not saved\n"
        with exit_status():
            say("afresh")
        assert capsys.readouterr().out == "afresh\n"

    @pytest.mark.parametrize("method", ["iterative", "batch"])
    def test_a_learning_rate_that_leaves_the_range_of_floats_is_asked_about(self, tmp_path, capsys, method):
        (tmp_path / "large.ds").write_text("2 1 1\n1e300\n1\n-1e300\n1\n")
        words = ["--no-plot", "--train", str(tmp_path / "large.ds"), "--learning-rate", "1e8", "--method", method]
        with pytest.raises(SystemExit, match="^1$"), exit_status():
            OrLearn.main([*words, "--seed", "1"])
        assert capsys.readouterr().err.endswith("is the learning rate too large?\n")


# By itself it would run for hours; it reports once.
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
    @needs_posix
    def test_python_i_leaves_the_neuron_after_ctrl_c(self, tmp_path):
        out = session(*ENDLESS, cwd=tmp_path, typed="print(neuron)\n", signals=[signal.SIGINT])
        assert out[-1].startswith("Neuron(weights=[")

    def test_python_i_goes_on_after_a_wrong_option(self, tmp_path):
        assert session("--seed", "abc", cwd=tmp_path, typed="print('here')\n") == ["here"]
