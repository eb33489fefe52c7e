"""One update in numbers, in the place of the panel: what a paused window shows after each step."""

from collections.abc import Sequence
from copy import copy
from math import fsum
from typing import TYPE_CHECKING, Any

from Dataset import Exemple
from Neuron import Neuron

if TYPE_CHECKING:
    from matplotlib.axes import Axes

Weights = Sequence[Sequence[float]]
DIGITS = "₀₁₂₃₄₅₆₇₈₉"


def neurons_before(neurons: Sequence[Neuron], weights: Weights) -> list[Neuron]:
    """Return neurons with the weights that these had before the update."""
    copies = [copy(neuron) for neuron in neurons]
    for neuron, own in zip(copies, weights):
        neuron.weights = list(own)
    return copies


def mean_gradients(neurons: Sequence[Neuron], batch: Sequence[Exemple]) -> list[float]:
    """Return the mean ∇ of each neuron over the examples of a batch."""
    gradients: list[list[float]] = [[] for _ in neurons]
    for exemple in batch:
        for neuron, y, own in zip(neurons, exemple.outputs, gradients):
            neuron.activate(exemple.inputs)
            neuron.calculateOutputGradient(y)
            own.append(neuron.gradient)
    return [fsum(own) / len(batch) for own in gradients]


def which(batch: Sequence[Exemple]) -> str:
    return f"the last of {len(batch)} examples" if len(batch) > 1 else "one example"


def draw_numbers(axes: "Axes", neuron: Neuron, batch: Sequence[Exemple], before: Sequence[float]) -> None:
    """The formulas of an update with their numbers, as in the README's table."""
    exemple = batch[-1]
    (old,) = neurons_before([neuron], [before])
    (mean,) = mean_gradients([old], batch)
    # The last example of the batch was activated last.
    entries = ", ".join(f"{x:g}" for x in exemple.inputs)
    rows = [
        (which(batch), f"x = ({entries}), y = {exemple.outputs[0]:g}"),
        ("sp = Σ wᵢxᵢ + w₀", number(old.weighted_sum(exemple.inputs))),
        ("a = Logistic(sp)", f"{old.out:.4f}"),
        ("∇ = y − a", signed(old.gradient)),
    ]
    if len(batch) > 1:
        rows.append((f"mean ∇ of {len(batch)}", signed(mean)))
    for i, (w, moved) in enumerate(zip(before, neuron.weights)):
        name = f"w{DIGITS[i]}"
        rows.append((f"{name} ← {name} + α∇" + (f"x{DIGITS[i]}" if i else ""), f"{number(w)} → {number(moved)}"))
    axes.axis("off")
    for i, (formula, numbers) in enumerate(rows):
        height = 1 - (i + 0.5) / len(rows)
        axes.text(0, height, formula, va="center")
        axes.text(0.45, height, numbers, va="center")


def draw_bars(
    axes: "Axes", neurons: Sequence[Neuron], labels: Sequence[str], batch: Sequence[Exemple], before: Weights
) -> None:
    """Each output as a bar, with the desired one marked, and its numbers."""
    exemple, old = batch[-1], neurons_before(neurons, before)
    means = mean_gradients(old, batch)
    places = range(len(neurons))
    axes.barh(places, [neuron.out for neuron in old], color="#56B4E9", height=0.6)
    axes.plot(exemple.outputs, places, "D", color="black", markersize=8, clip_on=False)
    axes.set(xlim=(0, 1), ylim=(max(len(neurons), 3) - 0.5, -0.7), yticks=places, xticks=[0, 1])
    axes.set_yticklabels(labels)
    axes.set_xlabel("output a, desired ◆")
    columns = {
        "sp": [neuron.weighted_sum(exemple.inputs) for neuron in old],
        "a": [neuron.out for neuron in old],
        "∇": [neuron.gradient for neuron in old],
    }
    if len(batch) > 1:
        columns["mean ∇"] = means
    look: Any = {"ha": "right", "va": "center", "transform": axes.get_yaxis_transform()}
    for i, (name, numbers) in enumerate(columns.items()):
        for place, text in [(-1, name), *zip(places, [signed(n, 3) for n in numbers])]:
            axes.text(1.85 + 0.87 * i, place, text, **look)


def signed(value: float, decimals: int = 4) -> str:
    return f"{round(value, decimals) + 0.0:.{decimals}f}".replace("-", "−")  # −0.0 + 0.0 is 0.0


def number(value: float) -> str:
    """Four decimals, or fewer where they are 0."""
    return signed(value).rstrip("0").rstrip(".")
