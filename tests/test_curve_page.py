"""docs/curve.md: the live curve of one's own runs as it stands there."""

from helpers import ROOT, run_python

PAGE = (ROOT / "docs" / "curve.md").read_text(encoding="utf-8")
CODE = PAGE.partition("```python\n")[2].partition("```")[0]


def test_it_runs_as_it_stands(tmp_path):
    seen = "print(len(losses), [round(float(y), 3) for y in line.get_ydata()][9::95], axes.get_ylim()[1] > 1)"
    result = run_python("-c", f"{CODE}\n{seen}", cwd=tmp_path, MPLBACKEND="agg")
    # Of the losses 1 / iteration those of 10, 105 and 200
    assert (result.returncode, result.stdout) == (0, "200 [0.1, 0.01, 0.005] True\n"), result.stderr
