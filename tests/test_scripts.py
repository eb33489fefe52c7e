"""OrLearn, BinaryLearn and DigitsLearn: as a shell runs them from another folder, and what their files may hold."""

import re
import signal
from importlib import import_module

import pytest
from helpers import ROOT, SCRIPTS, losses, needs_posix, run_python, run_script, started_script

from Dataset import Dataset, DatasetError

# For each script: options with which a run takes a fraction of a second, and learns; the line of an example; how many
# it gets right at least; and the file that its lines are of.
SHORT = {
    "OrLearn": (["--report-every", 100], r"[01][01]([01]):[01]", 4, "or.ds"),
    "BinaryLearn": (["--report-every", 100], r"([01]):[01]", 115, "testBinary.ds"),
    "DigitsLearn": (["--report-every", 50, "--method", "mini-batch", "--max-iterations", 100], r"(\d):\d", 450,
                    "testDigits.ds"),
}


@pytest.mark.parametrize("script", SCRIPTS)
def test_it_reports_says_why_it_stops_and_tells_example_by_example_what_it_has_learned(script, tmp_path):
    options, line, right_at_least, name = SHORT[script]
    result = run_script(script, "--no-plot", "--seed", 1, *options, cwd=tmp_path)
    assert (result.returncode, result.stderr, list(tmp_path.iterdir())) == (0, "", [])
    reports = r"(?:iteration \d+  loss \d\S*\n){2,}stopped after \d+ iterations: .+\n"
    told = re.fullmatch(rf"{reports}((?:{line}\n)+)(test loss .+\n)?", result.stdout)
    examples = told[1].splitlines()
    outputs = [exemple.outputs for exemple in Dataset(ROOT / "datasets" / name).exemples]
    expected = [y.index(1.0) if len(y) > 1 else round(y[0]) for y in outputs]
    assert [int(example[-3]) for example in examples] == expected
    assert sum(example[-3] == example[-1] for example in examples) >= right_at_least
    assert script != "OrLearn" or [example[:2] for example in examples] == ["00", "01", "10", "11"]


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
