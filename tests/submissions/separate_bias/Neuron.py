from math import exp, log
from random import gauss


class Neuron:
    def __init__(self, nb_inputs):
        self.w = [gauss(0, 0.1) for _ in range(nb_inputs)]
        self.b = 0.0
        self.last_entries = None
        self.activation_value = 0.5

    def activate(self, entries):
        self.last_entries = entries
        z = self.b + sum(w * x for w, x in zip(self.w, entries))
        self.activation_value = 1 / (1 + exp(-z))

    def calcLoss(self, data):
        costs = []
        for x, (y,) in data.rows:
            self.activate(x)
            costs.append(-log(self.activation_value) if y == 1 else -log(1 - self.activation_value))
        return sum(costs) / len(costs)

    def calculateOutputGradient(self, y):
        self.error = y - self.activation_value

    def applyGradient(self, alpha, entries):
        self.b += alpha * self.error
        self.w = [w + alpha * self.error * x for w, x in zip(self.w, entries)]

    def applyGradientWithLayer(self, alpha, neurons):
        self.b += alpha * self.error
        for i, neuron in enumerate(neurons):
            self.w[i] += alpha * self.error * neuron.activation_value
