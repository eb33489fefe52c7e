"""Layers of neurons that learn by gradient descent: Ex04, Ex05 and Ex07.

activate and getOutputs come from day 3. Left out: the gradients of the hidden layers (day 6), which
calculateGradients is to set; until then they are 0.0 and applyGradients leaves those layers unchanged.
"""

import random
from collections.abc import Iterable, Sequence
from itertools import pairwise
from math import hypot

from Dataset import Dataset
from Neuron import Neuron, check_numbers, cross_entropy, exemples_of, logistic, mean, moved, weighted_sums, with_one

__all__ = ["NeuralNetwork", "Neuron", "logistic"]


class NeuralNetwork:
    """NeuralNetwork([3, 5, 2]): 3 entries, a hidden layer of 5 neurons, 2 output neurons.

    layers  lists of Neuron, the input layer first; its neurons have no inputs, they hold the entries

    Weights are drawn as Neuron draws them. ValueError when layerSizes is not a list of at least two
    integers of 1 or more. Every method raises ValueError or TypeError, and changes nothing, when it
    gets lists of the wrong length or what is no finite number.
    """

    def __init__(self, layerSizes: Sequence[int], *, rng: random.Random | None = None) -> None:
        sizes = list(layerSizes) if isinstance(layerSizes, Iterable) else []
        if len(sizes) < 2 or not all(isinstance(size, int) and size > 0 for size in sizes):
            raise ValueError(f"expected at least two layer sizes of 1 or more, got {layerSizes!r}")
        self.layers = [
            [Neuron(nb_inputs, rng=rng) for _ in range(size)]
            for nb_inputs, size in zip([0, *sizes], sizes)
        ]

    def __repr__(self) -> str:
        return f"NeuralNetwork({[len(layer) for layer in self.layers]})"

    def activate(self, entries: Sequence[float]) -> None:
        """Day 3: set `out` of every neuron from one entry per input neuron, layer after layer."""
        check_numbers("entries", entries, len(self.layers[0]))
        outs = entries
        for neuron, entry in zip(self.layers[0], entries):
            neuron.out = entry
        for layer in self.layers[1:]:
            # a = Logistic(sp), as in Neuron.activate
            outs = [logistic(sp) for sp in weighted_sums(layer, with_one(outs))]
            for neuron, out in zip(layer, outs):
                neuron.out = out

    def getOutputs(self) -> list[float]:
        """Day 3: return the activations of the output neurons, each from 0 to 1."""
        return [neuron.out for neuron in self.layers[-1]]

    def calcLoss(self, dataset: Dataset) -> float:
        """Ex04: return the *sum* over the output neurons of their mean cross-entropies.

        Every neuron's `out` and `gradient` stay as they are.
        """
        *hidden, output = self.layers[1:]
        costs = []
        for exemple in exemples_of(dataset, len(output)):
            x = with_one(exemple.inputs)
            for layer in hidden:
                x = with_one(map(logistic, weighted_sums(layer, x)))
            # −Σ(y·log(a) + (1 − y)·log(1 − a)) over the outputs
            costs.append(sum(map(cross_entropy, weighted_sums(output, x), exemple.outputs)))
        # The sum over the outputs of their means is the mean over the examples of their sums.
        return mean(costs)

    def calculateGradients(self, desiredOutputs: Sequence[float]) -> None:
        """Ex05: set `gradient` of the output neurons, one desired output each; activate comes first."""
        check_numbers("desired outputs", desiredOutputs, len(self.layers[-1]))
        for neuron, desired_output in zip(self.layers[-1], desiredOutputs):
            neuron.calculateOutputGradient(desired_output)

    def applyGradients(self, learningRate: float) -> None:
        """Ex07: apply the gradient of every neuron that has inputs: all but the input layer's."""
        for previous, layer in pairwise(self.layers):
            x = with_one([neuron.out for neuron in previous])
            reach = hypot(*x)
            # w ← w + α∇x, as in Neuron.applyGradientWithLayer
            for neuron in layer:
                neuron.weights = moved(neuron.weights, learningRate, neuron.gradient, x, reach)
