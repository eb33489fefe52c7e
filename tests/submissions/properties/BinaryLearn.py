from itertools import cycle, islice

from curve import Curve
from Dataset import Dataset
from Neuron import Neuron

if __name__ == "__main__":
    train, test = Dataset("trainBinary.ds"), Dataset("testBinary.ds")
    model = Neuron(64)
    curve = Curve("BinaryLearn")
    curve.add(0, model.calcLoss(train), model.calcLoss(test))
    for iteration, example in enumerate(islice(cycle(train), 1912), 1):
        model.activate(example.inputs)
        model.calculateOutputGradient(example.outputs[0])
        model.applyGradient(0.04, example.inputs)
        if iteration % 239 == 0:
            curve.add(iteration, model.calcLoss(train), model.calcLoss(test))
    for example in test:
        model.activate(example.inputs)
        print(f"{example.outputs[0]:g}: {model.activation:.2f}")
    curve.wait()
