import math
from Neuron import *

class NeuralNetwork:
    def __init__(self, sizes):
        self.sizes = sizes
        self.layers = {0: [Neuron(0) for _ in range(sizes[0])]}
        for k in range(1, len(sizes)): self.layers[k] = [Neuron(sizes[k - 1]) for _ in range(sizes[k])]

    def layer(self, k):
        return self.layers[k % len(self.sizes)]

    def activate(self, entries):
        for i, neuron in enumerate(self.layer(0)): neuron.a = entries[i]
        for k in range(1, len(self.sizes)):
            x = [neuron.a for neuron in self.layer(k - 1)]
            for neuron in self.layer(k): neuron.activate(x)
        return [neuron.a for neuron in self.layer(-1)]

    def calcLoss(self, dataset):
        eps = 1e-12
        s = 0
        for inputs, outputs in zip(dataset.X, dataset.Y):
            for a, y in zip(self.activate(inputs), outputs):
                s += y * math.log(a + eps) + (1 - y) * math.log(1 - a + eps)
        return -s / dataset.m

    def calculateGradients(self, outputs):
        for neuron, y in zip(self.layer(-1), outputs): neuron.calculateOutputGradient(y)

    def applyGradients(self, lr):
        for k in range(len(self.sizes) - 1, 0, -1):
            for neuron in self.layer(k): neuron.applyGradientWithLayer(lr, self.layer(k - 1))
