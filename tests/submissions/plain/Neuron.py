import math
import random


def logistic(x):
    return 1 / (1 + math.exp(-x))


class Neuron:
    def __init__(self, nb_inputs):
        self.weights = [random.uniform(-0.5, 0.5) for _ in range(nb_inputs + 1)]
        self.output = 0.0
        self.gradient = 0.0

    def activate(self, entries):
        total = self.weights[0]
        for i in range(len(entries)):
            total += self.weights[i + 1] * entries[i]
        self.output = logistic(total)

    def calcLoss(self, dataset):
        total = 0.0
        for example in dataset.examples:
            self.activate(example.inputs)
            y = example.outputs[0]
            total -= y * math.log(self.output) + (1 - y) * math.log(1 - self.output)
        return total / len(dataset.examples)

    def calculateOutputGradient(self, desired):
        self.gradient = desired - self.output

    def applyGradient(self, rate, entries):
        self.weights[0] += rate * self.gradient
        for i in range(len(entries)):
            self.weights[i + 1] += rate * self.gradient * entries[i]

    def applyGradientWithLayer(self, rate, layer):
        self.applyGradient(rate, [neuron.output for neuron in layer])
