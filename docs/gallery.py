"""The pictures of the README's gallery, each from real runs of the scripts with fixed seeds.

    python docs/gallery.py [--quick] [--folder DIR] [rates] [methods] [gap] [surface] [learning]

Without names it makes them all. --quick ends every run after a few iterations, to try it out.
"""

import argparse
import sys
from collections.abc import Callable, Sequence
from contextlib import redirect_stderr, redirect_stdout
from functools import partial
from io import StringIO
from pathlib import Path
from types import ModuleType
from typing import Any
from unittest.mock import patch

from matplotlib import pyplot as plt
from matplotlib.animation import PillowWriter
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import LogLocator

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from learning.curve import STYLES, Curve
from learning.window import own_settings

import DigitsLearn
import OrLearn
from Dataset import Dataset
from Neuron import Neuron

HOME = Path(__file__).resolve().parent
SIZE = (8.0, 5.0)
# Those of the live curve, and two more of the same kind.
MORE_STYLES = [*STYLES, ("#009E73", "-."), ("black", ":")]
LOOKS: list[dict[str, Any]] = [{"color": color, "linestyle": style} for color, style in MORE_STYLES]
PASS = 1197  # the images of trainDigits.ds


def main() -> None:
    makers = {"rates": rates, "methods": methods, "gap": gap, "surface": surface, "learning": learning}
    parser = argparse.ArgumentParser(description="Make the pictures of the README's gallery.")
    parser.add_argument("names", nargs="*", metavar="NAME", help=", ".join(makers))
    parser.add_argument("--folder", type=Path, default=HOME, help="where to save them (default: docs/)")
    parser.add_argument("--quick", action="store_true", help="end every run after a few iterations")
    options = parser.parse_args()
    for name in options.names:
        if name not in makers:
            parser.error(f"expected one of {', '.join(makers)}, got {name!r}")
    if not options.folder.is_dir():
        parser.error(f"--folder: expected a folder, got {options.folder}")
    plt.switch_backend("agg")
    plt.rcParams.update({"font.size": 15, "lines.linewidth": 2.5})
    for name in options.names or makers:
        makers[name](options.folder, partial(run, quick=options.quick))


# A run, and what it is watched with


class Recorder:
    """Takes the place of the live curve, and keeps what that would show: losses, and the first neuron's weights."""

    def __init__(self, *given: Any) -> None:
        learning = given[5].args[0]  # what the panel shows, a neuron or a list of them
        self.neuron: Neuron = learning if isinstance(learning, Neuron) else learning[0]
        self.iterations: list[int] = []
        self.losses: list[Sequence[float]] = []
        self.weights: list[list[float]] = []

    def report(self, iteration: int, losses: Sequence[float]) -> None:
        self.iterations.append(iteration)
        self.losses.append(losses)
        self.weights.append(list(self.neuron.weights))

    def refresh(self, iteration: int) -> None:
        pass

    def finish(self, closing: object) -> bool:
        return True

    def wait(self) -> None:
        pass


def run(script: ModuleType, *options: object, quick: bool, curve: Callable[..., Any] = Recorder) -> Any:
    """Run a script as the shell would, without a threshold; return what took the place of its live curve."""
    arguments = [*map(str, options), "--seed", "1", "--threshold", "0"]
    if quick:
        arguments += ["--max-iterations", "3", "--report-every", "1"]
    opened = []

    def open_curve(*given: Any) -> Any:
        opened.append(curve(*given))
        return opened[0]

    with (
        patch("learning.curve.Curve", open_curve),
        redirect_stdout(StringIO()),
        redirect_stderr(StringIO()),  # what it says of rates above 1 is what the picture shows
    ):
        script.main(arguments)
    return opened[0]


def new_axes(xlabel: str) -> tuple[Figure, Axes]:
    figure, axes = plt.subplots(figsize=SIZE, layout="constrained")
    axes.set_xlabel(xlabel)
    return figure, axes


def show_losses(axes: Axes) -> None:
    """As in the window: a logarithmic axis with plain numbers."""
    axes.set(ylabel="loss (log scale)", yscale="log")
    axes.grid(alpha=0.3)
    axes.yaxis.set_major_locator(LogLocator(subs=(1, 2, 5)))
    axes.yaxis.set_major_formatter("{x:g}")
    axes.minorticks_off()


def save(figure: Figure, path: Path) -> None:
    figure.legend(loc="outside upper center", ncols=2, frameon=False)
    figure.savefig(path)
    plt.close(figure)
    print(path)


# The pictures


def rates(folder: Path, run: Callable[..., Any]) -> None:
    """The learning rate: too small, right, too large."""
    figure, axes = new_axes("iterations")
    show_losses(axes)
    for look, rate, verdict in zip(LOOKS, [0.0005, 0.05, 5], ["too small", "about right", "too large"]):
        options = ["--learning-rate", rate, "--max-iterations", 8 * PASS, "--report-every", 200]
        found = run(DigitsLearn, *options)
        axes.plot(found.iterations, [loss for loss, _ in found.losses], **look, label=f"α = {rate}: {verdict}")
    save(figure, folder / "rates.png")


def methods(folder: Path, run: Callable[..., Any]) -> None:
    """The four methods, at the same number of examples seen."""
    figure, axes = new_axes("examples seen")
    show_losses(axes)
    for look, (method, rate, size) in zip(
        LOOKS, [("iterative", 0.05, 1), ("stochastic", 0.05, 1), ("mini-batch", 0.5, 16), ("batch", 0.5, PASS)]
    ):
        options = ["--method", method, "--learning-rate", rate, "--report-every", max(1, 150 // size)]
        found = run(DigitsLearn, *options, "--max-iterations", 10 * PASS // size)
        seen = [iteration * size for iteration in found.iterations]
        axes.plot(seen, [loss for loss, _ in found.losses], **look, label=f"{method}, α = {rate}")
    save(figure, folder / "methods.png")


def gap(folder: Path, run: Callable[..., Any]) -> None:
    """Training against test set, with a large learning rate and for too long."""
    figure, axes = new_axes("iterations")
    show_losses(axes)
    found = run(DigitsLearn, "--learning-rate", 0.5, "--max-iterations", 60 * PASS, "--report-every", PASS)
    train, test = zip(*found.losses)
    axes.plot(found.iterations, train, **LOOKS[0], label="training set")
    axes.plot(found.iterations, test, **LOOKS[1], label="test set")
    best = test.index(min(test))
    axes.plot(found.iterations[best], test[best], "o", color="black", markersize=9, label="lowest test loss")
    axes.fill_between(found.iterations, train, test, color="0.9")
    save(figure, folder / "gap.png")


def surface(folder: Path, run: Callable[..., Any]) -> None:
    """The loss of the OR neuron over its weights, and two ways down."""
    figure, axes = new_axes("bias w₀")
    axes.set_ylabel("w₁ = w₂")
    or_set, neuron = Dataset(HOME.parent / "datasets" / "or.ds"), Neuron(2)

    def loss(bias: float, weight: float) -> float:
        neuron.weights = [bias, weight, weight]
        return neuron.calcLoss(or_set)

    biases, weights = [i / 10 for i in range(-50, 41)], [i / 10 for i in range(-10, 106)]
    heights = [[loss(bias, weight) for bias in biases] for weight in weights]
    levels = [0.01, 0.05, 0.1, 0.2, 0.4, 0.6, 1, 2, 4]
    axes.contourf(biases, weights, heights, [0, *levels], cmap="Greys", alpha=0.5, extend="max")
    lines = axes.contour(biases, weights, heights, levels, colors="0.4", linewidths=1)
    # Each label stands where its line comes nearest to one of these points.
    upper = [(-3.6, 9.5), (-1.5, 7.5), (-0.7, 7.5), (0.2, 7.5), (1.4, 7.5), (2.3, 7.5)]
    lower = [(-4, 2.4), (-4, 1), (-4.2, -0.5)]
    axes.clabel(lines, fontsize=12, fmt="%g", manual=upper + lower)
    for look, rate, marker in zip(LOOKS, [0.5, 10], ["o", "s"]):
        options = ["--method", "batch", "--learning-rate", rate, "--max-iterations", 100, "--report-every", 1]
        found = run(OrLearn, *options)
        # They start almost equal and see the same examples, so they stay so.
        path = [(w_0, (w_1 + w_2) / 2) for w_0, w_1, w_2 in found.weights]
        axes.plot(*zip(*path), **look, marker=marker, markersize=5, label=f"α = {rate}, 100 steps")
    axes.plot(*path[0], "o", color="black", markersize=11, label="start")
    axes.set(xlim=(-5, 4), ylim=(-1, 10.5))
    save(figure, folder / "surface.png")


def learning(folder: Path, run: Callable[..., Any]) -> None:
    """The window of DigitsLearn while it learns, one frame a report."""
    writer = PillowWriter(fps=3)

    class Film(Curve):
        def __init__(self, *given: Any) -> None:
            with patch("learning.curve.open_window", lambda title: None):
                super().__init__(*given)
            self.picture = None
            writer.setup(self.figure, folder / "learning.gif", dpi=60)

        def report(self, iteration: int, losses: Sequence[float]) -> None:
            super().report(iteration, losses)
            self.finish()

        def finish(self, closing: Callable[..., None] | None = None) -> bool:
            super().finish(closing)
            with own_settings():
                for _ in range(9 if closing else 1):
                    writer.grab_frame()
            return True

        def wait(self) -> None:
            writer.finish()

    options = ["--max-iterations", 3 * PASS, "--report-every", PASS // 7]
    run(DigitsLearn, *options, curve=Film)
    print(folder / "learning.gif")


if __name__ == "__main__":
    main()
