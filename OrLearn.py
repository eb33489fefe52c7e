"""Ex02: one neuron learns OR, and its loss falls on a live curve."""

from functools import partial

from learning.command_line import exit_if_failed, read_options, run, say
from learning.descent import descend
from learning.live import watched
from learning.methods import choose
from learning.panels import plane

from Dataset import load
from Neuron import Neuron


def main(argv: list[str] | None = None) -> Neuron:
    options = read_options(
        argv, "Ex02: one neuron learns OR.", train="or.ds", threshold=0.1, density=40, batch_size=2, max_passes=1000,
        rates={"iterative": 0.5, "stochastic": 0.5, "batch": 1, "mini-batch": 1},
    )  # fmt: skip
    train = load(options.train)
    neuron = Neuron(train.nb_input, rng=options.rng)
    batches = choose(options.method, train.exemples, options.rng, options.batch_size, options.default_batch_size)
    panel = partial(plane, neuron, [e.inputs for e in train.exemples], [e.outputs for e in train.exemples])

    with watched("OrLearn", panel, **options.show) as live:
        for exemple in descend(batches, [neuron], neuron.calcLoss, train, live, **options.limits):
            neuron.activate(exemple.inputs)
            neuron.calculateOutputGradient(exemple.outputs[0])
            neuron.applyGradient(options.learning_rate, exemple.inputs)

        rows = [[f"{x:.15g}" for x in [*exemple.inputs, *exemple.outputs]] for exemple in train.exemples]
        # 011:1, or with blanks where a number has more than one character
        blank = " " if any(len(word) > 1 for row in rows for word in row) else ""
        for exemple, row in zip(train.exemples, rows):
            neuron.activate(exemple.inputs)
            say(f"{blank.join(row)}:{round(neuron.out)}")
    return neuron


if __name__ == "__main__":
    neuron = run(main)
    exit_if_failed()
