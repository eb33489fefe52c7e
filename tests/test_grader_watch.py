"""`--watch`: a save is graded, the next exercise begins by itself, and a save during a check starts anew."""

import argparse
import os
import re
import shlex
import shutil
import signal
import subprocess
import sys
import time
from contextlib import contextmanager
from pathlib import Path
from subprocess import PIPE, Popen

import pytest
from helpers import GUARD, ROOT, STARTED_AFRESH, guarded, run_python

from grading import watch
from grading.report import Speaker
from grading.start import start
from grading.watch import stamps

GRADER = ROOT / "grading"
PLAIN = ROOT / "tests" / "submissions" / "plain"
METHODS_OK = "Ex00, Ex01, Ex04, Ex05, Ex06, Ex07 OK. 6 of 9. Next: Ex02, OrLearn.py\n"
GRADIENT = "self.gradient = desiredOutput - self.out"
ENDLESS = "while True:\n    pass\n"


@pytest.fixture
def begun(tmp_path):
    start(tmp_path / "ml_d05", Speaker("en"))
    return tmp_path / "ml_d05"


def write_method(folder, name, body, file="Neuron.py"):
    """Save the file with this body where the method was to do, or was written before."""
    text = (folder / file).read_text(encoding="utf-8")
    pattern = rf'(    def {name}\(.*?\n        """.*?"""\n).*?(?=\n    def|\n\n\n|\Z)'
    text, count = re.subn(pattern, lambda found: f"{found[1]}        {body}\n", text, flags=re.DOTALL)
    assert count == 1
    (folder / file).write_text(text, encoding="utf-8")


class Watched:
    """A watch in another process, whose lines are waited for."""

    def __init__(self, process):
        self.process, self.lines = process, []

    def until(self, wanted):
        """Read up to a line that holds this; return all lines that were read."""
        read = []
        for line in self.process.stdout:
            self.lines.append(line)
            read.append(line)
            if wanted in line:
                return read
        pytest.fail(f"no {wanted!r} in {self.lines}")

    def interrupt(self):
        self.process.send_signal(signal.SIGINT)
        out, error = self.process.communicate(timeout=GUARD)
        return out, error


@contextmanager
def watching(folder, *arguments):
    command = [sys.executable, str(GRADER), str(folder), "--watch", "--lang", "en", *map(str, arguments)]
    in_utf_8 = {"encoding": "utf-8", "env": os.environ | {"PYTHONIOENCODING": "utf-8"}}
    with Popen(command, cwd=folder, stdout=PIPE, stderr=PIPE, **STARTED_AFRESH | in_utf_8) as process:
        try:
            with guarded(command, process.kill):
                yield Watched(process)
        finally:
            # Not killed: it has files and processes to tidy up.
            process.terminate()
            process.wait()


def line_of(folder, text, file="Neuron.py"):
    lines = (folder / file).read_text(encoding="utf-8").splitlines()
    return next(n for n, line in enumerate(lines, start=1) if text in line)


def own_copy(tmp_path):
    return shutil.copytree(PLAIN, tmp_path / "ml_d05")


def save_again(folder, name):
    with open(folder / name, "a", encoding="utf-8") as file:
        file.write("# the end\n")


def test_a_save_is_graded_and_the_next_exercise_begins_by_itself(begun):
    with watching(begun) as watched:
        watched.until("write the body of calculateOutputGradient (Neuron.py:")
        write_method(begun, "calculateOutputGradient", "self.gradient = self.out - desiredOutput")
        verdict, reason = watched.until("the sign is flipped")
        example = watched.until("(∇ = y − a)")[0]
        place = line_of(begun, "def calculateOutputGradient")
        assert re.fullmatch(rf"[\d:]+  Ex00 KO  Neuron.py:{place}\n", verdict)
        assert reason == "    the sign is flipped\n"
        assert example.startswith("    after the activation a = 0.3775, calculateOutputGradient(1) gives ∇ = -0.6225, ")

        write_method(begun, "calculateOutputGradient", GRADIENT)
        assert watched.until("OK")[-1] == "Ex00 OK. 1 of 9. Next: Ex01, Neuron.py\n"
        watched.until("write the body of applyGradient (Neuron.py:")
        out, error = watched.interrupt()
    place = line_of(begun, "def applyGradient(")
    assert out == f"\n1 of 9 done. Next: Ex01, write the body of applyGradient (Neuron.py:{place})\n"
    assert error == ""
    assert watched.process.returncode == 1


def test_a_save_during_a_check_starts_anew(tmp_path):
    folder = own_copy(tmp_path)
    script = (folder / "OrLearn.py").read_text(encoding="utf-8")
    (folder / "OrLearn.py").write_text("while True:\n    pass\n", encoding="utf-8")
    with watching(folder) as watched:
        assert METHODS_OK in watched.until("Ex02: OrLearn.py is running")
        (folder / "OrLearn.py").write_text(script, encoding="utf-8")
        assert watched.until("OK") == [
            "Ex02: OrLearn.py is running, for 60 s at most\n", "Ex02 OK. 7 of 9. Next: Ex03, BinaryLearn.py\n",
        ]


def test_what_cannot_be_judged_is_shown_once_and_passed_over_and_no_script_runs_without_need(tmp_path):
    folder = own_copy(tmp_path)
    for name in ("OrLearn.py", "BinaryLearn.py", "DigitsLearn.py"):
        (folder / name).write_text("import no_such_module\n\nno_such_module.learn()\n", encoding="utf-8")
    neuron = (folder / "Neuron.py").read_text(encoding="utf-8")
    (folder / "Neuron.py").write_text(neuron.replace("def applyGradientWithLayer", "def apply"), encoding="utf-8")
    with watching(folder) as watched:
        shown = watched.until("add applyGradientWithLayer to Neuron.py")
        by_hand = [line.split()[1] for line in shown if line.endswith(" by hand\n")]
        assert by_hand == ["Ex02", "Ex03"]
        said = "the code imports no_such_module, which is not installed here: can it do without? (OrLearn.py:1)"
        assert f"    {said}\n" in shown
        # Neuron.py is saved, and two scripts build on it.
        (folder / "Neuron.py").write_text(f"{neuron}\n", encoding="utf-8")
        shown = watched.until("done")
    assert [line for line in shown if "Ex06" in line] == ["Ex06, Ex07 OK. 6 of 9. Next: Ex08, DigitsLearn.py\n"]
    assert shown[-1] == "6 of 9 done.\n"


def test_a_save_of_what_is_right_is_ok_again(tmp_path):
    folder = own_copy(tmp_path)
    (folder / "BinaryLearn.py").unlink()
    with watching(folder) as watched:
        watched.until("Ex02 OK. 7 of 9. Next: Ex03, BinaryLearn.py\n")
        watched.until("there is no BinaryLearn.py here")
        save_again(folder, "OrLearn.py")
        assert watched.until("OK") == [
            "Ex02: OrLearn.py is running, for 60 s at most\n", "Ex02 OK. 7 of 9. Next: Ex03, BinaryLearn.py\n",
        ]
        watched.until("there is no BinaryLearn.py here")
        save_again(folder, "Neuron.py")
        assert watched.until("OK") == ["Ex00 OK. 7 of 9. Next: Ex03, BinaryLearn.py\n"]


def test_a_reason_that_scripts_share_is_told_once(tmp_path, monkeypatch):
    folder = own_copy(tmp_path)
    (tmp_path / "matplotlib.py").write_text("raise ModuleNotFoundError(\"No module named 'matplotlib'\")\n")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    with watching(folder) as watched:
        watched.until("pip install matplotlib")
        shown = "".join(watched.until("done"))
    assert shown.count("by hand") == shown.count("    the same as Ex02\n") == 2
    assert "matplotlib" not in shown


def test_half_a_file_a_rename_and_what_editors_write_beside_do_no_harm(begun):
    path = begun / "Neuron.py"
    whole = path.read_text(encoding="utf-8")
    with watching(begun) as watched:
        watched.until("write the body of calculateOutputGradient")
        path.write_text(whole[: whole.index("desiredOutput: float")], encoding="utf-8")
        watched.until("Neuron.py raises SyntaxError")
        path.rename(begun / "Neuron.py~")
        watched.until("no Neuron.py here")
        write = begun / "Neuron.py.tmp"
        write.write_text(whole, encoding="utf-8")
        write.replace(path)
        watched.until("write the body of calculateOutputGradient")


def test_only_files_of_python_that_are_no_leftovers_are_watched(begun):
    before = stamps(begun)
    assert set(before) == {
        "Dataset.py", "Neuron.py", "NeuralNetwork.py", "OrLearn.py", "BinaryLearn.py", "DigitsLearn.py",
    }
    for name in (".Neuron.py.swp", "Neuron.py~", "4913", "#Neuron.py#", ".goutputstream-X1", "loss.png", "or.ds"):
        (begun / name).write_text("1", encoding="utf-8")
    (begun / ".#Neuron.py").symlink_to("somebody@somewhere.1")
    (begun / "__pycache__").mkdir()
    (begun / "__pycache__" / "x.py").touch()
    assert stamps(begun) == before
    (begun / "lib").mkdir()
    (begun / "lib" / "maths.py").touch()
    assert set(stamps(begun)) - set(before) == {os.path.join("lib", "maths.py")}


def test_ex_begins_there_in_french(begun):
    with watching(begun, "--ex", 4, "--lang", "fr") as watched:
        shown = watched.until("écrivez")
    assert shown[0] == f"{begun} est surveillé : chaque enregistrement est noté. Ctrl-C pour finir.\n"
    assert re.fullmatch(r"[\d:]+  Ex04 à faire\n", shown[1])
    assert shown[2].startswith("    écrivez la méthode calcLoss (NeuralNetwork.py:")


def test_ctrl_c_leaves_no_process_and_no_file(begun, tmp_path, monkeypatch):
    temporary, written = tmp_path / "temporary", tmp_path / "pid"
    temporary.mkdir()
    monkeypatch.setenv("TMPDIR", str(temporary))
    script = f"import os\nopen({str(written)!r}, 'w').write(str(os.getpid()))\nprint(1)\nwhile True:\n    pass\n"
    (begun / "OrLearn.py").write_text(script, encoding="utf-8")
    with watching(begun, "--ex", 2) as watched:
        watched.until("Ex02: OrLearn.py is running")
        while not (written.exists() and written.read_text()):
            time.sleep(0.01)
        out, error = watched.interrupt()
    assert out == "\n0 of 9 done. Next: Ex02, OrLearn.py\n"
    assert error == ""
    assert [*temporary.iterdir()] == []
    with pytest.raises(ProcessLookupError):
        os.kill(int(written.read_text()), 0)


@pytest.mark.thorough
def test_all_done_says_what_to_try_next(tmp_path):
    with watching(own_copy(tmp_path)) as watched:
        shown = watched.until("To try next")
        assert watched.process.wait(GUARD) == 0
    assert shown[-2] == "Ex08 OK. 9 of 9.\n"


# The command


@pytest.mark.parametrize("arguments", [[], ["--watch"]])
def test_without_a_folder_it_says_what_it_expects(arguments, tmp_path):
    result = run_python(GRADER, *arguments, cwd=tmp_path)
    assert result.returncode == 2
    assert result.stderr.splitlines()[-1].endswith("error: expected a folder, or --start DIR")


def test_several_folders_are_not_watched(tmp_path):
    for name in ("one", "two"):
        shutil.copytree(PLAIN, tmp_path / name)
    result = run_python(GRADER, tmp_path, "--watch", cwd=tmp_path)
    assert result.returncode == 2
    assert result.stderr.splitlines()[-1].endswith("error: --watch: expected one submission, found several")


@pytest.mark.parametrize("here", [ROOT, None], ids=["in the project", "elsewhere"])
def test_what_start_says_to_type_next_works_there(here, tmp_path):
    here, folder = here or tmp_path, tmp_path / ("a folder, " * 20)[:200].strip()
    made = run_python(GRADER, "--start", folder, "--lang", "en", cwd=here, PYTHONIOENCODING="utf-8")
    (line,) = [line.strip() for line in made.stdout.splitlines() if line.startswith("    ")]
    words = shlex.split(line)
    assert words[1:3] == ["-m", "grading"] if here == ROOT else words[1] == str(GRADER)
    assert words.pop() == "--watch"
    words += ["--ex", "0", "--lang", "en"]
    graded = subprocess.run(words, cwd=here, capture_output=True, text=True, check=False)
    place = line_of(folder, "def calculateOutputGradient")
    assert graded.stdout.splitlines()[-2:] == [
        "To do: Ex00", f"0 of 1 done. Next: Ex00, write the body of calculateOutputGradient (Neuron.py:{place})",
    ], graded.stderr


def test_a_folder_is_graded_from_itself(tmp_path):
    graded = run_python(GRADER, ".", "--ex", 0, cwd=own_copy(tmp_path))
    assert graded.stdout.startswith("Ex00  Neuron.calculateOutputGradient      4 / 4    OK\n")
    assert graded.stderr == ""


def test_a_save_on_which_the_grader_itself_fails_does_not_end_the_watch(begun, monkeypatch):
    class Failing(watch.Submission):
        def grade(self, exercise):
            raise RuntimeError("no idea")

    said = []

    def say(text):
        said.append(text)
        if "no idea" in text and said.count(text) == 2:
            raise KeyboardInterrupt
        Path(begun, "Neuron.py").write_text("")

    monkeypatch.setattr(watch, "Submission", Failing)
    options = argparse.Namespace(ex=[0], fork=True, time_limit=60)
    assert watch.watch(begun, options, Speaker("en"), say) == 1
    assert said[1] == "the grader itself failed on this folder: RuntimeError: no idea"
