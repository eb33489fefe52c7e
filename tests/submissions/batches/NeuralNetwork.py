import numpy as np

from Neuron import Neuron


class NeuralNetwork:
    def __init__(self, dims):
        self.couches = np.empty(len(dims), dtype=object)
        for i, dim in enumerate(dims):
            self.couches[i] = [Neuron(dims[i - 1] if i else 1) for _ in range(dim)]

    def activate(self, x):
        for neurone, valeur in zip(self.couches[0], x):
            neurone.activation = valeur
        for avant, couche in zip(self.couches, self.couches[1:]):
            x = np.array([neurone.activation for neurone in avant])
            for neurone in couche:
                neurone.activate(x)

    def sorties(self):
        return np.array([neurone.activation for neurone in self.couches[-1]])

    def calcLoss(self, dataset):
        cout = 0
        for x, y in zip(*dataset):
            self.activate(x)
            cout = cout + np.where(y == 1, -np.log(self.sorties()), -np.log(1 - self.sorties()))
        return (cout / len(dataset[0])).sum()

    def calculateGradients(self, y):
        for i in range(len(self.couches[-1])):
            self.couches[-1][i].calculateOutputGradient(y[i])

    def applyGradients(self, alpha):
        for avant, couche in zip(self.couches, self.couches[1:]):
            for neurone in couche:
                if not np.isnan(neurone.nabla):
                    neurone.applyGradientWithLayer(alpha, avant)
