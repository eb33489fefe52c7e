import math
import random


class Neuron(object):
    def __init__(self, nbInputs=2):
        self.weights = [0.0] * (nbInputs + 1)
        for i in range(len(self.weights)):
            self.weights[i] = random.randint(-100, 100) / 1000
        self.output = 0
        self.gradient = 0

    def sum(self, entries):
        result = self.weights[len(entries)]
        i = 0
        while i < len(entries):
            result += self.weights[i] * entries[i]
            i += 1
        return result

    def activate(self, entries):
        z = self.sum(entries)
        if z < -700:
            self.output = 0.0
        else:
            self.output = 1.0 / (1.0 + math.exp(-z))

    def activateWithLayer(self, layer):
        self.activate([n.output for n in layer])

    def loss(self, y):
        if y == 1:
            return -math.log(max(self.output, 1e-9))
        return -math.log(max(1 - self.output, 1e-9))

    def calcLoss(self, dataset):
        total = 0
        for ex in dataset.exemples:
            self.activate(ex.inputs)
            total += self.loss(ex.outputs[0])
        return total / dataset.nb_exemple

    def calculateOutputGradient(self, desiredOutput):
        self.gradient = desiredOutput - self.output

    def applyGradient(self, learningRate, entries):
        for i in range(len(entries)):
            self.weights[i] = self.weights[i] + learningRate * self.gradient * entries[i]
        self.weights[-1] = self.weights[-1] + learningRate * self.gradient

    def applyGradientWithLayer(self, learningRate, layer):
        for i in range(len(layer)):
            self.weights[i] = self.weights[i] + learningRate * self.gradient * layer[i].output
        self.weights[-1] = self.weights[-1] + learningRate * self.gradient
