import math

from Neuron import Neuron


class NeuralNetwork:
    def __init__(self, layers):
        self._network = []
        for n, size in enumerate(layers):
            self._network.append([Neuron(layers[n - 1] if n else 0) for _ in range(size)])

    def activate(self, entries):
        for n, layer in enumerate(self._network):
            for i, neuron in enumerate(layer):
                if n == 0:
                    neuron.output = entries[i]
                else:
                    neuron.activate([before.output for before in self._network[n - 1]])

    def result(self):
        return [neuron.output for neuron in self._network[-1]]

    def cost(self, targets):
        return -sum(t * math.log(o) + (1 - t) * math.log(1 - o) for t, o in zip(targets, self.result()))

    def calcLoss(self, dataset):
        costs = []
        for entries, targets in dataset.samples:
            self.activate(entries)
            costs.append(self.cost(targets))
        return sum(costs) / len(costs)

    def calculateGradients(self, targets):
        for neuron, target in zip(self._network[-1], targets):
            neuron.calculateOutputGradient(target)
        for n in reversed(range(1, len(self._network) - 1)):
            for i, neuron in enumerate(self._network[n]):
                neuron.calculateHiddenGradient(i, self._network[n + 1])

    def applyGradients(self, learning_rate):
        for n in range(1, len(self._network)):
            for neuron in self._network[n]:
                neuron.applyGradientWithLayer(learning_rate, self._network[n - 1])
