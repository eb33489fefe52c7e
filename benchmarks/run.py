"""How fast the library is, beside the same arithmetic written in other ways: `python benchmarks/run.py [--quick]`.

Every figure is a ratio: the median over pairs of runs that take turns, so that a busy machine slows both. The
microseconds beside it are only for orientation. Each way of making a step is checked to end at the weights of bare
Python, each loss to be its loss. Left out: memory, hidden layers, and more than one processor.
"""

import argparse
import os
import random
import sys
from collections.abc import Callable
from functools import partial
from io import TextIOWrapper
from pathlib import Path
from statistics import median
from time import process_time
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from benchmarks.baselines import LOSSES, STEPS, Rows, Way, bare_step, library_step
from Dataset import Dataset, Exemple
from NeuralNetwork import NeuralNetwork

DIGITS = Path(__file__).resolve().parent.parent / "datasets" / "trainDigits.ds"
TOLERANCE = 1e-9


def main() -> None:
    parser = argparse.ArgumentParser(description="Print how fast the library is, in ratios.")
    parser.add_argument("--quick", action="store_true", help="one pair each on little data: try it out")
    is_quick = parser.parse_args().quick
    if isinstance(sys.stdout, TextIOWrapper):
        sys.stdout.reconfigure(errors="replace")  # a pipe may take neither µ nor ×
    os.environ["OMP_NUM_THREADS"] = "1"  # what NumPy and scikit-learn obey when they are imported
    pairs = 1 if is_quick else 15
    exemples = Dataset(DIGITS).exemples[: 100 if is_quick else None]
    print(f"Python {sys.version.split()[0]}, {len(exemples)} examples of {DIGITS.name}, {pairs} pairs a row")

    random.seed(1)
    start = [neuron.weights for neuron in NeuralNetwork([64, 10]).layers[-1]]
    learning = bare_step(start, exemples)
    next(learning)
    learned = [list(row) for row in next(learning)]
    compare_ways("a pass of updates of ten neurons", STEPS, start, exemples, pairs)
    compare_ways("the loss over these examples", LOSSES, learned, exemples, pairs)

    heading("a pass by --method batch", "iterative")
    batch, iterative = (library_step(start, exemples, size) for size in (len(exemples), 1))
    compare("this library", partial(next, batch), partial(next, iterative), pairs)

    heading(f"reading {DIGITS.name}", "bare Python")
    dataset, (_, *rows) = compare("Dataset(file)", partial(Dataset, DIGITS), read_bare, pairs)
    check("Dataset(file)", [row for exemple in dataset.exemples for row in (exemple.inputs, exemple.outputs)], rows)


def compare_ways(title: str, ways: dict[str, Way], weights: Rows, exemples: list[Exemple], pairs: int) -> None:
    """Print a row for each way over bare Python, and for bare Python over itself: that shows the noise."""
    heading(title, "bare Python")
    for name, way in ways.items():
        # The floor of each row starts at the same weights and makes as many passes.
        run, floor = (partial(next, each(weights, exemples)) for each in (way, ways["bare Python"]))
        try:
            run(), floor()
        except ImportError:
            print(f"{name:<45}  not installed")
            continue
        check(f"{title}, {name}", *compare(name, run, floor, pairs))


def compare(name: str, run: Callable[[], Any], base: Callable[[], Any], pairs: int) -> tuple[Any, Any]:
    """Print how long `run` takes, and how often `base` fits in it: medians over pairs. Return their last results.

    The clock is the processor's, which stands still while other programs run. The garbage collector stays on.
    """
    times, ratios, results = [], [], {}
    for n in range(pairs + 1):
        seconds = {}
        # Each goes first in every other pair.
        for each in [run, base] if n % 2 else [base, run]:
            start = process_time()
            results[each] = each()
            seconds[each] = process_time() - start
        times.append(seconds[run])
        ratios.append(seconds[run] / seconds[base])
    # The first pair was the warm-up.
    print(f"{name:<45}  {median(times[1:]) * 1e6:>12,.0f}  {median(ratios[1:]):>20.2f}", flush=True)
    return results[run], results[base]


def heading(title: str, base: str) -> None:
    print(f"\n{title:<45}  {'µs':>12}  {'× ' + base:>20}\n" + "-" * 81)


def check(name: str, found: Rows, expected: Rows) -> None:
    """SystemExit if the numbers in two lists of rows are not the same."""
    for row_found, row_expected in zip(found, expected, strict=True):
        for a, b in zip(row_found, row_expected, strict=True):
            if not abs(a - b) <= TOLERANCE:
                raise SystemExit(f"{name}: expected what bare Python gets, {b!r}, got {a!r}")


def read_bare() -> Rows:
    with open(DIGITS, "rb") as file:
        return [[float(word) for word in line.split()] for line in file]


if __name__ == "__main__":
    main()
