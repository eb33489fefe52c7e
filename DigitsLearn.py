"""Ex08: ten neurons learn to read handwritten digits, and are tested on others."""

from learning.descent import Descent
from learning.methods import from_the_same_weights
from learning.options import Options
from learning.panels import mistakes, weight_images
from learning.shell import exit_status, say

from Dataset import load
from NeuralNetwork import NeuralNetwork

DEFAULTS = Options(
    train="trainDigits.ds",
    test="testDigits.ds",
    threshold=0.25,
    rates={"iterative": 0.05, "stochastic": 0.05, "batch": 1, "mini-batch": 0.5},
    default_batch_size=16,
    max_passes=80,
    density=6,
)


def main(argv: list[str] | None = None) -> NeuralNetwork:
    options = DEFAULTS.read(argv, "Ex08: ten neurons read digits.")
    train = load(options.train, fewest=2, most=10)
    test = load(options.test, like=train)
    network = NeuralNetwork([train.nb_input, train.nb_output])
    neurons = [neuron for layer in network.layers[1:] for neuron in layer]  # all that have inputs
    panel = weight_images(network.layers[-1])

    with Descent("DigitsLearn", options, train, network.calcLoss, panel, test) as descent:
        for batch in descent:
            # A batch is the examples of one update. Before each of several, the weights are put
            # back to where the batch began; after the last, they move by the mean of the moves.
            for exemple in from_the_same_weights(batch, neurons):
                network.activate(exemple.inputs)
                network.calculateGradients(exemple.outputs)
                network.applyGradients(options.learning_rate)

        pairs = []
        for exemple in test.exemples:
            network.activate(exemple.inputs)
            outputs = network.getOutputs()
            # The digit is the index of the largest output.
            expected = exemple.outputs.index(max(exemple.outputs))
            predicted = outputs.index(max(outputs))
            pairs.append((expected, predicted))
            say(f"{expected}:{predicted}")
        right = sum(expected == predicted for expected, predicted in pairs)
        say(f"test loss {network.calcLoss(test):.6g}  {right} of {test.nb_exemple} right")
        descent.show(mistakes(test, pairs))
    return network


if __name__ == "__main__":
    with exit_status():
        network = main()
