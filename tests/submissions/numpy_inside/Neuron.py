import numpy as np


class Neuron:
    def __init__(self, n):
        # The bias comes last.
        self._w = np.random.default_rng(0).normal(0, 0.1, n + 1)
        self._act = None
        self._grad = None

    def activate(self, x):
        self._act = 1 / (1 + np.exp(-(self._w[:-1] @ x + self._w[-1])))
        return self._act

    def calcLoss(self, X, Y):
        a = 1 / (1 + np.exp(-(X @ self._w[:-1] + self._w[-1])))
        y = Y[:, 0]
        return -np.mean(y * np.log(a) + (1 - y) * np.log(1 - a))

    def calculateOutputGradient(self, y):
        self._grad = y - self._act

    def applyGradient(self, lr, x):
        self._w += lr * self._grad * np.append(x, 1.0)

    def applyGradientWithLayer(self, lr, layer):
        self.applyGradient(lr, np.array([n._act for n in layer]))
