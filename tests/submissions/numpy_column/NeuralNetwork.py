import numpy as np

from Neuron import Neuron


class Layer:
    def __init__(self, n_neurons, n_inputs):
        self.neurons = [Neuron(n_inputs) for _ in range(n_neurons)]

    @property
    def outputs(self):
        return np.array([neuron.output.item() for neuron in self.neurons])


class NeuralNetwork:
    def __init__(self, shape):
        self.hidden_and_output = [Layer(m, n) for n, m in zip(shape, shape[1:])]

    def activate(self, x):
        for layer in self.hidden_and_output:
            for neuron in layer.neurons:
                neuron.activate(x)
            x = layer.outputs
        return x

    def calcLoss(self, examples):
        Y = np.array([e.y for e in examples])
        A = np.array([self.activate(e.x) for e in examples])
        return float(np.sum(np.mean(-Y * np.log(A) - (1 - Y) * np.log(1 - A), axis=0)))

    def calculateGradients(self, y):
        for neuron, wanted in zip(self.hidden_and_output[-1].neurons, y):
            neuron.calculateOutputGradient(wanted)

    def applyGradients(self, alpha):
        for layer in self.hidden_and_output:
            for neuron in layer.neurons:
                neuron.applyGradient(alpha, None)
