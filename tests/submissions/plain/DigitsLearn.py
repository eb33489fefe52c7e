import random

import matplotlib.pyplot as plt
from Dataset import Dataset
from NeuralNetwork import NeuralNetwork


def main():
    random.seed(1)
    train = Dataset("trainDigits.ds")
    test = Dataset("testDigits.ds")
    network = NeuralNetwork([64, 10])
    iterations, losses = [], []
    iteration = 0
    loss = 10.0
    while loss > 0.5:
        for example in train.examples:
            network.activate(example.inputs)
            network.calculateGradients(example.outputs)
            network.applyGradients(0.1)
            iteration += 1
        loss = network.calcLoss(train)
        print("iteration", iteration, "loss", loss)
        iterations.append(iteration)
        losses.append(loss)
        plt.cla()
        plt.plot(iterations, losses)
        plt.pause(0.001)
    for example in test.examples:
        network.activate(example.inputs)
        outputs = [neuron.output for neuron in network.layers[-1]]
        print(str(example.outputs.index(1.0)) + ":" + str(outputs.index(max(outputs))))
    print("test loss", network.calcLoss(test))
    plt.show()


main()
