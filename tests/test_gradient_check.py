"""The gradient against a numerical derivative of calcLoss: it must be *minus* the slope of the loss."""

import random
from types import SimpleNamespace

import pytest

from Dataset import Exemple
from NeuralNetwork import NeuralNetwork
from Neuron import Neuron

STEP = 1e-5
SEEDS = range(5)


def slope(model, neuron, i, dataset):
    """∂Loss/∂wᵢ as a central difference, right to about STEP²."""
    weight = neuron.weights[i]
    losses = []
    for moved in (weight + STEP, weight - STEP):
        neuron.weights[i] = moved
        losses.append(model.calcLoss(dataset))
    neuron.weights[i] = weight
    return (losses[0] - losses[1]) / (2 * STEP)


def random_numbers(rng, count, largest):
    return [rng.uniform(-largest, largest) for _ in range(count)]


@pytest.mark.parametrize("seed", SEEDS)
def test_one_step_of_a_neuron_goes_against_the_slope(seed):
    rng = random.Random(seed)
    neuron = Neuron(3)
    neuron.weights = random_numbers(rng, 4, 2)
    entries, desired = random_numbers(rng, 3, 1), rng.random()
    dataset = SimpleNamespace(exemples=[Exemple(entries, [desired])])
    slopes = [slope(neuron, neuron, i, dataset) for i in range(4)]
    before = neuron.weights
    neuron.activate(entries)
    neuron.calculateOutputGradient(desired)
    neuron.applyGradient(0.5, entries)
    moves = [after - weight for after, weight in zip(neuron.weights, before)]
    assert moves == pytest.approx([-0.5 * s for s in slopes], abs=1e-8)


@pytest.mark.parametrize("seed", SEEDS)
def test_one_step_of_a_network_goes_against_the_slope_of_its_output_neurons(seed):
    rng = random.Random(seed)
    network = NeuralNetwork([3, 4, 2])
    neurons = [neuron for layer in network.layers[1:] for neuron in layer]
    for neuron in neurons:
        neuron.weights = random_numbers(rng, len(neuron.weights), 2)
    entries, desired = random_numbers(rng, 3, 1), [rng.random(), rng.random()]
    dataset = SimpleNamespace(exemples=[Exemple(entries, desired)])
    slopes = [[slope(network, neuron, i, dataset) for i in range(5)] for neuron in network.layers[-1]]
    before = [neuron.weights for neuron in neurons]
    network.activate(entries)
    network.calculateGradients(desired)
    network.applyGradients(0.5)
    # Before day 6 the four hidden neurons stay where they are.
    assert [neuron.weights for neuron in neurons[:4]] == before[:4]
    for neuron, weights, row in zip(neurons[4:], before[4:], slopes):
        moves = [after - weight for after, weight in zip(neuron.weights, weights)]
        assert moves == pytest.approx([-0.5 * s for s in row], abs=1e-8)
