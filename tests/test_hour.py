"""docs/hour.md: each command runs as it stands there, and prints the figures that stand below it."""

import re

import pytest
from helpers import ROOT, run_python

TEXT = (ROOT / "docs" / "hour.md").read_text(encoding="utf-8")
STEPS = dict(re.findall(r"^## \d\. (.+?)\n(.+?)(?=^## |\Z)", TEXT, re.MULTILINE | re.DOTALL))
QUICK = ["One update", "OR", "Images of 0 and 1", "What one neuron cannot do"]
LONG = [pytest.param(name, marks=pytest.mark.thorough) for name in STEPS if name not in QUICK]


@pytest.mark.parametrize("name", QUICK + LONG)
def test_a_command_prints_the_figures_below_it(name, tmp_path):
    (command,) = re.findall(r"^\.venv/bin/python (.+)$", STEPS[name], re.MULTILINE)
    figures = re.findall(r"\*\*(.+?)\*\*", STEPS[name])
    words = [word.replace("datasets/", f"{ROOT}/datasets/") for word in command.split()]
    if words[0] == "-m":
        words += ["--save-plot", "curve.png"]
    else:
        # Without a window it is the same run, at full speed.
        words = [f"{ROOT}/{words[0]}", *words[1:], "--no-plot"]
    result = run_python(*words, cwd=tmp_path, PYTHONPATH=str(ROOT), MPLBACKEND="agg")
    assert result.returncode == 0
    assert figures
    assert [figure for figure in figures if not re.search(rf"\b{re.escape(figure)}\b", result.stdout)] == []
