import math

from Neuron import Neuron, sigmoid


class NeuralNetwork:
    def __init__(self, tailles, fonction=sigmoid):
        self.couches = {0: [Neuron(0, fonction) for _ in range(tailles[0])]}
        for i in range(1, len(tailles)):
            self.couches[i] = [Neuron(tailles[i - 1], fonction) for _ in range(tailles[i])]
        self.derniere = len(tailles) - 1

    def activate(self, entrees):
        for n, e in zip(self.couches[0], entrees):
            n.etat["sortie"] = e
        for i in range(1, self.derniere + 1):
            entrees = [n.etat["sortie"] for n in self.couches[i - 1]]
            for n in self.couches[i]:
                n.activate(entrees)
        return [n.etat["sortie"] for n in self.couches[self.derniere]]

    def calcLoss(self, exemples):
        total = 0
        for k in range(len(self.couches[self.derniere])):
            moyenne = 0
            for exemple in exemples:
                a = self.activate(exemple["x"])[k]
                moyenne += -math.log(a) if exemple["y"][k] else -math.log(1 - a)
            total += moyenne / len(exemples)
        return total

    def calculateGradients(self, attendus):
        for n, attendu in zip(self.couches[self.derniere], attendus):
            n.calculateOutputGradient(attendu)

    def applyGradients(self, alpha):
        for i in range(self.derniere, 0, -1):
            for n in self.couches[i]:
                if "gradient" in n.etat:
                    n.applyGradientWithLayer(alpha, self.couches[i - 1])
