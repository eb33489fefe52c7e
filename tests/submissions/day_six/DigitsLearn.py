import math

import matplotlib.pyplot as plt

from Dataset import Dataset
from NeuralNetwork import NeuralNetwork


def main(path="datasets"):
    training_set = Dataset.load(path + "/trainDigits.ds")
    test_set = Dataset.load(path + "/testDigits.ds")
    model = NeuralNetwork([64, 12, 10])
    figure, axis = plt.subplots()
    curve = axis.plot([])[0]
    means = []
    for epoch in range(6):
        seen = 0.0
        for entries, targets in training_set.samples:
            model.activate(entries)
            seen += model.cost(targets)
            model.calculateGradients(targets)
            model.applyGradients(0.25)
        means.append(seen / len(training_set.samples))
        print("epoch %d: mean cost %.4f" % (epoch, means[-1]))
        curve.set_data(range(len(means)), means)
        axis.set_xlim(0, len(means))
        axis.set_ylim(0, max(means))
        plt.pause(0.01)
    for entries, targets in test_set.samples:
        model.activate(entries)
        r = model.result(); print("%d:%d" % (targets.index(1), r.index(max(r))))
    print("cost on the test set: %.4f" % model.calcLoss(test_set))
    plt.show()


if __name__ == "__main__":
    main()
