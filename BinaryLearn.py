"""Ex03: one neuron learns to tell an image of a 0 from an image of a 1, and is tested on others."""

from functools import partial

from learning.command_line import exit_if_failed, read_options, run, say
from learning.descent import descend
from learning.live import watched
from learning.methods import choose
from learning.panels import weight_images

from Dataset import load
from Neuron import Neuron


def main(argv: list[str] | None = None) -> Neuron:
    options = read_options(
        argv, "Ex03: one neuron learns to tell a 0 from a 1.", train="trainBinary.ds", test="testBinary.ds",
        threshold=0.01, density=40, batch_size=16, max_passes=500,
        rates={"iterative": 0.1, "stochastic": 0.1, "batch": 1, "mini-batch": 1},
    )  # fmt: skip
    train = load(options.train)
    test = load(options.test, like=train)
    neuron = Neuron(train.nb_input, rng=options.rng)
    batches = choose(options.method, train.exemples, options.rng, options.batch_size, options.default_batch_size)
    panel = partial(weight_images, [neuron])

    with watched("BinaryLearn", panel, partial(neuron.calcLoss, test), **options.show) as live:
        for exemple in descend(batches, [neuron], neuron.calcLoss, train, live, **options.limits):
            neuron.activate(exemple.inputs)
            neuron.calculateOutputGradient(exemple.outputs[0])
            neuron.applyGradient(options.learning_rate, exemple.inputs)

        right = 0
        for exemple in test.exemples:
            neuron.activate(exemple.inputs)
            right += round(neuron.out) == round(exemple.outputs[0])
            say(f"{exemple.outputs[0]:.0f}:{neuron.out:.0f}")
        say(f"test loss {neuron.calcLoss(test):.6g}  {right} of {test.nb_exemple} right")
    return neuron


if __name__ == "__main__":
    neuron = run(main)
    exit_if_failed()
