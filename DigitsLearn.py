"""Ex08: ten neurons learn to read handwritten digits, and are tested on others.

Left out, in learning/: the options, which example comes next, when to report and when to stop.
"""

from learning.command_line import read_options, run, say
from learning.data import load_test_set, load_training_set
from learning.descent import Descent
from learning.panels import mistakes, weight_images
from NeuralNetwork import NeuralNetwork


def main() -> int:
    options = read_options(
        "Ex08: ten neurons learn to read digits.", train="trainDigits.ds", test="testDigits.ds",
        learning_rate=0.05, threshold=0.25, batch_size=16, max_passes=200,
    )
    train = load_training_set(options.train, fewest_outputs=2, most_outputs=10)
    test = load_test_set(options.test, train)
    network = NeuralNetwork([train.nb_input, train.nb_output], rng=options.rng)
    descent = Descent(options, network.layers[-1], network.calcLoss, train, test, panel=weight_images)

    for exemple in descent:
        network.activate(exemple.inputs)
        network.calculateGradients(exemple.outputs)
        network.applyGradients(options.learning_rate)

    pairs = []
    for exemple in test.exemples:
        network.activate(exemple.inputs)
        expected, predicted = digit(exemple.outputs), digit(network.getOutputs())
        pairs.append((expected, predicted))
        say(f"{expected}:{predicted}")
    right = sum(expected == predicted for expected, predicted in pairs)
    say(f"test loss {network.calcLoss(test):.6g}  {right} of {test.nb_exemple} right")
    return descent.finish(mistakes, test, pairs)


def digit(outputs: list[float]) -> int:
    """The digit of the strongest output."""
    return outputs.index(max(outputs))


if __name__ == "__main__":
    run(main)
