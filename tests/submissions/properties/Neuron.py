from dataclasses import dataclass, field
from math import exp, log
from random import random


@dataclass
class Neuron:
    size: int
    bias: float = 0.0
    weights: list = field(default_factory=list)
    weighted_sum: float = 0.0
    gradient: float = 0.0
    history: list = field(default_factory=list)

    def __post_init__(self):
        self.weights = [random() - 0.5 for _ in range(self.size)]

    @property
    def activation(self):
        return 1 / (1 + exp(-self.weighted_sum))

    def activate(self, entries):
        self.weighted_sum = self.bias + sum(w * x for w, x in zip(self.weights, entries))

    def calcLoss(self, dataset):
        costs = []
        for example in dataset:
            self.activate(example.inputs)
            (y,) = example.outputs
            costs.append(-(y * log(self.activation) + (1 - y) * log(1 - self.activation)))
        return sum(costs) / len(costs)

    def calculateOutputGradient(self, desired):
        self.gradient = desired - self.activation

    def applyGradient(self, rate, entries):
        step = rate * self.gradient
        self.bias += step
        self.weights = [w + step * x for w, x in zip(self.weights, entries)]

    def applyGradientWithLayer(self, rate, layer):
        self.applyGradient(rate, [neuron.activation for neuron in layer])
