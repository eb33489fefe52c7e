from NeuralNetwork import NeuralNetwork
from outils import apprendre, charger

train = charger("or.ds")
reseau = NeuralNetwork([2, 1])


def pas(x, y):
    reseau.activate(x)
    reseau.calculateGradients(y)
    reseau.applyGradients(0.6)


apprendre(train, 2, pas, 60, reseau.calcLoss)
print("x1 x2 y : prédiction")
for x, y in zip(*train):
    reseau.activate(x)
    print(f"{x[0]:.0f}  {x[1]:.0f}  {y[0]:.0f} : {reseau.sorties()[0]:.0f}")
