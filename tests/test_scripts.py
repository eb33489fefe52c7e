"""OrLearn, BinaryLearn and DigitsLearn as a shell runs them, from another folder and without a curve."""

import ast
import re
import signal
import sys
from importlib import import_module
from math import isfinite
from types import SimpleNamespace

import pytest
from helpers import ROOT, SCRIPTS, losses, needs_posix, run_python, run_script, started_script

# Options with which a run takes a fraction of a second, and learns.
FAST = {
    "OrLearn": ["--learning-rate", 0.5, "--report-every", 100],
    "BinaryLearn": ["--learning-rate", 0.1, "--report-every", 100],
    "DigitsLearn": ["--learning-rate", 0.1, "--report-every", 100, "--method", "mini-batch",
                    "--max-iterations", 300],
}
LINE = {"OrLearn": r"[01][01][01]:[01]", "BinaryLearn": r"[01]:[01]", "DigitsLearn": r"\d:\d"}
TEST_FILE = {"BinaryLearn": "testBinary.ds", "DigitsLearn": "testDigits.ds"}
RIGHT_AT_LEAST = {"OrLearn": 4, "BinaryLearn": 115, "DigitsLearn": 480}


def run(script, *arguments, cwd):
    return run_script(script, "--no-plot", "--seed", 1, *arguments, cwd=cwd)


def expected_of(name):
    """What stands in a .ds file as outputs, as the digit that they mean."""
    rows = [line.split() for line in (ROOT / "datasets" / name).read_text().splitlines()[2::2]]
    return [row.index("1.000000") if len(row) > 1 else int(float(row[0])) for row in rows]


@pytest.fixture(params=SCRIPTS)
def script(request):
    return request.param


@pytest.fixture(scope="module", params=SCRIPTS)
def finished(request, tmp_path_factory):
    """A script after a short run: what it printed, in parts."""
    folder = tmp_path_factory.mktemp(request.param)
    result = run(request.param, *FAST[request.param], cwd=folder)
    lines = result.stdout.splitlines()
    stopped = next(n for n, line in enumerate(lines) if not line.startswith("iteration"))
    end = len(lines) - (request.param in TEST_FILE)
    return SimpleNamespace(
        script=request.param, result=result, folder=folder,
        reports=lines[:stopped], stopped=lines[stopped], examples=lines[stopped + 1 : end], after=lines[end:],
    )


class TestAShortRun:
    def test_it_succeeds_and_has_nothing_to_remark(self, finished):
        assert (finished.result.returncode, finished.result.stderr) == (0, "")

    def test_it_reports_the_loss_first(self, finished):
        assert len(finished.reports) >= 2
        assert all(re.fullmatch(r"iteration \d+  loss \d\S*", line) for line in finished.reports)

    def test_it_says_why_it_stopped(self, finished):
        assert re.fullmatch(r"stopped after \d+ iterations: .+", finished.stopped)

    def test_a_line_is_an_example_and_nothing_else(self, finished):
        assert all(re.fullmatch(LINE[finished.script], line) for line in finished.examples)

    def test_every_example_is_shown_in_the_order_of_its_file(self, finished):
        if finished.script == "OrLearn":
            assert [line[:3] for line in finished.examples] == ["000", "011", "101", "111"]
        else:
            expected = [int(line.split(":")[0]) for line in finished.examples]
            assert expected == expected_of(TEST_FILE[finished.script])

    def test_it_has_learned(self, finished):
        right = sum(line[-3] == line[-1] for line in finished.examples)
        assert right >= RIGHT_AT_LEAST[finished.script]

    def test_its_last_line_tells_the_test_loss_and_how_many_are_right(self, finished):
        if finished.script == "OrLearn":
            assert finished.after == []
        else:
            (last,) = finished.after
            right = sum(line[0] == line[2] for line in finished.examples)
            assert re.fullmatch(rf"test loss \d\.\d+  {right} of {len(finished.examples)} right", last)

    def test_it_leaves_no_file(self, finished):
        assert list(finished.folder.iterdir()) == []


class TestOptions:
    @pytest.mark.parametrize("method", ["iterative", "stochastic", "batch", "mini-batch"])
    def test_every_method_makes_the_loss_fall(self, script, method, tmp_path):
        options = ["--learning-rate", 0.1, "--max-iterations", 4, "--report-every", 2]
        result = run(script, "--method", method, *options, cwd=tmp_path)
        assert (result.returncode, result.stderr) == (0, "")
        reported = losses(result.stdout)
        assert reported[-1][1] < reported[0][1]

    def test_each_method_and_each_size_of_a_mini_batch_learns_in_its_own_way(self, script, tmp_path):
        methods = [["iterative"], ["stochastic"], ["batch"], ["mini-batch"], ["mini-batch", "--batch-size", 3]]
        options = ["--learning-rate", 0.1, "--max-iterations", 3, "--report-every", 3]
        ends = {losses(run(script, *options, "--method", *method, cwd=tmp_path).stdout)[-1] for method in methods}
        assert len(ends) == len(methods)

    def test_a_batch_is_a_mean_so_that_each_example_may_stand_in_it_twice(self, script, tmp_path):
        name = TEST_FILE.get(script, "or.ds").replace("test", "train")
        header, *rows = (ROOT / "datasets" / name).read_text().splitlines()
        for times in (1, 2):
            few = [header.replace(header.split()[0], str(4 * times), 1), *(times * rows[:8])]
            (tmp_path / f"{times}.ds").write_text("\n".join(few) + "\n")
        options = ["--method", "batch", "--learning-rate", 1, "--max-iterations", 3, "--report-every", 1]
        once, twice = (losses(run(script, *options, "--train", f"{n}.ds", cwd=tmp_path).stdout) for n in (1, 2))
        assert len(once) == 4
        assert once == twice

    def test_the_same_seed_gives_the_same_lines(self, script, tmp_path):
        options = ["--no-plot", "--method", "stochastic", "--max-iterations", 20, "--report-every", 5]
        first, same, other = (run_script(script, *options, "--seed", n, cwd=tmp_path) for n in [3, 3, 4])
        assert first.returncode == 0
        assert first.stdout == same.stdout
        assert losses(first.stdout) != losses(other.stdout)

    def test_iterations_are_reported_every_n_and_at_the_end(self, script, tmp_path):
        result = run(script, "--max-iterations", 12, "--report-every", 5, "--threshold", 0, cwd=tmp_path)
        assert [iteration for iteration, _ in losses(result.stdout)] == [0, 5, 10, 12]
        assert "stopped after 12 iterations" in result.stdout

    def test_a_threshold_above_the_loss_trains_nothing(self, script, tmp_path):
        result = run(script, "--threshold", 100, cwd=tmp_path)
        assert result.returncode == 0
        assert "stopped after 0 iterations: the loss is below 100" in result.stdout.splitlines()

    def test_it_learns_another_dataset_that_is_given(self, tmp_path):
        (tmp_path / "and.ds").write_text("4 2 1\n0 0\n0\n0 1\n0\n1 0\n0\n1 1\n1")
        result = run("OrLearn", "--train", "and.ds", "--learning-rate", 0.5, cwd=tmp_path)
        assert result.stdout.splitlines()[-4:] == ["000:0", "010:0", "100:0", "111:1"]

    @pytest.mark.parametrize("rate", ["1e-300", "1e300"])
    @pytest.mark.parametrize("method", ["iterative", "mini-batch"])
    def test_an_extreme_learning_rate_ends_with_no_traceback(self, script, rate, method, tmp_path):
        options = ["--max-iterations", 20, "--report-every", 5]
        result = run(script, "--learning-rate", rate, "--method", method, *options, cwd=tmp_path)
        assert result.returncode in (0, 1)
        assert all(line.startswith(f"{script}: ") for line in result.stderr.splitlines())
        assert all(isfinite(loss) for _, loss in losses(result.stdout))

    @pytest.mark.parametrize(
        ("options", "words"),
        [(["--learning-rate", 2], "2"), (["--batch-size", 2], "--batch-size")],
    )
    def test_a_warning_is_one_line_on_stderr(self, script, options, words, tmp_path):
        result = run(script, *options, "--max-iterations", 2, cwd=tmp_path)
        assert result.returncode == 0
        (line,) = result.stderr.splitlines()
        assert line.startswith(f"{script}: ")
        assert words in line


OPTIONS = ["--learning-rate", "--method", "--batch-size", "--threshold", "--max-iterations", "--report-every", "--seed",
           "--train", "--no-plot"]
HELP = {
    "OrLearn": [
        "] Ex02: one neuron learns OR. options:", "datasets/or.ds)",
        "(default: 0.5 iterative, 0.5 stochastic, 1 batch, 1 mini-batch)", "mini-batch (default: 2)",
        "below it (default: 0.1)", "(default: 1000 passes over the training set)",
    ],
    "BinaryLearn": [
        "] Ex03: one neuron learns to tell a 0 from a 1. options:", "datasets/trainBinary.ds)",
        "datasets/testBinary.ds)", "(default: 0.1 iterative, 0.1 stochastic, 1 batch, 1 mini-batch)",
        "mini-batch (default: 16)", "below it (default: 0.01)", "(default: 500 passes over the training set)",
    ],
    "DigitsLearn": [
        "] Ex08: ten neurons read digits. options:", "datasets/trainDigits.ds)",
        "datasets/testDigits.ds)", "(default: 0.05 iterative, 0.05 stochastic, 1 batch, 0.5 mini-batch)",
        "mini-batch (default: 16)", "below it (default: 0.25)", "(default: 80 passes over the training set)",
    ],
}


def test_help_tells_the_default_of_every_option_in_ascii(script, tmp_path):
    result = run_script(script, "--help", cwd=tmp_path)
    assert (result.returncode, result.stderr) == (0, "")
    assert result.stdout.isascii()
    assert [words for words in HELP[script] if words not in " ".join(result.stdout.split())] == []
    paragraphs = {text.split()[0].rstrip(","): text for text in re.split(r"\n +(?=--?\w)", result.stdout)}
    for option in [*OPTIONS, "--test"] if script in TEST_FILE else OPTIONS:
        assert "default" in paragraphs[option]


@pytest.mark.parametrize(
    ("entries", "shown"),
    [("0 1", ["011:", "000:"]), ("-1 1", ["-1 1 1:", "0 0 0:"]), ("0.25 1", ["0.25 1 1:", "0 0 0:"])],
)
def test_entries_of_more_than_one_character_stand_apart(entries, shown, tmp_path):
    (tmp_path / "two.ds").write_text(f"2 2 1\n{entries}\n1\n0 0\n0\n")
    result = run("OrLearn", "--train", "two.ds", "--max-iterations", 1, cwd=tmp_path)
    assert [line[:-1] for line in result.stdout.splitlines()[-2:]] == shown


@pytest.mark.parametrize(("script", "labels", "titles"), [
    ("OrLearn", ["training set", "threshold"], ["output: blue 0, dashes 0.5, red 1\nexpected: ○ 0, ■ 1", ""]),
    ("BinaryLearn", ["training set", "test set", "threshold"], ["", ""]),
    # The curve, the images of weights, the table and the images that are misread
    ("DigitsLearn", ["training set", "test set", "threshold"], ["", "", "", "12 of 520 misread"]),
])
def test_what_a_script_draws(script, labels, titles, monkeypatch, capsys):
    curves = []
    monkeypatch.setattr("learning.window.window_or_picture", lambda title, picture: (None, None))
    monkeypatch.setattr("learning.curve.Curve.close", lambda curve: curves.append(curve))
    import_module(script).main(["--seed", "1", "--max-iterations", "2"])
    (curve,) = curves
    assert (curve.title, [line.get_label() for line in curve.axes.lines]) == (script, labels)
    assert [axes.get_title() for axes in curve.figure.axes] == titles
    assert len(labels) == 2 or f"\ntest loss {curve.losses[1][-1]:.6g} " in capsys.readouterr().out


class TestOlderPython:
    def test_it_gets_one_sentence_with_the_version_that_is_needed(self, script, tmp_path):
        pretend = "import runpy, sys; sys.version_info = (3, 9, 18); runpy.run_path(sys.argv[1], run_name='__main__')"
        result = run_python("-c", pretend, ROOT / f"{script}.py", cwd=tmp_path, PYTHONPATH=str(ROOT))
        assert (result.returncode, result.stdout) == (1, "")
        assert result.stderr == f"expected Python 3.10 or later, found {sys.version.split()[0]}\n"

    def test_it_meets_that_sentence_before_any_other_file_of_the_project(self, script):
        tree = ast.parse((ROOT / f"{script}.py").read_text(encoding="utf-8"))
        modules = [node.module.split(".")[0] for node in tree.body if isinstance(node, ast.ImportFrom)]
        assert next(name for name in modules if name not in sys.stdlib_module_names) == "learning"

    @pytest.mark.parametrize("name", ["learning/__init__.py", *(f"{name}.py" for name in SCRIPTS)])
    def test_it_understands_what_stands_before_that_sentence(self, name):
        ast.parse((ROOT / name).read_text(encoding="utf-8"), feature_version=(3, 8))


BAD_OPTIONS = [
    *[(["--learning-rate", rate], rate) for rate in ["-0.1", "0", "-0", "nan", "inf", "1e400", "fast", ""]],
    *[(["--threshold", loss], loss) for loss in ["-0.1", "nan", "inf", "low"]],
    *[
        ([option, count], count)
        for option in ["--max-iterations", "--report-every", "--batch-size"]
        for count in ["0", "-1", "1.5", "many"]
    ],
    (["--seed", "x"], "x"),
    (["--method", "newton"], "newton"),
    (["--learn", "0.1"], "--learn"),
    (["--learning-rate"], "--learning-rate"),
    (["extra"], "extra"),
    (["--save-plot", "loss.png"], "--save-plot"),
    (["--method", "mini-batch", "--batch-size", "5000"], "5000"),
]

BAD_FILES = {
    "broken.ds": "2 2 1\n0 0\n0\n0 1\n",
    "word.ds": "1 2 1\n0 zero\n0\n",
    "empty.ds": "0 2 1\n",
    "two.ds": "2 2 1\n0 0\n0\n0 1\n2\n",  # line 5: an output of 2
    "below.ds": "1 2 1\n0 0\n-1e-9\n",
    "above.ds": "1 2 1\n0 0\n1.000000001\n",
    "eleven.ds": "1 2 11\n0 0\n1 0 0 0 0 0 0 0 0 0 0\n",
    "ten.ds": "1 2 10\n0 0\n1 0 0 0 0 0 0 0 0 0\n",
    "one.ds": "1 2 1\n0 0\n1\n",
}
WRONG_SETS = [
    ("missing.ds", ["missing.ds", "No such file"]),
    ("folder.ds", ["folder.ds", "expected a dataset"]),
    ("broken.ds", ["broken.ds, line 5", "the end of the file"]),
    ("word.ds", ["word.ds, line 2", "'zero'"]),
    ("empty.ds", ["empty.ds, line 1", "0 examples"]),
    ("two.ds", ["two.ds, line 5", "from 0 to 1", "2"]),
    ("below.ds", ["below.ds, line 3", "from 0 to 1", "-1e-09"]),
    ("above.ds", ["above.ds, line 3", "from 0 to 1"]),
]


@pytest.fixture
def bad_files(tmp_path):
    (tmp_path / "folder.ds").mkdir()
    for name, content in BAD_FILES.items():
        (tmp_path / name).write_text(content)
    return tmp_path


def check_refused(result, script, words):
    """One sentence on stderr, and nothing trained."""
    assert result.returncode == 2
    assert result.stdout == ""
    (line,) = result.stderr.splitlines()
    assert line.startswith(f"{script}: ")
    for word in words:
        assert word in line


class TestBadInput:
    @pytest.mark.parametrize(("options", "found"), BAD_OPTIONS)
    def test_an_option_that_cannot_be_used_is_refused(self, options, found, tmp_path):
        check_refused(run("OrLearn", *options, cwd=tmp_path), "OrLearn", [found])

    def test_each_script_refuses_it(self, script, tmp_path):
        result = run(script, "--learning-rate", "nan", cwd=tmp_path)
        check_refused(result, script, ["--learning-rate", "nan"])

    @pytest.mark.parametrize(("name", "words"), WRONG_SETS)
    def test_a_training_set_that_cannot_be_learned_is_refused(self, name, words, bad_files):
        check_refused(run("OrLearn", "--train", name, cwd=bad_files), "OrLearn", words)

    @pytest.mark.parametrize(("name", "words"), WRONG_SETS)
    def test_a_test_set_that_cannot_be_tested_with_is_refused(self, name, words, bad_files):
        result = run("BinaryLearn", "--train", "one.ds", "--test", name, cwd=bad_files)
        check_refused(result, "BinaryLearn", words)

    @pytest.mark.parametrize(
        ("script", "name", "expected"),
        [
            ("OrLearn", "ten.ds", "1 output"),
            ("BinaryLearn", "ten.ds", "1 output"),
            ("DigitsLearn", "one.ds", "2 to 10 outputs"),
            ("DigitsLearn", "eleven.ds", "2 to 10 outputs"),
        ],
    )
    def test_a_training_set_with_too_few_or_many_outputs_is_refused(self, script, name, expected, bad_files):
        result = run(script, "--train", name, cwd=bad_files)
        check_refused(result, script, [f"{name}, line 1", expected])

    @pytest.mark.parametrize(
        ("script", "name", "expected"),
        [
            ("BinaryLearn", "one.ds", "64 inputs and 1 output"),
            ("BinaryLearn", "ten.ds", "64 inputs and 1 output"),
            ("DigitsLearn", "ten.ds", "64 inputs and 10 outputs"),
            ("DigitsLearn", ROOT / "datasets" / "testBinary.ds", "64 inputs and 10 outputs"),
        ],
    )
    def test_a_test_set_of_other_sizes_than_the_training_set_is_refused(self, script, name, expected, bad_files):
        result = run(script, "--test", name, cwd=bad_files)
        check_refused(result, script, [f"{name}, line 1", expected])


@needs_posix
class TestWhileItRuns:
    # By itself it would run for hours, and report nothing more: a line that is not flushed never arrives.
    ENDLESS = ["--threshold", 0, "--max-iterations", 10**9, "--report-every", 10**9]

    @pytest.mark.parametrize(("number", "status"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
    def test_lines_arrive_at_once_and_a_signal_ends_the_training(self, number, status, tmp_path):
        with started_script("OrLearn", "--no-plot", *self.ENDLESS, cwd=tmp_path) as process:
            assert process.stdout.readline().startswith("iteration 0  loss ")
            process.send_signal(number)
            rest, errors = process.communicate()
        assert (process.returncode, errors) == (status, "")
        stopped, *predictions = [line for line in rest.splitlines() if not line.startswith("iteration")]
        assert re.fullmatch(r"stopped after \d+ iterations: interrupted", stopped)
        assert [line[:4] for line in predictions] == ["000:", "011:", "101:", "111:"]
        assert all(re.fullmatch(LINE["OrLearn"], line) for line in predictions)

    def test_a_reader_of_stdout_that_goes_ends_the_run_in_silence(self, tmp_path):
        # By itself it would run for hours.
        options = ["--threshold", 0, "--max-iterations", 10**9, "--report-every", 1000]
        with started_script("OrLearn", "--no-plot", *options, cwd=tmp_path) as process:
            assert process.stdout.readline().startswith("iteration 0  loss ")
            process.stdout.close()
            process.wait()
            assert process.stderr.read() == ""
            assert process.returncode == 141
