"""Neuron and NeuralNetwork: what they refuse, what they leave alone, and that no number crashes them."""

import builtins
import random
from contextlib import suppress
from copy import deepcopy
from decimal import Decimal
from itertools import pairwise
from math import inf, isfinite, nan, tanh

import numpy
import pytest
from helpers import ROOT, dataset_of, run_python
from hypothesis import given, settings
from hypothesis import strategies as st

from NeuralNetwork import NeuralNetwork
from Neuron import Neuron, logistic

LN_3 = 1.0986122886681098  # Logistic(ln 3) = 1 / (1 + 1/3) = 0.75, and Logistic(−ln 3) = 0.25
# By hand: −log 0.75 = log 4 − log 3 and −log 0.25 = log 4.
COST_OF_075, COST_OF_025 = 0.2876820724517809, 1.3862943611198906


def neuron_with(*weights: float) -> Neuron:
    neuron = Neuron(len(weights) - 1)
    neuron.weights = list(weights)
    return neuron


def active_neuron() -> Neuron:
    neuron = neuron_with(0.1, 0.5, -0.2)
    neuron.activate([1.0, 2.0])
    neuron.calculateOutputGradient(1.0)
    return neuron


def active_network() -> NeuralNetwork:
    network = NeuralNetwork([2, 3, 2], rng=random.Random(1))
    network.activate([1.0, 2.0])
    network.calculateGradients([1.0, 0.0])
    return network


def state(thing: Neuron | NeuralNetwork) -> list:
    """Everything that a method might change, nan included."""
    layers = [[thing]] if isinstance(thing, Neuron) else thing.layers
    return [repr((neuron.weights, neuron.out, neuron.gradient)) for layer in layers for neuron in layer]


def check_refused(thing: Neuron | NeuralNetwork, method: str, arguments: tuple, message: str = "") -> None:
    """ValueError with that message, or whatever Python says itself; nothing has changed."""
    before = state(thing)
    with pytest.raises(ValueError if message else (TypeError, OverflowError)) as caught:
        getattr(thing, method)(*arguments)
    assert message in str(caught.value)
    assert state(thing) == before


# What are no two finite numbers, and what the message says of it. Python itself refuses what are no numbers.
NO_PAIR = [
    ([], "expected 2 {}, got 0"),
    ([1.0], "expected 2 {}, got 1"),
    ([1.0, 2.0, 3.0], "expected 2 {}, got 3"),
    ([nan, 1.0], "expected a finite number, got nan as "),
    ([1.0, inf], "expected a finite number, got "),
    ([-inf, inf], "expected a finite number, got "),
]
NO_NUMBERS = [["1", 2.0], "12", [1.0, None], [[1.0], 2.0], [1.0, 2j], [1, Decimal(0)], [1.0, 10**400], None, 1.0]


@pytest.mark.parametrize(("entries", "message"), NO_PAIR)
@pytest.mark.parametrize("make", [active_neuron, active_network])
def test_activate_refuses_what_are_not_two_finite_entries(make, entries, message):
    check_refused(make(), "activate", (entries,), message.format("entries"))


@pytest.mark.parametrize(("entries", "message"), NO_PAIR)
def test_apply_gradient_refuses_what_are_not_two_finite_entries(entries, message):
    check_refused(active_neuron(), "applyGradient", (0.1, entries), message.format("entries"))


@pytest.mark.parametrize(("desired", "message"), NO_PAIR)
def test_calculate_gradients_refuses_what_are_not_two_finite_outputs(desired, message):
    check_refused(active_network(), "calculateGradients", (desired,), message.format("desired outputs"))


def test_calculate_gradients_names_a_desired_output_that_is_not_finite():
    message = "expected a finite number, got nan as a desired output"
    check_refused(active_network(), "calculateGradients", ([0.0, nan],), message)


@pytest.mark.parametrize("words", NO_NUMBERS)
@pytest.mark.parametrize(
    ("make", "method", "before"),
    [
        (active_neuron, "activate", ()),
        (active_neuron, "applyGradient", (0.1,)),
        (active_network, "activate", ()),
        (active_network, "calculateGradients", ()),
    ],
)
def test_what_are_no_numbers_changes_nothing(make, method, before, words):
    check_refused(make(), method, (*before, words))


@pytest.mark.parametrize("desired", [nan, inf, -inf])
def test_calculate_output_gradient_refuses_an_output_that_is_not_finite(desired):
    message = f"got {desired} as a gradient: is the neuron not activated, or the desired output not finite?"
    check_refused(active_neuron(), "calculateOutputGradient", (desired,), message)


@pytest.mark.parametrize("rate", [nan, inf, -inf])
def test_a_learning_rate_that_is_not_finite_is_refused(rate):
    neurons = [active_neuron(), active_neuron()]
    check_refused(active_neuron(), "applyGradient", (rate, [1.0, 2.0]), "learning rate")
    check_refused(active_neuron(), "applyGradientWithLayer", (rate, neurons), "learning rate")
    check_refused(active_network(), "applyGradients", (rate,), f"got {rate} as a learning rate")


@pytest.mark.parametrize("rate", ["1", None, [1.0], 2j, Decimal(1), 10**400])
def test_a_learning_rate_that_is_no_float_changes_nothing(rate):
    check_refused(active_neuron(), "applyGradient", (rate, [1.0, 2.0]))
    check_refused(active_network(), "applyGradients", (rate,))


@pytest.mark.parametrize(
    ("layer", "message"),
    [
        ([], "expected 2 entries, got 0"),
        ([active_neuron()], "expected 2 entries, got 1"),
        ([active_neuron(), Neuron(2)], "got nan as a weight"),  # the second was never activated
    ],
)
@pytest.mark.parametrize(("method", "rate"), [("activateWithLayer", ()), ("applyGradientWithLayer", (0.1,))])
def test_a_layer_of_anything_but_two_activated_neurons_is_refused(method, rate, layer, message):
    check_refused(active_neuron(), method, (*rate, layer), message)


@pytest.mark.parametrize(
    ("thing", "method", "argument", "message"),
    [
        (Neuron(2), "calculateOutputGradient", 1.0, "got nan as a gradient: is the neuron not activated"),
        (NeuralNetwork([2, 2]), "calculateGradients", [1.0, 0.0], "got nan as a gradient: is the neuron not activated"),
        (NeuralNetwork([2, 2]), "applyGradients", 0.1, "got nan as a weight"),
    ],
)
def test_a_gradient_before_the_first_activation_is_refused(thing, method, argument, message):
    check_refused(thing, method, (argument,), message)


class TestANetworkLooksBeforeItTouchesANeuron:
    @pytest.mark.parametrize("count", [2, 4])
    @pytest.mark.parametrize(
        ("method", "arguments"),
        [
            ("activate", ([1.0, 2.0],)),
            ("applyGradients", (0.1,)),
            ("calcLoss", (dataset_of([([1.0, 2.0], [1.0, 0.0])]),)),
        ],
    )
    def test_a_middle_neuron_with_too_few_or_many_weights_is_refused(self, method, arguments, count):
        network = active_network()
        network.layers[1][1].weights = [0.5] * count
        check_refused(network, method, arguments, f"expected 3 weights, got {count}")

    # The last neuron of the hidden layer, and of the output layer
    @pytest.mark.parametrize(("layer", "place"), [(1, 2), (2, 1)])
    @pytest.mark.parametrize("gradient", [nan, inf])
    def test_a_gradient_that_is_not_finite_is_refused_before_any_neuron_moves(self, gradient, layer, place):
        network = active_network()
        network.layers[layer][place].gradient = gradient
        message = f"expected a finite number, got {gradient} as a learning rate or gradient"
        check_refused(network, "applyGradients", (0.1,), message)

    def test_entries_of_the_last_example_that_are_too_few_are_refused(self):
        dataset = dataset_of([([1.0, 2.0], [1.0, 0.0]), ([1.0], [1.0, 0.0])])
        check_refused(active_network(), "calcLoss", (dataset,), "expected 2 entries, got 1")

    def test_a_weight_that_overflows_leaves_its_neuron_and_those_after_as_they_were(self):
        network = active_network()
        first, second = network.layers[2]
        before = list(second.weights)
        first.gradient, second.gradient = 1.0, 1e300
        with pytest.raises(ValueError, match="got inf as a weight: .*is the learning rate too large"):
            network.applyGradients(1e10)
        assert first.weights[0] == pytest.approx(1e10)
        assert second.weights == before


LEARNERS = [Neuron(2), NeuralNetwork([2, 1]), NeuralNetwork([2, 3, 1])]


@pytest.mark.parametrize(
    ("examples", "message"),
    [
        ([], "at least one example"),
        ([([1.0], [1.0])], "expected 2 entries, got 1"),
        ([([1.0, 2.0], [1.0]), ([1.0, 2.0], [])], "expected 1 outputs, got 0"),
        ([([1.0, 2.0], [1.0, 0.0, 1.0])], "expected 1 outputs, got 3"),
        ([([1.0, nan], [1.0])], "got nan as a .*: is an entry not finite"),
        *[([([1.0, 2.0], [y])], f"expected outputs from 0 to 1, got {y}") for y in [-0.1, 1.1, nan, inf]],
    ],
)
@pytest.mark.parametrize("learner", LEARNERS)
def test_calc_loss_refuses_a_dataset_that_does_not_fit(learner, examples, message):
    with pytest.raises(ValueError, match=message):
        learner.calcLoss(dataset_of(examples))


@pytest.mark.parametrize("dataset", [None, "or.ds", [], 1.0])
@pytest.mark.parametrize("learner", LEARNERS)
def test_calc_loss_leaves_it_to_python_to_refuse_what_is_no_dataset(learner, dataset):
    with pytest.raises(AttributeError, match="exemples"):
        learner.calcLoss(dataset)


def test_a_neuron_refuses_a_number_of_inputs_below_0():
    with pytest.raises(ValueError, match="^expected a number of inputs of 0 or more, got -1$"):
        Neuron(-1)


@pytest.mark.parametrize("nb_inputs", [2.0, nan, "2", None, [2]])
def test_a_neuron_leaves_it_to_python_to_refuse_what_is_no_number_of_inputs(nb_inputs):
    with pytest.raises(TypeError):
        Neuron(nb_inputs)


@pytest.mark.parametrize("sizes", [[], [2], [2, 0], [0, 1], [2, -1, 1]])
def test_a_network_needs_two_sizes_of_1_or_more(sizes):
    with pytest.raises(ValueError, match="^expected at least two layer sizes of 1 or more, got ") as caught:
        NeuralNetwork(sizes)
    assert str(caught.value).endswith(f"got {sizes}")


@pytest.mark.parametrize("sizes", [[2, 1.0], [2, "1"], [2, None], [[2, 1], 1], 2, None])
def test_a_network_leaves_it_to_python_to_refuse_what_are_no_sizes(sizes):
    with pytest.raises(TypeError):
        NeuralNetwork(sizes)


def test_sizes_may_be_integers_of_numpy():
    assert len(Neuron(numpy.int64(2)).weights) == 3
    assert [len(layer) for layer in NeuralNetwork(numpy.array([3, 5, 2])).layers] == [3, 5, 2]


@pytest.mark.parametrize(
    ("module", "names"),
    [
        ("Dataset", {"Dataset", "DatasetError", "Exemple"}),
        # As from a student's own file, scripts along the series count on `random` and `logistic`.
        ("Neuron", {"Neuron", "logistic", "random"}),
        ("NeuralNetwork", {"NeuralNetwork", "Neuron", "logistic", "random"}),
    ],
)
def test_a_star_import_gives_these_names(module, names):
    namespace: dict[str, object] = {}
    exec(f"from {module} import *", namespace)
    assert names <= namespace.keys()


@pytest.mark.parametrize("module", ["Dataset", "Neuron", "NeuralNetwork"])
def test_a_star_import_hides_no_builtin(module):
    namespace: dict[str, object] = {}
    exec(f"from {module} import *", namespace)
    assert not (namespace.keys() - {"__builtins__"}) & set(dir(builtins))


def test_importing_needs_no_matplotlib_prints_nothing_and_trains_nothing(tmp_path):
    modules = "Dataset, Neuron, NeuralNetwork, OrLearn, BinaryLearn, DigitsLearn, learning.curve"
    code = f"import sys, {modules}; print('matplotlib' in sys.modules)"
    result = run_python("-c", code, cwd=tmp_path, PYTHONPATH=str(ROOT))
    assert (result.stdout, result.stderr) == ("False\n", "")


def weights_of(network: NeuralNetwork) -> list[float]:
    return [weight for layer in network.layers for neuron in layer for weight in neuron.weights]


def make_neuron(rng: random.Random | None = None) -> list[float]:
    return Neuron(9, rng=rng).weights


def make_network(rng: random.Random | None = None) -> list[float]:
    return weights_of(NeuralNetwork([3, 5, 2], rng=rng))


@pytest.mark.parametrize("make", [make_neuron, make_network])
class TestStartingWeights:
    def test_the_same_rng_gives_the_same_weights_and_leaves_the_module_random_alone(self, make):
        before = random.getstate()
        assert make(random.Random(7)) == make(random.Random(7)) != make(random.Random(8))
        assert random.getstate() == before

    def test_random_seed_before_gives_the_same_weights(self, make):
        random.seed(7)
        first, second = make(), make()
        random.seed(7)
        assert make() == first != second

    def test_they_differ_from_each_other_in_a_small_symmetric_interval(self, make):
        weights = [weight for seed in range(50) for weight in make(random.Random(seed))]
        assert len(set(weights)) == len(weights)
        assert -0.1 <= min(weights) < -0.09
        assert 0.09 < max(weights) <= 0.1


def test_the_sizes_of_the_layers_and_of_their_weights():
    layers = NeuralNetwork([3, 5, 2]).layers
    assert [len(layer) for layer in layers] == [3, 5, 2]
    assert [{len(neuron.weights) for neuron in layer} for layer in layers] == [{1}, {4}, {6}]


def test_the_lists_of_the_caller_are_never_changed_nor_kept():
    sizes, entries, desired = [2, 3, 2], [1.0, 2.0], [1.0, 0.0]
    dataset = dataset_of([(entries, desired)])
    before = deepcopy((sizes, entries, desired, dataset.exemples[0].inputs, dataset.exemples[0].outputs))

    network = NeuralNetwork(sizes)
    network.activate(entries)
    network.calculateGradients(desired)
    network.applyGradients(0.5)
    network.calcLoss(dataset)
    neuron = Neuron(2)
    neuron.activate(entries)
    neuron.calculateOutputGradient(1.0)
    neuron.applyGradient(0.5, entries)
    layer = network.layers[0]
    neuron.activateWithLayer(layer)
    neuron.applyGradientWithLayer(0.5, layer)

    assert (sizes, entries, desired, dataset.exemples[0].inputs, dataset.exemples[0].outputs) == before
    assert network.layers[0] is layer
    after = state(network)
    for changed in (sizes, entries, desired):
        changed.clear()
    network.getOutputs().clear()
    assert state(network) == after


@pytest.mark.parametrize(
    ("learner", "outputs"), [(active_neuron(), [1.0]), (NeuralNetwork([2, 2], rng=random.Random(1)), [1.0, 0.0])]
)
def test_calc_loss_changes_nothing_where_there_is_no_hidden_layer(learner, outputs):
    before = state(learner)
    learner.calcLoss(dataset_of([([1.0, 2.0], outputs)]))
    assert state(learner) == before


def test_calc_loss_activates_the_hidden_layers_only():
    network, other = active_network(), active_network()
    network.calcLoss(dataset_of([([3.0, -1.0], [1.0, 0.0])]))
    other.activate([3.0, -1.0])
    assert [n.out for n in network.layers[1]] == [n.out for n in other.layers[1]]
    assert state(network)[-2:] == state(active_network())[-2:]


def test_the_objects_show_themselves():
    assert repr(neuron_with(0.1, 0.5, -0.2)) == "Neuron(weights=[0.1, 0.5, -0.2])"
    assert repr(NeuralNetwork([3, 5, 2])) == "NeuralNetwork([3, 5, 2])"


@pytest.mark.parametrize(
    ("z", "a"),
    [
        (0.0, 0.5),
        (LN_3, 0.75),
        (-LN_3, 0.25),
        (745.0, 1.0),
        (-745.0, 5e-324),  # e⁻⁷⁴⁵ = 2.8e-324, and the float nearest to it is the smallest above 0
        (1e308, 1.0),
        (-1e308, 0.0),
    ],
)
def test_logistic(z, a):
    assert logistic(z) == pytest.approx(a, rel=1e-15, abs=0)


@pytest.mark.parametrize(
    ("weights", "desired", "loss"),
    [
        # Sure and wrong, the cost is |z|: −log(1 − Logistic(800)) = log(1 + e⁸⁰⁰) = 800.
        ([800.0, 0.0], 0.0, 800.0),
        ([-800.0, 0.0], 1.0, 800.0),
        ([0.0, 1e308], 0.0, 1e308),
        ([0.0, -1e308], 1.0, 1e308),
        # Sure and right, it is e⁻⁸⁰⁰, less than any float above 0.
        ([800.0, 0.0], 1.0, 0.0),
        ([-800.0, 0.0], 0.0, 0.0),
        # z = 40, where Logistic rounds to 1: the cost is log(1 + e⁻⁴⁰) = e⁻⁴⁰.
        ([40.0, 0.0], 1.0, 4.248354255291589e-18),
        # A desired output between: −(0.5·log 0.75 + 0.5·log 0.25)
        ([LN_3, 0.0], 0.5, (COST_OF_075 + COST_OF_025) / 2),
    ],
)
def test_the_loss_of_one_example(weights, desired, loss):
    dataset = dataset_of([([1.0], [desired])])
    assert neuron_with(*weights).calcLoss(dataset) == pytest.approx(loss, rel=1e-14, abs=0)
    network = NeuralNetwork([1, 1])
    network.layers[1][0].weights = weights
    assert network.calcLoss(dataset) == pytest.approx(loss, rel=1e-14, abs=0)


def test_the_loss_of_a_network_is_the_sum_over_its_outputs_of_their_means():
    network = NeuralNetwork([1, 2])
    network.layers[1][0].weights = [0.0, LN_3]
    network.layers[1][1].weights = [0.0, -LN_3]
    # x = 1 gives 0.75 and 0.25, x = −1 gives 0.25 and 0.75.
    dataset = dataset_of([([1.0], [1.0, 0.0]), ([-1.0], [1.0, 1.0])])
    # First output: the mean of the costs of 0.75 and 0.25; second: of 1 − 0.25 and 0.75.
    expected = (COST_OF_075 + COST_OF_025) / 2 + COST_OF_075
    assert network.calcLoss(dataset) == pytest.approx(expected, rel=1e-14)


class TestHiddenLayers:
    def network(self) -> NeuralNetwork:
        network = NeuralNetwork([2, 2, 1])
        network.layers[1][0].weights = [0.0, LN_3, 0.0]
        network.layers[1][1].weights = [LN_3, 0.0, -LN_3]
        network.layers[2][0].weights = [LN_3, 4.0, -12.0]
        network.activate([1.0, 2.0])
        return network

    def test_forward(self):
        # Hidden: Logistic(ln 3) = 0.75 and Logistic(ln 3 − 2 ln 3) = 0.25.
        # Output: Logistic(ln 3 + 4 × 0.75 − 12 × 0.25) = Logistic(ln 3) = 0.75.
        network = self.network()
        assert [neuron.out for neuron in network.layers[0]] == [1.0, 2.0]
        assert [neuron.out for neuron in network.layers[1]] == pytest.approx([0.75, 0.25], rel=1e-15)
        assert network.getOutputs() == pytest.approx([0.75], rel=1e-15)
        loss = network.calcLoss(dataset_of([([1.0, 2.0], [0.0])]))
        assert loss == pytest.approx(COST_OF_025, rel=1e-14)

    def test_only_the_output_neurons_get_a_gradient(self):
        network = self.network()
        network.calculateGradients([1.0])
        assert [[neuron.gradient for neuron in layer] for layer in network.layers[:2]] == [[0.0] * 2] * 2
        assert network.layers[2][0].gradient == pytest.approx(0.25, rel=1e-15)

    def test_a_gradient_set_by_hand_moves_the_hidden_weights(self):
        network = self.network()
        network.layers[1][0].gradient = 0.5
        network.layers[1][1].gradient = -1.0
        network.layers[2][0].gradient = 2.0
        holders = [list(neuron.weights) for neuron in network.layers[0]]
        network.applyGradients(0.1)
        # α∇ = 0.05, times the entries 1 and 2
        assert network.layers[1][0].weights == pytest.approx([0.05, LN_3 + 0.05, 0.1], rel=1e-14)
        # α∇ = −0.1, times the entries 1 and 2
        assert network.layers[1][1].weights == pytest.approx([LN_3 - 0.1, -0.1, -LN_3 - 0.2], rel=1e-14)
        # α∇ = 0.2, times the hidden activations 0.75 and 0.25
        assert network.layers[2][0].weights == pytest.approx([LN_3 + 0.2, 4.15, -11.95], rel=1e-14)
        assert [neuron.weights for neuron in network.layers[0]] == holders

    def test_day_6_learns_xor_by_overriding_calculate_gradients_only(self):
        class Day6Network(NeuralNetwork):
            def calculateGradients(self, desiredOutputs):
                super().calculateGradients(desiredOutputs)
                for layer, after in reversed(list(pairwise(self.layers[1:]))):
                    for i, neuron in enumerate(layer, start=1):
                        blame = sum(later.gradient * later.weights[i] for later in after)
                        neuron.gradient = neuron.out * (1 - neuron.out) * blame

        network = Day6Network([2, 4, 1], rng=random.Random(1))
        xor = dataset_of([([0, 0], [0]), ([0, 1], [1]), ([1, 0], [1]), ([1, 1], [0])])
        for _ in range(1500):
            for exemple in xor.exemples:
                network.activate(exemple.inputs)
                network.calculateGradients(exemple.outputs)
                network.applyGradients(4.0)
        # What no single neuron can learn: without hidden layers the loss stays at log 2 = 0.69 or more.
        assert network.calcLoss(xor) < 0.01


class Tanh(Neuron):
    """A neuron with another activation: tanh(ln 3) = (3 − 1/3) / (3 + 1/3) = 0.8."""

    def activate(self, entries):
        self.out = tanh(sum(w * x for w, x in zip(self.weights, [1.0, *entries])))


class TestEveryNeuronDoesItsOwnWork:
    def network(self, hidden: Neuron) -> NeuralNetwork:
        network = NeuralNetwork([1, 1, 1])
        network.layers[1] = [hidden]
        hidden.weights = [0.0, LN_3]
        network.layers[2][0].weights = [0.0, LN_3 / 0.8]
        return network

    def test_a_hidden_neuron_with_another_activation_counts_in_the_outputs(self):
        network = self.network(Tanh(1))
        network.activate([1.0])
        # tanh(ln 3) = 0.8, and Logistic(0.8 · ln 3 / 0.8) = 0.75
        assert network.layers[1][0].out == pytest.approx(0.8, rel=1e-15)
        assert network.getOutputs() == pytest.approx([0.75], rel=1e-15)

    def test_a_hidden_neuron_with_another_activation_counts_in_the_loss(self):
        loss = self.network(Tanh(1)).calcLoss(dataset_of([([1.0], [0.0])]))
        assert loss == pytest.approx(COST_OF_025, rel=1e-14)

    def test_an_output_neuron_with_another_activation_counts_in_the_outputs(self):
        network = NeuralNetwork([1, 1])
        network.layers[1] = [Tanh(1)]
        network.layers[1][0].weights = [-LN_3, 0.0]
        network.activate([1.0])
        assert network.getOutputs() == pytest.approx([-0.8], rel=1e-15)

    def test_a_neuron_with_an_update_of_its_own_makes_that(self):
        class Fixed(Neuron):
            def applyGradient(self, learningRate, entries):
                self.moves = [learningRate * self.gradient * x for x in entries]

        network = self.network(Fixed(1))
        network.activate([2.0])
        network.layers[1][0].gradient = 3.0
        network.applyGradients(0.5)
        assert network.layers[1][0].moves == [3.0]
        assert network.layers[1][0].weights == [0.0, LN_3]

    def test_ex_07_gives_the_weights_that_ex_06_gives(self):
        network, other = active_network(), active_network()
        network.layers[1][0].gradient = other.layers[1][0].gradient = 0.5
        network.applyGradients(0.1)
        for previous, layer in pairwise(other.layers):
            for neuron in layer:
                neuron.applyGradientWithLayer(0.1, previous)
        assert weights_of(network) == weights_of(other)


class TestNumbersThatLeaveTheRangeOfFloats:
    def test_large_finite_numbers_are_fine(self):
        neuron = neuron_with(1e308, 1e308)
        neuron.activate([-1.0])
        assert neuron.out == 0.5
        neuron.gradient = 0.5e308
        neuron.applyGradient(1.0, [0.0])
        assert neuron.weights == [1.5e308, 1e308]

    @pytest.mark.parametrize("weights", [[0.0, 1e308, 1e308], [0.0, 1e308, -1e308]])
    def test_a_weighted_sum_beyond_them_is_refused(self, weights):
        message = "as a weighted sum: is an entry not finite, or is the learning rate too large?"
        check_refused(neuron_with(*weights), "activate", ([10.0, 10.0],), message)

    def test_a_weight_beyond_them_is_refused(self):
        neuron = neuron_with(1e308, 0.0)
        neuron.gradient = -1.0
        message = "got -inf as a weight: is a gradient or entry not finite, or is the learning rate too large?"
        check_refused(neuron, "applyGradient", (1e308, [1e308]), message)

    @pytest.mark.parametrize("learner", [Neuron(1), NeuralNetwork([1, 2])])
    def test_a_loss_beyond_them_is_refused(self, learner):
        neurons = [learner] if isinstance(learner, Neuron) else learner.layers[1]
        for neuron in neurons:
            neuron.weights = [0.0, 1e308]
        dataset = dataset_of([([1.0], [0.0] * len(neurons))] * 3)
        with pytest.raises(ValueError, match="got inf as a loss: .*is the learning rate too large"):
            learner.calcLoss(dataset)

    def test_a_sum_of_losses_beyond_them_is_refused(self):
        network = NeuralNetwork([1, 2])
        for neuron in network.layers[1]:
            neuron.weights = [0.0, 1e308]
        with pytest.raises(ValueError, match="got inf as a loss"):
            network.calcLoss(dataset_of([([1.0], [0.0, 0.0])]))

    # The examples are always the same ones.
    @settings(derandomize=True, database=None, deadline=None, max_examples=200)
    @given(data=st.data())
    def test_whatever_is_not_refused_stays_finite(self, data):
        finite = st.floats(allow_nan=False, allow_infinity=False)
        network = NeuralNetwork([2, 2, 2])
        for neuron in network.layers[1] + network.layers[2]:
            neuron.weights = data.draw(st.lists(finite, min_size=3, max_size=3))
            neuron.gradient = data.draw(finite)
        entries = data.draw(st.lists(finite, min_size=2, max_size=2))
        outputs = data.draw(st.lists(st.floats(0, 1), min_size=2, max_size=2))
        with suppress(ValueError):
            network.activate(entries)
            assert all(0.0 <= out <= 1.0 for out in network.getOutputs())
            assert 0.0 <= network.calcLoss(dataset_of([(entries, outputs)] * 2)) < inf
            network.calculateGradients(outputs)
            network.applyGradients(data.draw(finite))
        assert all(map(isfinite, weights_of(network)))
