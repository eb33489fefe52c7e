from math import log

from Neuron import Neuron


class NeuralNetwork:
    def __init__(self, layer_sizes):
        self.input_layer = [Neuron(1) for _ in range(layer_sizes[0])]
        self.other_layers = []
        for previous, size in zip(layer_sizes, layer_sizes[1:]):
            self.other_layers.append([Neuron(previous) for _ in range(size)])
        for layer in self.other_layers:
            for neuron in layer:
                neuron.error = 0.0

    def activate(self, entries):
        for neuron, entry in zip(self.input_layer, entries):
            neuron.activation_value = entry
        for layer in self.other_layers:
            for neuron in layer:
                neuron.activate(entries)
            entries = [neuron.activation_value for neuron in layer]
        return entries

    def calcLoss(self, data):
        self.loss = 0
        for i, neuron in enumerate(self.other_layers[-1]):
            costs = []
            for x, y in data.rows:
                self.activate(x)
                a = neuron.activation_value
                costs.append(-y[i] * log(a) - (1 - y[i]) * log(1 - a))
            self.loss += sum(costs) / len(costs)

    def calculateGradients(self, desired):
        for i in range(len(desired)):
            self.other_layers[-1][i].calculateOutputGradient(desired[i])

    def applyGradients(self, alpha):
        before = self.input_layer
        # Backwards would do as well: the activations are those of the forward pass.
        for layer in self.other_layers:
            for neuron in layer:
                neuron.applyGradientWithLayer(alpha, before)
            before = layer
