"""Neuron and NeuralNetwork: what they refuse, what they leave alone, and that no number crashes them."""

import random
from copy import deepcopy
from itertools import pairwise
from math import inf, isfinite, nan
from sys import float_info

import pytest
from helpers import OR, ROOT, dataset_of, run_python
from hypothesis import given, settings
from hypothesis import strategies as st

from NeuralNetwork import NeuralNetwork
from Neuron import Neuron, logistic

HUGE = 10**400  # an integer beyond the largest float
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


def check_refused(thing: Neuron | NeuralNetwork, method: str, arguments: tuple, found: str) -> None:
    before = state(thing)
    with pytest.raises((ValueError, TypeError)) as caught:
        getattr(thing, method)(*arguments)
    message = str(caught.value)
    assert message.startswith("expected ")
    assert found in message
    assert state(thing) == before


# What is no list of two finite numbers, and what the message says was found.
NO_PAIR = [
    ([], "got 0"),
    ([1.0], "got 1"),
    ([1.0, 2.0, 3.0], "got 3"),
    (["1", 2.0], "'1'"),
    ("12", "'1'"),
    ([1.0, None], "None"),
    ([nan, 1.0], "nan"),
    ([1.0, inf], "inf"),
    ([-inf, inf], "-inf"),
    ([1.0, HUGE], "1000"),
    ([[1.0], 2.0], "[1.0]"),
    ([1.0, 2j], "2j"),
    (None, "None"),
    (1.0, "1.0"),
]
NO_NUMBER = [
    ("1", "'1'"),
    (None, "None"),
    (nan, "nan"),
    (-inf, "-inf"),
    (HUGE, "1000"),
    ([1.0], "[1.0]"),
    (2j, "2j"),
]


@pytest.mark.parametrize(("entries", "found"), NO_PAIR)
@pytest.mark.parametrize("make", [active_neuron, active_network])
def test_activate_refuses_entries(make, entries, found):
    check_refused(make(), "activate", (entries,), found)


@pytest.mark.parametrize(("entries", "found"), NO_PAIR)
def test_apply_gradient_refuses_entries(entries, found):
    check_refused(active_neuron(), "applyGradient", (0.1, entries), found)


@pytest.mark.parametrize(("desired", "found"), NO_PAIR)
def test_calculate_gradients_refuses_desired_outputs(desired, found):
    check_refused(active_network(), "calculateGradients", (desired,), found)


@pytest.mark.parametrize(("desired", "found"), NO_NUMBER)
def test_calculate_output_gradient_refuses_a_desired_output(desired, found):
    check_refused(active_neuron(), "calculateOutputGradient", (desired,), found)


@pytest.mark.parametrize(("rate", "found"), NO_NUMBER)
def test_a_learning_rate_that_is_no_finite_number_is_refused(rate, found):
    neurons = [active_neuron(), active_neuron()]
    check_refused(active_neuron(), "applyGradient", (rate, [1.0, 2.0]), found)
    check_refused(active_neuron(), "applyGradientWithLayer", (rate, neurons), found)
    check_refused(active_network(), "applyGradients", (rate,), found)


@pytest.mark.parametrize(
    ("layer", "found"),
    [
        ([1.0, 2.0], "[1.0, 2.0]"),
        ("ab", "'ab'"),
        (None, "None"),
        (5, "5"),
        ([active_neuron(), None], "None"),
        ([], "got 0"),
        ([active_neuron()], "got 1"),
        ([active_neuron(), Neuron(2)], "nan"),  # the second was never activated
    ],
)
@pytest.mark.parametrize(
    ("method", "rate"), [("activateWithLayer", ()), ("applyGradientWithLayer", (0.1,))]
)
def test_a_layer_of_anything_but_two_activated_neurons_is_refused(method, rate, layer, found):
    check_refused(active_neuron(), method, (*rate, layer), found)


def test_a_gradient_before_the_first_activation_is_refused():
    check_refused(Neuron(2), "calculateOutputGradient", (1.0,), "activate")
    check_refused(NeuralNetwork([2, 2]), "calculateGradients", ([1.0, 0.0],), "activate")
    check_refused(NeuralNetwork([2, 2]), "applyGradients", (0.1,), "nan")


@pytest.mark.parametrize(
    ("examples", "found"),
    [
        ([], "at least one exemple"),
        ([([1.0], [1.0])], "expected 2 entries, got 1"),
        ([([1.0, 2.0], [1.0]), ([1.0, 2.0], [])], "got 0"),
        ([([1.0, 2.0], [1.0, 0.0, 1.0])], "got 3"),
        ([([1.0, nan], [1.0])], "nan"),
        ([([1.0, "2"], [1.0])], "'2'"),
        ([([1.0, HUGE], [1.0])], "1000"),
        *[
            ([([1.0, 2.0], [output])], f"got {output!r}")
            for output in [-0.1, 1.1, nan, inf, "1", None, HUGE]
        ],
    ],
)
@pytest.mark.parametrize("learner", [Neuron(2), NeuralNetwork([2, 1]), NeuralNetwork([2, 3, 1])])
def test_calc_loss_refuses_a_dataset(learner, examples, found):
    check_refused(learner, "calcLoss", (dataset_of(examples),), found)


@pytest.mark.parametrize("dataset", [None, "or.ds", [], 1.0])
@pytest.mark.parametrize("make", [active_neuron, active_network])
def test_calc_loss_refuses_what_is_no_dataset(make, dataset):
    check_refused(make(), "calcLoss", (dataset,), repr(dataset))


@pytest.mark.parametrize(
    ("make", "method", "arguments", "message"),
    [
        (active_neuron, "activate", ([1.0],), "expected 2 entries, got 1"),
        (active_neuron, "activate", ([1.0, "2"],), "expected a finite number as one of the entries, got '2'"),
        (active_neuron, "applyGradient", (0.1, [1.0]), "expected 2 entries, got 1"),
        (
            active_neuron, "applyGradient", ("1", [1.0, 2.0]),
            "expected a finite number as learning rate, got '1'",
        ),
        (
            active_neuron, "calculateOutputGradient", ("1",),
            "expected a finite number as desired output, got '1'",
        ),
        (active_network, "activate", ([1.0],), "expected 2 entries, got 1"),
        (active_network, "calculateGradients", ([1.0],), "expected 2 desired outputs, got 1"),
        (active_network, "calcLoss", (dataset_of([([1.0, 2.0], [1.0])]),), "expected 2 outputs, got 1"),
    ],
)  # fmt: skip
def test_a_refusal_names_what_was_wrong(make, method, arguments, message):
    with pytest.raises((ValueError, TypeError)) as caught:
        getattr(make(), method)(*arguments)
    assert str(caught.value) == message


def test_a_gradient_that_is_no_number_is_named():
    neuron = active_neuron()
    neuron.gradient = nan
    with pytest.raises(ValueError, match="^expected a finite number as gradient, got nan$"):
        neuron.applyGradient(0.1, [1.0, 2.0])


@pytest.mark.parametrize("nb_inputs", [-1, 2.0, nan, "2", None, [2]])
def test_neuron_refuses_a_number_of_inputs(nb_inputs):
    with pytest.raises((ValueError, TypeError), match="expected a number of inputs") as caught:
        Neuron(nb_inputs)
    assert str(caught.value).endswith(f"got {nb_inputs!r}")


@pytest.mark.parametrize(
    "sizes", [[], [2], [2, 0], [0, 1], [2, -1, 1], [2, 1.0], [2, "1"], [2, None], [[2, 1]], "2", 2, None]
)
def test_network_refuses_layer_sizes(sizes):
    with pytest.raises((ValueError, TypeError), match="expected at least two layer sizes") as caught:
        NeuralNetwork(sizes)
    assert str(caught.value).endswith(f"got {sizes!r}")


@pytest.mark.parametrize(
    ("module", "names"),
    [
        ("Dataset", {"Dataset", "DatasetError", "Exemple"}),
        ("Neuron", {"Neuron", "logistic"}),
        ("NeuralNetwork", {"NeuralNetwork", "Neuron", "logistic"}),
    ],
)
def test_a_star_import_gives_these_names_only(module, names):
    namespace: dict[str, object] = {}
    exec(f"from {module} import *", namespace)
    assert namespace.keys() - {"__builtins__"} == names


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


def test_calc_loss_leaves_every_out_and_gradient_as_it_is():
    neuron, network = active_neuron(), active_network()
    before = state(neuron) + state(network)
    neuron.calcLoss(dataset_of(OR))
    network.calcLoss(dataset_of([([1.0, 2.0], [1.0, 0.0])]))
    assert state(neuron) + state(network) == before


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


class TestSaturation:
    def test_a_sum_that_overflows_on_the_way_is_exact(self):
        # 1e308 × 10 − 1e308 × 10 = 0
        neuron = neuron_with(0.0, 1e308, -1e308)
        neuron.activate([10.0, 10.0])
        assert neuron.out == 0.5

    def test_a_sum_that_overflows_on_the_way_takes_every_entry_with_its_weight(self):
        # ln 3 + 1e308 × 10 − 0.5e308 × 20 = ln 3
        neuron = neuron_with(LN_3, 1e308, -1e308 / 2)
        neuron.activate([10.0, 20.0])
        assert neuron.out == pytest.approx(0.75, rel=1e-15)

    def test_ordinary_numbers_take_neither_the_exact_sum_nor_a_check_one_by_one(self, monkeypatch):
        def slow(*arguments):
            raise AssertionError("ordinary numbers took the slow way")

        neuron, network = active_neuron(), active_network()
        monkeypatch.setattr("Neuron.exact_sum", slow)
        monkeypatch.setattr("Neuron.check_number", slow)
        neuron.applyGradient(0.1, [1.0, 2.0])
        network.activate([1.0, 2.0])
        network.applyGradients(0.1)
        network.calcLoss(dataset_of([([1.0, 2.0], [1.0, 0.0])]))

    def test_a_sum_beyond_the_largest_float_counts_as_it(self):
        neuron = neuron_with(0.0, 1e308, 1e308)
        neuron.activate([1.0, 1.0])
        assert neuron.out == 1.0
        assert neuron.calcLoss(dataset_of([([1.0, 1.0], [0.0])])) == float_info.max

    def test_the_mean_of_huge_costs_does_not_overflow(self):
        dataset = dataset_of([([1.0], [0.0])] * 3)
        assert neuron_with(0.0, 1e308).calcLoss(dataset) == pytest.approx(1e308)

    def test_the_sum_of_huge_costs_ends_at_the_largest_float(self):
        network = NeuralNetwork([1, 2])
        for neuron in network.layers[1]:
            neuron.weights = [0.0, 1e308]
        assert network.calcLoss(dataset_of([([1.0], [0.0, 0.0])])) == float_info.max

    def test_an_update_that_overflows_on_the_way_is_exact_or_ends_at_the_largest_float(self):
        neuron = neuron_with(1e308, 1.5e308, 0.0)
        neuron.out, neuron.gradient = 1.0, -1.0
        neuron.applyGradient(1e308, [2.0, 1e308])
        # 1e308 − 1e308 = 0, 1.5e308 − 2e308 = −0.5e308, and −1e616 is beyond.
        assert neuron.weights == pytest.approx([0.0, -5e307, -float_info.max], rel=1e-12)

    # The examples are always the same ones.
    @settings(derandomize=True, database=None, deadline=None, max_examples=200)
    @given(data=st.data())
    def test_no_finite_numbers_crash_or_leave_the_finite(self, data):
        finite = st.floats(allow_nan=False, allow_infinity=False)
        network = NeuralNetwork([2, 2, 2])
        for neuron in network.layers[1] + network.layers[2]:
            neuron.weights = data.draw(st.lists(finite, min_size=3, max_size=3))
            neuron.gradient = data.draw(finite)
        entries = data.draw(st.lists(finite, min_size=2, max_size=2))
        outputs = data.draw(st.lists(st.floats(0, 1), min_size=2, max_size=2))
        dataset = dataset_of([(entries, outputs)] * 2)
        for _ in range(2):
            network.activate(entries)
            network.calculateGradients(outputs)
            network.applyGradients(data.draw(finite))
            assert all(0.0 <= out <= 1.0 for out in network.getOutputs())
            assert 0.0 <= network.calcLoss(dataset) <= float_info.max
            assert all(map(isfinite, weights_of(network)))
