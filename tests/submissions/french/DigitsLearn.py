import random

import matplotlib.pyplot as plt
from NeuralNetwork import NeuralNetwork
from outils import lire_fichier


def apprendre():
    random.seed(5)
    exemples = lire_fichier("trainDigits.ds")
    test = lire_fichier("testDigits.ds")
    reseau = NeuralNetwork([64, 10])
    couts = []
    for epoque in range(6):
        for entrees, sorties in exemples:
            reseau.activate(entrees)
            reseau.calculateGradients(sorties)
            reseau.applyGradients(0.1)
        reseau.calcLoss(exemples)
        couts.append(reseau.cout)
        print(epoque, "- coût", couts[-1])
        plt.plot(couts, "b-")
        plt.pause(0.01)
    for entrees, sorties in test:
        reseau.activate(entrees)
        chiffres = reseau.sorties()
        print(sorties.index(1), ":", chiffres.index(max(chiffres)))


if __name__ == "__main__":
    apprendre()
