"""The README's pictures, from real runs with a fixed seed; `rates` and `methods` are drawn live, side by side.

    python docs/gallery.py                  makes all in docs/, without a window; gap, surface, learning: that one
    python docs/gallery.py rates            draws while it runs; where there can be no window, it saves rates.png here
    python docs/gallery.py rates --learning-rate 0.01 --learning-rate 1
    python docs/gallery.py methods --method iterative --method batch --save-plot two.png
"""

import sys
from argparse import Namespace, RawDescriptionHelpFormatter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, redirect_stdout
from importlib.util import find_spec
from io import BytesIO, StringIO
from pathlib import Path
from random import Random
from typing import Any, ClassVar
from unittest.mock import patch

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from learning.command_line import POSITIVE, InputError, Parser, end_with, exit_if_failed, file_name, run, say
from learning.curve import STYLES, Curve
from learning.descent import report_after
from learning.interruption import Interruption
from learning.methods import choose, mean_of_gradients
from learning.window import DPI, SIZE, own_settings, window_or_picture

import DigitsLearn
from Dataset import Dataset
from NeuralNetwork import NeuralNetwork

HOME = Path(__file__).resolve().parent
DATASETS = HOME.parent / "datasets"
RATES = {"iterative": 0.05, "stochastic": 0.05, "mini-batch": 0.5, "batch": 1.0}  # DigitsLearn's own
PASS, PASSES, GAP_PASSES = 1197, 8, 60  # the images of trainDigits.ds, and how often they are seen
LARGE = 21  # points: to be read on a phone, too


def main() -> None:
    stills = {"gap": gap, "surface": surface, "learning": learning}
    names = ["rates", "methods", *stills]
    parser = Parser(description=__doc__, formatter_class=RawDescriptionHelpFormatter)
    add = parser.add_argument
    add("names", nargs="*", metavar="NAME", help=", ".join(names))
    add("--learning-rate", metavar="RATE", type=POSITIVE, action="append", help="of rates and methods; may be repeated")
    add("--method", choices=[*RATES], action="append", help="of rates and methods; may be repeated")
    add("--save-plot", metavar="FILE", type=file_name, help="save rates or methods as a .png, .svg or .pdf")
    options = parser.parse_args()
    if unknown := [name for name in options.names if name not in names]:
        raise InputError(f"expected one of {', '.join(names)}, got {unknown[0]!r}")
    if (options.learning_rate or options.method or options.save_plot) and options.names not in (["rates"], ["methods"]):
        raise InputError("--learning-rate, --method, --save-plot: expected rates or methods alone with them")
    if not find_spec("matplotlib"):
        raise InputError("expected matplotlib: pip install -r requirements.txt")
    for name in options.names or names:
        stills[name]() if name in stills else compare(name, options)


class Run:
    """A network on its way down, from the start that `--seed 1` gives to every script."""

    def __init__(self, train: Dataset, method: str, rate: float) -> None:
        rng = Random(1)
        self.network = NeuralNetwork([train.nb_input, train.nb_output], rng=rng)
        self.batches = choose(method, train.exemples, rng, None, 16)
        self.batch = next(self.batches)
        self.rate, self.train, self.seen = rate, train, 0
        self.loss = self.network.calcLoss(train)

    def learn_until(self, seen: int) -> Iterator[None]:
        """Update the weights until one more batch would make more than `seen` examples; yield after each example."""
        before = self.seen
        while self.seen + len(self.batch) <= seen:
            several = mean_of_gradients(self.batch, self.network.layers[-1])
            for exemple in several if len(self.batch) > 1 else self.batch:
                self.network.activate(exemple.inputs)
                self.network.calculateGradients(exemple.outputs)
                self.network.applyGradients(self.rate)
                yield
            self.seen += len(self.batch)
            self.batch = next(self.batches)
        if self.seen > before:
            self.loss = self.network.calcLoss(self.train)


class Comparison(Curve):
    """The live curve, with a line for each run and larger letters."""

    numbers = "examples seen"

    def _build(self, labels: Sequence[str]) -> None:
        from matplotlib import rc_context

        with rc_context({"font.size": LARGE}):
            super()._build(labels)
            self.axes.set(position=(0.11, 0.13, 0.86, 0.66), xlabel="examples seen")
            self.axes.yaxis.set_label_coords(-0.095, 0.5)
            self.axes.tick_params(labelsize=LARGE)
            for text in self.figure.texts:
                text.set_fontsize(17)  # or there would be no room to say that it is paused
            self.axes.legend(loc="lower center", bbox_to_anchor=(0.45, 1), ncols=2 if len(labels) > 3 else 3,
                             frameon=False, columnspacing=1, handlelength=1.5, labelspacing=0.2)  # fmt: skip

    def _numbers(self) -> str:
        return str(self.iteration)


def compare(name: str, options: Namespace) -> None:
    """Several learning rates, several methods, or both, from the same start and at the same number of examples seen."""
    methods = options.method or (["iterative"] if name == "rates" else [*RATES])
    rates = options.learning_rate or ([0.0005, 0.05, 5] if name == "rates" else [])
    settings = [(method, rate) for method in methods for rate in rates or [RATES[method]]]
    if len(settings) > len(STYLES):
        raise InputError(f"expected at most {len(STYLES)} runs side by side, got {len(settings)}")
    labels = [f"α = {rate:g}" if len(methods) == 1 else f"{method}, α = {rate:g}" for method, rate in settings]
    train = Dataset(DATASETS / "trainDigits.ds")
    runs = [Run(train, *setting) for setting in settings]
    if not options.names:
        with saved(name, labels) as curve:
            return descend_together(runs, curve)
    with Interruption() as interruption:
        window, picture = window_or_picture(name, options.save_plot)
        with own_settings():
            curve = Comparison(name, labels, 0, window, picture, 20, None, interruption)
            descend_together(runs, curve)
            end_with(interruption.status)
            end_with(0 if curve.finish() else 1)
            curve.wait()
        end_with(interruption.status)


def descend_together(runs: Sequence[Run], curve: Curve) -> None:
    """Let each run go PASSES times through the images, or until a signal comes, and report the losses side by side."""
    seen = 0
    while True:
        say(f"{seen} examples seen  losses " + "  ".join(f"{one.loss:.6g}" for one in runs))
        curve.report(seen, [one.loss for one in runs])
        if seen == PASSES * PASS:
            return
        seen = report_after(seen, PASS, 20)
        for one in runs:
            for _ in one.learn_until(seen):
                curve.refresh(curve.iterations[-1])
                if curve.interruption.status:
                    return


@contextmanager
def saved(name: str, labels: Sequence[str]) -> Iterator[Comparison]:
    """A curve that is saved after the block of a with statement."""
    with own_settings():
        curve = Comparison(name, labels, 0, None, str(HOME / f"{name}.png"), 0, None, Interruption())
        yield curve
        end_with(0 if curve.finish() else 1)
    say(f"{HOME.name}/{name}.png")


def gap() -> None:
    """Training against test set, with a large learning rate and for too long."""
    train, test = (Dataset(DATASETS / f"{which}Digits.ds") for which in ("train", "test"))
    run = Run(train, "iterative", 0.5)
    with saved("gap", ["training set", "test set"]) as curve:
        for seen in range(0, GAP_PASSES * PASS + 1, PASS):
            list(run.learn_until(seen))
            curve.report(seen, [run.loss, run.network.calcLoss(test)])
        lowest, where = min(zip(curve.losses[1], curve.iterations))
        curve.axes.plot(where, lowest, "o", color="black", markersize=13)
        curve.axes.annotate("lowest", (where, lowest), (15, 22), textcoords="offset points", fontsize=LARGE)
        curve.axes.fill_between(curve.iterations, *curve.losses, color="0.9")


def surface() -> None:
    """The loss of the OR neuron over its weights, and two ways down."""
    from matplotlib.figure import Figure

    train, probe = Dataset(DATASETS / "or.ds"), NeuralNetwork([2, 1])

    def loss(bias: float, weight: float) -> float:
        probe.layers[1][0].weights = [bias, weight, weight]
        return probe.calcLoss(train)

    biases, weights = [i / 10 for i in range(-50, 41)], [i / 10 for i in range(-10, 106)]
    heights = [[loss(bias, weight) for bias in biases] for weight in weights]
    levels = [0.01, 0.05, 0.1, 0.2, 0.4, 0.6, 1, 2]
    # Each label stands where its line comes nearest to one of these points.
    near = [(-3.6, 9.5), *[(x, 7.5) for x in (-1.5, -0.7, 0.2, 1.4, 2.3)], (-4, 2.4), (-4, 1)]
    with own_settings():
        figure: Any = Figure((0.7 * SIZE[0], 0.7 * SIZE[1]), layout="constrained")
        axes = figure.subplots()
        axes.contourf(biases, weights, heights, [0, *levels], cmap="Greys", alpha=0.3, extend="max")
        lines = axes.contour(biases, weights, heights, levels, colors="0.4", linewidths=1)
        axes.clabel(lines, fontsize=14, fmt="%g", colors="black", manual=near)
        for (color, style), rate, marker in zip(STYLES, [0.5, 10], "os"):
            run, path = Run(train, "batch", rate), []
            for seen in range(0, 101 * train.nb_exemple, train.nb_exemple):
                list(run.learn_until(seen))
                # They start almost equal and see the same examples, so they stay so.
                w_0, w_1, w_2 = run.network.layers[1][0].weights
                path.append((w_0, (w_1 + w_2) / 2))
            axes.plot(*zip(*path), marker + style, color=color, lw=2.5, ms=5, label=f"α = {rate}, 100 steps")
        axes.plot(*path[0], "o", color="black", markersize=11, label="start")
        axes.set(xlabel="bias w₀", ylabel="w₁ = w₂", xlim=(-5, 4), ylim=(-1, 10.5))
        figure.legend(loc="outside upper center", ncols=3, frameon=False, columnspacing=1, handlelength=1.5)
        figure.savefig(HOME / "surface.png", dpi=DPI / 0.7, metadata={"Software": None})  # no version of matplotlib
    say(f"{HOME.name}/surface.png")


class Film(Curve):
    """The window of a script as it looks at each report, and at the end."""

    frames: ClassVar[list[Any]] = []

    def report(self, iteration: int, losses: Sequence[float]) -> None:
        super().report(iteration, losses)
        self._show()
        self._take()

    def finish(self, closing: Any = None) -> bool:
        super().finish(closing)
        self._take()
        return True

    def _take(self) -> None:
        from PIL import Image

        self.figure.savefig(frame := BytesIO(), dpi=0.7 * DPI)
        self.frames.append(Image.open(frame).convert("RGB").quantize(128))


def learning() -> None:
    """DigitsLearn as it learns. The film begins with its last frame, since some pages show the first one only."""
    no_window = patch("learning.window.window_or_picture", lambda title, picture: (None, None))
    with no_window, patch("learning.curve.Curve", Film), redirect_stdout(StringIO()):
        DigitsLearn.main(["--seed", "1"])
    *frames, end = Film.frames
    end.save(HOME / "learning.gif", save_all=True, append_images=frames, duration=[4000, *[300] * len(frames)], loop=0)
    say(f"{HOME.name}/learning.gif")


if __name__ == "__main__":
    run(main)
    exit_if_failed()
