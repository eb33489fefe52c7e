from math import exp, log
from random import uniform


class Neuron:
    def __init__(self, inputs):
        self.__weights = []
        for _ in range(inputs):
            self.__weights.append(uniform(-0.3, 0.3))
        self.__bias = uniform(-0.3, 0.3)
        self.__activation = None
        self.__gradient = None
        self.__loss = None

    def getActivation(self):
        return self.__activation

    def setActivation(self, value):
        self.__activation = value

    def getGradient(self):
        return self.__gradient

    def activate(self, entries):
        if len(entries) != len(self.__weights):
            raise ValueError("wrong number of entries")
        weighted = self.__bias
        for weight, entry in zip(self.__weights, entries):
            weighted += weight * entry
        self.__activation = 1 / (1 + exp(-weighted))

    def calcLoss(self, dataset):
        self.__loss = 0
        for i in range(dataset.getSize()):
            self.activate(dataset.getInputs(i))
            y = dataset.getOutputs(i)[0]
            a = self.getActivation()
            self.__loss += -log(a) if y > 0.5 else -log(1 - a)
        self.__loss /= dataset.getSize()
        return self.__loss

    def calculateOutputGradient(self, desired):
        self.__gradient = desired - self.__activation

    def applyGradient(self, learningRate, entries):
        delta = learningRate * self.__gradient
        self.__bias += delta
        for i, entry in enumerate(entries):
            self.__weights[i] += delta * entry

    def applyGradientWithLayer(self, learningRate, layer):
        entries = []
        for neuron in layer:
            entries.append(neuron.getActivation())
        self.applyGradient(learningRate, entries)
