"""Ex08: ten neurons learn to read handwritten digits, and are tested on others."""

from functools import partial

from learning.command_line import exit_if_failed, read_options, run, say
from learning.descent import descend
from learning.live import watched
from learning.methods import choose
from learning.panels import mistakes, weight_images

from Dataset import load
from NeuralNetwork import NeuralNetwork


def main(argv: list[str] | None = None) -> NeuralNetwork:
    options = read_options(
        argv, "Ex08: ten neurons read digits.", train="trainDigits.ds", test="testDigits.ds", threshold=0.25, density=6,
        batch_size=16, max_passes=80, rates={"iterative": 0.05, "stochastic": 0.05, "batch": 1, "mini-batch": 0.5},
    )  # fmt: skip
    train = load(options.train, fewest=2, most=10)
    test = load(options.test, like=train)
    network = NeuralNetwork([train.nb_input, train.nb_output], rng=options.rng)
    batches = choose(options.method, train.exemples, options.rng, options.batch_size, options.default_batch_size)
    panel = partial(weight_images, network.layers[-1])

    with watched("DigitsLearn", panel, partial(network.calcLoss, test), **options.show) as live:
        for exemple in descend(batches, network.layers[-1], network.calcLoss, train, live, **options.limits):
            network.activate(exemple.inputs)
            network.calculateGradients(exemple.outputs)
            network.applyGradients(options.learning_rate)
        # The digit that is expected or predicted is the index of the largest output.
        pairs = []
        for exemple in test.exemples:
            network.activate(exemple.inputs)
            expected, predicted = (outputs.index(max(outputs)) for outputs in [exemple.outputs, network.getOutputs()])
            pairs.append((expected, predicted))
            say(f"{expected}:{predicted}")
        say(f"test loss {network.calcLoss(test):.6g}  {sum(e == p for e, p in pairs)} of {test.nb_exemple} right")
        live.closing = partial(mistakes, [exemple.inputs for exemple in test.exemples], pairs)
    return network


if __name__ == "__main__":
    network = run(main)
    exit_if_failed()
