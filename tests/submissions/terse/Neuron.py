from array import array
from math import e, log
from random import random


class Neuron:
    def __init__(self, n):
        self.ws, self.b = None, random() / 5 - 0.1

    def activate(self, xs):
        if not self.ws:
            self.ws = array("d", (random() / 5 - 0.1 for _ in xs))
        self.z = self.b + sum(w * x for w, x in zip(self.ws, xs))
        self.a = 1 / (1 + e**-self.z)

    def calcLoss(self, data):
        return sum(self.L(x, y[0]) for x, y in data.items()) / len(data)

    def L(self, x, y):
        self.activate(x)
        return log(1 + e ** (-self.z if y else self.z))

    def calculateOutputGradient(self, y):
        self.g = y - self.a

    def applyGradient(self, r, xs):
        self.b += r * self.g
        for i, x in enumerate(xs):
            self.ws[i] += r * self.g * x

    def applyGradientWithLayer(self, r, layer):
        self.applyGradient(r, [n.a for n in layer])
