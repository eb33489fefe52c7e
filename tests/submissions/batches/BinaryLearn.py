from Neuron import Neuron
from outils import apprendre, charger

train, test = charger("trainBinary.ds"), charger("testBinary.ds")
neurone = Neuron(64)


def pas(x, y):
    neurone.activate(x)
    neurone.calculateOutputGradient(y[0])
    neurone.applyGradient(0.05, x)


apprendre(train, 8, pas, 9, neurone.calcLoss)
print("coût sur le test set :", neurone.calcLoss(test))
print("Sortie attendue : Prédiction")
for x, y in zip(*test):
    neurone.activate(x)
    print(f"{int(y[0])} : {int(neurone.activation > 0.5)}")
justes = sum(int(neurone.somme(x) > 0) == y[0] for x, y in zip(*test))
print(f"{justes} sur {len(test[0])} : {100 * justes / len(test[0]):.1f} %")
