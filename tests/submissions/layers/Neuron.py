"""A stable logistic, and new weights for each update."""

import math
import random


def logistic(z):
    return 0.5 * (1 + math.tanh(z / 2))


class Neuron:
    def __init__(self, nb_inputs):
        self.weights = [random.uniform(-0.2, 0.2) for _ in range(nb_inputs + 1)]
        self.value = 0.0
        self.gradient_of_output = 0.0

    def activate(self, entries):
        bias, *weights = self.weights
        self.value = logistic(bias + sum(w * x for w, x in zip(weights, entries)))
        return self.value

    def calcLoss(self, xs, ys):
        return sum(cross_entropy(self.activate(x), y) for x, (y,) in zip(xs, ys)) / len(xs)

    def calculateOutputGradient(self, desired_output):
        self.gradient_of_output = desired_output - self.value
        return self.gradient_of_output

    def applyGradient(self, learning_rate, entries):
        step = learning_rate * self.gradient_of_output
        self.weights = [w + step * x for w, x in zip(self.weights, (1.0, *entries))]

    def applyGradientWithLayer(self, learning_rate, layer):
        self.applyGradient(learning_rate, [neuron.value for neuron in layer])


def cross_entropy(a, y):
    a = min(max(a, 1e-15), 1 - 1e-15)
    return -(y * math.log(a) + (1 - y) * math.log(1 - a))
