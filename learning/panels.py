"""What stands beside the curve: what the neurons have learned, and at the end what they misread.

A panel draws into a rectangle of a figure (left, bottom, width, height, from 0 to 1). A live one returns a View,
or None where the neurons do not suit it. Red speaks for an output, blue against it.
"""

from collections.abc import Callable, Sequence
from copy import copy
from math import ceil, isqrt, nan
from typing import TYPE_CHECKING, Any, NamedTuple

from learning.steps import Weights, draw_bars, draw_numbers, which

from Dataset import Dataset, Exemple
from Neuron import Neuron

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

Rectangle = tuple[float, float, float, float]
Images = Sequence[Sequence[float]]
CELLS = 40  # of the plane's shading, each way
MOST_IMAGES = 12
SMALL, LARGE = 12.0, 20.0  # points
# Where an update is shown: what it learns from, and its numbers
EXAMPLE, NUMBERS = (0.63, 0.52, 0.3, 0.33), (0.53, 0.03, 0.46, 0.38)
EXAMPLE_IMAGE, BARS = (0.67, 0.66, 0.2, 0.23), (0.585, 0.11, 0.09, 0.47)


class View(NamedTuple):
    axes: "Axes"
    artists: Sequence[Any]  # what changes with the weights, from back to front
    update: Callable[[], None]  # shows the weights of now
    neurons: Sequence[Neuron]
    draw_step: Callable[[Sequence[Exemple], Weights], None]  # draws an update beside the curve, from weights before it


Panel = Callable[["Figure", Rectangle], "View | None"]


def weight_images(neurons: Sequence[Neuron]) -> Panel:
    """The weights of each neuron as an image, on one scale around 0; nothing if the inputs are no square images."""
    pixels = len(neurons[0].weights) - 1
    # A neuron on its own tells how much an image is a 1.
    labels = [*map(str, range(len(neurons)))] if len(neurons) > 1 else ["weights for: is a 1"]

    def draw(figure: "Figure", rectangle: Rectangle) -> View | None:
        if not is_square(pixels):
            return None
        axes = figure.add_axes(rectangle)
        sheet = Sheet(axes, labels, pixels, "RdBu_r")
        place: Any = {"xy": (0.5, 1), "xycoords": "axes fraction", "xytext": (90, 8), "textcoords": "offset points"}
        axes.annotate("weights: blue −, white 0, red +, scale ±", ha="right", **place)
        scale = axes.annotate("", **place)

        def update() -> None:
            sheet.show([neuron.weights[1:] for neuron in neurons])
            largest = clamped(max(abs(w) for neuron in neurons for w in neuron.weights[1:]))
            sheet.mesh.set_clim(-largest, largest)
            scale.set_text(f"{float(f'{largest:.2g}'):g}")

        def draw_step(batch: Sequence[Exemple], before: Weights) -> None:
            image = figure.add_axes(EXAMPLE_IMAGE)
            image.set_title(which(batch))
            draw_image(image, batch[-1].inputs)
            names = labels if len(neurons) > 1 else ["is a 1"]
            draw_bars(figure.add_axes(BARS), neurons, names, batch, before)

        return View(axes, [sheet.mesh, sheet.frames, scale], update, neurons, draw_step)

    return draw


def plane(neuron: Neuron, train: Dataset) -> Panel:
    """The plane of two inputs: the examples, the output as shading and where it is 0.5; nothing for more or fewer."""

    def draw(figure: "Figure", rectangle: Rectangle) -> View | None:
        if len(neuron.weights) != 3:
            return None
        axes = figure.add_axes(rectangle, xlabel="input 1", ylabel="input 2")
        axes.set_title("output: blue 0, dashes 0.5, red 1\nexpected: ○ 0, ■ 1")
        axes.margins(0.25)
        axes.locator_params(nbins=3)
        points = draw_examples(axes, train)
        left, right, bottom, top = map(float, (*axes.get_xlim(), *axes.get_ylim()))
        xs = [left + (right - left) * (i + 0.5) / CELLS for i in range(CELLS)]
        ys = [bottom + (top - bottom) * (i + 0.5) / CELLS for i in range(CELLS)]
        half = [[0.5] * CELLS] * CELLS
        shading = axes.pcolormesh(xs, ys, half, cmap="RdBu_r", vmin=0, vmax=1, zorder=0, rasterized=True)
        line = axes.plot([], [], "--", color="black", linewidth=2.5)[0]
        axes.set(xlim=(left, right), ylim=(bottom, top))

        def update() -> None:
            probe = copy(neuron)  # the neuron's own `out` belongs to the learning
            shading.set_array([[output_at(probe, x, y) for x in xs] for y in ys])
            # The output is 0.5 where w₀ + w₁x + w₂y = 0.
            w_0, w_1, w_2 = neuron.weights
            line.set_data([left, right], [-(w_0 + w_1 * x) / (w_2 or 1e-9) for x in (left, right)])

        def draw_step(batch: Sequence[Exemple], before: Weights) -> None:
            view = draw(figure, EXAMPLE)
            if view:
                view.update()
                for color, width in [("black", 7), ("#F0E442", 3)]:  # a ring that is seen on red, blue and white
                    ring: Any = {"markersize": 28, "markeredgewidth": width, "fillstyle": "none", "color": color}
                    view.axes.plot(*[[x] for x in batch[-1].inputs], "o", **ring)
                draw_numbers(figure.add_axes(NUMBERS), neuron, batch, before[0])

        return View(axes, [shading, line, *points, *axes.spines.values()], update, [neuron], draw_step)

    return draw


def draw_image(axes: "Axes", image: Sequence[float]) -> None:
    sheet = Sheet(axes, [""], len(image), "gray_r")
    sheet.show([image])
    sheet.mesh.set_clim(0, 1)


def draw_examples(axes: "Axes", train: Dataset) -> list[Any]:
    size = 14 if len(train.exemples) < 50 else 5
    points = []
    for expected, marker, fill, edge in [(0, "o", "white", "black"), (1, "s", "black", "white")]:
        chosen = [exemple.inputs for exemple in train.exemples if round(exemple.outputs[0]) == expected]
        columns = [[clamped(point[i], -1e30) for point in chosen] for i in (0, 1)]
        look: Any = {"markersize": size, "markeredgewidth": size / 7, "color": fill, "markeredgecolor": edge}
        points += axes.plot(*columns, marker, **look)
    return points


def output_at(neuron: Neuron, x: float, y: float) -> float:
    try:
        neuron.activate([x, y])
    except ValueError:  # beyond the range of floats there is no shade
        return nan
    return neuron.out


def mistakes(test: Dataset, pairs: Sequence[tuple[int, int]]) -> Panel:
    """How often each digit was read as which, for `pairs` of expected and predicted; the first misread images."""
    wrong = [(e.inputs, pair) for e, pair in zip(test.exemples, pairs) if pair[0] != pair[1]]
    shown = wrong[:MOST_IMAGES] if is_square(len(test.exemples[0].inputs)) else []
    rest = f";\nthe first {len(shown)}" if len(shown) < len(wrong) else ""

    def draw(figure: "Figure", rectangle: Rectangle) -> None:
        left, bottom, width, height = rectangle
        table = figure.add_axes((left, bottom + 0.085, width * (0.55 if shown else 1), height - 0.14))
        table.set_title(f"{len(pairs) - len(wrong)} of {len(pairs)} right")
        draw_table(pairs, table)
        if shown:
            axes = figure.add_axes((left + width * 0.6, bottom, width * 0.4, height - 0.085))
            labels = [f"{expected}:{predicted}" for _, (expected, predicted) in shown]
            sheet = Sheet(axes, labels, len(shown[0][0]), "gray_r")
            sheet.show([image for image, _ in shown])
            sheet.mesh.set_clim(0, 1)
            axes.set_title(f"{len(wrong)} of {len(pairs)} misread{rest}", fontsize=SMALL)

    return draw


def draw_table(pairs: Sequence[tuple[int, int]], axes: "Axes") -> None:
    digits = range(1 + max(map(max, pairs)))
    counts = [[pairs.count((i, j)) for j in digits] for i in digits]
    axes.set(xlabel="predicted", ylabel="expected", xticks=digits, yticks=digits, facecolor="0.85")
    # Only mistakes are shaded: what is right would outshine them, and stays grey.
    shades = [[nan if i == j else count for j, count in enumerate(row)] for i, row in enumerate(counts)]
    most = max((counts[i][j] for i, j in pairs if i != j), default=1)
    axes.imshow(shades, cmap="Oranges", vmin=0, vmax=most, aspect="auto")
    cell = axes.get_window_extent().width / len(digits) * 72 / axes.figure.dpi
    size = min(LARGE, 1.3 * cell / len(str(max(map(max, counts)))))
    for i, j in [(i, j) for i in digits for j in digits if counts[i][j]]:
        color = "white" if shades[i][j] > 0.6 * most else "black"
        axes.text(j, i, str(counts[i][j]), ha="center", va="center", color=color, fontsize=size)


class Sheet:
    """Images of so many pixels under their labels. They are one artist, which is drawn much faster than many."""

    def __init__(self, axes: "Axes", labels: Sequence[str], pixels: int, colors: str) -> None:
        import numpy as np
        from matplotlib.collections import PatchCollection
        from matplotlib.patches import Rectangle as Frame

        self.side, box = isqrt(pixels), axes.get_window_extent()
        side = self.side
        rows = ceil(len(labels) / ceil((len(labels) * box.width / box.height) ** 0.5))
        columns = ceil(len(labels) / rows)
        # With room above each for a label, whether the height or the width limits the size of a pixel
        letters = min(LARGE, max(SMALL, box.width / columns / 5 * 72 / axes.figure.dpi))
        label_height = 1.5 * letters * axes.figure.dpi / 72
        pixel = min(box.width / columns / (side + 1), (box.height / rows - label_height) / side)
        high = side + ceil(label_height / pixel)
        self.corners = [(i // columns * high, i % columns * (side + 1)) for i in range(len(labels))]
        self.numbers = np.full((self.corners[-1][0] + side, columns * (side + 1) - 1), nan)
        self.mesh: Any = axes.pcolormesh(self.numbers, cmap=colors, rasterized=True)
        axes.set(aspect="equal", ylim=(len(self.numbers), side - high))
        axes.axis("off")
        for label, (row, column) in zip(labels, self.corners):
            axes.text(column + side / 2, row - 0.5, label, ha="center", fontsize=letters)
        frames = [Frame((column, row), side, side) for row, column in self.corners]
        look: Any = {"facecolor": "none", "edgecolor": "0.5", "linewidth": 1, "clip_on": False}
        self.frames: Any = axes.add_collection(PatchCollection(frames, **look))

    def show(self, images: Images) -> None:
        import numpy as np

        side = self.side
        for numbers, (row, column) in zip(images, self.corners):
            square = np.reshape([clamped(number, -1e30) for number in numbers], (side, side))
            self.numbers[row : row + side, column : column + side] = square
        self.mesh.set_array(self.numbers)


def is_square(pixels: int) -> bool:
    return pixels > 1 and isqrt(pixels) ** 2 == pixels


def clamped(number: float, least: float = 1e-30) -> float:
    """A logarithmic axis cannot show 0, and scales overflow where a diverging number ends."""
    return min(max(number, least), 1e30)
