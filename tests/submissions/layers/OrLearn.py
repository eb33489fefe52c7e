import random
from pathlib import Path

from lesson import learn
from loader import Dataset
from Neuron import Neuron

random.seed(8)
data = Dataset(Path(__file__).parent / "datasets" / "or.ds")
neuron = Neuron(2)


def step():
    for _ in range(50):
        for exemple in data.exemples:
            neuron.activate(exemple.entries)
            neuron.calculateOutputGradient(exemple.expected[0])
            neuron.applyGradient(0.05, exemple.entries)


learn(step, lambda: neuron.calcLoss(data.xs, data.ys), 0.1)
for x, (y,) in data.exemples:
    print(f"[{x[0]:.0f}, {x[1]:.0f}] {y:.0f} : {neuron.activate(x):.0f} ok")
