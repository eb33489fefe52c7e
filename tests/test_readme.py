"""What the README shows is what comes out."""

import re
import shlex

import pytest
from helpers import ROOT, run_script

README = (ROOT / "README.md").read_text(encoding="utf-8")
OPTION_LINES = re.findall(r"^\.venv/bin/python (\w+Learn)\.py (--[^#\n]+)", README, re.MULTILINE)


def test_the_readme_tells_how_many_digits_its_picture_s_command_reads(tmp_path):
    result = run_script("DigitsLearn", "--seed", "1", "--no-plot", cwd=tmp_path)
    right, of = re.search(r"(\d+) of (\d+) right$", result.stdout.strip()).groups()
    assert f"read {right} of the {of} that they have never seen" in re.sub(r"\s+", " ", README)


def test_the_readme_s_example_gives_the_numbers_beside_it():
    code = re.search(r"```python\n(.*?)```", README, re.DOTALL)[1]
    names = {}
    for line in code.splitlines():
        exec(line, names)
        shown = re.search(r"# neuron\.(\w+) is (.+)", line)
        if shown:
            assert getattr(names["neuron"], shown[1]) == pytest.approx(eval(shown[2]), abs=5e-7)


@pytest.mark.parametrize(("script", "options"), OPTION_LINES)
def test_the_options_that_the_readme_shows_are_accepted(script, options, tmp_path):
    if ".ds" in options:
        options = options.replace("my_train.ds", str(ROOT / "datasets" / "trainBinary.ds"))
        options = options.replace("my_test.ds", str(ROOT / "datasets" / "testBinary.ds"))
    without_window = [] if "--save-plot" in options or "--no-plot" in options else ["--no-plot"]
    arguments = [*shlex.split(options), "--max-iterations", "2", *without_window]
    assert run_script(script, *arguments, cwd=tmp_path).returncode == 0


def test_the_readme_shows_at_least_nine_commands_with_options():
    assert len(OPTION_LINES) >= 9
