"""docs/curve.md: the live curve of one's own runs as it stands there, and is one for the grader too."""

import shutil

from helpers import ROOT, run_python

from grading.process import Processes
from grading.submission import Submission

PAGE = (ROOT / "docs" / "curve.md").read_text(encoding="utf-8")
CODE = PAGE.partition("```python\n")[2].partition("```")[0]
LEARN = "    losses.append(1 / iteration)"
BEGIN = """from Dataset import Dataset
from Neuron import Neuron
dataset = Dataset("or.ds")
neuron = Neuron(2)
"""
LEARNING = """    for exemple in dataset.exemples:
        neuron.activate(exemple.inputs)
        neuron.calculateOutputGradient(exemple.outputs[0])
        neuron.applyGradient(0.5, exemple.inputs)
    losses.append(neuron.calcLoss(dataset))
    if iteration % 10 == 0:
        print(iteration, losses[-1], flush=True)"""
END = """
for exemple in dataset.exemples:
    neuron.activate(exemple.inputs)
    print(f"{exemple.inputs[0]:.0f}{exemple.inputs[1]:.0f}{exemple.outputs[0]:.0f}:{neuron.out:.0f}")
"""


def test_it_runs_as_it_stands(tmp_path):
    seen = "print(len(losses), [round(float(y), 3) for y in line.get_ydata()][9::95], axes.get_ylim()[1] > 1)"
    result = run_python("-c", f"{CODE}\n{seen}", cwd=tmp_path, MPLBACKEND="agg")
    # Of the losses 1 / iteration those of 10, 105 and 200
    assert (result.returncode, result.stdout) == (0, "200 [0.1, 0.01, 0.005] True\n"), result.stderr


def test_with_learning_in_its_place_the_grader_sees_a_live_curve(tmp_path):
    for name in ("Dataset.py", "Neuron.py"):
        shutil.copy(ROOT / name, tmp_path)
    first, rest = CODE.split(LEARN)
    (tmp_path / "OrLearn.py").write_text(f"{BEGIN}{first}{LEARNING}{rest}{END}", encoding="utf-8")
    with Processes() as processes:
        outcome = Submission(tmp_path, 60.0, processes).grade(2)
    assert outcome.verdict == "OK", outcome
