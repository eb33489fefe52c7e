import numpy as np
from Neuron import Neuron


class NeuralNetwork:
    def __init__(self, shape):
        self._layers = [[Neuron(n) for _ in range(m)] for n, m in zip([0, *shape], shape)]

    def activate(self, x):
        for neuron, value in zip(self._layers[0], x):
            neuron._act = value
        for before, layer in zip(self._layers, self._layers[1:]):
            x = np.array([neuron._act for neuron in before])
            for neuron in layer:
                neuron.activate(x)

    def outputs(self):
        return np.array([neuron._act for neuron in self._layers[-1]])

    def calcLoss(self, X, Y):
        cost = 0
        for x, y in zip(X, Y):
            self.activate(x)
            a = self.outputs()
            cost -= y * np.log(a) + (1 - np.array(y)) * np.log(1 - a)
        return np.sum(cost / len(X))

    def calculateGradients(self, y):
        for neuron, wanted in zip(self._layers[-1], y):
            neuron.calculateOutputGradient(wanted)

    def applyGradients(self, lr):
        for before, layer in zip(self._layers, self._layers[1:]):
            for neuron in layer:
                if neuron._grad is not None:
                    neuron.applyGradientWithLayer(lr, before)
