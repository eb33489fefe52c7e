"""What surrounds the scripts breaks: streams that are closed or full, odd files, signals, a full disk."""

import signal

import pytest
from helpers import (
    ROOT,
    check_picture_is,
    losses,
    needs_full,
    needs_posix,
    run_python,
    run_script,
    started,
    started_script,
)

SHORT = ["--seed", 1, "--max-iterations", 20, "--report-every", 5]
ENDLESS = ["--threshold", 0, "--max-iterations", 10**9]
# Runs Python on the arguments from the second on, after the shell has done the first: it redirects a stream, or limits.
IN_A_SHELL = """
import subprocess, sys
sys.exit(subprocess.call(["sh", "-c", sys.argv[1], "sh", sys.executable, *sys.argv[2:]]))
"""


def or_learn(command, *arguments, cwd):
    env = {"PYTHONDONTWRITEBYTECODE": "1"}  # or a limit might leave a part of a file in the project
    return run_python("-c", IN_A_SHELL, command, ROOT / "OrLearn.py", *arguments, cwd=cwd, **env)


def check_whole(stdout):
    assert "OrLearn" not in stdout
    assert [iteration for iteration, _ in losses(stdout)] == [0, 5, 10, 15, 20]
    assert [line[:4] for line in stdout.splitlines()[-4:]] == ["000:", "011:", "101:", "111:"]


FULL = "OrLearn: [Errno 28] No space left on device\n"
# What the shell does to the streams, the arguments, the status, and what is said on stderr
STREAMS = {
    "no stdout": (">&-", ["--no-plot", *SHORT], 0, ""),
    "a full stdout": (">/dev/full", ["--no-plot", *SHORT], 1, FULL),
    # Bad input has its status all the same.
    "no stream": ("<&- >&- 2>&-", ["--seed", "abc"], 2, ""),
    "full streams": (">/dev/full 2>/dev/full", ["--seed", "abc"], 2, ""),
}


@needs_full
@pytest.mark.parametrize("case", STREAMS)
def test_a_stream_that_takes_nothing_is_a_status_and_at_most_one_line(tmp_path, case):
    streams, arguments, status, said = STREAMS[case]
    result = or_learn(f'exec "$@" {streams}', *arguments, cwd=tmp_path)
    assert (result.returncode, result.stdout, result.stderr) == (status, "", said)


@needs_full
@pytest.mark.parametrize("stderr", ["&-", "/dev/full"])
def test_a_note_that_nobody_can_read_is_left_out(tmp_path, stderr):
    result = or_learn(f'exec "$@" 2>{stderr}', "--no-plot", *SHORT, "--batch-size", 2, cwd=tmp_path)
    assert (result.returncode, result.stderr) == (0, "")
    check_whole(result.stdout)


def test_an_error_is_one_line_whatever_the_name_of_the_file(tmp_path):
    result = run_script("OrLearn", "--no-plot", "--train", "a\nb\x1b.ds", cwd=tmp_path)
    assert (result.returncode, result.stdout, result.stderr.count("\n")) == (2, "", 1)
    assert result.stderr.startswith(r"OrLearn: a\nb\x1b.ds: expected a dataset, found: ")


def test_counts_may_be_huge(tmp_path):
    # With 1000 the threshold is reached before anything is counted.
    huge = [word for option in ("--max-iterations", "--report-every", "--seed") for word in (option, 10**30)]
    result = run_script("OrLearn", "--no-plot", "--threshold", 1000, *huge, cwd=tmp_path)
    assert (result.returncode, result.stderr) == (0, "")
    assert "stopped after 0 iterations: the loss is below 1000" in result.stdout


@needs_posix
def test_ctrl_c_while_it_still_imports_leaves_no_traceback(tmp_path):
    # As if one of Python's own modules were slow to import
    (tmp_path / "argparse.py").write_text("import time\nprint('importing', flush=True)\ntime.sleep(900)\n")
    with started(ROOT / "OrLearn.py", "--no-plot", cwd=tmp_path, PYTHONPATH=str(tmp_path)) as process:
        assert process.stdout.readline() == "importing\n"
        process.send_signal(signal.SIGINT)
        stdout, stderr = process.communicate()
    assert (process.returncode, stdout, stderr) == (-signal.SIGINT, "", "")


@needs_posix
class TestThePicture:
    def test_it_is_kept_when_the_reader_goes(self, tmp_path):
        with started_script("BinaryLearn", *ENDLESS, "--save-plot", "loss.png", cwd=tmp_path) as process:
            assert process.stdout.readline().startswith("iteration 0  loss ")
            process.stdout.close()
            process.wait()
        assert process.returncode == 141
        assert [path.name for path in tmp_path.iterdir()] == ["loss.png"]
        check_picture_is("png", tmp_path / "loss.png")

    @pytest.mark.parametrize("kind", ["png", *[pytest.param(k, marks=pytest.mark.thorough) for k in ("svg", "pdf")]])
    def test_an_older_one_stays_where_the_disk_is_full(self, kind, tmp_path):
        picture = tmp_path / f"loss.{kind}"
        picture.write_bytes(b"old")
        result = or_learn('ulimit -f 1; exec "$@"', *SHORT, "--save-plot", picture, cwd=tmp_path)
        assert result.returncode == 1
        check_whole(result.stdout)
        assert result.stderr.splitlines()[-1].endswith(f"loss.{kind}: the curve could not be saved: File too large")
        assert list(tmp_path.iterdir()) == [picture]
        assert picture.read_bytes() == b"old"
