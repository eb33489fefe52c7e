import math

import matplotlib.pyplot as plt

from Dataset import Dataset
from Neuron import Neuron


def main(path="datasets"):
    training_set = Dataset.load(path + "/or.ds")
    test_set = Dataset.load(path + "/or.ds")
    model = Neuron(2)
    figure, axis = plt.subplots()
    curve = axis.plot([])[0]
    means = []
    for epoch in range(60):
        seen = 0.0
        for entries, targets in training_set.samples:
            model.activate(entries)
            seen += -math.log(model.output if targets[0] else 1 - model.output)
            model.calculateOutputGradient(targets[0])
            model.applyGradient(1, entries)
        means.append(seen / len(training_set.samples))
        print("epoch %d: mean cost %.4f" % (epoch, means[-1]))
        curve.set_data(range(len(means)), means)
        axis.set_xlim(0, len(means))
        axis.set_ylim(0, max(means))
        plt.pause(0.01)
    for entries, targets in test_set.samples:
        model.activate(entries)
        print("".join("%d" % e for e in entries) + "%d:%d" % (targets[0], round(model.output)))
    print("cost on the test set: %.4f" % model.calcLoss(test_set))
    plt.show()


if __name__ == "__main__":
    main()
