"""The benchmarks run, and compare the same arithmetic. How fast anything is, is not tested."""

import pytest
from helpers import ROOT, run_python

from benchmarks import baselines
from benchmarks.run import DIGITS, compare
from Dataset import Dataset

OTHER_ROWS = [
    "Dataset(file)",
    "import Neuron",
    "OrLearn.py --help",
    "DigitsLearn.py --no-plot, 2394 steps",
    "DigitsLearn.py, 2394 steps, with its curve",
    *(f"calcLoss, {size} × {k}" for size in ("examples", "inputs", "outputs") for k in (10, 100)),
    *(f"one step, {size} × {k}" for size in ("inputs", "outputs") for k in (10, 100)),
    "growth furthest above linear",
]


@pytest.mark.thorough
def test_a_quick_run_of_the_benchmarks_prints_every_row(tmp_path):
    done = run_python(ROOT / "benchmarks" / "run.py", "--quick", "--targets", cwd=tmp_path)
    assert (done.returncode, done.stderr) == (0, "")
    lines = done.stdout.splitlines()
    for name in [*baselines.STEPS, *baselines.LOSSES, *OTHER_ROWS]:
        assert any(line.startswith(name) for line in lines), name


@pytest.mark.parametrize("ways", [baselines.STEPS, baselines.LOSSES], ids=["step", "loss"])
def test_a_way_that_computes_something_else_is_refused(ways, monkeypatch):
    monkeypatch.setattr(baselines, "naive_logistic", lambda z: 0.5)
    weights = [[0.1] * 65 for _ in range(10)]
    with pytest.raises(SystemExit, match="obvious loops: expected what bare Python gets"):
        compare("a comparison", ways, weights, Dataset(DIGITS).exemples[:10], pairs=1)
