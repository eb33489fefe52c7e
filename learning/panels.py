"""What stands beside the curve: what the neurons have learned, and at the end what they misread.

A panel draws itself at a place of the figure. One that changes returns what redraws it, or None, having drawn
nothing, where the dataset does not suit it. Red speaks for an output, blue against it.
"""

from collections.abc import Callable, Sequence
from math import ceil, isqrt

from Dataset import Dataset
from Neuron import Neuron

TYPE_CHECKING = False  # what typing has, which takes longer to import than all the rest of --help
if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure, SubFigure
    from matplotlib.gridspec import SubplotSpec

Redraw = Callable[[], None]
CELLS = 50  # of the plane's shading, each way
MOST_IMAGES = 12


def weight_images(neurons: Sequence[Neuron], train: Dataset, figure: "Figure", place: "SubplotSpec") -> Redraw | None:
    """The weights of each neuron as an image, on one scale around 0; None if the inputs are no square images."""
    from matplotlib.colors import CenteredNorm

    if not are_images(train):
        return None
    area = figure.add_subfigure(place)
    norm = CenteredNorm(halfrange=1.0)
    images = []
    # A neuron on its own tells how much an image is a 1.
    for digit, axes in enumerate(axes_for(len(neurons), area), start=len(neurons) == 1):
        axes.set_title(str(digit))
        images.append(axes.imshow([[0.0]], cmap="RdBu_r", norm=norm, extent=(0, 1, 0, 1)))
    title = area.suptitle(" ")

    def redraw() -> None:
        limit = drawable(max(abs(w) for neuron in neurons for w in neuron.weights[1:]))
        norm.halfrange = limit
        for image, neuron in zip(images, neurons):
            image.set_data(square(neuron.weights[1:]))
        title.set_text(f"weights: blue −{limit:.2g}, white 0, red +{limit:.2g}")

    return redraw


def plane(neurons: Sequence[Neuron], train: Dataset, figure: "Figure", place: "SubplotSpec") -> Redraw | None:
    """The plane of two inputs: the examples, the output as shading and where it is 0.5; None for more or fewer."""
    if train.nb_input != 2:
        return None
    axes = figure.add_subplot(place, xlabel="input 1", ylabel="input 2")
    axes.set_title("output: blue 0, dashes 0.5, red 1\nexpected: ○ 0, ■ 1")
    axes.margins(0.25)
    axes.locator_params(nbins=3)
    size = 14 if train.nb_exemple < 50 else 5
    for expected, marker, fill, edge in [(0, "o", "white", "black"), (1, "s", "black", "white")]:
        points = [exemple.inputs for exemple in train.exemples if round(exemple.outputs[0]) == expected]
        columns = [[drawable(point[i], -1e30) for point in points] for i in (0, 1)]
        axes.plot(*columns, marker, markersize=size, markeredgewidth=size / 7, color=fill, markeredgecolor=edge)
    left, right, bottom, top = map(float, (*axes.get_xlim(), *axes.get_ylim()))
    shading = axes.imshow([[0.5]], cmap="RdBu_r", vmin=0, vmax=1, interpolation="bilinear", origin="lower",
                          aspect="auto", extent=(left, right, bottom, top))  # fmt: skip
    line = axes.plot([], [], "--", color="black", linewidth=2.5)[0]
    xs = [left + (right - left) * (i + 0.5) / CELLS for i in range(CELLS)]
    ys = [bottom + (top - bottom) * (i + 0.5) / CELLS for i in range(CELLS)]
    probe = Neuron(2)

    def output(x: float, y: float) -> float:
        probe.activate([x, y])
        return probe.out

    def redraw() -> None:
        w_0, w_1, w_2 = probe.weights = neurons[0].weights
        shading.set_data([[output(x, y) for x in xs] for y in ys])
        # The output is 0.5 where w₀ + w₁x + w₂y = 0.
        line.set_data([left, right], [-(w_0 + w_1 * x) / (w_2 or 1e-9) for x in (left, right)])

    return redraw


def mistakes(test: Dataset, pairs: Sequence[tuple[int, int]], figure: "Figure", place: "SubplotSpec") -> None:
    """How often each digit was read as which, for `pairs` of expected and predicted; the first misread images."""
    counts = [[pairs.count((i, j)) for j in range(test.nb_output)] for i in range(test.nb_output)]
    wrong = [(exemple.inputs, pair) for exemple, pair in zip(test.exemples, pairs) if pair[0] != pair[1]]
    shown = wrong[:MOST_IMAGES] if are_images(test) else []
    grid = place.subgridspec(1, 2)
    axes = figure.add_subplot(grid[0] if shown else grid[:], xlabel="predicted", ylabel="expected")
    axes.set(xticks=range(test.nb_output), yticks=range(test.nb_output))
    # Only mistakes are shaded: what is right would outshine them.
    shades = [[count * (i != j) for j, count in enumerate(row)] for i, row in enumerate(counts)]
    most = max(map(max, shades)) or 1
    axes.imshow(shades, cmap="Oranges", vmin=0, vmax=most, aspect="auto")
    for i, row in enumerate(counts):
        for j, count in enumerate(row):
            color = "white" if shades[i][j] > 0.6 * most else "black"
            axes.text(j, i, str(count or ""), ha="center", va="center", color=color)
    if shown:
        area = figure.add_subfigure(grid[1])
        area.suptitle(f"{len(shown)} of {len(wrong)} misread, as expected:predicted")
        for axes, (pixels, (expected, predicted)) in zip(axes_for(len(shown), area), shown):
            axes.imshow(square(pixels), cmap="gray_r")
            axes.set_xlabel(f"{expected}:{predicted}")


def axes_for(count: int, area: "SubFigure") -> list["Axes"]:
    """So many axes without ticks, in two rows unless there is only one."""
    rows = min(count, 2)
    grid = area.add_gridspec(rows, ceil(count / rows))
    return [area.add_subplot(grid[i], xticks=[], yticks=[]) for i in range(count)]


def are_images(dataset: Dataset) -> bool:
    return dataset.nb_input > 1 and isqrt(dataset.nb_input) ** 2 == dataset.nb_input


def square(pixels: Sequence[float]) -> list[list[float]]:
    side = isqrt(len(pixels))
    return [[drawable(pixel, -1e30) for pixel in pixels[i : i + side]] for i in range(0, len(pixels), side)]


def drawable(number: float, least: float = 1e-30) -> float:
    """A logarithmic axis cannot show 0, and scales overflow where a diverging number ends."""
    return min(max(number, least), 1e30)
