"""The README's pictures, from real runs with a fixed seed and without a window.

    python docs/gallery.py         makes all of them in docs/, in about a minute
    python docs/gallery.py gap     makes that one: rates, methods, gap, surface, learning
"""

import sys
from argparse import RawDescriptionHelpFormatter
from contextlib import redirect_stdout
from dataclasses import dataclass, field
from importlib.util import find_spec
from io import BytesIO, StringIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from learning.compare import PASSES, Comparison, Run, learn_together
from learning.curve import Curve
from learning.descent import Descent
from learning.interruption import Interruption
from learning.methods import from_the_same_weights
from learning.options import DATASETS, Parser
from learning.panels import mistakes, weight_images
from learning.plot import DPI, LARGE_LETTERS, SIZE, STYLES, History, Plot, picture_of, saved
from learning.shell import InputError, exit_status, say
from learning.toolkit import own_settings

import DigitsLearn
from Dataset import Dataset
from NeuralNetwork import NeuralNetwork

if TYPE_CHECKING:
    from PIL.Image import Image

HOME = Path(__file__).resolve().parent
GAP_PASSES, GAP_RATE = 60, 0.5
FILM_DPI = 0.7 * DPI


def main(argv: list[str] | None = None) -> None:
    stills = {"rates": compare, "methods": compare, "gap": gap, "surface": surface, "learning": learning}
    parser = Parser(prog="gallery.py", description=__doc__, formatter_class=RawDescriptionHelpFormatter)
    parser.add_argument("names", nargs="*", metavar="NAME", help=", ".join(stills))
    names = parser.parse_args(argv).names
    if unknown := [name for name in names if name not in stills]:
        raise InputError(f"expected one of {', '.join(stills)}, got {unknown[0]!r}")
    if not find_spec("matplotlib"):
        raise InputError("expected matplotlib: pip install -r requirements.txt")
    for name in names or stills:
        with own_settings():
            file, content = stills[name](name)
        (HOME / file).write_bytes(content)
        say(f"{HOME.name}/{file}")


def compare(name: str) -> tuple[str, bytes]:
    """What `python -m learning.compare` draws, of learning rates or methods."""
    comparison, train = Comparison(name), read("trainDigits.ds")
    history = comparison.history()
    curve = Curve(name, history, None, Interruption(), None, 0)  # which is not opened
    with redirect_stdout(StringIO()):
        for seen, losses in learn_together(comparison.runs(train), curve, PASSES * train.nb_exemple):
            curve.report(seen, losses, f"{seen} examples seen")
    return f"{name}.png", picture_of(history, None, None, "png")


def gap(name: str) -> tuple[str, bytes]:
    """Training against test set, with a large learning rate and for too long."""
    from matplotlib.figure import Figure

    train, test = read("trainDigits.ds"), read("testDigits.ds")
    run = Run(train, "iterative", GAP_RATE)
    history, lowest = History(name, ["training set", "test set"], x_label="examples seen"), (1e9, 0)
    for seen in range(0, GAP_PASSES * train.nb_exemple + 1, train.nb_exemple):
        list(run.learn_until(seen))
        losses = run.loss, run.network.calcLoss(test)
        history.add(seen, losses, f"{seen} examples seen")
        lowest = min(lowest, (losses[1], seen))
    plot = Plot(Figure(SIZE), history)
    plot.finish()
    loss, where = lowest
    plot.axes.plot(where, loss, "o", color="black", markersize=13)
    look: Any = {"textcoords": "offset points", "fontsize": LARGE_LETTERS}
    plot.axes.annotate("lowest", (where, loss), (15, 22), **look)
    columns = [[loss for _, loss in line.points] for line in history.lines]
    plot.axes.fill_between([seen for seen, _ in history.lines[0].points], *columns, color="0.9")
    return "gap.png", saved(plot.figure, "png")


def surface(name: str) -> tuple[str, bytes]:
    """The loss of the OR neuron over its weights, and two ways down."""
    from matplotlib.figure import Figure

    train, probe = read("or.ds"), NeuralNetwork([2, 1])

    def loss(bias: float, weight: float) -> float:
        probe.layers[1][0].weights = [bias, weight, weight]
        return probe.calcLoss(train)

    biases, weights = [i / 10 for i in range(-50, 41)], [i / 10 for i in range(-10, 106)]
    heights = [[loss(bias, weight) for bias in biases] for weight in weights]
    levels = [0.01, 0.05, 0.1, 0.2, 0.4, 0.6, 1, 2]
    # Each label stands where its line comes nearest to one of these points.
    near = [(-3.6, 9.5), *[(x, 7.5) for x in (-1.5, -0.7, 0.2, 1.4, 2.3)], (-4, 2.4), (-4, 1)]
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
    figure.savefig(content := BytesIO(), dpi=DPI / 0.7, metadata={"Software": None})  # no version of matplotlib
    return "surface.png", content.getvalue()


@dataclass
class Film(Curve):
    """A curve that is no window, but takes a picture of itself at each report and at the end."""

    frames: "list[Image]" = field(default_factory=list)

    def __enter__(self) -> "Film":
        from matplotlib.figure import Figure

        self.plot = Plot(Figure(SIZE), self.history, self.panel)
        return self

    def report(self, iteration: int, losses: Any, news: str) -> None:
        super().report(iteration, losses, news)
        self.plot.update()
        self.plot.follow()
        self._take()

    def __exit__(self, *error: object) -> None:
        self.plot.finish(self.closing)
        self._take()

    def _take(self) -> None:
        from PIL import Image

        self.plot.figure.savefig(frame := BytesIO(), dpi=FILM_DPI)
        self.frames.append(Image.open(frame).convert("RGB").quantize(128))


def learning(name: str) -> tuple[str, bytes]:
    """DigitsLearn as it learns. The film begins with its last frame, since some pages show the first one only."""
    with redirect_stdout(StringIO()):
        *frames, end = film().frames
    end.save(content := BytesIO(), "gif", save_all=True, append_images=frames, duration=[4000, *[300] * len(frames)],
             loop=0)
    return "learning.gif", content.getvalue()


def film(*words: str) -> Film:
    """Do what `DigitsLearn.py --no-plot --seed 1` and further words do, but for the predictions, and film it."""
    options = DigitsLearn.DEFAULTS.read(["--no-plot", "--seed", "1", *words], "")
    train, test = Dataset(options.train), Dataset(options.test)
    network = NeuralNetwork([train.nb_input, train.nb_output])
    neurons = network.layers[-1]
    descent = Descent("DigitsLearn", options, train, network.calcLoss, weight_images(neurons), test)
    film = Film(descent.name, descent.history(), descent.panel, descent.interruption, None, 0)
    with descent, film:
        descent.curve = film
        for batch in descent:
            for exemple in from_the_same_weights(batch, neurons):
                network.activate(exemple.inputs)
                network.calculateGradients(exemple.outputs)
                network.applyGradients(options.learning_rate)
        pairs = []
        for exemple in test.exemples:
            network.activate(exemple.inputs)
            expected, outputs = exemple.outputs, network.getOutputs()
            pairs.append((expected.index(max(expected)), outputs.index(max(outputs))))
        descent.show(mistakes(test, pairs))
    return film


def read(name: str) -> Dataset:
    return Dataset(f"{DATASETS}/{name}")


if __name__ == "__main__":
    with exit_status():
        main()
