import math

from Neuron import Neuron


class NeuralNetwork:
    def __init__(self, sizes):
        self.layers = [[Neuron(0) for _ in range(sizes[0])]]
        for i in range(1, len(sizes)):
            self.layers.append([Neuron(sizes[i - 1]) for _ in range(sizes[i])])

    def activate(self, entries):
        for neuron, entry in zip(self.layers[0], entries):
            neuron.output = entry
        for i in range(1, len(self.layers)):
            entries = [neuron.output for neuron in self.layers[i - 1]]
            for neuron in self.layers[i]:
                neuron.activate(entries)

    def calcLoss(self, dataset):
        total = 0.0
        for example in dataset.examples:
            self.activate(example.inputs)
            for neuron, y in zip(self.layers[-1], example.outputs):
                total -= y * math.log(neuron.output) + (1 - y) * math.log(1 - neuron.output)
        return total / len(dataset.examples)

    def calculateGradients(self, desired):
        for neuron, y in zip(self.layers[-1], desired):
            neuron.calculateOutputGradient(y)

    def applyGradients(self, rate):
        for i in range(1, len(self.layers)):
            for neuron in self.layers[i]:
                neuron.applyGradientWithLayer(rate, self.layers[i - 1])
