from dataclasses import dataclass
from math import log

from Neuron import Neuron


@dataclass
class InputNeuron:
    activation: float = 0.0


class Layer:
    """A layer knows the one before it."""

    def __init__(self, neurons, before=None):
        self.neurons = neurons
        self.before = before

    def activate(self):
        for neuron in self.neurons:
            neuron.activate([other.activation for other in self.before.neurons])

    def apply(self, rate):
        if self.before:
            for neuron in self.neurons:
                neuron.applyGradientWithLayer(rate, self.before.neurons)
            self.before.apply(rate)


class NeuralNetwork:
    def __init__(self, sizes):
        layers = [Layer([InputNeuron() for _ in range(sizes[0])])]
        for before, size in zip(sizes, sizes[1:]):
            layers.append(Layer([Neuron(before) for _ in range(size)], layers[-1]))
        self.layers = layers

    def activate(self, entries):
        first, *rest = self.layers
        for neuron, entry in zip(first.neurons, entries):
            neuron.activation = entry
        for layer in rest:
            layer.activate()

    @property
    def outputs(self):
        return [neuron.activation for neuron in self.layers[-1].neurons]

    def calcLoss(self, dataset):
        total = 0.0
        for example in dataset:
            self.activate(example.inputs)
            total += sum(-log(a) if y == 1 else -log(1 - a) for a, y in zip(self.outputs, example.outputs))
        return total / len(dataset)

    def calculateGradients(self, desired):
        for neuron, y in zip(self.layers[-1].neurons, desired, strict=True):
            neuron.calculateOutputGradient(y)

    def applyGradients(self, rate):
        self.layers[-1].apply(rate)
