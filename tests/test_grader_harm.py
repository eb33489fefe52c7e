"""The grader does no harm: what a folder leads to stays as it is, and what blocks is replaced in the copy only."""

import contextlib
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest
from submissions.changes import SUBMISSIONS, changed, graded, keys, verdicts

OR = [2]
linux = pytest.mark.skipif(sys.platform != "linux", reason="elsewhere a process may outlive the one that watches it")


@pytest.fixture
def folder(tmp_path):
    """A submission whose datasets are in datasets/."""
    return shutil.copytree(SUBMISSIONS / "layers", tmp_path / "handed in" / "ml_d05")


@pytest.fixture
def plain(tmp_path):
    return shutil.copytree(SUBMISSIONS / "plain", tmp_path / "handed in" / "ml_d05")


def content(place):
    """Every file and link below a folder, with what it holds and its rights."""
    found = {}
    for path in sorted(place.rglob("*")):
        kept = os.readlink(path) if path.is_symlink() else path.read_bytes() if path.is_file() else b""
        found[str(path.relative_to(place))] = (kept, path.lstat().st_mode)
    return found


def shared_datasets(tmp_path):
    shared = tmp_path / "handed in" / "shared"
    shared.mkdir()
    (shared / "or.ds").write_text("1 1 1\n0.5 \n1.0 \n")
    return shared


@pytest.mark.thorough
def test_a_dataset_that_is_itself_a_link_stays_as_it_is(processes, folder, tmp_path):
    (folder / "datasets").mkdir()
    (folder / "datasets" / "or.ds").symlink_to(shared_datasets(tmp_path) / "or.ds")
    before = content(tmp_path / "handed in")
    assert verdicts(graded(processes, folder, OR)) == {2: "OK"}
    assert content(tmp_path / "handed in") == before


def test_what_links_out_of_the_folder_lead_to_stays_as_it_is(processes, folder, tmp_path):
    (folder / "datasets").symlink_to(shared_datasets(tmp_path), target_is_directory=True)
    diary = tmp_path / "handed in" / "diary.txt"
    diary.write_text("mine")
    os.link(diary, folder / "hard.txt")
    (folder / "soft.txt").symlink_to(diary)
    (folder / "absolute.txt").symlink_to(folder / "hard.txt")
    script = folder / "OrLearn.py"
    writes = "for name in ('hard.txt', 'soft.txt', 'absolute.txt'):\n    open(name, 'w').write('gone')\n"
    script.write_text(writes + script.read_text())
    before = content(tmp_path / "handed in")
    assert verdicts(graded(processes, folder, OR)) == {2: "OK"}
    assert content(tmp_path / "handed in") == before


@pytest.mark.thorough
def test_links_within_the_folder_are_followed(processes, folder):
    (folder / "source").mkdir()
    (folder / "Neuron.py").rename(folder / "source" / "Neuron.py")
    (folder / "Neuron.py").symlink_to(folder / "source" / "Neuron.py")
    (folder / "loader.py").rename(folder / "source" / "loader.py")
    (folder / "loader.py").symlink_to("source/loader.py")
    assert verdicts(graded(processes, folder, [0, 3])) == {0: "OK", 3: "OK"}


def test_links_in_circles_and_pipes_are_left_out(processes, plain):
    (plain / "circle").symlink_to("circle")
    (plain / "here").symlink_to(".")
    os.mkfifo(plain / "pipe")
    assert verdicts(graded(processes, plain, [0])) == {0: "OK"}


@pytest.mark.thorough
def test_files_in_the_way_of_datasets_are_replaced(processes, folder):
    (folder / "datasets").write_text("a file")
    (folder / "Datasets").symlink_to("nowhere")
    (folder / "or.ds").mkdir()
    assert verdicts(graded(processes, folder, OR)) == {2: "OK"}


def test_a_folder_of_modules_may_be_day_1_s_too(processes, tmp_path):
    folder = changed(tmp_path / "ml_d05", "plain", "OrLearn.py")
    (folder / "Dataset").mkdir()
    (folder / "Dataset.py").rename(folder / "Dataset" / "__init__.py")
    report = graded(processes, folder, OR)
    assert (verdicts(report), [one.key for one in report.assumed]) == ({2: "OK"}, ["assumed"])


def test_a_folder_that_nothing_may_be_written_to_is_graded(processes, plain):
    for path in [*plain.rglob("*"), plain]:
        path.chmod(0o555 if path.is_dir() else 0o444)
    # Not as root, who may write to all of it.
    if os.geteuid() == 0:
        for path in [plain.parents[1], plain.parent]:
            path.chmod(0o755)
    assert verdicts(graded(processes, plain, [0])) == {0: "OK"}
    plain.chmod(0o755)


def test_what_cannot_be_read_is_left_out_and_told(processes, plain, monkeypatch):
    (plain / "secret.txt").write_text("secret")
    opened = Path.open

    def refuse(path, *arguments, **settings):
        if path.name == "secret.txt":
            raise PermissionError(path)
        return opened(path, *arguments, **settings)

    monkeypatch.setattr(Path, "open", refuse)
    report = graded(processes, plain, [0])
    assert verdicts(report) == {0: "OK"}
    assert ("left out unreadable", {"file": "secret.txt"}) in [(one.key, one.values) for one in report.assumed]


@pytest.mark.thorough
def test_a_large_file_is_left_out_and_told(processes, folder):
    with open(folder / "mnist.csv", "wb") as file:
        file.truncate(17 * 2**20)
    report = graded(processes, folder, [0])
    assert verdicts(report) == {0: "OK"}
    assert ("left out large", {"file": "mnist.csv"}) in [(one.key, one.values) for one in report.assumed]


@pytest.mark.skipif(not Path("/proc").is_dir(), reason="elsewhere only the group of the process is known")
def test_what_a_script_leaves_running_is_killed(processes, tmp_path):
    seconds = str(10**6 + os.getpid())  # by which no other process is taken for one of these
    leaves = """def main():
    import os, subprocess, sys
    subprocess.Popen(['sleep', 'SECONDS'])
    subprocess.Popen(['sleep', 'SECONDS'], start_new_session=True, env={})
    again = "import subprocess; subprocess.Popen(['sleep', 'SECONDS'], start_new_session=True, env={})"
    subprocess.run([sys.executable, '-c', again], start_new_session=True, env={})
"""
    slip = ("def main():\n", leaves.replace("SECONDS", seconds))
    folder = changed(tmp_path / "ml_d05", "plain", "OrLearn.py", slip)
    assert verdicts(graded(processes, folder, [2])) == {2: "OK"}
    assert not [words for words in running() if seconds in words]


def running():
    """The words of the command of each process."""
    for path in Path("/proc").glob("[0-9]*/cmdline"):
        with contextlib.suppress(OSError):
            yield path.read_bytes().decode().split("\0")


@pytest.mark.parametrize("process", ["getpid", pytest.param("getppid", marks=linux)])
def test_a_script_that_kills_its_process_is_wrong_and_the_next_is_graded(processes, tmp_path, process):
    kills = ("def main():\n", f"def main():\n    __import__('os').kill(__import__('os').{process}(), 9)\n")
    folder = changed(tmp_path / "ml_d05", "plain", "OrLearn.py", kills)
    assert verdicts(graded(processes, folder, [2, 0])) == {2: "KO", 0: "OK"}


@pytest.mark.thorough
def test_what_only_sleeps_is_stopped(processes, tmp_path):
    sleeps = ("def main():\n", "def main():\n    __import__('time').sleep(10**6)\n")
    folder = changed(tmp_path / "ml_d05", "plain", "OrLearn.py", sleeps)
    started = time.monotonic()
    report = graded(processes, folder, [2])
    assert keys(report, 2)[0] == "idle"
    assert time.monotonic() - started < 600


@pytest.mark.thorough
def test_a_busy_machine_changes_no_verdict(processes):
    busy = [subprocess.Popen(["sh", "-c", "while :; do :; done"]) for _ in range(8)]
    try:
        report = graded(processes, SUBMISSIONS / "plain", seconds=15)
    finally:
        for process in busy:
            process.kill()
            process.wait()
    assert set(verdicts(report).values()) == {"OK"}, report.lines()
