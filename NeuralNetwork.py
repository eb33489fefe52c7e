"""Layers of neurons that learn by gradient descent: Ex04, Ex05 and Ex07. Left out: hidden gradients (day 6)."""

import random
from collections.abc import Sequence
from itertools import pairwise

from Dataset import Dataset, check_lengths
from Neuron import Neuron, finite, logistic  # noqa: F401 (logistic comes with `from NeuralNetwork import *`)


class NeuralNetwork:
    """NeuralNetwork([3, 5, 2]): 3 entries, 5 hidden neurons, 2 output neurons. Every neuron does its own work.

    `layers` are lists of Neuron; those of the input layer have no inputs and hold the entries. Wrong lengths and nan
    raise ValueError and change nothing; an overflow raises it too, but by then the neurons before it have changed.
    """

    def __init__(self, layerSizes: Sequence[int], *, rng: random.Random | None = None) -> None:
        if len(layerSizes) < 2 or min(layerSizes) < 1:
            raise ValueError(f"expected at least two layer sizes of 1 or more, got {layerSizes}")
        self.layers = [[Neuron(n, rng=rng) for _ in range(size)] for n, size in zip([0, *layerSizes], layerSizes)]

    def __repr__(self) -> str:
        return f"NeuralNetwork({[len(layer) for layer in self.layers]})"

    def activate(self, entries: Sequence[float]) -> None:
        """Day 3: set `out` of every neuron from one entry per input neuron, layer after layer."""
        self.check_lengths([entries])
        finite([*entries], "an entry")
        for neuron, entry in zip(self.layers[0], entries):
            neuron.out = entry
        for layer in self.layers[1:]:
            entries = activated(layer, entries)

    def getOutputs(self) -> list[float]:
        """Day 3: return the activations of the output neurons."""
        return [neuron.out for neuron in self.layers[-1]]

    def calcLoss(self, dataset: Dataset) -> float:
        """Ex04: return the *sum* of the outputs' mean costs. It activates hidden neurons, so their `out` changes."""
        inputs = [exemple.inputs for exemple in dataset.exemples]
        self.check_lengths(inputs)
        check_lengths("outputs", [exemple.outputs for exemple in dataset.exemples], len(self.layers[-1]))
        for layer in self.layers[1:-1]:
            inputs = [activated(layer, entries) for entries in inputs]
        costs = [n.mean_cost(inputs, [e.outputs[i] for e in dataset.exemples]) for i, n in enumerate(self.layers[-1])]
        return finite([sum(costs)], "a loss: is the learning rate too large?")[0]

    def calculateGradients(self, desiredOutputs: Sequence[float]) -> None:
        """Ex05: set `gradient` of the output neurons, for one desired output each, after an activation."""
        check_lengths("desired outputs", [desiredOutputs], len(self.layers[-1]))
        finite([*desiredOutputs], "a desired output")
        for neuron, y in zip(self.layers[-1], desiredOutputs):
            neuron.calculateOutputGradient(y)

    def applyGradients(self, learningRate: float) -> None:
        """Ex07: apply the gradient of every neuron that has inputs: the activations of the layer before."""
        self.check_lengths([])  # those of the weights alone
        finite([learningRate, *[n.gradient for layer in self.layers[1:] for n in layer]], "a learning rate or gradient")
        for previous, layer in pairwise(self.layers):
            outs = [neuron.out for neuron in previous]
            for neuron in layer:
                neuron.applyGradient(learningRate, outs)

    def check_lengths(self, inputs: Sequence[Sequence[float]]) -> None:
        check_lengths("entries", inputs, len(self.layers[0]))
        for previous, layer in pairwise(self.layers):
            check_lengths("weights", [neuron.weights for neuron in layer], len(previous) + 1)


def activated(layer: Sequence[Neuron], entries: Sequence[float]) -> list[float]:
    """Activate the neurons of a layer, and return their activations."""
    for neuron in layer:
        neuron.activate(entries)
    return [neuron.out for neuron in layer]
