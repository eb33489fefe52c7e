import random

import matplotlib.pyplot as plt
from dataset import DataSet
from NeuralNetwork import NeuralNetwork

random.seed(3)
train, test = DataSet(), DataSet()
train.load("Datasets/trainDigits.ds")
test.load("Datasets/testDigits.ds")
network = NeuralNetwork([64, 10])
axes = plt.figure().add_subplot()
(curve,) = axes.plot([], [])
losses = []
while len(losses) < 4:
    for _ in range(2):
        for x, y in train.rows:
            network.activate(x)
            network.calculateGradients(y)
            network.applyGradients(0.1)
    network.calcLoss(train)
    losses.append(network.loss)
    print(len(losses), network.loss)
    curve.set_data(range(len(losses)), losses)
    axes.relim()
    axes.autoscale_view()
    plt.draw()
    plt.pause(0.01)
for x, y in test.rows:
    out = network.activate(x)
    print(f"{y.index(1)}: {out.index(max(out))}")
