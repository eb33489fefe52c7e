"""What surrounds the scripts breaks: streams that are closed or full, odd files, signals, a full disk."""

import os
import signal
from contextlib import contextmanager

import pytest
from helpers import (
    ROOT,
    check_picture_is,
    guarded,
    losses,
    needs_fifo,
    needs_full,
    needs_posix,
    run_python,
    run_script,
    started,
    started_script,
)

SHORT = ["--seed", 1, "--max-iterations", 20, "--report-every", 5]
# The same, with a note on stderr.
NOTED = [*SHORT, "--batch-size", 2]
ENDLESS = ["--threshold", 0, "--max-iterations", 10**9]
# Runs Python on the arguments from the second on, after the shell has done the first: it redirects a stream, or limits.
IN_A_SHELL = """
import subprocess, sys
sys.exit(subprocess.call(["sh", "-c", sys.argv[1], "sh", sys.executable, *sys.argv[2:]]))
"""


@contextmanager
def opened_by_a_reader(path):
    """The file for what is written into the FIFO `path`, once somebody reads it."""

    def give_up():
        os.close(os.open(path, os.O_RDONLY | os.O_NONBLOCK))

    with guarded(f"the test, until {path} is read", give_up):
        fifo = open(path, "w")  # noqa: SIM115 - the guard is over before it is closed
    with fifo:
        yield fifo


def or_learn(command, *arguments, cwd):
    env = {"PYTHONDONTWRITEBYTECODE": "1"}  # or a limit might leave a part of a file in the project
    return run_python("-c", IN_A_SHELL, command, ROOT / "OrLearn.py", *arguments, cwd=cwd, **env)


def check_whole(stdout):
    assert "OrLearn" not in stdout
    assert [iteration for iteration, _ in losses(stdout)] == [0, 5, 10, 15, 20]
    assert [line[:4] for line in stdout.splitlines()[-4:]] == ["000:", "011:", "101:", "111:"]


@needs_posix
class TestStreams:
    def test_without_stdout_it_learns_in_silence(self, tmp_path):
        result = or_learn('exec "$@" >&-', "--no-plot", *SHORT, cwd=tmp_path)
        assert (result.returncode, result.stdout, result.stderr) == (0, "", "")

    @needs_full
    @pytest.mark.parametrize("stderr", ["&-", "/dev/full"])
    def test_a_note_that_nobody_can_read_is_left_out(self, tmp_path, stderr):
        result = or_learn(f'exec "$@" 2>{stderr}', "--no-plot", *NOTED, cwd=tmp_path)
        assert (result.returncode, result.stderr) == (0, "")
        check_whole(result.stdout)

    @needs_full
    @pytest.mark.parametrize("streams", ["<&- >&- 2>&-", ">/dev/full 2>/dev/full"])
    def test_without_any_stream_bad_input_still_has_its_status(self, tmp_path, streams):
        assert or_learn(f'exec "$@" {streams}', "--seed", "abc", cwd=tmp_path).returncode == 2

    @needs_full
    @pytest.mark.parametrize("arguments", [["--no-plot", *SHORT], ["--help"]])
    def test_a_full_stdout_is_said_in_one_line(self, tmp_path, arguments):
        result = or_learn('exec "$@" >/dev/full', *arguments, cwd=tmp_path)
        assert (result.returncode, result.stderr) == (1, "OrLearn: [Errno 28] No space left on device\n")


class TestFiles:
    def test_an_error_is_one_line_whatever_the_name_of_the_file(self, tmp_path):
        result = run_script("OrLearn", "--no-plot", "--train", "a\nb\x1b.ds", cwd=tmp_path)
        assert (result.returncode, result.stdout, result.stderr.count("\n")) == (2, "", 1)
        assert result.stderr.startswith(r"OrLearn: a\nb\x1b.ds: expected a dataset, found: ")

    @needs_fifo
    @pytest.mark.parametrize(("number", "status"), [(signal.SIGINT, 130), (signal.SIGTERM, -signal.SIGTERM)])
    def test_a_signal_ends_the_wait_for_a_dataset(self, number, status, tmp_path):
        path = tmp_path / "fifo.ds"
        os.mkfifo(path)
        options = ["--no-plot", "--train", "fifo.ds"]
        with started_script("OrLearn", *options, cwd=tmp_path) as process, opened_by_a_reader(path) as fifo:
            fifo.write("4 2 1\n0 0\n")
            fifo.flush()
            process.send_signal(number)
            stdout, stderr = process.communicate()
        assert (process.returncode, stdout, stderr) == (status, "", "")

    @needs_posix
    def test_the_picture_is_kept_when_the_reader_goes(self, tmp_path):
        with started_script("BinaryLearn", *ENDLESS, "--save-plot", "loss.png", cwd=tmp_path) as process:
            assert process.stdout.readline().startswith("iteration 0  loss ")
            process.stdout.close()
            process.wait()
        assert process.returncode == 141
        assert [path.name for path in tmp_path.iterdir()] == ["loss.png"]
        check_picture_is("png", tmp_path / "loss.png")

    @needs_posix
    def test_the_folder_of_the_picture_may_be_removed_while_it_learns(self, tmp_path):
        (tmp_path / "folder").mkdir()
        with started_script("OrLearn", *ENDLESS, "--save-plot", "folder/loss.png", cwd=tmp_path) as process:
            assert process.stdout.readline().startswith("iteration 0  loss ")
            (tmp_path / "folder").rmdir()
            process.send_signal(signal.SIGINT)
            stdout, stderr = process.communicate()
        assert process.returncode == 130
        assert [line[:4] for line in stdout.splitlines()[-4:]] == ["000:", "011:", "101:", "111:"]
        line = stderr.splitlines()[-1]
        assert line == "OrLearn: folder/loss.png: the curve could not be saved: No such file or directory"

    @needs_posix
    @pytest.mark.parametrize("kind", ["png", *[pytest.param(k, marks=pytest.mark.thorough) for k in ("svg", "pdf")]])
    def test_an_older_picture_stays_where_the_disk_is_full(self, kind, tmp_path):
        picture = tmp_path / f"loss.{kind}"
        picture.write_bytes(b"old")
        result = or_learn('ulimit -f 1; exec "$@"', *SHORT, "--save-plot", picture, cwd=tmp_path)
        assert result.returncode == 1
        check_whole(result.stdout)
        assert result.stderr.splitlines()[-1].endswith(f"loss.{kind}: the curve could not be saved: File too large")
        assert list(tmp_path.iterdir()) == [picture]
        assert picture.read_bytes() == b"old"


@needs_posix
def test_ctrl_c_while_it_still_imports_leaves_no_traceback(tmp_path):
    # As if one of Python's own modules were slow to import
    (tmp_path / "argparse.py").write_text("import time\nprint('importing', flush=True)\ntime.sleep(900)\n")
    with started(ROOT / "OrLearn.py", "--no-plot", cwd=tmp_path, PYTHONPATH=str(tmp_path)) as process:
        assert process.stdout.readline() == "importing\n"
        process.send_signal(signal.SIGINT)
        stdout, stderr = process.communicate()
    assert (process.returncode, stdout, stderr) == (-signal.SIGINT, "", "")


class TestNumbers:
    @pytest.mark.parametrize("option", ["--max-iterations", "--report-every", "--seed"])
    def test_counts_may_be_huge(self, option, tmp_path):
        # With 1000 the threshold is reached before anything is counted.
        result = run_script("OrLearn", "--no-plot", "--threshold", 1000, option, 10**30, cwd=tmp_path)
        assert (result.returncode, result.stderr) == (0, "")
        assert "stopped after 0 iterations: the loss is below 1000" in result.stdout
