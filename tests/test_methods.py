"""The four methods of gradient descent: which examples an update learns from, and the mean over several."""

from fractions import Fraction
from itertools import islice
from math import ulp
from random import Random

import pytest
from helpers import LN_3, OR, dataset_of, neuron_with
from learning.methods import METHODS, from_the_same_weights

from Dataset import Exemple
from NeuralNetwork import NeuralNetwork
from Neuron import Neuron

EXEMPLES = dataset_of(OR).exemples


class InPlace(Neuron):
    """As a student may write it: it changes its list of weights."""

    def applyGradient(self, learningRate, entries):
        for i, x in enumerate([1, *entries]):
            self.weights[i] += learningRate * self.gradient * x


def update(neuron, batch, rate):
    """Make one update, as OrLearn makes it."""
    for exemple in from_the_same_weights(batch, [neuron]):
        neuron.activate(exemple.inputs)
        neuron.calculateOutputGradient(exemple.outputs[0])
        neuron.applyGradient(rate, exemple.inputs)


def batches(method, count, size=2, seed=1):
    """The indices of the examples of OR in the first batches."""
    chosen = islice(METHODS[method](EXEMPLES, size, Random(seed)), count)
    return [[EXEMPLES.index(exemple) for exemple in batch] for batch in chosen]


class TestMethods:
    def test_iterative_takes_one_after_another_in_their_order_and_batch_all_each_time(self):
        assert batches("iterative", 5) == [[0], [1], [2], [3], [0]]
        assert batches("batch", 2) == [[0, 1, 2, 3]] * 2

    def test_stochastic_takes_any_at_random(self):
        chosen = batches("stochastic", 200)
        assert sorted(map(list, {*map(tuple, chosen)})) == [[0], [1], [2], [3]]
        assert chosen != [[0], [1], [2], [3]] * 50

    def test_mini_batch_takes_different_ones_at_random(self):
        pairs = {tuple(sorted(pair)) for pair in batches("mini-batch", 200)}
        assert pairs == {(0, 1), (0, 2), (0, 3), (1, 2), (1, 3), (2, 3)}
        assert len(batches("mini-batch", 1, size=3)[0]) == 3

    @pytest.mark.parametrize("method", ["stochastic", "mini-batch"])
    def test_the_source_of_random_numbers_decides(self, method):
        assert batches(method, 20, seed=5) == batches(method, 20, seed=5) != batches(method, 20, seed=6)


class TestTheMean:
    @pytest.mark.parametrize("kind", [Neuron, InPlace])
    def test_it_is_of_the_gradients_at_the_same_weights_and_leaves_the_callers_lists(self, kind):
        neuron = neuron_with(LN_3, 0.0, 0.0, kind=kind)
        weights, exemples = neuron.weights, list(EXEMPLES)
        update(neuron, exemples, 0.5)
        # a = 0.75 for all, so ∇ is −0.75, 0.25, 0.25, 0.25 and its mean 0. The means of ∇x₁ (examples 3
        # and 4) and of ∇x₂ (examples 2 and 4) are (0.25 + 0.25) / 4 = 0.125, times α = 0.5.
        assert neuron.weights == pytest.approx([LN_3, 0.0625, 0.0625], rel=1e-14)
        assert (weights, exemples) == ([LN_3, 0.0, 0.0], EXEMPLES)
        assert [(exemple.inputs, exemple.outputs) for exemple in exemples] == OR

    @pytest.mark.parametrize("kind", [Neuron, InPlace])
    def test_of_one_example_it_is_the_plain_update_bit_for_bit(self, kind):
        plain, mean = neuron_with(0.1, -0.2, 0.3, kind=kind), neuron_with(0.1, -0.2, 0.3, kind=kind)
        exemple = Exemple([0.3, 0.7], [1.0])
        for _ in range(10):
            plain.activate(exemple.inputs)
            plain.calculateOutputGradient(1.0)
            plain.applyGradient(0.1, exemple.inputs)
            update(mean, [exemple], 0.1)
        assert mean.weights == plain.weights != [0.1, -0.2, 0.3]

    @pytest.mark.parametrize(("size", "slope"), [(2, 1e6), (63, 1), (1197, 1), (1197, 1e12)])
    def test_it_is_exact_to_four_neighbours_of_the_weight(self, size, slope):
        rng, start = Random(size), [1000.0, -999.9, 1000.3, 0.1]
        exemples = [Exemple([rng.random(), rng.random(), 0.0], [1.0]) for _ in range(size)]
        gradients = [rng.uniform(-0.2, 0.8) * slope for _ in exemples]
        neuron = neuron_with(*start)
        for exemple, gradient in zip(from_the_same_weights(exemples, [neuron]), gradients):
            neuron.gradient = gradient
            neuron.applyGradient(1e-12, exemple.inputs)
        for before, after, column in zip(start, neuron.weights, zip(*[[1.0, *e.inputs] for e in exemples])):
            # w + α · mean of ∇x, in exact arithmetic
            mean = sum(Fraction(gradient) * Fraction(x) for gradient, x in zip(gradients, column)) / size
            assert abs(Fraction(after) - (Fraction(before) + Fraction(1e-12) * mean)) <= 4 * Fraction(ulp(before))
        assert neuron.weights[3] == 0.1  # bit for bit, since its entries are all 0

    def test_every_neuron_that_is_named_takes_its_own_batch_after_batch(self):
        starts = [[LN_3, 0.0, 0.0], [0.1, -0.2, 0.3]]
        alone, network = [neuron_with(*weights) for weights in starts], NeuralNetwork([2, 2])
        network.layers[1] = [neuron_with(*weights) for weights in starts]
        for _ in range(2):
            for neuron in alone:
                update(neuron, EXEMPLES, 0.5)
            for exemple in from_the_same_weights(EXEMPLES, network.layers[1]):
                network.activate(exemple.inputs)
                network.calculateGradients(2 * exemple.outputs)
                network.applyGradients(0.5)
        assert [neuron.weights for neuron in network.layers[1]] == [neuron.weights for neuron in alone]
