import random

import matplotlib.pyplot as plt
from Neuron import Neuron
from outils import lire_fichier

SEUIL = 0.1
TAUX = 0.2


def apprendre():
    random.seed(5)
    exemples = lire_fichier("or.ds")
    neurone = Neuron(2)
    couts = []
    while neurone.calcLoss(exemples) > SEUIL:
        for _ in range(15):
            for entrees, sorties in exemples:
                neurone.activate(entrees)
                neurone.calculateOutputGradient(sorties[0])
                neurone.applyGradient(TAUX, entrees)
        couts.append(neurone.calcLoss(exemples))
        print("Coût :", couts[-1])
        plt.plot(couts, "b-")
        plt.title("Coût du neurone")
        plt.draw()
        plt.pause(0.01)
    for entrees, sorties in exemples:
        neurone.activate(entrees)
        print(entrees, sorties[0], ":", 1 if neurone.sortie >= 0.5 else 0)


if __name__ == "__main__":
    apprendre()
