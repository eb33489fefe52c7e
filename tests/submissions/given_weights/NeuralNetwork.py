import random

from Neuron import Neuron


class Entry:
    def __init__(self):
        self.last_out = 0.0


class NeuralNetwork:
    def __init__(self, sizes, seed=None):
        dice = random.Random(seed)
        self.output_units = self.make(sizes[-1], sizes[-2], dice)
        self.hidden_layers = [self.make(n, m, dice) for m, n in zip(sizes[:-2], sizes[1:-1])]
        self.entries = [Entry() for _ in range(sizes[0])]

    def make(self, n, m, dice):
        return [Neuron([dice.uniform(-0.1, 0.1) for _ in range(m + 1)]) for _ in range(n)]

    def activate(self, x):
        for entry, value in zip(self.entries, x):
            entry.last_out = value
        for layer in self.hidden_layers + [self.output_units]:
            x = [unit.activate(x) for unit in layer]
        return x

    def calcLoss(self, pairs):
        per_output = [0.0] * len(self.output_units)
        for x, y in pairs:
            self.activate(x)
            for i, unit in enumerate(self.output_units):
                per_output[i] += unit.cost(unit.last_in[1:], y[i])
        return sum(total / len(pairs) for total in per_output)

    def calculateGradients(self, y):
        for i in range(len(y)):
            self.output_units[i].calculateOutputGradient(y[i])

    def applyGradients(self, eta):
        before = self.entries
        for layer in self.hidden_layers + [self.output_units]:
            for unit in layer:
                unit.applyGradientWithLayer(eta, before)
            before = layer
