"""Ex03: one neuron learns to tell an image of a 0 from an image of a 1, and is tested on others.

Left out, in learning/: the options, which example comes next, when to report and when to stop.
"""

from learning.command_line import read_options, run, say
from learning.data import load_test_set, load_training_set
from learning.descent import Descent
from learning.panels import weight_images
from Neuron import Neuron


def main() -> int:
    options = read_options(
        "Ex03: one neuron learns to tell a 0 from a 1.", train="trainBinary.ds", test="testBinary.ds",
        # Far from the best: 0.1 gets there in 4 passes, too fast to see the loss fall.
        learning_rate=0.00025, threshold=0.01, batch_size=16, max_passes=5000,
    )
    train = load_training_set(options.train, fewest_outputs=1, most_outputs=1)
    test = load_test_set(options.test, train)
    neuron = Neuron(train.nb_input, rng=options.rng)
    descent = Descent(options, [neuron], neuron.calcLoss, train, test, panel=weight_images)

    for exemple in descent:
        neuron.activate(exemple.inputs)
        neuron.calculateOutputGradient(exemple.outputs[0])
        neuron.applyGradient(options.learning_rate, exemple.inputs)

    right = 0
    for exemple in test.exemples:
        neuron.activate(exemple.inputs)
        expected, predicted = round(exemple.outputs[0]), round(neuron.out)
        right += expected == predicted
        say(f"{expected}:{predicted}")
    say(f"test loss {neuron.calcLoss(test):.6g}  {right} of {test.nb_exemple} right")
    return descent.finish()


if __name__ == "__main__":
    run(main)
