from itertools import cycle, islice

from curve import Curve
from Dataset import Dataset
from NeuralNetwork import NeuralNetwork

if __name__ == "__main__":
    train, test = Dataset("trainDigits.ds"), Dataset("testDigits.ds")
    model = NeuralNetwork([64, 10])
    curve = Curve("DigitsLearn")
    curve.add(0, model.calcLoss(train), model.calcLoss(test))
    for iteration, example in enumerate(islice(cycle(train), 3591), 1):
        model.activate(example.inputs)
        model.calculateGradients(example.outputs)
        model.applyGradients(0.1)
        if iteration % 598 == 0:
            curve.add(iteration, model.calcLoss(train), model.calcLoss(test))
    for example in test:
        model.activate(example.inputs)
        print(f"{example.outputs.index(max(example.outputs))}: {model.outputs.index(max(model.outputs))}")
    curve.wait()
