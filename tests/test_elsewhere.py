"""On other machines: other Pythons, other encodings of the streams, uv, and an installation by pip."""

import re
import shutil
import sys
from importlib.util import find_spec
from itertools import product
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
    pytest.param(script, method, marks=[pytest.mark.thorough] * (script != "OrLearn" and method != "iterative"))
    for script, method in product(SCRIPTS, ITERATIONS)
]

NO_PASS = "from learning import compare; compare.PASSES = 0; compare.main()"
needs_sklearn = needs("scikit-learn", find_spec("sklearn"))
# What else prints, and with which status it ends
TOOLS = [
    (["-m", "learning.compare", "--help"], 0),
    (["-m", "learning.compare", "rates", "--learning-rate", "Ω"], 2),
    (["-c", NO_PASS, "methods", "--save-plot", "coût Ω.png"], 0),
    (["docs/gallery.py", "--help"], 0),
    (["docs/gallery.py", "Ω"], 2),
    (["docs/gallery.py", "surface"], 0),
    pytest.param(["datasets/build.py", "Ω"], 1, marks=needs_sklearn),
    pytest.param(["datasets/build.py"], 0, marks=[needs_sklearn, pytest.mark.thorough]),
    pytest.param(["benchmarks/run.py", "--quick"], 0, marks=pytest.mark.thorough),
]


def copy_the_project(to):
    ignored = shutil.ignore_patterns(".*", "tests", "grading", "__pycache__", "mutants", "build", "*.egg-info")
    return shutil.copytree(ROOT, to, ignore=ignored)


class TestOtherPythons:
    @needs("a Python before 3.10", others_that_are_too_old())
    @pytest.mark.parametrize("script", SCRIPTS)
    def test_one_that_is_too_old_says_so_in_one_sentence(self, script, tmp_path):
        for python in others_that_are_too_old():
            for options in [], ["--help"]:
                result = run_python(ROOT / f"{script}.py", *options, cwd=tmp_path, python=python, **CLEAN)
                assert (result.returncode, result.stdout) == (1, "")
                assert re.fullmatch(r"expected Python 3\.10 or later, found 3\.\d\.\d+\n", result.stderr)

    @needs("another Python from 3.10 on", others_that_do())
    @pytest.mark.parametrize(("script", "method"), RUNS)
    def test_the_same_seed_prints_the_same_on_each(self, script, method, tmp_path):
        limits = ["--max-iterations", ITERATIONS[method], "--report-every", 25]
        options = ["--no-plot", "--seed", 1, "--method", method, *limits]
        expected = run_script(script, *options, cwd=tmp_path)
        assert (expected.returncode, expected.stderr) == (0, "")
        for python in others_that_do():
            result = run_python(ROOT / f"{script}.py", *options, cwd=tmp_path, python=python, **CLEAN)
            assert (result.returncode, result.stdout, result.stderr) == (0, expected.stdout, "")


@pytest.mark.parametrize("encoding", ["cp1252", "ascii"])
class TestOtherStreams:
    """A run ends with the same status, whatever the streams can take, and no word of an encoding is said."""

    @pytest.fixture
    def project(self, tmp_path):
        """A copy whose path is more than ASCII, and more than cp1252."""
        return copy_the_project(tmp_path / "été Ω")

    def check(self, result, status=0):
        assert result.returncode == status, result.stderr
        assert "codec" not in result.stderr
        assert "Traceback" not in result.stderr

    @pytest.mark.parametrize("script", SCRIPTS)
    def test_a_script(self, script, encoding, project):
        short = ["--max-iterations", 2, "--report-every", 1, "--seed", 1, "--save-plot", "coût Ω.png"]
        for options, status, lines in [(["--help"], 0, 20), (short, 0, 8), (["--train", "coût Ω.ds"], 2, 0)]:
            result = run_python(project / f"{script}.py", *options, cwd=project, PYTHONIOENCODING=encoding)
            self.check(result, status)
            assert len(result.stdout.splitlines()) >= lines
        assert (project / "coût Ω.png").exists()

    @pytest.mark.parametrize(("command", "status"), TOOLS)
    def test_another_command(self, command, status, encoding, project):
        self.check(run_python(*command, cwd=project, PYTHONIOENCODING=encoding), status)


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
