import math
import random


def sigmoid(x):
    if x >= 0:
        return 1 / (1 + math.exp(-x))
    return math.exp(x) / (1 + math.exp(x))


class Synapse:
    def __init__(self, poids):
        self.poids = poids


class Neuron:
    def __init__(self, nb_entrees, fonction=sigmoid):
        self.fonction = fonction
        self.synapses = [Synapse(random.uniform(-0.2, 0.2)) for _ in range(nb_entrees)]
        self.biais = Synapse(0.01)
        self.etat = {"somme": 0.0, "sortie": 0.0}

    def activate(self, entrees):
        self.etat["somme"] = self.biais.poids + sum(s.poids * e for s, e in zip(self.synapses, entrees))
        self.etat["sortie"] = self.fonction(self.etat["somme"])
        return self

    def calcLoss(self, exemples):
        return sum(self.cout(e) for e in exemples) / len(exemples)

    def cout(self, exemple):
        a = self.activate(exemple["x"]).etat["sortie"]
        return -math.log(a if exemple["y"][0] else 1 - a)

    def calculateOutputGradient(self, attendu):
        self.etat["gradient"] = attendu - self.etat["sortie"]

    def applyGradient(self, alpha, entrees):
        pas = alpha * self.etat["gradient"]
        for synapse, entree in [(self.biais, 1.0), *zip(self.synapses, entrees)]:
            synapse.poids += pas * entree

    def applyGradientWithLayer(self, alpha, couche):
        self.applyGradient(alpha, [n.etat["sortie"] for n in couche])
