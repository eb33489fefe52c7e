import random
from pathlib import Path

from lesson import learn
from loader import Dataset
from NeuralNetwork import NeuralNetwork

random.seed(8)
folder = Path(__file__).parent / "datasets"
train, test = Dataset(folder / "trainDigits.ds"), Dataset(folder / "testDigits.ds")
network = NeuralNetwork([64, 10])


def step():
    for exemple in random.choices(train.exemples, k=250):
        network.activate(exemple.entries)
        network.calculateGradients(exemple.expected)
        network.applyGradients(0.1)


learn(step, lambda: network.calcLoss(train.xs, train.ys), 0.5)
for x, y in test.exemples:
    outputs = network.activate(x)
    print(f"{y.index(1)} : {outputs.index(max(outputs))}")
print("test:", network.calcLoss(test.xs, test.ys))
