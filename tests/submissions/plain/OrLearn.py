import random

import matplotlib.pyplot as plt
from Dataset import Dataset
from Neuron import Neuron


def main():
    random.seed(1)
    dataset = Dataset("or.ds")
    neuron = Neuron(2)
    iterations, losses = [], []
    iteration = 0
    loss = 1.0
    while loss > 0.1:
        for example in dataset.examples:
            neuron.activate(example.inputs)
            neuron.calculateOutputGradient(example.outputs[0])
            neuron.applyGradient(0.1, example.inputs)
            iteration += 1
        if iteration % 100 == 0:
            loss = neuron.calcLoss(dataset)
            print("iteration", iteration, "loss", loss)
            iterations.append(iteration)
            losses.append(loss)
            plt.cla()
            plt.plot(iterations, losses)
            plt.pause(0.001)
    for example in dataset.examples:
        neuron.activate(example.inputs)
        inputs = "".join(str(int(x)) for x in example.inputs)
        print(inputs + str(int(example.outputs[0])) + ":" + str(round(neuron.output)))
    plt.show()


main()
