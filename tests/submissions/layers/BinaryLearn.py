import random
from pathlib import Path

from lesson import learn
from loader import Dataset
from Neuron import Neuron

random.seed(8)
folder = Path(__file__).parent / "datasets"
train, test = Dataset(folder / "trainBinary.ds"), Dataset(folder / "testBinary.ds")
neuron = Neuron(64)


def step():
    for exemple in random.choices(train.exemples, k=60):
        neuron.activate(exemple.entries)
        neuron.calculateOutputGradient(exemple.expected[0])
        neuron.applyGradient(0.05, exemple.entries)


learn(step, lambda: neuron.calcLoss(train.xs, train.ys), 0.02)
for x, (y,) in test.exemples:
    print(f"{y:.0f} : {neuron.activate(x):.0f}")
print("test:", neuron.calcLoss(test.xs, test.ys))
