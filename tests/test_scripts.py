"""OrLearn, BinaryLearn and DigitsLearn: as a shell runs them from another folder, and what their files may hold."""

import re
import signal
from importlib import import_module
from types import SimpleNamespace

import pytest
from helpers import ROOT, SCRIPTS, losses, needs_posix, run_python, run_script, started_script

from Dataset import DatasetError

# Options with which a run takes a fraction of a second, and learns.
FAST = {
    "OrLearn": ["--report-every", 100],
    "BinaryLearn": ["--report-every", 100],
    "DigitsLearn": ["--report-every", 50, "--method", "mini-batch", "--max-iterations", 100],
}
LINE = {"OrLearn": r"[01][01][01]:[01]", "BinaryLearn": r"[01]:[01]", "DigitsLearn": r"\d:\d"}
TEST_FILE = {"BinaryLearn": "testBinary.ds", "DigitsLearn": "testDigits.ds"}
RIGHT_AT_LEAST = {"OrLearn": 4, "BinaryLearn": 115, "DigitsLearn": 450}


@pytest.fixture(scope="module", params=SCRIPTS)
def finished(request, tmp_path_factory):
    """A script after a short run: what it printed, in parts."""
    folder = tmp_path_factory.mktemp(request.param)
    result = run_script(request.param, "--no-plot", "--seed", 1, *FAST[request.param], cwd=folder)
    lines = result.stdout.splitlines()
    stopped = next(n for n, line in enumerate(lines) if not line.startswith("iteration"))
    end = len(lines) - (request.param in TEST_FILE)
    return SimpleNamespace(
        script=request.param, result=result, folder=folder,
        reports=lines[:stopped], stopped=lines[stopped], examples=lines[stopped + 1 : end], after=lines[end:],
    )


class TestAShortRun:
    def test_it_succeeds_has_nothing_to_remark_and_leaves_no_file(self, finished):
        assert (finished.result.returncode, finished.result.stderr) == (0, "")
        assert list(finished.folder.iterdir()) == []

    def test_it_reports_the_loss_and_says_why_it_stopped(self, finished):
        assert len(finished.reports) >= 2
        assert all(re.fullmatch(r"iteration \d+  loss \d\S*", line) for line in finished.reports)
        assert re.fullmatch(r"stopped after \d+ iterations: .+", finished.stopped)

    def test_a_line_is_an_example_and_nothing_else_in_the_order_of_its_file(self, finished):
        assert all(re.fullmatch(LINE[finished.script], line) for line in finished.examples)
        if finished.script == "OrLearn":
            assert [line[:3] for line in finished.examples] == ["000", "011", "101", "111"]
        else:
            rows = (ROOT / "datasets" / TEST_FILE[finished.script]).read_text().splitlines()[2::2]
            ones = [row.split().index("1.000000") if " " in row.strip() else int(float(row)) for row in rows]
            assert [int(line.split(":")[0]) for line in finished.examples] == ones

    def test_it_has_learned_and_its_last_line_tells_the_test_loss_and_how_many_are_right(self, finished):
        right = sum(line[-3] == line[-1] for line in finished.examples)
        assert right >= RIGHT_AT_LEAST[finished.script]
        last = rf"test loss \d\.\d+  {right} of {len(finished.examples)} right"
        assert re.fullmatch(last if finished.script in TEST_FILE else "", "\n".join(finished.after))


REPORTS = {"OrLearn": [0, 1, 2, 3, 4], "BinaryLearn": [0, 2, 5, 8, 11], "DigitsLearn": [0, 99, 215]}


@pytest.mark.parametrize("script", SCRIPTS)
def test_it_reports_often_at_first(script, capsys):
    import_module(script).main(["--no-plot", "--max-iterations", str(REPORTS[script][-1])])
    assert [iteration for iteration, _ in losses(capsys.readouterr().out)] == REPORTS[script]


ENTRIES = {"0 1": ["011:", "000:"], "-1 1": ["-1 1 1:", "0 0 0:"], "0.25 1": ["0.25 1 1:", "0 0 0:"]}


@pytest.mark.parametrize("entries", ENTRIES)
def test_entries_of_more_than_one_character_stand_apart_in_or_learn(entries, tmp_path, capsys):
    (tmp_path / "two.ds").write_text(f"2 2 1\n{entries}\n1\n0 0\n0\n")
    import_module("OrLearn").main(["--no-plot", "--train", str(tmp_path / "two.ds"), "--max-iterations", "1"])
    assert [line[:-1] for line in capsys.readouterr().out.splitlines()[-2:]] == ENTRIES[entries]


# For each option with which a script takes no such number of outputs, what it expects
OTHER_SIZES = {
    ("OrLearn", "--train", 10): "2 inputs and 1 output",
    ("BinaryLearn", "--train", 10): "2 inputs and 1 output",
    ("DigitsLearn", "--train", 1): "2 inputs and 2 to 10 outputs",
    ("DigitsLearn", "--train", 11): "2 inputs and 2 to 10 outputs",
    ("BinaryLearn", "--test", 1): "64 inputs and 1 output",
    ("DigitsLearn", "--test", 10): "64 inputs and 10 outputs",
}


@pytest.mark.parametrize(("script", "option", "outputs"), OTHER_SIZES)
def test_a_dataset_of_other_sizes_is_refused_and_nothing_learned(script, option, outputs, tmp_path, capsys):
    expected = OTHER_SIZES[script, option, outputs]
    (tmp_path / "other.ds").write_text(f"1 2 {outputs}\n0 0\n1{' 0' * (outputs - 1)}\n")
    with pytest.raises(DatasetError, match=f"other.ds, line 1: expected examples with {expected}, found "):
        import_module(script).main(["--no-plot", option, str(tmp_path / "other.ds")])
    assert capsys.readouterr().out == ""


def test_importing_prints_nothing_and_trains_nothing(tmp_path):
    code = f"import Dataset, Neuron, NeuralNetwork, learning.compare, {', '.join(SCRIPTS)}"
    result = run_python("-c", code, cwd=tmp_path, PYTHONPATH=str(ROOT))
    assert (result.returncode, result.stdout, result.stderr) == (0, "", "")


@needs_posix
@pytest.mark.parametrize(("number", "status"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_lines_arrive_at_once_and_a_signal_ends_the_training(number, status, tmp_path):
    # By itself it would run for hours, and report nothing more: a line that is not flushed never arrives.
    options = ["--no-plot", "--threshold", 0, "--max-iterations", 10**9, "--report-every", 10**9]
    with started_script("OrLearn", *options, cwd=tmp_path) as process:
        assert process.stdout.readline().startswith("iteration 0  loss ")
        process.send_signal(number)
        rest, errors = process.communicate()
    assert (process.returncode, errors) == (status, "")
    stopped, *predictions = [line for line in rest.splitlines() if not line.startswith("iteration")]
    assert re.fullmatch(r"stopped after \d+ iterations: interrupted", stopped)
    assert [line[:4] for line in predictions] == ["000:", "011:", "101:", "111:"]
