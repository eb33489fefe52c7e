import math

from Neuron import Neuron


class Couche:
    def __init__(self, taille, nombreEntrees):
        self.neurones = [Neuron(nombreEntrees) for _ in range(taille)]


class NeuralNetwork:
    def __init__(self, tailles):
        self.couches = [Couche(tailles[0], 0)]
        for avant, taille in zip(tailles, tailles[1:]):
            self.couches.append(Couche(taille, avant))

    def activate(self, entrees):
        for i in range(len(entrees)):
            self.couches[0].neurones[i].sortie = entrees[i]
        for c in range(1, len(self.couches)):
            valeurs = [neurone.sortie for neurone in self.couches[c - 1].neurones]
            for neurone in self.couches[c].neurones:
                neurone.activate(valeurs)

    def sorties(self):
        return [neurone.sortie for neurone in self.couches[-1].neurones]

    def calcLoss(self, exemples):
        self.cout = 0.0
        for entrees, desirees in exemples:
            self.activate(entrees)
            for sortie, desiree in zip(self.sorties(), desirees):
                erreur = desiree * math.log(sortie) + (1 - desiree) * math.log(1 - sortie)
                self.cout = self.cout - erreur / len(exemples)

    def calculateGradients(self, desirees):
        neurones = self.couches[-1].neurones
        for i in range(len(neurones)):
            neurones[i].nabla = desirees[i] - neurones[i].sortie

    def applyGradients(self, taux):
        for c in range(len(self.couches) - 1, 0, -1):
            for neurone in self.couches[c].neurones:
                neurone.applyGradientWithLayer(taux, self.couches[c - 1].neurones)
