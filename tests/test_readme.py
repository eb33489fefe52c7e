"""Every command of the README runs, every figure in it is true, and LISEZMOI.md says the same."""

import ast
import math
import re
import shlex
import shutil
import sys
from importlib import import_module

import pytest
from helpers import ROOT, losses, run_python, run_script

if sys.version_info >= (3, 11):
    import tomllib
else:
    tomllib = None

PAGES = [
    "README.md", "LISEZMOI.md", "CONTRIBUTING.md", "grading/README.md", "benchmarks/README.md", "datasets/README.md",
]
README, LISEZMOI, _, ON_GRADING, *_ = ((ROOT / name).read_text(encoding="utf-8") for name in PAGES)
PYTHON = ".venv/bin/python "


def commands(page):
    """The lines of the blocks of commands, without what is said of them."""
    blocks = re.findall(r"^```(?:sh|bat)\n(.*?)^```", page, re.DOTALL | re.MULTILINE)
    return [line.split(" #")[0].rstrip() for block in blocks for line in block.splitlines()]


COMMANDS = commands(README)
SCRIPTS = [command[len(PYTHON) :] for command in COMMANDS if re.match(PYTHON + r"\w+Learn\.py", command)]
GRADING = [command[len(PYTHON) :] for command in COMMANDS if command.startswith(PYTHON + "-m grading")]
COMPARE = [command[len(PYTHON) :] for command in COMMANDS if command.startswith(PYTHON + "-m learning.compare")]
WAYS_IN = [command for command in GRADING if "--start" in command or "--watch" in command]
GRADES = [
    *(command for command in GRADING if command not in WAYS_IN),
    *(command[len(PYTHON) :] for command in commands(ON_GRADING)),
]


class TestTheReadme:
    @pytest.mark.parametrize("page", PAGES)
    def test_what_a_page_links_to_is_there(self, page):
        text = (ROOT / page).read_text(encoding="utf-8")
        links = [link for link in re.findall(r"\]\(([^)]+)\)", text) if "://" not in link]
        assert [link for link in links if not (ROOT / page).parent.joinpath(link).exists()] == []

    def test_its_table_puts_each_exercise_into_its_file(self):
        rows = re.findall(r"^\| Ex(\d\d) \| `(\w+)\.py` \| (?:`(\w+)`)?", README, re.MULTILINE)
        assert [int(number) for number, _, _ in rows] == list(range(9))
        for _, module, method in rows:
            tree = ast.parse((ROOT / f"{module}.py").read_text(encoding="utf-8"))
            functions = [node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)]
            assert (method or "main") in functions

    def test_its_commands_for_windows_are_the_two_of_the_others(self):
        linux = [command for command in COMMANDS if command.startswith("python3 -m venv")]
        windows = [command for command in COMMANDS if command.startswith("py -m venv")]
        assert len(linux) == 2
        assert [c.replace("python3", "py").replace("/bin/", "/Scripts/").replace("/", "\\") for c in linux] == windows

    def test_a_fork_runs_the_two_commands_on_each_system(self):
        workflow = (ROOT / ".github" / "workflows" / "ci.yml").read_text(encoding="utf-8")
        told = [command for command in COMMANDS if " -m venv " in command]
        assert re.findall(r"^ +run: (.+)$", workflow, re.MULTILINE) == told

    def test_it_has_commands_of_each_kind(self):
        others = [command for command in COMMANDS if " -m venv " not in command]
        assert [command[len(PYTHON) :] for command in others] == GRADING + SCRIPTS + COMPARE
        assert (len(GRADING), len(WAYS_IN), len(SCRIPTS), len(COMPARE)) == (5, 2, 5, 1)


class TestCommands:
    """With two iterations here, and to their ends where it is thorough."""

    @pytest.mark.parametrize("command", SCRIPTS)
    def test_a_command_with_options_is_accepted(self, command, tmp_path):
        script, *options = shlex.split(command)
        without_window = [] if "--save-plot" in options or "--no-plot" in options else ["--no-plot"]
        arguments = [*options, "--max-iterations", "2", *without_window]
        result = run_script(script[:-3], *arguments, cwd=tmp_path)
        assert result.returncode == 0
        assert "stopped after 2 iterations" in result.stdout

    @pytest.mark.thorough
    @pytest.mark.parametrize("command", SCRIPTS)
    def test_a_command_with_options_runs_to_its_end(self, command, tmp_path):
        script, *options = shlex.split(command)
        assert run_script(script[:-3], *options, cwd=tmp_path).returncode == 0

    @pytest.mark.thorough
    @pytest.mark.parametrize("command", COMPARE)
    def test_a_comparison_runs_to_its_end(self, command, tmp_path):
        result = run_python(*command.split(), cwd=tmp_path, PYTHONPATH=str(ROOT))
        assert result.returncode == 0
        assert result.stdout.splitlines()[-1].startswith("9576 examples seen")

    @pytest.mark.thorough
    @pytest.mark.parametrize("command", GRADES)
    def test_a_command_that_grades_ends_with_all_ok(self, command, tmp_path):
        folders = [name for name in ("class", "handed_in") if f"~/{name}" in command]
        place = tmp_path.joinpath(*folders)
        for name in ("ml_d05", "another") if place.name == "class" else ("ml_d05",):
            shutil.copytree(ROOT / "tests" / "submissions" / "plain", place / name)
        home = place / "ml_d05" if command.endswith(" .") else tmp_path
        arguments = shlex.split(command.replace("~", str(tmp_path)))
        result = run_python(*arguments, cwd=home, PYTHONPATH=str(ROOT))
        assert (result.returncode, "KO" in result.stdout) == (0, False)
        for option in ("--json", "--csv", "--pages"):
            if option in arguments:
                assert (tmp_path / arguments[arguments.index(option) + 1]).exists()

    @pytest.mark.parametrize("command", [*WAYS_IN, *GRADES])
    def test_a_command_that_grades_has_options_of_the_grader(self, command):
        help_ = run_python("-m", "grading", "--help", cwd=ROOT).stdout
        assert [option for option in re.findall(r"--[\w-]+", command) if f"[{option}" not in help_] == []


class TestFigures:
    def test_it_tells_how_many_images_are_read_with_seed_1(self, tmp_path):
        result = run_script("DigitsLearn", "--seed", "1", "--no-plot", cwd=tmp_path)
        right, of = re.search(r"(\d+) of (\d+) right$", result.stdout.strip()).groups()
        assert f"read {right} of {of} images" in README
        assert f"lisent correctement {right} images sur les {of}" in LISEZMOI

    def test_it_tells_how_many_iterations_or_takes_with_seed_1(self, tmp_path):
        told = []
        for method in ("iterative", "stochastic"):
            result = run_script("OrLearn", "--method", method, "--seed", "1", "--no-plot", cwd=tmp_path)
            told.append(re.search(r"stopped after (\d+) iterations", result.stdout)[1])
        assert f"in {told[0]} iterations with `--seed 1`" in README
        assert f"en {told[0]} itérations avec `--seed 1`" in LISEZMOI
        assert re.search(rf"--method stochastic --seed 1 +# {told[1]} iterations", README)

    def test_it_tells_how_the_gap_is_made(self, monkeypatch):
        monkeypatch.syspath_prepend(ROOT / "docs")
        gallery = import_module("gallery")
        assert f"{gallery.GAP_PASSES} passes at α = {gallery.GAP_RATE}" in README

    def test_where_it_says_to_watch_the_loss_jump_it_jumps(self, tmp_path):
        command = next(command for command in SCRIPTS if re.search(rf"{re.escape(command)} .*loss jump", README))
        script, *options = [*shlex.split(command), "--no-plot", "--seed", 1, "--max-iterations", 2394]
        told = losses(run_script(script[:-3], *options, cwd=tmp_path).stdout)
        rises = sum(after > 1.1 * before for (_, before), (_, after) in zip(told, told[1:]))
        assert rises >= 3

    def test_it_tells_the_oldest_python_that_is_taken(self):
        source = (ROOT / "learning" / "__init__.py").read_text(encoding="utf-8")
        version = re.search(r"expected Python (3\.\d+) or later", source)[1]
        assert f"Python {version} or later" in README
        assert f"Python {version} ou plus récent" in LISEZMOI


class TestOneUpdate:
    """The step on paper: the table of the README, with what comes out of its own equations and of the neuron."""

    X, Y, WEIGHTS, RATE = [1, 0], 1, [-0.3, 0.2, 0.3], 0.4

    def rows(self):
        table = README[README.index("| the formula |") :].split("\n\n")[0]
        return [row.split("|")[1:3] for row in table.splitlines()[2:]]

    def test_each_equation_holds_to_four_decimals_and_ends_with_the_number_that_numpy_gets(self):
        np = pytest.importorskip("numpy", reason="needs NumPy")
        x, w = np.array([1, *self.X]), np.array(self.WEIGHTS)
        found = []
        for _ in range(2):
            sp = w @ x
            a = 1 / (1 + np.exp(-sp))
            found += [sp, a, -np.log(a)]
            if len(found) == 3:
                found += [self.Y - a, *(w := w + self.RATE * (self.Y - a) * x)]
        *rows, (_, again) = self.rows()
        told = [float(number.replace("−", "-")) for _, equation in rows for number in equation.split("=")[-1:]]
        told += [float(number) for number in again.split(",")]
        assert told == [round(float(number), 4) for number in found]
        for _, equation in rows:
            left, right = equation.replace("−", "-").replace("·", "*").replace("^", "**").split("=")
            assert round(eval(left.strip(), {"log": math.log, "e": math.e}), 4) == float(right)

    def test_the_lines_of_python_give_the_numbers_beside_them(self):
        code = re.search(r"```python\n(.*?)```", README, re.DOTALL)[1]
        names, told = {}, 0
        for line in code.splitlines():
            exec(line, names)
            if shown := re.search(r"# neuron\.(\w+) is (.+)", line):
                told += 1
                assert getattr(names["neuron"], shown[1]) == pytest.approx(eval(shown[2]), abs=5e-5)
        assert told == 3
        assert names["neuron"].weights == pytest.approx([-0.09, 0.41, 0.3], abs=5e-5)


class TestLisezmoi:
    def test_each_leads_to_the_other_in_its_first_lines(self):
        assert "](LISEZMOI.md)" in "\n".join(README.splitlines()[:8])
        assert "](README.md)" in "\n".join(LISEZMOI.splitlines()[:8])

    def test_its_commands_are_commands_of_the_readme(self):
        found = commands(LISEZMOI)
        assert len(found) >= 4
        assert [command for command in found if command not in COMMANDS] == []

    def test_its_figures_are_figures_of_the_readme(self):
        # The exercises' numbers, the decimals of the formula, and what the commands print.
        numbers = re.compile(r"−?\d+(?:\.\d+)?")
        assert set(numbers.findall(LISEZMOI)) <= set(numbers.findall(README))

    def test_its_table_names_the_same_files_and_methods(self):
        row = re.compile(r"^\| (Ex\d\d) \| `([\w.]+)` \| (?:`(\w+)`)?", re.MULTILINE)
        assert row.findall(LISEZMOI) == row.findall(README)


@pytest.mark.skipif(tomllib is None, reason="needs Python 3.11")
class TestTheProject:
    @pytest.fixture
    def project(self):
        return tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))

    def test_its_dependencies_are_those_of_requirements_txt(self, project):
        assert project["project"]["dependencies"] == (ROOT / "requirements.txt").read_text().split()

    def test_its_oldest_python_is_the_one_that_the_scripts_take(self, project):
        oldest = project["project"]["requires-python"].removeprefix(">=")
        assert f"Python {oldest} or later" in README
        assert project["tool"]["mypy"]["python_version"] == oldest

    def test_the_licence_is_mit(self):
        text = (ROOT / "LICENSE").read_text()
        assert text.startswith("MIT License\n\nCopyright 2026 the authors of this project\n")
        assert "MIT licence](LICENSE)" in README
        assert "CC BY 4.0" in README
        assert "CC BY 4.0" in (ROOT / "datasets" / "README.md").read_text(encoding="utf-8")
