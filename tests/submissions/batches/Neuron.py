import numpy as np


class Neuron:
    def __init__(self, dim):
        self.poids = np.random.uniform(-0.1, 0.1, size=dim)
        self.biais = np.array(0.0)
        self.activation = np.nan
        self.nabla = np.nan

    def somme(self, x):
        return self.poids @ np.asarray(x) + self.biais

    def activate(self, x):
        self.activation = np.reciprocal(1.0 + np.exp(-self.somme(x)))

    def calcLoss(self, dataset):
        X, Y = dataset
        A = 1 / (1 + np.exp(-(X @ self.poids + self.biais)))
        return np.mean(np.where(Y[:, 0] == 1, -np.log(A), -np.log1p(-A)))

    def calculateOutputGradient(self, y):
        self.nabla = np.subtract(y, self.activation)

    def applyGradient(self, alpha, x):
        self.biais = self.biais + alpha * self.nabla
        self.poids = self.poids + alpha * self.nabla * np.asarray(x)

    def applyGradientWithLayer(self, alpha, couche):
        self.applyGradient(alpha, np.array([neurone.activation for neurone in couche]))
