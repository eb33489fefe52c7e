import logging, sys
import matplotlib.pyplot as plt
from Dataset import Dataset
from Neuron import *

logging.basicConfig(level=logging.INFO, format="%(levelname)s %(message)s")
train, test = Dataset("./datasets/trainBinary.ds"), Dataset("./datasets/testBinary.ds")
neuron = Neuron(64)
epochs = 10

def train_one_epoch():
    total = 0
    for x, y in zip(train.X, train.Y):
        neuron.activate(x)
        neuron.calculateOutputGradient(y[0])
        neuron.applyGradient(0.05, x)
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
    sys.stdout.write("%d:%d\n" % (y[0], neuron.activate(x) > .5))
plt.show(block=True)
