"""The four methods of gradient descent, under the subject's names: which examples an update learns from.

Each yields, without end, the examples of the next update. All take the examples, the size of a mini-batch and the
source of random numbers (the module random, or a random.Random), whether they need them or not.
"""

from collections.abc import Callable, Iterator, Sequence
from math import fsum
from typing import Any

from Dataset import Exemple
from Neuron import Neuron

Batches = Iterator[Sequence[Exemple]]

LONGEST_BLOCK = 32  # examples, whose weights are kept until they are added up


def iterative(exemples: Sequence[Exemple], size: int, rng: Any) -> Batches:
    """L'itératif: all examples in their order, one by one."""
    while True:
        for exemple in exemples:
            yield [exemple]


def stochastic(exemples: Sequence[Exemple], size: int, rng: Any) -> Batches:
    """La descente de gradient stochastique: an example at random."""
    while True:
        yield [rng.choice(exemples)]


def batch(exemples: Sequence[Exemple], size: int, rng: Any) -> Batches:
    """Le batch gradient: the mean of the gradients of all examples."""
    while True:
        yield exemples


def mini_batch(exemples: Sequence[Exemple], size: int, rng: Any) -> Batches:
    """Le mini-lot: the mean of the gradients of `size` examples at random."""
    while True:
        yield rng.sample(exemples, size)


METHODS: dict[str, Callable[[Sequence[Exemple], int, Any], Batches]] = {
    "iterative": iterative,
    "stochastic": stochastic,
    "batch": batch,
    "mini-batch": mini_batch,
}


def from_the_same_weights(exemples: Sequence[Exemple], neurons: Sequence[Neuron]) -> Iterator[Exemple]:
    """« On fait la moyenne des gradients »: yield the examples of a batch, then take the mean of the moves.

    The caller applies the gradient of each example: w′ = w + α∇x. Before the next one, the weights go back to where the
    batch started; so the mean of w′ − w is α times the mean of ∇x. A batch of one is the plain update.
    """
    if len(exemples) == 1:
        yield exemples[0]
        return
    starts = [neuron.weights for neuron in neurons]
    moves: list[list[list[float]]] = [[] for _ in neurons]  # of each neuron, added up by blocks
    for first in range(0, len(exemples), LONGEST_BLOCK):
        block = exemples[first : first + LONGEST_BLOCK]
        ends: list[list[list[float]]] = [[] for _ in neurons]
        for exemple in block:
            for neuron, start in zip(neurons, starts):
                neuron.weights = list(start)  # a copy, since a neuron may change its list in place
            yield exemple
            for neuron, ended in zip(neurons, ends):
                ended.append(neuron.weights)
        for start, ended, moved in zip(starts, ends, moves):
            moved.append([fsum(column) - len(block) * w for w, column in zip(start, zip(*ended))])
    for neuron, start, moved in zip(neurons, starts, moves):
        # w = w + mean(w′ − w)
        neuron.weights = [w + fsum(column) / len(exemples) for w, column in zip(start, zip(*moved))]
