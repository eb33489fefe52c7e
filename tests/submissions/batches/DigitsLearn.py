from NeuralNetwork import NeuralNetwork
from outils import apprendre, charger

train, test = charger("trainDigits.ds"), charger("testDigits.ds")
reseau = NeuralNetwork([64, 10])


def pas(x, y):
    reseau.activate(x)
    reseau.calculateGradients(y)
    reseau.applyGradients(0.1)


apprendre(train, 32, pas, 4, reseau.calcLoss)
print("coût sur le test set :", reseau.calcLoss(test))
print("Sortie attendue : Prédiction")
matrice = [[0] * 10 for _ in range(10)]
for x, y in zip(*test):
    reseau.activate(x)
    attendue, prediction = y.argmax(), reseau.sorties().argmax()
    matrice[attendue][prediction] += 1
    print(attendue, ":", prediction)
for ligne in matrice:
    print(*(f"{nombre:3}" for nombre in ligne))
