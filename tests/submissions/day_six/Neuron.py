import math
import random
from Dataset import Dataset


class Neuron:
    def __init__(self, number_of_inputs, activation_function=None, derivative=None):
        limit = 1 / math.sqrt(number_of_inputs + 1)
        self._weights = [[random.uniform(-limit, limit)] for _ in range(number_of_inputs)]
        self._weights.insert(0, [0.0])
        self._output = self._delta = 0.0

    @property
    def output(self):
        return self._output

    @output.setter
    def output(self, value):
        self._output = value

    @property
    def delta(self):
        return self._delta

    def activate(self, entries):
        z = 0.0
        for [weight], entry in zip(self._weights, [1, *entries]):
            z += weight * entry
        self.output = 0.5 * math.tanh(0.5 * z) + 0.5

    def calcLoss(self, dataset: Dataset):
        loss = 0.0
        for sample in dataset.samples:
            self.activate(sample[0])
            target = sample[1][0]
            loss += target * math.log(self.output) + (1 - target) * math.log(1 - self.output)
        return -loss / len(dataset.samples)

    def calculateOutputGradient(self, target):
        self._delta = target - self.output

    def calculateHiddenGradient(self, index, next_layer):
        back = sum(neuron._weights[index + 1][0] * neuron.delta for neuron in next_layer)
        self._delta = self.output * (1 - self.output) * back

    def applyGradient(self, learning_rate, entries):
        for i, entry in enumerate([1, *entries]):
            self._weights[i][0] += learning_rate * self._delta * entry

    def applyGradientWithLayer(self, learning_rate, layer):
        self.applyGradient(learning_rate, (neuron.output for neuron in layer))
