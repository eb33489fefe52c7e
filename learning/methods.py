"""The four methods of gradient descent, under the subject's names: which examples an update learns from.

Each yields, without end, a list of examples for the next update.
"""

from collections.abc import Iterator, Sequence
from math import fsum
from random import Random

from learning.command_line import InputError

from Dataset import Exemple
from Neuron import Neuron

Batches = Iterator[Sequence[Exemple]]


def iterative(exemples: Sequence[Exemple]) -> Batches:
    """L'itératif: all examples in their order, one by one."""
    while True:
        for exemple in exemples:
            yield [exemple]


def stochastic(exemples: Sequence[Exemple], rng: Random) -> Batches:
    """La descente de gradient stochastique: an example at random."""
    while True:
        yield [rng.choice(exemples)]


def batch(exemples: Sequence[Exemple]) -> Batches:
    """Le batch gradient: the mean of the gradients of all examples."""
    while True:
        yield exemples


def mini_batch(exemples: Sequence[Exemple], rng: Random, size: int) -> Batches:
    """Le mini-lot: the mean of the gradients of `size` examples at random."""
    while True:
        yield rng.sample(exemples, size)


def choose(method: str, exemples: Sequence[Exemple], rng: Random, size: int | None, default_size: int) -> Batches:
    """Return the batches of this --method; InputError if a mini-batch of `size` would be too large."""
    if method == "iterative":
        return iterative(exemples)
    if method == "stochastic":
        return stochastic(exemples, rng)
    if method == "batch":
        return batch(exemples)
    if size and size > len(exemples):
        raise InputError(f"--batch-size: expected at most the {len(exemples)} examples, got {size}")
    return mini_batch(exemples, rng, size or min(default_size, len(exemples)))


def mean_of_gradients(exemples: Sequence[Exemple], neurons: Sequence[Neuron]) -> Iterator[Exemple]:
    """« On fait la moyenne des gradients »: yield the examples of a batch, then move along the mean of their gradients.

    The caller applies the gradient of each example: w′ = w + α∇x. Before the next, the weights go back to where the
    batch started. So the mean of w′ − w is α times the mean of ∇x.
    """
    starts = [neuron.weights for neuron in neurons]
    moved = []
    for exemple in exemples:
        for neuron, start in zip(neurons, starts):
            neuron.weights = list(start)  # a neuron may change its list in place
        yield exemple
        moved.append([neuron.weights for neuron in neurons])
    for neuron, start, ends in zip(neurons, starts, zip(*moved)):
        # w = w + mean(w′ − w)
        neuron.weights = [w + fsum(end - w for end in column) / len(exemples) for w, column in zip(start, zip(*ends))]
