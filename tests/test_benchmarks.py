"""The benchmarks run, and compare the same arithmetic. How fast anything is, is not tested."""

import pytest
from helpers import ROOT, run_python

from benchmarks import baselines
from benchmarks.run import DIGITS, compare_ways
from Dataset import Dataset


@pytest.mark.thorough
def test_a_quick_run_prints_a_row_for_each_way(tmp_path):
    done = run_python(ROOT / "benchmarks" / "run.py", "--quick", cwd=tmp_path)
    assert (done.returncode, done.stderr) == (0, "")
    for name in [*baselines.STEPS, *baselines.LOSSES, "Dataset(file)"]:
        assert f"\n{name}  " in done.stdout


@pytest.mark.parametrize("ways", [baselines.STEPS, baselines.LOSSES], ids=["step", "loss"])
def test_a_way_that_computes_something_else_is_refused(ways, monkeypatch):
    monkeypatch.setattr(baselines, "naive_logistic", lambda z: 0.5)
    weights = [[0.1] * 65 for _ in range(10)]
    with pytest.raises(SystemExit, match="obvious loops: expected what bare Python gets"):
        compare_ways("a comparison", ways, weights, Dataset(DIGITS).exemples[:10], pairs=1)
