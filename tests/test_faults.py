"""What surrounds the scripts breaks: streams that are closed or full, odd files, signals, huge numbers."""

import os
import signal
from contextlib import contextmanager

import pytest
from helpers import (
    ROOT,
    guarded,
    losses,
    needs_fifo,
    needs_full,
    needs_links,
    needs_posix,
    run_python,
    run_script,
    started_script,
)
from test_curve import check_picture_is

from Dataset import Dataset, DatasetError

SHORT = ["--seed", 1, "--max-iterations", 20, "--report-every", 5]
# The same, with a note on stderr.
NOTED = [*SHORT, "--batch-size", 2]
# Runs Python on the arguments from the second on, after the shell has redirected a stream by the first.
REDIRECT = """
import subprocess, sys
sys.exit(subprocess.call(["sh", "-c", f'exec "$@" {sys.argv[1]}', "sh", sys.executable, *sys.argv[2:]]))
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


def redirected(redirection, *arguments, cwd):
    return run_python("-c", REDIRECT, redirection, ROOT / "OrLearn.py", *arguments, cwd=cwd)


def check_whole(stdout):
    assert [iteration for iteration, _ in losses(stdout)] == [0, 5, 10, 15, 20]
    assert [line[:4] for line in stdout.splitlines()[-4:]] == ["000:", "011:", "101:", "111:"]


@needs_posix
class TestStreams:
    def test_without_stdout_it_learns_in_silence(self, tmp_path):
        result = redirected(">&-", "--no-plot", *SHORT, cwd=tmp_path)
        assert (result.returncode, result.stdout, result.stderr) == (0, "", "")

    def test_without_stderr_a_note_is_left_out(self, tmp_path):
        result = redirected("2>&-", "--no-plot", *NOTED, cwd=tmp_path)
        assert (result.returncode, result.stderr) == (0, "")
        check_whole(result.stdout)

    def test_without_any_stream_bad_input_still_has_its_status(self, tmp_path):
        assert redirected("<&- >&- 2>&-", "--seed", "abc", cwd=tmp_path).returncode == 2

    @needs_full
    def test_a_full_stdout_is_said_in_one_line(self, tmp_path):
        result = redirected(">/dev/full", "--no-plot", *SHORT, cwd=tmp_path)
        assert result.returncode == 1
        (line,) = result.stderr.splitlines()
        assert line.startswith("OrLearn: ")
        assert "No space left on device" in line


@needs_posix
class TestFiles:
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

    @needs_fifo
    def test_a_dataset_may_be_removed_while_it_is_read(self, tmp_path):
        path = tmp_path / "fifo.ds"
        os.mkfifo(path)
        with started_script("OrLearn", "--no-plot", *SHORT, "--train", "fifo.ds", cwd=tmp_path) as process:
            with opened_by_a_reader(path) as fifo:
                path.unlink()
                fifo.write((ROOT / "datasets" / "or.ds").read_text())
            stdout, stderr = process.communicate()
        assert (process.returncode, stderr) == (0, "")
        check_whole(stdout)

    def test_the_picture_is_kept_when_the_reader_goes(self, tmp_path):
        options = ["--threshold", 0, "--max-iterations", 10**9, "--save-plot", "loss.png"]
        with started_script("BinaryLearn", *options, cwd=tmp_path) as process:
            assert process.stdout.readline().startswith("iteration 0  loss ")
            process.stdout.close()
            process.wait()
        assert process.returncode == 141
        assert [path.name for path in tmp_path.iterdir()] == ["loss.png"]
        check_picture_is("png", tmp_path / "loss.png")

    def test_the_folder_of_the_picture_may_be_removed_while_it_learns(self, tmp_path):
        folder = tmp_path / "folder"
        folder.mkdir()
        options = ["--threshold", 0, "--max-iterations", 10**9, "--save-plot", "folder/loss.png"]
        with started_script("OrLearn", *options, cwd=tmp_path) as process:
            assert process.stdout.readline().startswith("iteration 0  loss ")
            folder.rmdir()
            process.send_signal(signal.SIGINT)
            stdout, stderr = process.communicate()
        assert process.returncode == 130
        assert [line[:4] for line in stdout.splitlines()[-4:]] == ["000:", "011:", "101:", "111:"]
        line = stderr.splitlines()[-1]
        assert line == "OrLearn: folder/loss.png: the curve could not be saved: No such file or directory"

    @needs_links
    @pytest.mark.parametrize(
        ("target", "reason"),
        [("nowhere.ds", "No such file or directory"), ("link.ds", "Too many levels of symbolic links")],
    )
    def test_a_link_that_leads_nowhere_is_named(self, target, reason, tmp_path):
        (tmp_path / "link.ds").symlink_to(target)
        with pytest.raises(DatasetError) as caught:
            Dataset(tmp_path / "link.ds")
        assert str(caught.value) == f"{tmp_path / 'link.ds'}: expected a dataset, found: {reason}"


class TestNumbers:
    @pytest.mark.parametrize("option", ["--max-iterations", "--report-every", "--seed"])
    def test_counts_may_be_huge(self, option, tmp_path):
        # With 1000 the threshold is reached before anything is counted.
        options = ["--no-plot", "--threshold", 1000, option, 10**30]
        result = run_script("OrLearn", *options, cwd=tmp_path)
        assert (result.returncode, result.stderr) == (0, "")

    def test_a_huge_batch_is_refused(self, tmp_path):
        options = ["--no-plot", "--method", "mini-batch", "--batch-size", 10**30]
        result = run_script("OrLearn", *options, cwd=tmp_path)
        assert (result.returncode, result.stdout) == (2, "")
        (line,) = result.stderr.splitlines()
        assert line.startswith("OrLearn: --batch-size: expected at most the 4 examples, got 1000")


# In a process of its own: the limit would hold for whatever another thread starts meanwhile.
ON_A_FULL_DISK = """
import resource, sys
from types import SimpleNamespace
from learning.curve import Curve

curve = Curve("OrLearn", ["training set"], 0.1, None, sys.argv[1], 20, None, SimpleNamespace(status=0))
curve.report(0, [0.7])
resource.setrlimit(resource.RLIMIT_FSIZE, (1024, 1024))
print(curve.finish())
"""


@needs_posix
class TestFullDisk:
    @pytest.mark.parametrize("kind", ["png", *[pytest.param(k, marks=pytest.mark.thorough) for k in ("svg", "pdf")]])
    def test_an_older_picture_stays(self, kind, tmp_path):
        picture = tmp_path / f"loss.{kind}"
        picture.write_bytes(b"old")
        path = os.pathsep.join([str(ROOT), str(ROOT / "tests")])
        result = run_python("-c", ON_A_FULL_DISK, picture, cwd=tmp_path, PYTHONPATH=path)
        assert (result.returncode, result.stdout) == (0, "False\n")
        assert result.stderr.splitlines()[-1].endswith(f"loss.{kind}: the curve could not be saved: File too large")
        assert list(tmp_path.iterdir()) == [picture]
        assert picture.read_bytes() == b"old"


@needs_posix
@needs_full
class TestFullStreams:
    def test_a_full_stderr_changes_no_status(self, tmp_path):
        result = redirected("2>/dev/full", "--no-plot", *NOTED, cwd=tmp_path)
        assert result.returncode == 0
        check_whole(result.stdout)
        assert redirected("2>/dev/full", "--seed", "abc", cwd=tmp_path).returncode == 2

    def test_help_into_a_full_stdout_is_one_line(self, tmp_path):
        result = redirected(">/dev/full", "--help", cwd=tmp_path)
        assert result.returncode == 1
        (line,) = result.stderr.splitlines()
        assert "No space left on device" in line


def test_an_error_is_one_line_whatever_the_name_of_the_file(tmp_path):
    result = run_script("OrLearn", "--no-plot", "--train", "a\nb\x1b.ds", cwd=tmp_path)
    assert result.returncode == 2
    (line,) = result.stderr.splitlines()
    assert r"a\nb\x1b.ds: expected a dataset" in line
