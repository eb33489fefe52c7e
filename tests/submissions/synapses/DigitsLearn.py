import matplotlib.pyplot as plt

from NeuralNetwork import NeuralNetwork
from donnees import charger

exemples = charger("trainDigits.ds")
test = charger("testDigits.ds")
reseau = NeuralNetwork([64, 10])
couts = []
NB = 1197
assert len(exemples) == NB


def cout_moyen():
    total = 0
    for exemple in exemples:
        total += sum(cout(a, y) for a, y in zip(reseau.activate(exemple["x"]), exemple["y"]))
    return total / NB


def cout(a, y):
    from math import log

    return -log(a) if y else -log(1 - a)


for tour in range(4 * NB):
    exemple = exemples[tour % NB]
    reseau.activate(exemple["x"])
    reseau.calculateGradients(exemple["y"])
    reseau.applyGradients(0.08)
    if tour % 1000 == 0:
        couts.append(cout_moyen())
        print(f"tour {tour} coût {couts[-1]:.4f}")
        plt.plot(couts, color="tab:red")
        plt.pause(0.01)
erreurs = []
for numero, exemple in enumerate(test, 1):
    sorties = reseau.activate(exemple["x"])
    paire = (exemple["y"].index(1.0), sorties.index(max(sorties)))
    print(f"{numero}) attendu {paire[0]}, prédit {paire[1]}")
    if paire[0] != paire[1]:
        erreurs.append(paire)
print("récapitulatif des erreurs :")
for attendu, predit in erreurs:
    print(f"attendu {attendu}, prédit {predit}")
print(f"{len(erreurs)} erreurs")
