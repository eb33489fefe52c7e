"""Ex02: one neuron learns OR, and its loss falls on a live curve.

Left out, in learning/: the options, which example comes next, when to report and when to stop.
"""

from learning.command_line import read_options, run, say
from learning.data import load_training_set
from learning.descent import Descent
from learning.panels import plane
from Neuron import Neuron


def main() -> int:
    options = read_options(
        "Ex02: one neuron learns OR.", train="or.ds", threshold=0.1, batch_size=2, max_passes=1000000,
        # Far from the best: 0.5 gets there in 200 iterations, too fast to see the loss fall.
        learning_rate=0.0001,
    )
    train = load_training_set(options.train, fewest_outputs=1, most_outputs=1)
    neuron = Neuron(train.nb_input, rng=options.rng)
    descent = Descent(options, [neuron], neuron.calcLoss, train, panel=plane)

    for exemple in descent:
        neuron.activate(exemple.inputs)
        neuron.calculateOutputGradient(exemple.outputs[0])
        neuron.applyGradient(options.learning_rate, exemple.inputs)

    for exemple in train.exemples:
        neuron.activate(exemple.inputs)
        inputs = "".join(f"{x:g}" for x in exemple.inputs)
        say(f"{inputs}{exemple.outputs[0]:g}:{round(neuron.out)}")
    return descent.finish()


if __name__ == "__main__":
    run(main)
