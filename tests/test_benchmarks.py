"""The benchmarks run, and compare the same arithmetic. How fast anything is, is not tested."""

import pytest
from helpers import ROOT, run_python

from benchmarks.run import DIGITS, LOSSES, STEPS, compare_ways
from Dataset import Dataset


@pytest.mark.thorough
def test_a_quick_run_prints_a_row_for_each_way(tmp_path):
    done = run_python(ROOT / "benchmarks" / "run.py", "--quick", cwd=tmp_path)
    assert (done.returncode, done.stderr) == (0, "")
    for name in [*STEPS, *LOSSES, "--method batch"]:
        assert f"\n{name}  " in done.stdout


def test_a_way_that_computes_something_else_is_refused():
    ways = STEPS | {"this library": lambda weights, exemples: [[0.1] * 65] * 10}
    with pytest.raises(SystemExit, match="this library: expected what bare Python gets"):
        compare_ways("a pass", ways, [[0.1] * 65] * 10, Dataset(DIGITS).exemples[:10], pairs=1)
