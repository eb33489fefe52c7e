import math


class Neuron:
    """A neuron is made from its weights; the first of them is the bias."""

    def __init__(self, weights):
        self.w = list(weights)
        self.last_in = []
        self.last_out = None
        self.err = 0.0

    def activate(self, x):
        self.last_in = [1.0]
        self.last_in.extend(x)
        self.last_out = self.sigmoid(math.fsum(map(lambda p: p[0] * p[1], zip(self.w, self.last_in))))
        return self.last_out

    @staticmethod
    def sigmoid(v):
        return math.pow(1.0 + math.exp(-v), -1)

    def calcLoss(self, pairs):
        return math.fsum(self.cost(x, y[0]) for x, y in pairs) / len(pairs)

    def cost(self, x, y):
        a = self.activate(x)
        return -math.log(abs(1 - y - a))

    def calculateOutputGradient(self, target):
        self.err = target - self.last_out

    def applyGradient(self, eta, x):
        self.w = [w + eta * self.err * v for w, v in zip(self.w, [1.0] + list(x))]

    def applyGradientWithLayer(self, eta, layer):
        self.applyGradient(eta, [unit.last_out for unit in layer])
