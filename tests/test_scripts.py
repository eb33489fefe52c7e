"""OrLearn, BinaryLearn and DigitsLearn: as a shell runs them from another folder, and on a few images."""

import os
import re
import signal
import sys
from importlib import import_module
from math import isfinite
from types import SimpleNamespace

import pytest
from fakes import Clock, make_window
from helpers import ROOT, SCRIPTS, few_examples, losses, needs_posix, run_python, run_script, started_script

import OrLearn
from Dataset import DatasetError

# Options with which a run takes a fraction of a second, and learns.
FAST = {
    "OrLearn": ["--report-every", 100],
    "BinaryLearn": ["--report-every", 100],
    "DigitsLearn": ["--report-every", 100, "--method", "mini-batch", "--max-iterations", 300],
}
LINE = {"OrLearn": r"[01][01][01]:[01]", "BinaryLearn": r"[01]:[01]", "DigitsLearn": r"\d:\d"}
TEST_FILE = {"BinaryLearn": "testBinary.ds", "DigitsLearn": "testDigits.ds"}
RIGHT_AT_LEAST = {"OrLearn": 4, "BinaryLearn": 115, "DigitsLearn": 480}
METHODS = [["iterative"], ["stochastic"], ["batch"], ["mini-batch"], ["mini-batch", "--batch-size", 3]]


@pytest.fixture(params=SCRIPTS)
def script(request):
    return request.param


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


@pytest.fixture
def few(tmp_path):
    """The options with which each script learns from 30 images, or the four examples of OR, and is tested with 10."""
    options = {"OrLearn": []}
    for script, name in TEST_FILE.items():
        train = few_examples(name.replace("test", "train"), 30, tmp_path)
        options[script] = ["--train", train, "--test", few_examples(name, 10, tmp_path)]
    return options


@pytest.fixture
def run_here(few, capsys):
    """A function that runs a script on few examples in this process, and returns what it printed."""

    def run_here(script, *options):
        import_module(script).main([*map(str, ["--no-plot", "--seed", 1, *few[script], *options])])
        return capsys.readouterr().out

    return run_here


class TestLearning:
    def test_every_method_makes_the_loss_fall_in_its_own_way(self, script, run_here):
        ends = set()
        for method in METHODS:
            options = ["--learning-rate", 0.1, "--max-iterations", 4, "--report-every", 2, "--method", *method]
            (_, first), *_, (_, last) = losses(run_here(script, *options))
            assert last < first
            ends.add(last)
        assert len(ends) == len(METHODS)

    def test_the_learning_rate_counts(self, script, run_here):
        limits = ["--max-iterations", 4, "--report-every", 4, "--learning-rate"]
        assert len({losses(run_here(script, *limits, rate))[-1] for rate in (0.1, 0.2, 0.5)}) == 3

    @pytest.mark.parametrize("script", TEST_FILE)
    def test_the_test_loss_is_that_of_the_test_set(self, script, run_here, few):
        train = few[script][1]
        same, other = (run_here(script, "--max-iterations", 3, *words) for words in (["--test", train], []))
        (_, loss), told = losses(same)[-1], [out.splitlines()[-1].split()[2] for out in (same, other)]
        assert told[0] == f"{loss:g}" != told[1]

    def test_a_batch_is_a_mean_so_that_each_example_may_stand_in_it_twice(self, script, run_here, tmp_path):
        name = TEST_FILE.get(script, "or.ds").replace("test", "train")
        header, *rows = (ROOT / "datasets" / name).read_text().splitlines()
        for times in (1, 2):
            few = [header.replace(header.split()[0], str(4 * times), 1), *(times * rows[:8])]
            (tmp_path / f"{times}.ds").write_text("\n".join(few) + "\n")
        options = ["--method", "batch", "--max-iterations", 3, "--report-every", 1, "--train"]
        once, twice = (losses(run_here(script, *options, tmp_path / f"{n}.ds")) for n in (1, 2))
        assert len(once) == 4
        assert once == twice

    def test_the_same_seed_gives_the_same_lines(self, script, run_here):
        options = ["--method", "stochastic", "--max-iterations", 20, "--report-every", 5, "--seed"]
        first, same, other = (run_here(script, *options, n) for n in [3, 3, 4])
        assert first == same
        assert losses(first) != losses(other)

    @pytest.mark.parametrize("rate", ["1e-300", "1e300"])
    @pytest.mark.parametrize("method", ["iterative", "mini-batch"])
    def test_an_extreme_learning_rate_reports_no_loss_that_is_not_finite(self, script, rate, method, run_here, capsys):
        options = ["--max-iterations", 20, "--report-every", 5, "--method", method]
        try:
            out = run_here(script, *options, "--learning-rate", rate)
        except (ValueError, OverflowError):
            assert rate == "1e300"
            out = capsys.readouterr().out
        assert losses(out)
        assert all(isfinite(loss) for _, loss in losses(out))

    @pytest.mark.parametrize(
        ("script", "iterations"),
        [("OrLearn", [0, 1, 2, 3, 4]), ("BinaryLearn", [0, 2, 5, 8, 11, 14]), ("DigitsLearn", [0, 99, 215, 350, 508])],
    )
    def test_it_reports_often_at_first(self, script, iterations, capsys):
        import_module(script).main(["--no-plot", "--max-iterations", str(iterations[-1])])
        assert [iteration for iteration, _ in losses(capsys.readouterr().out)] == iterations


@pytest.mark.parametrize(("rate", "news"), [("4", "iteration 4 "), ("0", "iteration 8 ")])
def test_a_window_shows_no_more_reports_a_second_than_are_asked_for(rate, news, monkeypatch):
    clock, seen = Clock(), []
    manager = make_window(clock)
    monkeypatch.setattr("learning.window.Window.clock", clock)
    monkeypatch.setattr("learning.toolkit.open_window", lambda name: manager)
    clock.after(1.15, lambda: seen.append(manager.canvas.figure.texts[1].get_text()))
    clock.after(60, manager.destroy)
    OrLearn.main(["--max-iterations", "8", "--report-every", "1", "--threshold", "0", "--reports-per-second", rate])
    assert seen[0].startswith(news)


class TestOrLearnsLines:
    def test_it_learns_another_dataset_that_is_given(self, run_here, tmp_path):
        (tmp_path / "and.ds").write_text("4 2 1\n0 0\n0\n0 1\n0\n1 0\n0\n1 1\n1")
        out = run_here("OrLearn", "--train", tmp_path / "and.ds")
        assert out.splitlines()[-4:] == ["000:0", "010:0", "100:0", "111:1"]

    @pytest.mark.parametrize(
        ("entries", "shown"),
        [("0 1", ["011:", "000:"]), ("-1 1", ["-1 1 1:", "0 0 0:"]), ("0.25 1", ["0.25 1 1:", "0 0 0:"])],
    )
    def test_entries_of_more_than_one_character_stand_apart(self, entries, shown, run_here, tmp_path):
        (tmp_path / "two.ds").write_text(f"2 2 1\n{entries}\n1\n0 0\n0\n")
        out = run_here("OrLearn", "--train", tmp_path / "two.ds", "--max-iterations", 1)
        assert [line[:-1] for line in out.splitlines()[-2:]] == shown


OUTPUTS = {1: "1 2 1\n0 0\n1\n", 10: "1 2 10\n0 0\n1 0 0 0 0 0 0 0 0 0\n", 11: "1 2 11\n0 0\n1 0 0 0 0 0 0 0 0 0 0\n"}


@pytest.mark.parametrize(
    ("script", "option", "outputs", "expected"),
    [
        ("OrLearn", "--train", 10, "2 inputs and 1 output"),
        ("BinaryLearn", "--train", 10, "2 inputs and 1 output"),
        ("DigitsLearn", "--train", 1, "2 inputs and 2 to 10 outputs"),
        ("DigitsLearn", "--train", 11, "2 inputs and 2 to 10 outputs"),
        ("BinaryLearn", "--test", 1, "64 inputs and 1 output"),
        ("DigitsLearn", "--test", 10, "64 inputs and 10 outputs"),
    ],
)
def test_a_dataset_of_other_sizes_is_refused_and_nothing_learned(
    script, option, outputs, expected, run_here, tmp_path, capsys
):
    (tmp_path / "other.ds").write_text(OUTPUTS[outputs])
    with pytest.raises(DatasetError, match=f"other.ds, line 1: expected examples with {expected}, found "):
        run_here(script, option, tmp_path / "other.ds")
    assert capsys.readouterr().out == ""


def test_an_older_python_gets_one_sentence_with_the_version_that_is_needed(script, tmp_path):
    pretend = "import runpy, sys; sys.version_info = (3, 9, 18); runpy.run_path(sys.argv[1], run_name='__main__')"
    result = run_python("-c", pretend, ROOT / f"{script}.py", cwd=tmp_path, PYTHONPATH=str(ROOT))
    assert (result.returncode, result.stdout) == (1, "")
    assert result.stderr == f"expected Python 3.10 or later, found {sys.version.split()[0]}\n"


class TestWithoutMatplotlib:
    @pytest.fixture
    def folder(self, tmp_path):
        """A folder in which matplotlib is as if it were not installed."""
        error = "ModuleNotFoundError(\"No module named 'matplotlib'\", name='matplotlib')"
        (tmp_path / "matplotlib.py").write_text(f"raise {error}\n")
        return tmp_path

    def test_the_classes_are_imported_and_scripts_help_and_learn(self, folder):
        code = "import Dataset, Neuron, NeuralNetwork, OrLearn, BinaryLearn, DigitsLearn, learning.compare"
        for arguments in ["-c", code], [ROOT / "DigitsLearn.py", "--help"], [ROOT / "OrLearn.py", "--no-plot"]:
            result = run_python(*arguments, cwd=folder, PYTHONPATH=f"{folder}{os.pathsep}{ROOT}")
            assert (result.returncode, result.stderr) == (0, "")

    def test_a_curve_is_refused_before_anything_is_learned(self, folder):
        result = run_script("OrLearn", cwd=folder, PYTHONPATH=str(folder))
        assert (result.returncode, result.stdout) == (2, "")
        assert result.stderr == "OrLearn: expected matplotlib: pip install -r requirements.txt, or --no-plot\n"


@needs_posix
class TestWhileItRuns:
    @pytest.mark.parametrize(("number", "status"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
    def test_lines_arrive_at_once_and_a_signal_ends_the_training(self, number, status, tmp_path):
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

    def test_a_reader_of_stdout_that_goes_ends_the_run_in_silence(self, tmp_path):
        options = ["--no-plot", "--threshold", 0, "--max-iterations", 10**9, "--report-every", 1000]
        with started_script("OrLearn", *options, cwd=tmp_path) as process:
            assert process.stdout.readline().startswith("iteration 0  loss ")
            process.stdout.close()
            process.wait()
            assert process.stderr.read() == ""
            assert process.returncode == 141
