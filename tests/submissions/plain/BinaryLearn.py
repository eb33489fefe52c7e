import random

import matplotlib.pyplot as plt
from Dataset import Dataset
from Neuron import Neuron


def main():
    random.seed(1)
    train = Dataset("trainBinary.ds")
    test = Dataset("testBinary.ds")
    neuron = Neuron(64)
    iterations, losses = [], []
    iteration = 0
    loss = 1.0
    while loss > 0.02:
        for example in train.examples:
            neuron.activate(example.inputs)
            neuron.calculateOutputGradient(example.outputs[0])
            neuron.applyGradient(0.02, example.inputs)
            iteration += 1
        loss = neuron.calcLoss(train)
        print("iteration", iteration, "loss", loss)
        iterations.append(iteration)
        losses.append(loss)
        plt.cla()
        plt.plot(iterations, losses)
        plt.pause(0.001)
    for example in test.examples:
        neuron.activate(example.inputs)
        print(str(int(example.outputs[0])) + ":" + str(round(neuron.output)))
    print("test loss", neuron.calcLoss(test))
    plt.show()


main()
