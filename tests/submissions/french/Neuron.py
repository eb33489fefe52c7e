import math
import random


class Neuron:
    def __init__(self, nombreEntrees):
        self.biais = 0.0
        self.poids = []
        for _ in range(nombreEntrees):
            self.poids.append(random.random() - 0.5)
        self.sortie = 0.0
        self.nabla = 0.0

    def sommePonderee(self, entrees):
        somme = self.biais
        for i in range(len(entrees)):
            somme = somme + self.poids[i] * entrees[i]
        return somme

    def activate(self, entrees):
        self.sortie = 1.0 / (1.0 + math.exp(-self.sommePonderee(entrees)))

    def calcLoss(self, exemples):
        somme = 0.0
        for entrees, sorties in exemples:
            self.activate(entrees)
            somme -= sorties[0] * math.log(self.sortie)
            somme -= (1 - sorties[0]) * math.log(1 - self.sortie)
        self.cout = somme / len(exemples)
        return self.cout

    def calculateOutputGradient(self, sortieDesiree):
        self.nabla = sortieDesiree - self.sortie

    def applyGradient(self, taux, entrees):
        self.biais = self.biais + taux * self.nabla
        for i in range(len(entrees)):
            self.poids[i] = self.poids[i] + taux * self.nabla * entrees[i]

    def applyGradientWithLayer(self, taux, couche):
        self.biais = self.biais + taux * self.nabla
        for i in range(len(couche)):
            self.poids[i] = self.poids[i] + taux * self.nabla * couche[i].sortie
