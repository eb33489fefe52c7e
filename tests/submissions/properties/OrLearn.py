from itertools import cycle, islice

from curve import Curve
from Dataset import Dataset
from Neuron import Neuron

if __name__ == "__main__":
    train, test = Dataset("or.ds"), Dataset("or.ds")
    model = Neuron(2)
    curve = Curve("OrLearn")
    curve.add(0, model.calcLoss(train), model.calcLoss(test))
    for iteration, example in enumerate(islice(cycle(train), 1200), 1):
        model.activate(example.inputs)
        model.calculateOutputGradient(example.outputs[0])
        model.applyGradient(0.3, example.inputs)
        if iteration % 200 == 0:
            curve.add(iteration, model.calcLoss(train), model.calcLoss(test))
    for example in test:
        model.activate(example.inputs)
        print(" ".join(f"{x:g}" for x in example.inputs), f"{example.outputs[0]:g}", end=": "); print(f"{model.activation:.2f}")
    curve.wait()
