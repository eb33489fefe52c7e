from math import log

from Neuron import Neuron


class NeuralNetwork:
    def __init__(self, *sizes):
        self.__layers = []
        for i, size in enumerate(sizes):
            inputs = sizes[i - 1] if i > 0 else 1
            self.__layers.append(tuple(Neuron(inputs) for _ in range(size)))

    def activate(self, entries):
        for neuron, entry in zip(self.__layers[0], entries):
            neuron.setActivation(entry)
        previous = self.__layers[0]
        for layer in self.__layers[1:]:
            values = [neuron.getActivation() for neuron in previous]
            for neuron in layer:
                neuron.activate(values)
            previous = layer

    def getOutputs(self):
        return [neuron.getActivation() for neuron in self.__layers[-1]]

    def calcLoss(self, dataset):
        losses = [0] * len(self.__layers[-1])
        for i in range(dataset.getSize()):
            self.activate(dataset.getInputs(i))
            for k, (a, y) in enumerate(zip(self.getOutputs(), dataset.getOutputs(i))):
                losses[k] -= log(a) if y > 0.5 else log(1 - a)
        return sum(loss / dataset.getSize() for loss in losses)

    def calculateGradients(self, desired):
        for k, neuron in enumerate(self.__layers[-1]):
            neuron.calculateOutputGradient(desired[k])

    def applyGradients(self, learningRate):
        for k in range(1, len(self.__layers)):
            for neuron in self.__layers[k]:
                neuron.applyGradientWithLayer(learningRate, self.__layers[k - 1])
