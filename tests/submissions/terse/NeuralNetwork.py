from itertools import pairwise
from math import e, log

from Neuron import Neuron


class NeuralNetwork:
    def __init__(self, sizes):
        self.first, self.L1, self.L2 = [Neuron(0) for _ in range(sizes[0])], [], []
        self.L1 = [Neuron(sizes[0]) for _ in range(sizes[1])]
        self.L2 = [Neuron(sizes[1]) for _ in range(sizes[2])] if len(sizes) > 2 else []

    @property
    def layers(self):
        return [layer for layer in (self.first, self.L1, self.L2) if layer]

    def activate(self, xs):
        for n, x in zip(self.first, xs):
            n.a = x
        for before, layer in pairwise(self.layers):
            for n in layer:
                n.activate([m.a for m in before])

    def calcLoss(self, data):
        s = 0
        for x, y in data.items():
            self.activate(x)
            s += sum(log(1 + e ** (-n.z if t else n.z)) for n, t in zip(self.layers[-1], y))
        return s / len(data)

    def calculateGradients(self, y):
        [n.calculateOutputGradient(t) for n, t in zip(self.layers[-1], y)]

    def applyGradients(self, r):
        [n.applyGradientWithLayer(r, before) for before, layer in pairwise(self.layers) for n in layer if hasattr(n, "g")]
