"""Ex03: one neuron learns to tell an image of a 0 from an image of a 1, and is tested on others."""

from learning.descent import Descent
from learning.methods import from_the_same_weights
from learning.options import Options
from learning.panels import mistakes, weight_images
from learning.shell import exit_status, say

from Dataset import load
from Neuron import Neuron

DEFAULTS = Options(
    train="trainBinary.ds",
    test="testBinary.ds",
    threshold=0.01,
    rates={"iterative": 0.1, "stochastic": 0.1, "batch": 1, "mini-batch": 1},
    default_batch_size=16,
    max_passes=500,
    density=40,
)


def main(argv: list[str] | None = None) -> Neuron:
    options = DEFAULTS.read(argv, "Ex03: one neuron learns to tell a 0 from a 1.")
    train = load(options.train)
    test = load(options.test, like=train)
    neuron = Neuron(train.nb_input)
    panel = weight_images([neuron])

    with Descent("BinaryLearn", options, train, neuron.calcLoss, panel, test) as descent:
        for batch in descent:
            # A batch is the examples of one update. Before each of several, the weights are put
            # back to where the batch began; after the last, they move by the mean of the moves.
            for exemple in from_the_same_weights(batch, [neuron]):
                neuron.activate(exemple.inputs)
                neuron.calculateOutputGradient(exemple.outputs[0])
                neuron.applyGradient(options.learning_rate, exemple.inputs)

        pairs = []
        for exemple in test.exemples:
            neuron.activate(exemple.inputs)
            expected, predicted = round(exemple.outputs[0]), round(neuron.out)
            pairs.append((expected, predicted))
            say(f"{expected}:{predicted}")
        right = sum(expected == predicted for expected, predicted in pairs)
        say(f"test loss {neuron.calcLoss(test):.6g}  {right} of {test.nb_exemple} right")
        descent.show(mistakes(test, pairs))
    return neuron


if __name__ == "__main__":
    with exit_status():
        neuron = main()
