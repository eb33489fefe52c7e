"""Ex02: one neuron learns OR, and its loss falls on a live curve."""

from learning.descent import Descent
from learning.methods import from_the_same_weights
from learning.options import Options
from learning.panels import plane
from learning.shell import exit_status, say

from Dataset import load
from Neuron import Neuron

DEFAULTS = Options(
    train="or.ds",
    threshold=0.1,
    rates={"iterative": 0.5, "stochastic": 0.5, "batch": 1, "mini-batch": 1},
    default_batch_size=2,
    max_passes=1000,
    density=40,
)


def main(argv: list[str] | None = None) -> Neuron:
    options = DEFAULTS.read(argv, "Ex02: one neuron learns OR.")
    train = load(options.train)
    neuron = Neuron(train.nb_input)

    with Descent("OrLearn", options, train, neuron.calcLoss, plane(neuron, train)) as descent:
        for batch in descent:
            # A batch is the examples of one update. Before each of several, the weights are put
            # back to where the batch began; after the last, they move by the mean of the moves.
            for exemple in from_the_same_weights(batch, [neuron]):
                neuron.activate(exemple.inputs)
                neuron.calculateOutputGradient(exemple.outputs[0])
                neuron.applyGradient(options.learning_rate, exemple.inputs)

        rows = [[f"{x:.15g}" for x in [*e.inputs, *e.outputs]] for e in train.exemples]
        # Inputs, desired output, colon, prediction: 011:1, with blanks where a number is longer
        blank = " " if any(len(word) > 1 for row in rows for word in row) else ""
        for exemple, row in zip(train.exemples, rows):
            neuron.activate(exemple.inputs)
            say(f"{blank.join(row)}:{round(neuron.out)}")
    return neuron


if __name__ == "__main__":
    with exit_status():
        neuron = main()
