"""Every command of the README runs, every figure in it is true, and LISEZMOI.md says the same."""

import math
import re
import shlex
import shutil

import pytest
from helpers import ROOT, losses, run_python, run_script

PAGES = [
    "README.md", "LISEZMOI.md", "CONTRIBUTING.md", "grading/README.md", "benchmarks/README.md", "datasets/README.md",
]
README, LISEZMOI, _, ON_GRADING, *_ = ((ROOT / name).read_text(encoding="utf-8") for name in PAGES)
PYTHON = ".venv/bin/python "


def commands(page):
    """The lines of the blocks of commands, without what is said of them."""
    blocks = re.findall(r"^```(?:sh|bat)\n(.*?)^```", page, re.DOTALL | re.MULTILINE)
    return [line.split(" #")[0].rstrip() for block in blocks for line in block.splitlines()]


def commands_with(start, page=README):
    """What follows Python in those of a page that begin so."""
    return [command[len(PYTHON) :] for command in commands(page) if re.match(PYTHON + start, command)]


SCRIPTS = commands_with(r"\w+Learn\.py")
GRADING = commands_with("-m grading") + commands_with("", ON_GRADING)
GRADES = [command for command in GRADING if "--start" not in command and "--watch" not in command]


def linked(page):
    text = (ROOT / page).read_text(encoding="utf-8")
    return {link for link in re.findall(r"\]\(([^)]+)\)", text) if "://" not in link}


@pytest.mark.parametrize("page", PAGES)
def test_what_a_page_links_to_is_there(page):
    assert [link for link in linked(page) if not (ROOT / page).parent.joinpath(link).exists()] == []


class TestCommands:
    """With two iterations here, and to their ends where it is thorough."""

    def test_there_are_some_of_each_kind_and_no_others(self):
        known = [*SCRIPTS, *commands_with("-m grading"), *commands_with("-m learning.compare")]
        assert set(commands_with("")) == set(known)
        assert (len(SCRIPTS), len(commands_with("-m grading")), len(commands_with("-m learning"))) == (5, 5, 1)

    def test_the_two_of_each_system_are_the_same_and_a_fork_runs_them(self):
        told = [command for command in commands(README) if " -m venv " in command]
        first, test, *windows = told
        assert [c.replace("python3", "py").replace("/bin/", "\\Scripts\\") for c in (first, test)] == windows
        workflow = (ROOT / ".github" / "workflows" / "ci.yml").read_text(encoding="utf-8")
        assert re.findall(r"^ +run: (.+)$", workflow, re.MULTILINE) == told

    @pytest.mark.parametrize("command", SCRIPTS)
    def test_a_command_with_options_is_accepted(self, command, tmp_path):
        script, *options = shlex.split(command)
        without_window = [] if "--save-plot" in options or "--no-plot" in options else ["--no-plot"]
        result = run_script(script[:-3], *options, "--max-iterations", "2", *without_window, cwd=tmp_path)
        assert result.returncode == 0
        assert "stopped after 2 iterations" in result.stdout

    @pytest.mark.thorough
    @pytest.mark.parametrize("command", [*SCRIPTS, *commands_with("-m learning.compare")])
    def test_a_command_runs_to_its_end(self, command, tmp_path):
        words = shlex.split(re.sub(r"^(\w+\.py)", rf"'{ROOT}/\1'", command))
        assert run_python(*words, cwd=tmp_path, PYTHONPATH=str(ROOT)).returncode == 0

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

    def test_those_that_grade_have_options_of_the_grader(self):
        help_ = run_python("-m", "grading", "--help", cwd=ROOT).stdout
        options = {option for command in GRADING for option in re.findall(r"--[\w-]+", command)}
        assert [option for option in options if f"[{option}" not in help_] == []


class TestFigures:
    @pytest.mark.thorough
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

    @pytest.mark.thorough
    def test_where_it_says_to_watch_the_loss_jump_it_jumps(self, tmp_path):
        command = next(command for command in SCRIPTS if re.search(rf"{re.escape(command)} .*loss jump", README))
        script, *options = [*shlex.split(command), "--no-plot", "--seed", 1, "--max-iterations", 2394]
        told = losses(run_script(script[:-3], *options, cwd=tmp_path).stdout)
        assert sum(after > 1.1 * before for (_, before), (_, after) in zip(told, told[1:])) >= 3

    def test_each_equation_of_its_table_holds_and_ends_with_the_number_that_numpy_gets(self):
        np = pytest.importorskip("numpy", reason="needs NumPy")
        x, y, w, rate = np.array([1, 1, 0]), 1, np.array([-0.3, 0.2, 0.3]), 0.4
        found = []
        for _ in range(2):
            sp = w @ x
            a = 1 / (1 + np.exp(-sp))
            found += [sp, a, -np.log(a)]
            if len(found) == 3:
                found += [y - a, *(w := w + rate * (y - a) * x)]
        table = README[README.index("| the formula |") :].split("\n\n")[0]
        *rows, (_, again) = [row.split("|")[1:3] for row in table.splitlines()[2:]]
        told = [float(number.replace("−", "-")) for _, equation in rows for number in equation.split("=")[-1:]]
        told += [float(number) for number in again.split(",")]
        assert told == [round(float(number), 4) for number in found]
        for _, equation in rows:
            left, right = equation.replace("−", "-").replace("·", "*").replace("^", "**").split("=")
            assert round(eval(left.strip(), {"log": math.log, "e": math.e}), 4) == float(right)

    def test_its_lines_of_python_give_the_numbers_beside_them(self):
        code = re.search(r"```python\n(.*?)```", README, re.DOTALL)[1]
        names, told = {}, 0
        for line in code.splitlines():
            exec(line, names)
            if shown := re.search(r"# neuron\.(\w+) is (.+)", line):
                told += 1
                assert getattr(names["neuron"], shown[1]) == pytest.approx(eval(shown[2]), abs=5e-5)
        assert told == 3


class TestLisezmoi:
    def test_its_commands_and_figures_are_those_of_the_readme(self):
        assert len(commands(LISEZMOI)) >= 4
        assert [command for command in commands(LISEZMOI) if command not in commands(README)] == []
        # The exercises' numbers, the decimals of the formula, and what the commands print.
        numbers = re.compile(r"−?\d+(?:\.\d+)?")
        assert set(numbers.findall(LISEZMOI)) <= set(numbers.findall(README))

    def test_its_table_names_the_same_files_and_methods(self):
        row = re.compile(r"^\| (Ex\d\d) \| `([\w.]+)` \| (?:`(\w+)`)?", re.MULTILINE)
        assert row.findall(LISEZMOI) == row.findall(README) != []


def test_the_oldest_python_and_the_dependencies_are_the_same_wherever_they_are_told():
    source = (ROOT / "learning" / "__init__.py").read_text(encoding="utf-8")
    version = re.search(r"expected Python (3\.\d+) or later", source)[1]
    assert f"Python {version} or later" in README
    assert f"Python {version} ou plus récent" in LISEZMOI
    project = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    assert f'requires-python = ">={version}"' in project
    assert f'python_version = "{version}"' in project
    assert f"dependencies = {(ROOT / 'requirements.txt').read_text().split()}".replace("'", '"') in project
