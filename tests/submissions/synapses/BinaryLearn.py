import random

import matplotlib.pyplot as plt

from Neuron import Neuron, sigmoid
from donnees import charger

exemples = charger("trainBinary.ds")
test = charger("testBinary.ds")
neurone = Neuron(64, sigmoid)
couts = []
for tour in range(1, 2391):
    exemple = random.choice(exemples)
    neurone.activate(exemple["x"])
    neurone.calculateOutputGradient(exemple["y"][0])
    neurone.applyGradient(0.05, exemple["x"])
    if tour % 239 == 0:
        couts.append(sum(neurone.cout(e) for e in exemples))
        print(f"\rcoût total : {couts[-1]:.2f}", end="")
        plt.plot(couts, color="tab:red")
        plt.pause(0.01)
print()
for exemple in test:
    neurone.activate(exemple["x"])
    print(f"attendu {int(exemple['y'][0])}, prédit {round(neurone.etat['sortie'])}")
print(f"coût sur le test : {neurone.calcLoss(test):.3f}")
plt.show()
