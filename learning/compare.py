"""Several runs of DigitsLearn from the same start, drawn side by side while they learn.

    python -m learning.compare rates       a learning rate that is too small, one that fits, one that is too large
    python -m learning.compare methods     the four methods
    python -m learning.compare rates --learning-rate 0.01 --learning-rate 1
    python -m learning.compare methods --method batch --method mini-batch --batch-size 4 --save-plot two.png
"""

import random
import sys
from argparse import RawDescriptionHelpFormatter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from learning.curve import Curve
from learning.descent import report_after
from learning.interruption import Interruption
from learning.methods import METHODS, from_the_same_weights
from learning.options import COUNT, DATASETS, POSITIVE, Parser, file_name
from learning.plot import STYLES, History
from learning.shell import InputError, exit_status, fail, say

import DigitsLearn
from Dataset import Dataset
from NeuralNetwork import NeuralNetwork

RATES = DigitsLearn.DEFAULTS.rates
TRAIN = f"{DATASETS}/trainDigits.ds"
PASSES = 8  # over the training set


@dataclass
class Comparison:
    """What is asked for; each list has the methods or learning rates that differ."""

    name: str
    methods: list[str] = field(default_factory=list)
    rates: list[float] = field(default_factory=list)
    batch_size: int = DigitsLearn.DEFAULTS.default_batch_size
    save_plot: str | None = None

    def settings(self) -> list[tuple[str, float]]:
        methods = self.methods or (["iterative"] if self.name == "rates" else [*METHODS])
        rates = self.rates or ([0.0005, 0.05, 5] if self.name == "rates" else [])
        settings = [(method, rate) for method in methods for rate in rates or [RATES[method]]]
        if len(settings) > len(STYLES):
            raise InputError(f"expected at most {len(STYLES)} runs side by side, got {len(settings)}")
        return settings

    def labels(self) -> list[str]:
        settings = self.settings()
        is_one_method = len({method for method, _ in settings}) == 1
        return [f"α = {rate:g}" if is_one_method else f"{method}, α = {rate:g}" for method, rate in settings]

    def history(self) -> History:
        """Return what is drawn, which has no points yet. Batches are drawn as the steps that they take."""
        labels = self.labels()
        batches = [label for label, (method, _) in zip(labels, self.settings()) if "batch" in method]
        return History(self.name, labels, x_label="examples seen", steps=batches)

    def runs(self, train: Dataset) -> list["Run"]:
        if self.batch_size > len(train.exemples):
            raise InputError(f"--batch-size: expected at most {len(train.exemples)} examples, got {self.batch_size}")
        return [Run(train, method, rate, self.batch_size) for method, rate in self.settings()]


class Run:
    """A network on its way down, from the start that `--seed 1` gives to every script."""

    def __init__(self, train: Dataset, method: str, rate: float, batch_size: int = 16) -> None:
        random.seed(1)
        self.network = NeuralNetwork([train.nb_input, train.nb_output])
        rng = random.Random()
        rng.setstate(random.getstate())
        self.batches = METHODS[method](train.exemples, batch_size, rng)
        self.batch = next(self.batches)
        self.rate, self.train, self.examples_seen = rate, train, 0
        self.loss = self.network.calcLoss(train)

    def learn_until(self, examples_seen: int) -> Iterator[None]:
        """Update the weights until one more batch would be more than `examples_seen`; yield after each example."""
        before, network = self.examples_seen, self.network
        while self.examples_seen + len(self.batch) <= examples_seen:
            for exemple in from_the_same_weights(self.batch, network.layers[-1]):
                network.activate(exemple.inputs)
                network.calculateGradients(exemple.outputs)
                network.applyGradients(self.rate)
                yield
            self.examples_seen += len(self.batch)
            self.batch = next(self.batches)
        if self.examples_seen > before:
            self.loss = network.calcLoss(self.train)


def main(argv: Sequence[str] | None = None) -> None:
    parser = Parser(prog="python -m learning.compare", description=__doc__, formatter_class=RawDescriptionHelpFormatter)
    add = parser.add_argument
    add("name", choices=["rates", "methods"], help="what differs from run to run")
    add("--learning-rate", metavar="RATE", dest="rates", type=POSITIVE, action="append", help="may be repeated")
    add("--method", dest="methods", choices=[*METHODS], action="append", help="may be repeated")
    size = Comparison.batch_size
    add("--batch-size", metavar="N", type=COUNT, help=f"the examples of a mini-batch (default: {size})")
    add("--save-plot", metavar="FILE", type=file_name, help="save the finished curve as a .png, .svg or .pdf")
    comparison = parser.parse_args(argv, Comparison(""))
    history, train = comparison.history(), Dataset(TRAIN)
    runs = comparison.runs(train)
    with Interruption() as interruption:
        with Curve(comparison.name, history, None, interruption, comparison.save_plot, 20) as curve:
            for examples_seen, losses in learn_together(runs, curve, PASSES * len(train.exemples)):
                curve.report(examples_seen, losses, f"{examples_seen} examples seen")
        fail(interruption.status)


def learn_together(runs: Sequence[Run], curve: Curve, end: int) -> Iterator[tuple[int, list[float]]]:
    """Let each run see `end` examples, or fewer if a signal comes; yield now and then how many, and the losses."""
    examples_seen, pass_length = 0, len(runs[0].train.exemples)
    while not curve.interruption.status:
        losses = [run.loss for run in runs]
        say(f"{examples_seen} examples seen  losses " + "  ".join(f"{loss:.6g}" for loss in losses))
        yield examples_seen, losses
        if examples_seen == end:
            return
        examples_seen = report_after(examples_seen, pass_length, 20)
        for run in runs:
            for _ in run.learn_until(examples_seen):
                curve.refresh()
                if curve.interruption.status:
                    return


if __name__ == "__main__":
    sys.argv[0] = "compare"
    with exit_status():
        main()
