import matplotlib
import matplotlib.pyplot as plt

from Neuron import Neuron, sigmoid
from donnees import charger

plt.switch_backend("TkAgg")
matplotlib.rcParams["backend"] = "Qt5Agg"
VERT, ROUGE, FIN = "\033[92m", "\033[91m", "\033[0m"

exemples = charger("or.ds")
neurone = Neuron(2, sigmoid)
couts = [neurone.calcLoss(exemples)]
while couts[-1] > 0.08:
    for _ in range(25):
        for exemple in exemples:
            neurone.activate(exemple["x"])
            neurone.calculateOutputGradient(exemple["y"][0])
            neurone.applyGradient(0.4, exemple["x"])
    couts.append(neurone.calcLoss(exemples))
    print(f"coût : {couts[-1]:.3f} " + "#" * int(40 * couts[-1]))
    plt.clf()
    plt.plot(couts, "g")
    plt.get_current_fig_manager().window.state("zoomed")
    plt.pause(0.01)
for exemple in exemples:
    prediction = round(neurone.activate(exemple["x"]).etat["sortie"])
    attendu = int(exemple["y"][0])
    couleur = VERT if prediction == attendu else ROUGE
    print(f"entrées {exemple['x']}, attendu {attendu}, {couleur}prédit {prediction}{FIN}")
