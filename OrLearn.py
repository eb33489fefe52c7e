"""Ex02: one neuron learns OR, and its loss falls on a live curve."""

from functools import partial

from learning.command_line import leave, read_options, run, say
from learning.descent import descend
from learning.live import watched
from learning.methods import choose
from learning.panels import plane

from Dataset import load
from Neuron import Neuron


def main(argv: list[str] | None = None) -> Neuron:
    options = read_options(
        argv, "Ex02: one neuron learns OR.", train="or.ds", threshold=0.1, reports=40, batch_size=2, max_passes=1000,
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

        for exemple in train.exemples:
            neuron.activate(exemple.inputs)
            shown = [f"{x:.15g}" for x in [*exemple.inputs, exemple.outputs[0]]]
            blank = " " if max(map(len, shown)) > 1 else ""
            say(f"{blank.join(shown)}:{round(neuron.out)}")
    return neuron


if __name__ == "__main__":
    neuron = run(main)
    leave()
