import logging, sys
import matplotlib.pyplot as plt
from Dataset import Dataset
from Neuron import *

logging.basicConfig(level=logging.INFO, format="%(levelname)s %(message)s")
train, test = Dataset("./datasets/or.ds"), Dataset("./datasets/or.ds")
neuron = Neuron(2)
epochs = 80

def train_one_epoch():
    total = 0
    for x, y in zip(train.X, train.Y):
        neuron.activate(x)
        neuron.calculateOutputGradient(y[0])
        neuron.applyGradient(0.5, x)
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
    print(*[int(v) for v in x], int(y[0]), sep="", end=":"); print(round(neuron.activate(x)))
plt.show(block=True)
