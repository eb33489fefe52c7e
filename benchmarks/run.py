"""How fast the library is, beside the same arithmetic written in other ways.

    python benchmarks/run.py [--quick] [--targets]

Every figure is a ratio: the median over pairs of runs that take turns. The microseconds beside it are only
for orientation. Each way of making a step is checked to end at the weights of bare Python, each loss to
be its loss. Left out: memory, hidden layers, and more than one processor.
"""

import argparse
import os
import random
import subprocess
import sys
import tempfile
from collections.abc import Callable
from functools import partial
from importlib.util import find_spec
from io import TextIOWrapper
from math import isnan, nan
from pathlib import Path
from random import Random
from time import perf_counter

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from benchmarks.baselines import LOSSES, PYTORCH, STEPS, Make, Weights, bare_step
from benchmarks.measure import heading, microseconds, pair_ratio, row
from Dataset import Dataset, Exemple
from NeuralNetwork import NeuralNetwork

ROOT = Path(__file__).resolve().parent.parent
DIGITS = ROOT / "datasets" / "trainDigits.ds"
TOLERANCE = 1e-9
Figures = dict[str, float]


def main() -> None:
    parser = argparse.ArgumentParser(description="Print how fast the library is, in ratios.")
    parser.add_argument("--quick", action="store_true", help="one pair each on little data: try it out")
    parser.add_argument("--targets", action="store_true", help="print which targets are met, too")
    options = parser.parse_args()
    if isinstance(sys.stdout, TextIOWrapper):
        sys.stdout.reconfigure(errors="replace")  # a pipe may take neither µ nor ×
    os.environ["OMP_NUM_THREADS"] = "1"  # what NumPy and scikit-learn obey when they are imported
    pairs = 1 if options.quick else 15
    exemples = Dataset(DIGITS).exemples[: 100 if options.quick else None]
    print(f"Python {sys.version.split()[0]}, {len(exemples)} examples of {DIGITS.name}, {pairs} pairs a row")

    random.seed(1)
    start = [neuron.weights for neuron in NeuralNetwork([64, 10]).layers[-1]]
    steps = compare("one step", STEPS, start, exemples, pairs, per=len(exemples))
    losses = compare("calcLoss over these examples", LOSSES, learned(start, exemples), exemples, pairs)
    loader = compare_loaders(pairs)
    processes = compare_processes(1 if options.quick else 9)
    growth = compare_sizes(1 if options.quick else 9, count=3 if options.quick else 30)
    if options.targets:
        print_targets(steps, losses, loader, processes, growth)


# Table 1: the library and others, over bare Python.


def compare(
    title: str, makes: dict[str, Make], weights: Weights, exemples: list[Exemple], pairs: int, per: int = 1
) -> Figures:
    """Print a row for each way over bare Python, and for bare Python over itself: that shows the noise."""
    heading(title, "µs", "× bare Python")
    figures = {}
    for name, make in makes.items():
        # The floor of each pair starts at the same weights and makes as many runs.
        floor, expected = makes["bare Python"](weights, exemples)
        try:
            run, found = make(weights, exemples)
        except ImportError:
            row(name, "", "not installed")
            continue
        seconds, figures[name] = pair_ratio(floor, run, pairs)
        check(f"{title}, {name}", found(), expected())
        row(name, microseconds(seconds / per), figures[name])
    return figures


def check(name: str, found: Weights, expected: Weights) -> None:
    """SystemExit if the numbers of two lists of lists are not the same."""
    for row_found, row_expected in zip(found, expected, strict=True):
        for a, b in zip(row_found, row_expected, strict=True):
            if not abs(a - b) <= TOLERANCE:
                raise SystemExit(f"{name}: expected what bare Python gets, {b!r}, got {a!r}")


def learned(weights: Weights, exemples: list[Exemple]) -> Weights:
    run, result = bare_step(weights, exemples)
    run()
    return result()


def compare_loaders(pairs: int) -> float:
    def bare() -> list[list[float]]:
        with open(DIGITS, "rb") as file:
            return [[float(x) for x in line.split()] for line in file]

    heading(f"reading {DIGITS.name}", "µs", "× bare Python")
    numbers = [line for exemple in Dataset(DIGITS).exemples for line in (exemple.inputs, exemple.outputs)]
    check("Dataset(file)", numbers, bare()[1:])
    seconds, ratio = pair_ratio(bare, lambda: Dataset(DIGITS), pairs)
    row("Dataset(file)", microseconds(seconds), ratio)
    return ratio


# Whole processes, over a Python that starts and does nothing.

CURVE = """
import sys
sys.argv = ["DigitsLearn.py", "--seed", "1", "--max-iterations", "2394", "--reports-per-second", "0"]
import DigitsLearn, learning.command_line, learning.curve
learning.curve.Curve.wait = lambda *_: None  # which waits until the window has been closed
learning.command_line.run(DigitsLearn.main)
"""


def compare_processes(pairs: int) -> Figures:
    heading("whole processes", "µs", "× python -c pass")
    digits = [str(ROOT / "DigitsLearn.py"), "--seed", "1", "--max-iterations", "2394", "--no-plot"]
    curve = ["-c", CURVE]
    figures: Figures = {}
    with tempfile.TemporaryDirectory() as folder:

        def process_row(name: str, arguments: list[str], pairs: int) -> None:
            empty, run = (partial(run_python, start, folder) for start in (["-c", "pass"], arguments))
            seconds, figures[name] = pair_ratio(empty, run, pairs, clock=perf_counter)
            row(name, microseconds(seconds), figures[name])

        process_row("import Neuron", ["-c", "import Neuron"], 5 * pairs)
        process_row("OrLearn.py --help", [str(ROOT / "OrLearn.py"), "--help"], 5 * pairs)
        process_row("DigitsLearn.py --no-plot, 2394 steps", digits, pairs)
        if find_spec("matplotlib") is None:
            row("DigitsLearn.py, 2394 steps, with its curve", "", "not installed")
        else:
            no_window = "no window" in run_python(curve, folder)
            how = "no window: only the picture" if no_window else "drawn live"
            process_row(f"DigitsLearn.py, 2394 steps, with its curve ({how})", curve, pairs)
    return figures


def run_python(arguments: list[str], folder: str) -> str:
    """Run Python to its end, in that folder, and return its stderr."""
    command = [sys.executable, *arguments]
    left_out = {"MPLBACKEND", "OMP_NUM_THREADS", "PYTHONDONTWRITEBYTECODE"}
    env = {name: value for name, value in os.environ.items() if name not in left_out}
    # From the second run on, modules come from the cache, as usual; this one leaves the project alone.
    env |= {"PYTHONPATH": str(ROOT), "PYTHONPYCACHEPREFIX": os.path.join(folder, "cache")}
    process = subprocess.run(command, cwd=folder, env=env, stdin=subprocess.DEVNULL, capture_output=True)
    if process.returncode:
        raise SystemExit(f"{command}: expected status 0, got {process.returncode}: {process.stderr!r}")
    return process.stderr.decode(errors="replace")


# Table 2: how the cost grows.


def compare_sizes(pairs: int, count: int) -> Figures:
    """Print cost(×k) / (k · cost(×1)) for more examples, inputs or outputs, on random numbers.

    A pair is one run at k times the size and k runs at ×1: as much arithmetic in both. ×1 is 64 inputs,
    10 outputs and `count` examples, ten times as many where it is they that grow.
    """
    heading("growth from 64 inputs and 10 outputs, 1.00 is linear", "this library", "bare Python")
    figures = {}
    for title, makes, size in [
        ("calcLoss", LOSSES, "examples"),
        ("calcLoss", LOSSES, "inputs"),
        ("calcLoss", LOSSES, "outputs"),
        ("one step", STEPS, "inputs"),
        ("one step", STEPS, "outputs"),
    ]:
        once = {"examples": count * 10 if size == "examples" else count, "inputs": 64, "outputs": 10}
        for k in (10, 100):
            large = once | {size: once[size] * k}
            name = f"{title}, {size} × {k}: {once[size]:,} to {large[size]:,}"
            found = []
            for make in (makes["this library"], makes["bare Python"]):
                run_once, _ = make(*random_problem(**once))
                run_large, _ = make(*random_problem(**large))
                found.append(pair_ratio(repeated(run_once, k), run_large, pairs)[1])
            figures[name] = found[0]
            row(name, *found)
    return figures


def random_problem(examples: int, inputs: int, outputs: int) -> tuple[Weights, list[Exemple]]:
    rng = Random(1)
    weights = [[rng.uniform(-0.1, 0.1) for _ in range(inputs + 1)] for _ in range(outputs)]
    # The more entries, the smaller they are, so that the weighted sums stay of one size.
    most = 64 / inputs
    exemples = []
    for _ in range(examples):
        entries = [rng.uniform(0, most) for _ in range(inputs)]
        exemples.append(Exemple(entries, [float(rng.random() < 0.1) for _ in range(outputs)]))
    return weights, exemples


def repeated(run: Callable[[], object], times: int) -> Callable[[], None]:
    def run_all() -> None:
        for _ in range(times):
            run()

    return run_all


# Table 3: the targets.


def print_targets(
    steps: Figures, losses: Figures, loader: float, processes: Figures, growth: Figures
) -> None:
    step, loss = steps["this library"], losses["this library"]
    targets = [
        ("one step, × bare Python, at most", step, 1.4),
        ("calcLoss, × bare Python, at most", loss, 1.15),
        (f"one step, × {PYTORCH}, at most", step / steps.get(PYTORCH, nan), 1.0),
        ("Dataset(file), × bare Python, at most", loader, 1.5),
        ("import Neuron, × an empty start, at most", processes["import Neuron"], 1.5),
        ("OrLearn.py --help, × an empty start, at most", processes["OrLearn.py --help"], 2.5),
        ("growth furthest above linear, at most", max(growth.values()), 1.1),
    ]
    heading("targets", "target", "figure", "verdict")
    for name, figure, most in targets:
        if isnan(figure):
            row(name, most, "", "not installed")
        else:
            row(name, most, figure, "met" if figure <= most else "missed")


if __name__ == "__main__":
    main()
