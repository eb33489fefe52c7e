from dataclasses import dataclass, field
from math import exp, log
from random import random
from typing import NamedTuple


class Weights(NamedTuple):
    bias: float
    others: tuple


@dataclass
class Neuron:
    size: int
    weights: Weights = None
    weighted_sum: float = 0.0
    gradient: float = 0.0
    history: list = field(default_factory=list)

    def __post_init__(self):
        self.weights = Weights(random() - 0.5, tuple(random() - 0.5 for _ in range(self.size)))

    @property
    def activation(self):
        return 1 / (1 + exp(-self.weighted_sum))

    def activate(self, entries):
        self.weighted_sum = self.weights.bias + sum(w * x for w, x in zip(self.weights.others, entries))

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
        bias, others = self.weights
        step = rate * self.gradient
        self.weights = Weights(bias + step, tuple(w + step * x for w, x in zip(others, entries)))

    def applyGradientWithLayer(self, rate, layer):
        self.applyGradient(rate, [neuron.activation for neuron in layer])
