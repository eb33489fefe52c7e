"""How fast the library is, beside the same arithmetic written in other ways: `python benchmarks/run.py [--quick]`.

Every figure is a ratio: the median over pairs of runs that take turns, in processor time, so that a busy machine slows
both. Each way is checked to end at the numbers of bare Python. Left out: memory, hidden layers, several processors.
"""

import math
import os
import random
import sys
from collections.abc import Callable, Sequence
from functools import partial
from importlib import import_module
from operator import mul
from pathlib import Path
from statistics import median
from time import process_time
from types import SimpleNamespace
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from learning.methods import from_the_same_weights

from Dataset import Dataset, Exemple
from NeuralNetwork import NeuralNetwork

Rows = Sequence[Sequence[float]]
# Takes weights, a row a neuron with the bias first, and examples, for NumPy as two arrays. It runs once over all of
# them, and returns the weights, or the loss as the one number of one row.
Way = Callable[[Rows, Any], Rows]
DIGITS = Path(__file__).resolve().parent.parent / "datasets" / "trainDigits.ds"
RATE = 0.05
sumprod: Any = getattr(math, "sumprod", lambda w, x: sum(map(mul, w, x)))  # new in Python 3.12


def network_with(weights: Rows) -> NeuralNetwork:
    network = NeuralNetwork([len(weights[0]) - 1, len(weights)])
    for neuron, row in zip(network.layers[-1], weights):
        neuron.weights = list(row)
    return network


def library_step(weights: Rows, exemples: Sequence[Exemple], batch_size: int = 1) -> Rows:
    """The loop of the scripts; a larger batch makes one update."""
    network = network_with(weights)
    for i in range(0, len(exemples), batch_size):
        for exemple in from_the_same_weights(exemples[i : i + batch_size], network.layers[-1]):
            network.activate(exemple.inputs)
            network.calculateGradients(exemple.outputs)
            network.applyGradients(RATE)
    return [neuron.weights for neuron in network.layers[-1]]


def library_loss(weights: Rows, exemples: Any) -> Rows:
    dataset: Any = SimpleNamespace(exemples=exemples)
    return [[network_with(weights).calcLoss(dataset)]]


def bare_step(weights: Rows, exemples: Sequence[Exemple]) -> Rows:
    """Bare Python, the floor: no objects, no calls, no checks."""
    weights = list(weights)
    for exemple in exemples:
        x = [1.0, *exemple.inputs]
        for j, y in enumerate(exemple.outputs):
            z = sumprod(weights[j], x)
            a = 1.0 / (1.0 + math.exp(-z)) if z >= 0 else math.exp(z) / (1.0 + math.exp(z))
            step = RATE * (y - a)
            weights[j] = [w_i + step * x_i for w_i, x_i in zip(weights[j], x)]
    return weights


def bare_loss(weights: Rows, exemples: Sequence[Exemple]) -> Rows:
    total = 0.0
    for exemple in exemples:
        x = [1.0, *exemple.inputs]
        for w, y in zip(weights, exemple.outputs):
            z = sumprod(w, x)
            # log(1 + e^z) − y·z, without an e^ of a large number
            total += max(z, 0.0) - y * z + math.log1p(math.exp(-abs(z)))
    return [[total / len(exemples)]]


def numpy_step(weights: Rows, arrays: Any) -> Rows:
    np: Any = import_module("numpy")
    w = np.array(weights)
    for x, y in zip(*arrays):
        w += np.outer(RATE * (y - 1.0 / (1.0 + np.exp(-(w @ x)))), x)
    return [*w]


def numpy_loss(weights: Rows, arrays: Any) -> Rows:
    np: Any = import_module("numpy")
    xs, ys = arrays
    z = xs @ np.array(weights).T
    return [[float((np.logaddexp(0.0, z) - ys * z).sum() / len(xs))]]


STEPS: dict[str, Way] = {"this library": library_step, "bare Python": bare_step, "NumPy, one matrix": numpy_step}
LOSSES: dict[str, Way] = {"this library": library_loss, "bare Python": bare_loss, "NumPy, all at once": numpy_loss}


def main() -> None:
    os.environ["OMP_NUM_THREADS"] = "1"  # what NumPy obeys when it is imported
    is_quick = "--quick" in sys.argv  # one pair each on little data: to try it out
    exemples, pairs = Dataset(DIGITS).exemples[: 100 if is_quick else None], 1 if is_quick else 15
    print(f"Python {sys.version.split()[0]}, {len(exemples)} examples of {DIGITS.name}, {pairs} pairs a row")
    random.seed(1)
    start = [neuron.weights for neuron in NeuralNetwork([64, 10]).layers[-1]]
    compare_ways("one pass of updates of ten neurons", STEPS, start, exemples, pairs)
    compare_ways("the loss over these examples", LOSSES, bare_step(start, exemples), exemples, pairs)
    print("\none pass by --method iterative is 1.00")
    batch, iterative = (partial(library_step, start, exemples, size) for size in (len(exemples), 1))
    compare("--method batch", batch, iterative, pairs)


def compare_ways(title: str, ways: dict[str, Way], weights: Rows, exemples: Sequence[Exemple], pairs: int) -> None:
    """Print a row for each way over bare Python, and for bare Python over itself: that shows the noise."""
    print(f"\n{title}, in bare Python, is 1.00")
    for name, way in ways.items():
        given: Any = exemples
        if "NumPy" in name:
            np: Any = import_module("numpy")
            given = np.array([[1.0, *e.inputs] for e in exemples]), np.array([e.outputs for e in exemples])
        runs = partial(way, weights, given), partial(ways["bare Python"], weights, exemples)
        for found, expected in zip(*compare(name, *runs, pairs)):
            if max(abs(a - b) for a, b in zip(found, expected, strict=True)) > 1e-9:
                raise SystemExit(f"{name}: expected what bare Python gets, {expected}, got {found}")


def compare(name: str, run: Callable[[], Rows], floor: Callable[[], Rows], pairs: int) -> tuple[Rows, Rows]:
    """Print how often `floor` fits in `run`, the median over pairs; return their last results."""
    ratios, results = [], {}
    for n in range(pairs + 1):
        seconds = {}
        # Each goes first in every other pair.
        for each in [run, floor] if n % 2 else [floor, run]:
            begin = process_time()
            results[each] = each()
            seconds[each] = process_time() - begin
        ratios.append(seconds[run] / seconds[floor])
    # The first pair was the warm-up.
    print(f"{name:<20}  {median(ratios[1:]):.2f}", flush=True)
    return results[run], results[floor]


if __name__ == "__main__":
    main()
