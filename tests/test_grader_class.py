"""A whole class is graded at once: one table, a row a folder and a column an exercise."""

import csv
import json
import shutil
import signal
import subprocess
import sys

import pytest
from helpers import ROOT
from submissions.changes import SUBMISSIONS, changed

TABLE = """\
       Ex00  Ex01  Ex05
ana    OK    OK    OK
bob    OK    KO    OK
empty  no file of day 5 in it
zoe    KO    -     -
"""


@pytest.fixture
def group(tmp_path):
    """Ana's folder is fine, Bob's has a mistake, Zoe has handed in one file of two, and in another folder."""
    place = tmp_path / "class 5"
    shutil.copytree(SUBMISSIONS / "layers", place / "ana")
    changed(place / "bob", "plain", "Neuron.py", ("self.weights[0] += rate * self.gradient", "pass"))
    (place / "empty" / "notes").mkdir(parents=True)
    (place / "zoe" / "ml_d05").mkdir(parents=True)
    shutil.copy(SUBMISSIONS / "plain" / "NeuralNetwork.py", place / "zoe" / "ml_d05")
    return place


def command(*arguments):
    return subprocess.run(
        [sys.executable, "-m", "grading", *map(str, arguments)],
        cwd=ROOT, capture_output=True, text=True, timeout=300, check=False,
    )  # fmt: skip


def test_a_class_gets_one_table_with_progress_beside_it(group):
    result = command(group, "--ex", 0, "--ex", 1, "--ex", 5)
    assert result.stdout == TABLE.replace("zoe    KO    -     -", "zoe    KO    KO    -")
    assert sorted(line.partition(": ")[2] for line in result.stderr.splitlines()) == ["ana", "bob", "zoe"]
    assert result.stderr.splitlines()[-1].startswith("3 of 3: ")
    assert result.returncode == 1


@pytest.mark.thorough
def test_many_folders_are_named_one_by_one_and_all_ok_is_status_0(group):
    shutil.copytree(SUBMISSIONS / "french", group / "eva")
    result = command(group / "ana", group / "eva", "--ex", 0)
    assert result.stdout == "     Ex00\nana  OK\neva  OK\n"
    assert result.returncode == 0


def test_a_class_is_written_as_csv_pages_and_json(group, tmp_path):
    table, pages, results = tmp_path / "table.csv", tmp_path / "pages", tmp_path / "results"
    command(group, "--ex", 0, "--csv", table, "--pages", pages, "--json", results)
    rows = list(csv.reader(table.read_text(encoding="utf-8").splitlines()))
    assert rows == [["", "Ex00"], ["ana", "OK"], ["bob", "OK"], ["empty", "no file of day 5 in it"], ["zoe", "KO"]]
    assert sorted(path.name for path in pages.iterdir()) == ["ana.txt", "bob.txt", "zoe.txt"]
    assert (pages / "zoe.txt").read_text(encoding="utf-8") == (
        "zoe\n\nEx00  Neuron.calculateOutputGradient      0 / 4    KO\n      no Neuron.py here\n"
    )
    assert json.loads((results / "zoe.json").read_text(encoding="utf-8"))["tests"][0]["status"] == "failed"
    assert sorted(path.name for path in results.iterdir()) == ["ana.json", "bob.json", "zoe.json"]


def test_one_submission_in_a_folder_makes_no_class(group):
    result = command(group / "zoe", "--ex", 0)
    assert result.stdout.splitlines()[1] == "      no Neuron.py here"


@pytest.mark.thorough
def test_ctrl_c_shows_what_is_graded_by_then(group):
    endless = changed(group / "ida", "plain", "OrLearn.py", ("def main():\n", "def main():\n    while True: pass\n"))
    command_line = [sys.executable, "-m", "grading", group / "ana", endless, "--ex", "2"]
    with subprocess.Popen(
        command_line, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.default_int_handler),
    ) as process:  # fmt: skip
        assert process.stderr.readline() == "1 of 2: ana\n"
        process.send_signal(signal.SIGINT)
        assert process.stdout.read() == "     Ex02\nana  OK\nida  not graded\n"
        assert process.wait() == 1
