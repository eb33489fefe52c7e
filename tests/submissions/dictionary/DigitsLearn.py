import logging, sys
import matplotlib.pyplot as plt
from Dataset import Dataset
from NeuralNetwork import *

logging.basicConfig(level=logging.INFO, format="%(levelname)s %(message)s")
train, test = Dataset("./datasets/trainDigits.ds"), Dataset("./datasets/testDigits.ds")
neuron = NeuralNetwork([64, 10])
epochs = 3

def train_one_epoch():
    total = 0
    for x, y in zip(train.X, train.Y):
        neuron.activate(x)
        neuron.calculateGradients(y)
        neuron.applyGradients(0.1)
    return neuron.calcLoss(train)

figure = plt.figure("training")
history = []
for epoch in range(1, epochs + 1):
    history.append(train_one_epoch())
    done = 20 * epoch // epochs
    logging.info("[" + "=" * done + " " * (20 - done) + "] %d/%d loss: %.5f", epoch, epochs, history[-1])
    plt.semilogy(history, color="k")
    plt.pause(.001)
for x, y in zip(test.X, test.Y):
    a = neuron.activate(x); sys.stdout.write("%d:%d\n" % (y.index(1), a.index(max(a))))
plt.show(block=True)
