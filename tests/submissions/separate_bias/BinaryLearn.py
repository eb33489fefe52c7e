import random

import matplotlib.pyplot as plt
from dataset import DataSet
from Neuron import Neuron

random.seed(3)
train, test = DataSet(), DataSet()
train.load("Datasets/trainBinary.ds")
test.load("Datasets/testBinary.ds")
neuron = Neuron(64)
axes = plt.figure().add_subplot()
(curve,) = axes.plot([], [])
losses = []
while len(losses) < 12:
    for x, y in random.sample(train.rows, 60):
        neuron.activate(x)
        neuron.calculateOutputGradient(y[0])
        neuron.applyGradient(0.05, x)
    losses.append(neuron.calcLoss(train))
    print(len(losses), losses[-1])
    curve.set_data(range(len(losses)), losses)
    axes.relim()
    axes.autoscale_view()
    plt.draw()
    plt.pause(0.01)
for x, y in test.rows:
    neuron.activate(x)
    print(f"{int(y[0])}: {int(neuron.activation_value > 0.5)}")
print("loss on the test set", neuron.calcLoss(test))
