"""Layers of neurons that learn: Ex04, Ex05 and Ex07. Left out: hidden gradients (day 6)."""

from collections.abc import Sequence
from itertools import pairwise

from Dataset import Dataset
from Neuron import Neuron, check_length


class NeuralNetwork:
    """NeuralNetwork([3, 5, 2]): 3 entries, 5 hidden neurons, 2 output neurons.

    `layers` are lists of Neuron; those of the input layer have no inputs, and hold the entries.
    Lists of the wrong length and numbers that are not finite raise ValueError.
    """

    def __init__(self, layerSizes: Sequence[int]) -> None:
        # [3, 5, 2]: 3 neurons without inputs, 5 with 3 inputs, 2 with 5 inputs
        self.layers = [
            [Neuron(nb_inputs) for _ in range(size)]
            for nb_inputs, size in zip([0, *layerSizes], layerSizes)
        ]

    def __repr__(self) -> str:
        return f"NeuralNetwork({[len(layer) for layer in self.layers]})"

    def activate(self, entries: Sequence[float]) -> None:
        """Day 3: set `out` of every neuron from one entry per input neuron, layer after layer."""
        check_length(entries, len(self.layers[0]), "entries")
        for neuron, entry in zip(self.layers[0], entries):
            neuron.out = entry
        entries = self.activate_hidden(entries)
        for neuron in self.layers[-1]:
            neuron.activate(entries)

    def activate_hidden(self, entries: Sequence[float]) -> Sequence[float]:
        """Set `out` of the hidden neurons; return the entries of the output layer."""
        for layer in self.layers[1:-1]:
            for neuron in layer:
                neuron.activate(entries)
            entries = [neuron.out for neuron in layer]
        return entries

    def getOutputs(self) -> list[float]:
        """Day 3: return the activations of the output neurons."""
        return [neuron.out for neuron in self.layers[-1]]

    def calcLoss(self, dataset: Dataset) -> float:
        """Ex04: return the *sum* of the mean costs of the output neurons.

        It activates the hidden neurons: where there are any, activate again before applyGradients.
        The `out` of the input and output neurons stays.
        """
        total = 0.0
        for exemple in dataset.exemples:
            check_length(exemple.outputs, len(self.layers[-1]), "outputs")
            entries = self.activate_hidden(exemple.inputs)
            for neuron, y in zip(self.layers[-1], exemple.outputs):
                total += neuron.cost(entries, y)
        return total / len(dataset.exemples)

    def calculateGradients(self, desiredOutputs: Sequence[float]) -> None:
        """Ex05: set `gradient` of the output neurons, after an activation."""
        check_length(desiredOutputs, len(self.layers[-1]), "desired outputs")
        for neuron, y in zip(self.layers[-1], desiredOutputs):
            neuron.calculateOutputGradient(y)

    def applyGradients(self, learningRate: float) -> None:
        """Ex07: apply the gradient of every neuron that has inputs, layer after layer."""
        for previous, layer in pairwise(self.layers):
            for neuron in layer:
                neuron.applyGradientWithLayer(learningRate, previous)
