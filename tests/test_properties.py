"""What holds for every finite number: of the loss, of the updates, of refused calls and of .ds files."""

from math import fsum, inf, nan
from random import Random
from sys import float_info

import pytest
from helpers import dataset_of
from hypothesis import given, settings
from hypothesis import strategies as st
from learning.methods import choose, mean_of_gradients

from Dataset import Dataset
from NeuralNetwork import NeuralNetwork
from Neuron import Neuron

# The examples are always the same ones.
fixed = settings(derandomize=True, database=None, deadline=None, max_examples=75)

LARGEST = float_info.max
# Often so large that products and sums overflow, and differences cancel out.
extreme = st.sampled_from([LARGEST, -LARGEST, 1e308, -1e308, 1.0, 0.0, -0.0])
finite = st.floats(allow_nan=False, allow_infinity=False) | extreme
moderate = st.floats(-30, 30)
probability = st.floats(0, 1) | st.sampled_from([0.0, 1.0])


def lists(elements, count):
    return st.lists(elements, min_size=count, max_size=count)


@st.composite
def neurons(draw, numbers=finite):
    neuron = Neuron(draw(st.integers(0, 4)), rng=Random(1))
    neuron.weights = draw(lists(numbers, len(neuron.weights)))
    return neuron


@st.composite
def networks(draw, numbers=finite):
    """With one hidden layer or two."""
    network = NeuralNetwork(draw(st.lists(st.integers(1, 3), min_size=3, max_size=4)), rng=Random(1))
    for layer in network.layers[1:]:
        for neuron in layer:
            neuron.weights = draw(lists(numbers, len(neuron.weights)))
    return network


def nb_input(model):
    return len(model.weights) - 1 if isinstance(model, Neuron) else len(model.layers[0])


def nb_output(model):
    return 1 if isinstance(model, Neuron) else len(model.layers[-1])


def learners(model):
    return [model] if isinstance(model, Neuron) else [n for layer in model.layers[1:] for n in layer]


def examples_for(model, numbers=finite):
    return st.tuples(lists(numbers, nb_input(model)), lists(probability, nb_output(model)))


def weights_of(model):
    return [neuron.weights for neuron in learners(model)]


def set_weights(model, rows):
    for neuron, weights in zip(learners(model), rows):
        neuron.weights = weights


def bits(rows):
    return [[w.hex() for w in row] for row in rows]


def step(model, inputs, outputs, rate):
    """The one update of the scripts."""
    model.activate(inputs)
    if isinstance(model, Neuron):
        model.calculateOutputGradient(outputs[0])
        model.applyGradient(rate, inputs)
    else:
        model.calculateGradients(outputs)
        model.applyGradients(rate)


def learn(model, examples, method, rate):
    """One update by a method of the scripts."""
    batch = next(choose(method, dataset_of(examples).exemples, Random(1), len(examples), 2))
    for exemple in mean_of_gradients(batch, learners(model)) if len(batch) > 1 else batch:
        step(model, exemple.inputs, exemple.outputs, rate)


models = pytest.mark.parametrize("kind", [neurons, networks], ids=["neuron", "network"])


@models
@fixed
@given(data=st.data())
def test_a_small_enough_step_never_raises_the_loss_of_its_example(kind, data):
    model = data.draw(kind(moderate))
    example = data.draw(examples_for(model, moderate))
    dataset = dataset_of([example])
    before = model.calcLoss(dataset)
    model.activate(example[0])
    last = model.layers[-1] if isinstance(model, NeuralNetwork) else [model]
    x = [1.0, *([n.out for n in model.layers[-2]] if isinstance(model, NeuralNetwork) else example[0])]
    # Along the weights the loss of an output curves by a(1 − a)|x|² ≤ |x|²/4, with x₀ = 1. A step against
    # its slope lowers a loss, or leaves it, up to a rate of 2 / that: 8 / |x|².
    bound = 8 / fsum(x_i * x_i for x_i in x)
    step(model, *example, data.draw(st.floats(0, 1, exclude_min=True)) * bound)
    size = sum(abs(w * x_i) for neuron in last for w, x_i in zip(neuron.weights, x))
    assert model.calcLoss(dataset) <= before + 1e-14 * (before + size + 1)


@models
@fixed
@given(data=st.data())
def test_the_order_of_a_batch_does_not_matter(kind, data):
    model = data.draw(kind(moderate))
    start = weights_of(model)
    examples = data.draw(st.lists(examples_for(model, moderate), min_size=2, max_size=5))
    shuffled = data.draw(st.permutations(examples))
    rate = data.draw(st.floats(0, 2))
    learn(model, examples, "batch", rate)
    found = weights_of(model)
    set_weights(model, start)
    learn(model, shuffled, "batch", rate)
    # No weight has been beyond 30 + 2 × 30 on the way.
    for row, other in zip(found, weights_of(model)):
        assert row == pytest.approx(other, rel=0, abs=90 * 1e-15)


@models
@pytest.mark.parametrize("method", ["batch", "mini-batch", "stochastic"])
@settings(fixed, max_examples=20)
@given(data=st.data())
def test_a_batch_of_one_is_the_iterative_step_bit_for_bit_by(method, kind, data):
    model = data.draw(kind(moderate))
    start = weights_of(model)
    example = data.draw(examples_for(model, moderate))
    rate = data.draw(st.floats(0, 2))
    step(model, *example, rate)
    expected = bits(weights_of(model))
    set_weights(model, start)
    learn(model, [example], method, rate)
    assert bits(weights_of(model)) == expected


@models
@fixed
@given(data=st.data())
def test_gradients_of_zero_change_no_bit(kind, data):
    # Adding 0.0 makes −0.0, which equals it, 0.0; no other number changes.
    model = data.draw(kind(moderate.map(lambda w: w + 0.0)))
    inputs = data.draw(lists(moderate, nb_input(model)))
    before = bits(weights_of(model))
    model.activate(inputs)
    for neuron in learners(model):
        neuron.gradient = 0.0
    rate = data.draw(finite)
    if isinstance(model, Neuron):
        model.applyGradient(rate, inputs)
    else:
        model.applyGradients(rate)
    assert bits(weights_of(model)) == before


HUGE = 10**400  # an integer beyond the largest float
NO_NUMBERS = [nan, inf, -inf, None, "1", "", b"1", 1j, HUGE, -HUGE, [], [1.0], (1.0, 2.0), object()]
# The huge ones come often: two of them may add up to a number that is not.
no_number = st.sampled_from([HUGE, -HUGE]) | st.sampled_from(NO_NUMBERS)
no_list = st.sampled_from([None, 1, 1.0, nan, len])


@st.composite
def wrong_numbers(draw, count, numbers=finite, wrong=no_number):
    """A list, of floats or integers, of the wrong length or with some of what is wrong in it."""
    length = draw(st.just(count) | st.integers(0, 6))
    values = draw(lists(numbers, length) | lists(st.integers(0, 1), length))
    if length == count and count:
        for i in draw(st.sets(st.integers(0, count - 1), min_size=1)):
            values[i] = draw(wrong)
    elif length == count:
        values = [draw(numbers)]
    return values


def wrong_lists(count, **kinds):
    # Two in three are lists.
    return wrong_numbers(count, **kinds) | wrong_numbers(count, **kinds) | no_list


def layer_of(outs):
    layer = [Neuron(1, rng=Random(1)) for _ in outs]
    for neuron, out in zip(layer, outs):
        neuron.out = out
    return layer


def wrong_layers(count):
    return wrong_numbers(count).map(layer_of) | no_list | lists(no_number, count + 1)


@st.composite
def wrong_datasets(draw, model):
    examples = draw(st.lists(examples_for(model), max_size=3))
    inputs, outputs = draw(examples_for(model))
    if draw(st.booleans()):
        inputs = draw(wrong_lists(nb_input(model)))
    else:
        beyond = no_number | st.sampled_from([-5e-324, 1 + 2**-52, -1, 2])
        outputs = draw(wrong_lists(nb_output(model), numbers=probability, wrong=beyond))
    examples.insert(draw(st.integers(0, len(examples))), (inputs, outputs))
    dataset = dataset_of([])
    for inputs, outputs in examples:
        exemple = dataset_of([([], [])]).exemples[0]
        exemple.inputs, exemple.outputs = inputs, outputs
        dataset.exemples.append(exemple)
    return dataset


def state(model):
    """Every attribute of it and of its neurons, nan and −0.0 included."""
    rows = [] if isinstance(model, Neuron) else [vars(n) for layer in model.layers for n in layer]
    return repr((vars(model), rows))


def wrong_calls(model):
    """For every method, what gives it one wrong argument; the others are fine."""
    count = nb_input(model)
    calls = {
        "activate": st.tuples(wrong_lists(count)),
        "calcLoss": st.tuples(wrong_datasets(model) | no_list | st.just(dataset_of([]))),
    }
    if isinstance(model, NeuralNetwork):
        return calls | {
            "calculateGradients": st.tuples(wrong_lists(nb_output(model))),
            "applyGradients": st.tuples(no_number),
        }
    entries = lists(finite, count)
    return calls | {
        "activateWithLayer": st.tuples(wrong_layers(count)),
        "calculateOutputGradient": st.tuples(no_number),
        "applyGradient": st.tuples(finite, wrong_lists(count)) | st.tuples(no_number, entries),
        "applyGradientWithLayer": st.tuples(finite, wrong_layers(count))
        | st.tuples(no_number, entries.map(layer_of)),
    }


def methods(kind):
    return [name for name, value in vars(kind).items() if callable(value) and not name.startswith("_")]


CALLS = [(neurons, method) for method in methods(Neuron) if method != "mean_cost"]
CALLS += [(networks, method) for method in methods(NeuralNetwork) if method not in ("getOutputs", "check_lengths")]


@pytest.mark.parametrize(("kind", "method"), CALLS, ids=[f"{k.__name__}-{m}" for k, m in CALLS])
@fixed
@given(data=st.data())
def test_a_refused_call_changes_nothing(kind, method, data):
    model = data.draw(kind(moderate))
    inputs, outputs = data.draw(examples_for(model, moderate))
    step(model, inputs, outputs, data.draw(moderate))
    model.activate(inputs)
    arguments = data.draw(wrong_calls(model)[method])
    before = state(model)
    with pytest.raises((ValueError, TypeError, OverflowError, AttributeError)):
        getattr(model, method)(*arguments)
    if method == "calcLoss" and isinstance(model, NeuralNetwork):
        # It activates the hidden neurons, as far as it gets.
        model.activate(inputs)
    assert state(model) == before


@models
@fixed
@given(data=st.data())
def test_a_call_before_the_first_activation_is_refused_and_changes_nothing(kind, data):
    model = data.draw(kind())
    _, outputs = data.draw(examples_for(model))
    calls = {"calculateGradients": outputs, "applyGradients": data.draw(finite)}
    if isinstance(model, Neuron):
        calls = {"calculateOutputGradient": outputs[0]}
    before = state(model)
    for method, argument in calls.items():
        with pytest.raises(ValueError, match="expected a finite number, got nan"):
            getattr(model, method)(argument)
        assert state(model) == before


@st.composite
def sets_of_examples(draw):
    nb_inputs, nb_outputs = draw(st.integers(1, 4)), draw(st.integers(1, 3))
    return draw(st.lists(st.tuples(lists(finite, nb_inputs), lists(finite, nb_outputs)), min_size=1))


@fixed
@given(examples=sets_of_examples())
def test_a_dataset_that_is_written_and_read_is_the_same(tmp_path_factory, examples):
    path = tmp_path_factory.getbasetemp() / "written.ds"
    sizes = [len(examples), *map(len, examples[0])]
    lines = [sizes, *(row for example in examples for row in example)]
    path.write_text("".join(" ".join(map(repr, line)) + "\n" for line in lines), encoding="ascii")
    dataset = Dataset(path)
    assert [dataset.nb_exemple, dataset.nb_input, dataset.nb_output] == sizes
    found = [row for exemple in dataset.exemples for row in (exemple.inputs, exemple.outputs)]
    assert bits(found) == bits(lines[1:])
