"""Everything around an update of the weights: which examples, when to show the loss, when to stop."""

from argparse import Namespace
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from math import ceil
from random import Random
from sys import float_info
from time import monotonic

from Dataset import Dataset, Exemple
from learning.command_line import InputError, say
from learning.interruption import Interruption
from Neuron import Neuron


class Descent:
    """Iterate over it for the examples to learn, and apply the gradient of each as it comes.

    With batch and mini-batch, every example of a batch meets the weights that the batch started with,
    and the batch ends at the mean of where its examples took them. That is one step along the mean of
    their gradients: mean(w + α∇x) = w + α·mean(∇x).

    options    what read_options returned; InputError when a batch would be larger than `train`
    neurons    all that learn
    calc_loss  the calcLoss of the neuron or network
    test       a dataset whose loss the curve shows too
    panel      what stands beside the curve: a function of learning/panels.py
    status     the exit status so far: 0, 130 after Ctrl-C, 143 after SIGTERM, 1 if the picture could not be saved
    """

    def __init__(
        self, options: Namespace, neurons: Sequence[Neuron], calc_loss: Callable[[Dataset], float],
        train: Dataset, test: Dataset | None = None, panel: Callable[..., object] | None = None,
    ) -> None:
        self.options = options
        self.neurons = neurons
        self.calc_loss = calc_loss
        self.train = train
        self.test = test
        self.status = 0
        self.batch_size = batch_size_of(options, train.nb_exemple)
        self.pass_length = ceil(train.nb_exemple / self.batch_size)
        self.max_iterations = options.max_iterations or options.max_passes * self.pass_length
        self.curve = None
        if options.plot:
            from learning.curve import open_curve  # slow to import, and --help does not need it

            self.curve = open_curve(options, panel and partial(panel, neurons, train))

    def __iter__(self) -> Iterator[Exemple]:
        threshold = self.options.threshold
        batches = choose(self.options, self.train.exemples, self.batch_size)
        next_report = 0
        with Interruption() as interruption:
            for iteration, batch in enumerate(batches):
                over = iteration == self.max_iterations or interruption.status
                if over or iteration == next_report:
                    # A pass changes much at first, and less and less: wait for a sixth of what has been.
                    passes = max(1, iteration // (6 * self.pass_length))
                    next_report = iteration + (self.options.report_every or passes * self.pass_length)
                    loss = self._report(iteration)
                    if over or loss < threshold:
                        break
                if self.curve and monotonic() >= self.curve.next_look:
                    self.curve.refresh()
                if len(batch) == 1:
                    yield batch[0]
                else:
                    yield from self._together(batch)
            if interruption.status:
                why = "interrupted"
            elif loss < threshold:
                why = f"the loss is below {threshold:g}"
            else:
                why = "no more are allowed (--max-iterations)"
            say(f"stopped after {iteration} iterations: {why}")
            # Before the predictions: whatever becomes of those, the picture is kept.
            saved = self.curve.finish() if self.curve else True
            self.status = interruption.status or (0 if saved else 1)

    def finish(self, closing: Callable[..., None] | None = None, *what: object) -> int:
        """Return the script's exit status, once the window, if there is one, has been closed.

        `closing` draws below the curve: it gets `what`, the figure and a place. After Ctrl-C or where the
        picture could not be saved nothing is waited for.
        """
        if not self.curve:
            return self.status
        with Interruption() as interruption:
            if closing and not self.curve.finish(partial(closing, *what)):
                self.status = self.status or 1
            if not self.status:
                self.curve.wait(interruption)
        return self.status or interruption.status

    def _report(self, iteration: int) -> float:
        loss = self.calc_loss(self.train)
        say(f"iteration {iteration}  loss {loss:.6g}")
        if self.curve:
            losses = [loss] if self.test is None else [loss, self.calc_loss(self.test)]
            self.curve.add(iteration, losses)
        return loss

    def _together(self, batch: Sequence[Exemple]) -> Iterator[Exemple]:
        start = [neuron.weights for neuron in self.neurons]
        means = [[0.0] * len(weights) for weights in start]
        for exemple in batch:
            for neuron, weights in zip(self.neurons, start):
                neuron.weights = list(weights)  # which the neuron may change in place
            yield exemple
            means = [
                [mean + w / len(batch) for mean, w in zip(row, neuron.weights)]
                for row, neuron in zip(means, self.neurons)
            ]
        for neuron, row in zip(self.neurons, means):
            # A diverging mean may round to beyond the largest float.
            neuron.weights = [min(max(w, -float_info.max), float_info.max) for w in row]


def batch_size_of(options: Namespace, nb_exemple: int) -> int:
    if options.method == "batch":
        return nb_exemple
    if options.method != "mini-batch":
        return 1
    size: int = options.batch_size or min(options.default_batch_size, nb_exemple)
    if size > nb_exemple:
        raise InputError(f"--batch-size: expected at most the {nb_exemple} examples, got {size}")
    return size


def choose(options: Namespace, exemples: Sequence[Exemple], size: int) -> Iterator[Sequence[Exemple]]:
    """Yield the examples of each update, without end, by one of the subject's four methods."""
    rng: Random = options.rng
    while True:
        if options.method == "iterative":
            for exemple in exemples:
                yield [exemple]
        elif options.method == "stochastic":
            yield [rng.choice(exemples)]
        elif options.method == "batch":
            yield exemples
        else:
            yield rng.sample(exemples, size)
