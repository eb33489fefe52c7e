"""On other machines: other Pythons, other encodings of the streams, uv, and an installation by pip."""

import re
import shutil
import sys
from importlib.util import find_spec
from pathlib import Path
from subprocess import run

import pytest
from helpers import GUARD, ROOT, SCRIPTS, needs, run_python, run_script
from pythons import others_that_are_too_old, others_that_do

# Another Python leaves nothing in the project's folders.
CLEAN = {"PYTHONPATH": "", "PYTHONDONTWRITEBYTECODE": "1"}
UV = shutil.which("uv") or shutil.which("uv", path=Path(sys.executable).parent)
# An update by batch takes as long as a thousand others.
ITERATIONS = {"iterative": 50, "stochastic": 50, "batch": 3, "mini-batch": 50}
RUNS = [
    pytest.param(script, method, marks=[pytest.mark.thorough] * ((script, method) != ("OrLearn", "mini-batch")))
    for script in SCRIPTS for method in ITERATIONS
]


def copy_the_project(to):
    ignored = shutil.ignore_patterns(".*", "tests", "grading", "__pycache__", "mutants", "build", "*.egg-info")
    return shutil.copytree(ROOT, to, ignore=ignored)


# The first stands for the others, which begin with the same import.
OF_SCRIPTS = ["OrLearn", *[pytest.param(script, marks=pytest.mark.thorough) for script in SCRIPTS[1:]]]


class TestOtherPythons:
    """To look for them takes a second: that is left to the tests that need them."""

    @pytest.mark.parametrize("script", OF_SCRIPTS)
    def test_one_that_is_too_old_says_so_in_one_sentence(self, script, tmp_path):
        for python in others_that_are_too_old() or pytest.skip("needs a Python before 3.10"):
            result = run_python(ROOT / f"{script}.py", "--help", cwd=tmp_path, python=python, **CLEAN)
            assert (result.returncode, result.stdout) == (1, "")
            assert re.fullmatch(r"expected Python 3\.10 or later, found 3\.\d\.\d+\n", result.stderr)

    @pytest.mark.parametrize(("script", "method"), RUNS)
    def test_the_same_seed_prints_the_same_on_each(self, script, method, tmp_path):
        limits = ["--max-iterations", ITERATIONS[method], "--report-every", 25]
        options = ["--no-plot", "--seed", 1, "--method", method, *limits]
        expected = run_script(script, *options, cwd=tmp_path)
        for python in others_that_do() or pytest.skip("needs another Python from 3.10 on"):
            result = run_python(ROOT / f"{script}.py", *options, cwd=tmp_path, python=python, **CLEAN)
            assert (result.returncode, result.stdout, result.stderr) == (0, expected.stdout, "")


SHORT = ["--max-iterations", "2", "--report-every", "1"]
NO_PASS = "from learning import compare; compare.PASSES = 0; compare.main()"
# What prints, and with which status it ends
COMMANDS = {
    "help": (["OrLearn.py", "--help"], 0),
    "a run": (["DigitsLearn.py", *SHORT, "--save-plot", "coût Ω.png"], 0),
    "a file that is missing": (["BinaryLearn.py", "--train", "coût Ω.ds"], 2),
    "a comparison": (["-c", NO_PASS, "methods", "--save-plot", "coût Ω.png"], 0),
    "help of the comparison": (["-m", "learning.compare", "--help"], 0),
    "no picture": (["docs/gallery.py", "Ω"], 2),
    "a picture": (["docs/gallery.py", "surface"], 0),
    "no folder": (["datasets/build.py", "Ω"], 1),
    "the datasets": (["datasets/build.py"], 0),
    "the benchmarks": (["benchmarks/run.py", "--quick"], 0),
}
LONG = ["help of the comparison", "a picture", "no folder", "the datasets", "the benchmarks"]


@pytest.mark.parametrize("encoding", ["ascii", pytest.param("cp1252", marks=pytest.mark.thorough)])
@pytest.mark.parametrize("name", [pytest.param(n, marks=[pytest.mark.thorough] * (n in LONG)) for n in COMMANDS])
def test_a_command_ends_as_ever_where_its_streams_and_the_path_are_at_odds(name, encoding, tmp_path):
    project, (command, status) = copy_the_project(tmp_path / "été Ω"), COMMANDS[name]
    if "build.py" in command[0] and not find_spec("sklearn"):
        pytest.skip("needs scikit-learn")
    result = run_python(*command, cwd=project, PYTHONIOENCODING=encoding)
    assert result.returncode == status, result.stderr
    assert bool(result.stdout) == (status == 0 and name != "the datasets")
    assert not re.search("codec|Traceback", result.stderr)
    assert "--save-plot" not in command or (project / "coût Ω.png").exists()


@pytest.mark.thorough
class TestInstalled:
    """What is to be had from an index only; without one, it cannot be tried."""

    def run_with_index(self, *command, cwd):
        result = run([*map(str, command)], cwd=cwd, capture_output=True, text=True, timeout=GUARD)
        if re.search("dns error|Connect|Temporary failure in name resolution|No matching distribution", result.stderr):
            pytest.skip("needs an index of packages")
        assert result.returncode == 0, result.stderr
        return result.stdout

    @needs("uv", UV)
    def test_uv_run_learns_and_draws(self, tmp_path):
        clone = copy_the_project(tmp_path / "clone")
        options = ["--seed", 1, "--max-iterations", 2]
        stdout = self.run_with_index(UV, "run", "--python", sys.executable, "DigitsLearn.py", *options, cwd=clone)
        assert "stopped after 2 iterations" in stdout
        assert (clone / "DigitsLearn.png").exists()

    def test_pip_installs_no_module(self, tmp_path):
        clone = copy_the_project(tmp_path / "clone")
        there = tmp_path / "site-packages"
        self.run_with_index(sys.executable, "-m", "pip", "install", "--no-deps", "--target", there, ".", cwd=clone)
        assert [path.name for path in there.iterdir()] == ["ml_d05-1.0.dist-info"]
