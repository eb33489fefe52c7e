import random

import matplotlib.pyplot as plt
from Neuron import Neuron
from outils import lire_fichier

NOMBRE_EPOQUES = 15


def apprendre():
    random.seed(5)
    exemples = lire_fichier("trainBinary.ds")
    test = lire_fichier("testBinary.ds")
    neurone = Neuron(64)
    couts = []
    for epoque in range(NOMBRE_EPOQUES):
        for entrees, sorties in exemples:
            neurone.activate(entrees)
            neurone.calculateOutputGradient(sorties[0])
            neurone.applyGradient(0.05, entrees)
        couts.append(neurone.calcLoss(exemples))
        print(epoque, "- coût", couts[-1])
        plt.plot(couts, "b-")
        plt.pause(0.01)
    print("coût sur le test set", neurone.calcLoss(test))
    for entrees, sorties in test:
        neurone.activate(entrees)
        print(sorties[0], ":", 1.0 if neurone.sortie >= 0.5 else 0.0)


if __name__ == "__main__":
    apprendre()
