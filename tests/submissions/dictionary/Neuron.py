import math, random

class Neuron:
    def __init__(self, n):
        self.params = {"b": random.gauss(0, .05)}
        for i in range(n): self.params["w%d" % i] = random.gauss(0, .05)
        self.n = n
        self.a = 0
        self.grad = 0

    def activate(self, entries):
        z = self.params["b"]
        for i in range(self.n): z += self.params["w%d" % i] * entries[i]
        self.a = 1 / (1 + math.exp(-z))
        return self.a

    def calcLoss(self, dataset):
        eps = 1e-12
        s = 0
        for inputs, outputs in zip(dataset.X, dataset.Y):
            a = self.activate(inputs)
            s += outputs[0] * math.log(a + eps) + (1 - outputs[0]) * math.log(1 - a + eps)
        return -s / dataset.m

    def calculateOutputGradient(self, y):
        self.grad = y - self.a
        return self.grad

    def applyGradient(self, lr, entries):
        for key in self.params:
            x = 1 if key == "b" else entries[int(key[1:])]
            self.params[key] = self.params[key] + lr * self.grad * x

    def applyGradientWithLayer(self, lr, layer):
        self.params["b"] += lr * self.grad
        for i in range(len(layer)): self.params["w%d" % i] += lr * self.grad * layer[i].a
