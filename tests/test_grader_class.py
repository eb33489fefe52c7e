"""A whole class is graded at once: one table, a row a folder and a column an exercise, and no folder is lost."""

import csv
import json
import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from helpers import ROOT, restore_signals
from submissions.changes import SUBMISSIONS, changed

posix = pytest.mark.skipif(os.name == "nt", reason="signals and names of bytes are those of POSIX")

TABLE = """\
       Ex00   Ex01   Ex05
ana    OK     OK     OK
bob    OK     KO     OK
empty  aucun fichier du jour 5
zip    handed.zip n’est pas décompressé
zoe    à faire  à faire  -
"""


@pytest.fixture
def group(tmp_path):
    """Ana's folder is fine, Bob's has a mistake, Zoe has handed in one file of two, two folders down."""
    place = tmp_path / "class 5"
    shutil.copytree(SUBMISSIONS / "dictionary", place / "ana")
    changed(place / "bob", "plain", "Neuron.py", ("self.weights[0] += rate * self.gradient", "0"))
    (place / "empty" / "notes").mkdir(parents=True)
    (place / "zip").mkdir()
    (place / "zip" / "handed.zip").write_bytes(b"PK")
    (place / "zoe" / "ml_d05" / "src").mkdir(parents=True)
    shutil.copy(SUBMISSIONS / "plain" / "NeuralNetwork.py", place / "zoe" / "ml_d05" / "src")
    return place


def arguments(*words):
    return [sys.executable, "-m", "grading", *map(str, words)]


def command(*words, **env):
    env = {**os.environ, "LC_ALL": "C", "PYTHONIOENCODING": "utf-8", **env}
    return subprocess.run(
        arguments(*words), cwd=ROOT, capture_output=True, encoding="utf-8", timeout=300, env=env, check=False
    )


def test_a_class_gets_one_table_with_progress_beside_it_and_files_in_english(group, tmp_path):
    csv_file, pages, results = tmp_path / "table.csv", tmp_path / "pages", tmp_path / "results"
    files = ["--csv", csv_file, "--pages", pages, "--json", results]
    result = command(group, "--ex", 0, "--ex", 1, "--ex", 5, "--lang", "fr", *files)
    assert result.stdout == TABLE
    assert sorted(line.partition(": ")[2] for line in result.stderr.splitlines()) == ["ana", "bob", "zoe"]
    assert result.stderr.splitlines()[-1].startswith("3 sur 3 : ")
    assert result.returncode == 1
    assert list(csv.reader(csv_file.read_text(encoding="utf-8").splitlines())) == [
        ["", "Ex00", "Ex01", "Ex05"],
        ["ana", "OK", "OK", "OK"],
        ["bob", "OK", "KO", "OK"],
        ["empty", "no file of day 5 in it"],
        ["zip", "handed.zip is not unpacked"],
        ["zoe", "to do", "to do", "blocked"],
    ]
    assert sorted(path.stem for path in pages.iterdir()) == ["ana", "bob", "empty", "zip", "zoe"]
    assert "À faire : Ex00" in (pages / "zoe.txt").read_text(encoding="utf-8")
    [test, *_] = json.loads((results / "zoe.json").read_text(encoding="utf-8"))["tests"]
    assert (test["status"], test["score"], test["output"].splitlines()[0]) == ("failed", 0, "to do")


def test_two_versions_side_by_side_are_asked_about(tmp_path):
    for name in ("ida", "uma/v1", "uma/v2"):
        (tmp_path / name).mkdir(parents=True)
        (tmp_path / name / "OrLearn.py").touch()
    assert "uma  did you mean v1 or v2? Grade one of them" in command(tmp_path, "--ex", 0).stdout


def test_one_submission_in_a_folder_makes_no_class_and_is_found(group):
    shutil.copy(SUBMISSIONS / "plain" / "Neuron.py", group / "zoe" / "ml_d05" / "src")
    assert command(group / "zoe", "--ex", 0).stdout.splitlines()[0].endswith("OK")


@posix
def test_a_name_of_bytes_or_too_long_loses_no_row(group, tmp_path):
    os.rename(os.fsencode(group / "ana"), os.fsencode(group) + b"/\xe9l\xe8ve")
    (group / "bob").rename(group / ("b" * 253))
    result = command(group, "--ex", 0, "--pages", tmp_path / "pages", "--csv", tmp_path / "t.csv")
    assert [line.split()[-1] for line in result.stdout.splitlines()].count("OK") == 2
    assert len(list((tmp_path / "pages").iterdir())) == 5
    assert len((tmp_path / "t.csv").read_text(encoding="utf-8").splitlines()) == 6


@posix
def test_what_may_not_be_read_loses_no_row(group):
    (group / "ana" / "Neuron.py").chmod(0)
    if os.access(group / "ana" / "Neuron.py", os.R_OK):
        pytest.skip("this user may read everything")
    (group / "bob").chmod(0o444)
    rows = command(group, "--ex", 0).stdout.splitlines()
    (group / "bob").chmod(0o755)
    assert rows[1:3] == ["ana    ?", "bob    it cannot be read"]
    assert len(rows) == 6


def test_a_folder_on_which_the_grader_itself_fails_is_a_row(group, monkeypatch, capsys):
    from grading import classroom, command

    class Failing(classroom.Submission):
        def grade(self, exercise):
            if self.folder.path.name == "bob":
                raise RuntimeError("no idea")
            return super().grade(exercise)

    monkeypatch.setattr(classroom, "Submission", Failing)
    monkeypatch.setattr(sys, "argv", ["grading", str(group), "--ex", "0", "--lang", "en"])
    assert command.main() == 2
    rows = capsys.readouterr().out.splitlines()
    assert rows[2] == "bob    the grader itself failed on this folder: RuntimeError: no idea"
    assert rows[1].split() == ["ana", "OK"]
    monkeypatch.setattr(sys, "argv", ["grading", str(group / "bob"), "--lang", "en"])
    assert command.main() == 2
    assert capsys.readouterr().out == rows[2].removeprefix("bob    ") + "\n"


def test_what_is_not_graded_says_why_in_its_files_too(group, tmp_path):
    result = command(group / "zip", "--json", tmp_path / "results.json")
    assert (result.stdout, result.returncode) == ("handed.zip is not unpacked\n", 1)
    found = json.loads((tmp_path / "results.json").read_text(encoding="utf-8"))
    assert found == {"score": 0, "output": "handed.zip is not unpacked", "tests": []}


@posix
@pytest.mark.parametrize("name", ["SIGINT", pytest.param("SIGTERM", marks=pytest.mark.thorough)])
def test_a_signal_shows_what_is_graded_and_leaves_nothing(group, tmp_path, name):
    endless = changed(group / "ida", "plain", "Neuron.py", ("desired - self.output", "0\n        while True: pass"))
    places = tmp_path / "temporary"
    places.mkdir()
    words = [group / "ana", endless, "--ex", "0", "--csv", tmp_path / "t.csv"]
    with subprocess.Popen(
        arguments(*words),
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
        env={**os.environ, "LC_ALL": "C", "PYTHONIOENCODING": "utf-8", "TMPDIR": str(places)},
        preexec_fn=restore_signals,
    ) as process:
        assert process.stderr.readline() == "1 of 2: ana\n"
        os.killpg(process.pid, getattr(signal, name))
        assert process.stdout.read() == "     Ex00\nana  OK\nida  not graded\n"
        assert (process.wait(), process.stderr.read()) == (1, "")
    assert (tmp_path / "t.csv").read_text(encoding="utf-8") == ",Ex00\nana,OK\nida,not graded\n"
    assert list(places.iterdir()) == []


@pytest.mark.skipif(not shutil.which("bwrap"), reason="bubblewrap is not installed")
def test_the_line_with_bubblewrap_in_the_readme_grades_a_folder(tmp_path):
    folder = shutil.copytree(SUBMISSIONS / "plain", tmp_path / "ml_d05")
    text = Path(ROOT, "grading", "README.md").read_text(encoding="utf-8").replace("\\\n", " ")
    line = next(line for line in text.splitlines() if line.startswith("bwrap"))
    places = {"~/handed_in": str(tmp_path), "~/handed_in/ml_d05": str(folder), ".venv/bin/python": sys.executable}
    words = [places.get(word, word) for word in line.split()]
    at = words.index("--unshare-all")  # the project itself may be below /tmp
    words[at:at] = [word for place in (ROOT, sys.prefix) for word in ("--ro-bind", str(place), str(place))]
    result = subprocess.run([*words, "--ex", "0"], cwd=ROOT, capture_output=True, text=True, check=False)
    assert (result.returncode, result.stdout.splitlines()[0][-2:]) == (0, "OK"), result.stderr


@posix
def test_a_name_that_is_no_text_and_a_word_that_is_none_reach_every_file(tmp_path):
    place = tmp_path / "class"
    changed(place / "bob", "plain", "Neuron.py", ("import", "raise ValueError('caf\\udce9')\nimport"))
    (place / "zoe").mkdir()
    Path(os.fsdecode(os.fsencode(place / "zoe") + b"/r\xe9seau.zip")).write_bytes(b"PK")
    files = ["--csv", tmp_path / "t.csv", "--pages", tmp_path / "pages", "--json", tmp_path / "results"]
    result = command(place, "--ex", 0, "--lang", "en", *files)
    assert result.stdout.splitlines()[2] == "zoe  r?seau.zip is not unpacked"
    assert (tmp_path / "t.csv").read_text(encoding="utf-8") == ",Ex00\nbob,KO\nzoe,r?seau.zip is not unpacked\n"
    assert "caf?" in (tmp_path / "pages" / "bob.txt").read_text(encoding="utf-8")
    assert "caf?" in json.loads((tmp_path / "results" / "bob.json").read_text(encoding="utf-8"))["tests"][0]["output"]
    assert "r?seau.zip" in (tmp_path / "pages" / "zoe.txt").read_text(encoding="utf-8")


def test_two_folders_whose_names_make_one_name_of_a_file_have_a_page_each(tmp_path):
    for name in ("n" * 201, "n" * 202):
        shutil.copytree(SUBMISSIONS / "plain", tmp_path / "class" / name)
    command(tmp_path / "class", "--ex", 0, "--pages", tmp_path / "pages")
    pages = [page.read_text(encoding="utf-8").partition("\n")[0] for page in sorted((tmp_path / "pages").iterdir())]
    assert sorted(pages) == ["n" * 201, "n" * 202]


@pytest.mark.skipif(not os.path.isdir("/proc/self"), reason="there is no /proc")
def test_a_folder_that_nothing_can_be_written_to_is_told_before_the_grading(tmp_path):
    result = command(SUBMISSIONS / "plain", "--ex", 0, "--pages", "/proc")
    assert (result.stdout, result.returncode) == ("", 2)
    assert "--pages: /proc: " in result.stderr


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="there is no /dev/full")
def test_a_table_that_cannot_be_written_in_the_end_is_told_once():
    result = command(SUBMISSIONS / "plain", "--ex", 0, "--ex", 1, "--csv", "/dev/full")
    assert result.stderr.count("cannot write into") == 1
    assert result.returncode == 1


def test_no_file_of_the_current_folder_runs_when_matplotlib_is_looked_for(tmp_path):
    folder = changed(tmp_path / "ml_d05", "plain", "OrLearn.py", ("import", "raise SystemExit(3)\nimport"))
    (folder / "numpy.py").write_text("open(__file__ + '.ran', 'w').close()")
    result = subprocess.run(
        [sys.executable, str(ROOT / "grading"), ".", "--ex", "2", "--lang", "en"],
        cwd=folder, capture_output=True, encoding="utf-8", timeout=300, check=False,
    )
    assert "OrLearn.py" in result.stdout
    assert not (folder / "numpy.py.ran").exists()
