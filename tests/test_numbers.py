"""Every number that a script prints, computed anew with NumPy from the same files and the weights it started with."""

import re
from importlib import import_module
from types import SimpleNamespace

import numpy
import pytest
from helpers import ROOT, SCRIPTS, few_examples, losses

from NeuralNetwork import NeuralNetwork

DIGITS = 1e-5  # A printed loss has six digits.
AT_ONCE = ["--threshold", 100]  # is above the loss that any script starts with, so that nothing is learned


def read(path):
    """The inputs, behind the 1 of the bias, and the outputs: a row an example."""
    rows = [line.split() for line in path.read_text().splitlines()[1:]]
    inputs, outputs = numpy.array(rows[::2], float), numpy.array(rows[1::2], float)
    return numpy.column_stack([numpy.ones(len(inputs)), inputs]), outputs


def logistic(sums):
    return 1 / (1 + numpy.exp(-sums))


def loss_of(weights, inputs, outputs):
    """The sum over the outputs of −(y·log(a) + (1 − y)·log(1 − a)), meant over the examples."""
    a = logistic(inputs @ weights.T)
    return -(outputs * numpy.log(a) + (1 - outputs) * numpy.log(1 - a)).sum(axis=1).mean()


def descent(weights, rate, inputs, outputs, method):
    """The weights before each iteration: w ← w + α(y − a)x, example by example, or its mean over all."""
    while True:
        for i in range(len(inputs)) if method == "iterative" else [slice(None)]:
            yield weights
            x, y = numpy.atleast_2d(inputs[i]), numpy.atleast_2d(outputs[i])
            weights = weights + rate * (y - logistic(x @ weights.T)).T @ x / len(x)


@pytest.fixture
def files(tmp_path):
    """What each script learns from here, 100 images or the four examples of OR, and is tested with: 50 others."""
    return {
        "OrLearn": {"train": ROOT / "datasets" / "or.ds"},
        "BinaryLearn": {what: few_examples(f"{what}Binary.ds", n, tmp_path) for what, n in PARTS.items()},
        "DigitsLearn": {what: few_examples(f"{what}Digits.ds", n, tmp_path) for what, n in PARTS.items()},
    }


PARTS = {"train": 100, "test": 50}


@pytest.fixture
def run(capsys, files):
    """Runs a script in this process, with seed 1; gives what it printed, and its neurons' weights at the end."""

    def run_script(script, *arguments, seed=("--seed", 1)):
        of_files = [word for what, path in files[script].items() for word in (f"--{what}", path)]
        model = import_module(script).main([*map(str, ["--no-plot", *seed, *of_files, *arguments])])
        neurons = model.layers[-1] if isinstance(model, NeuralNetwork) else [model]
        printed = capsys.readouterr().out
        pairs = re.findall(r"^(?:\d{2})?(\d):(\d)$", printed, re.MULTILINE)
        return SimpleNamespace(
            printed=printed,
            pairs=[(int(expected), int(predicted)) for expected, predicted in pairs],
            weights=numpy.array([neuron.weights for neuron in neurons]),
        )

    return run_script


@pytest.fixture(params=SCRIPTS)
def script(request):
    return request.param


@pytest.mark.parametrize("method", ["iterative", "batch"])
def test_the_losses_and_the_weights_are_those_of_as_many_updates_as_it_says(script, method, run, files):
    options = ["--method", method, "--learning-rate", 0.3, "--max-iterations", 3, "--report-every", 2]
    done, train = run(script, *options), read(files[script]["train"])
    steps = descent(run(script, *AT_ONCE).weights, 0.3, *train, method)
    weights = dict(zip(range(4), steps))
    expected = {iteration: pytest.approx(loss_of(weights[iteration], *train), rel=DIGITS) for iteration in (0, 2, 3)}
    assert dict(losses(done.printed)) == expected
    assert "stopped after 3 iterations" in done.printed
    assert numpy.abs(done.weights - weights[3]).max() < 1e-12


@pytest.mark.parametrize("script", ["BinaryLearn", "DigitsLearn"])
def test_the_last_line_has_the_loss_on_the_test_set_and_counts_the_right_predictions(script, run, files):
    done = run(script, "--learning-rate", 0.1, "--max-iterations", 40)
    loss, right, pairs = re.search(r"test loss (\S+)  (\d+) of (\d+) right\n$", done.printed).groups()
    assert float(loss) == pytest.approx(loss_of(done.weights, *read(files[script]["test"])), rel=DIGITS)
    assert int(right) == sum(expected == predicted for expected, predicted in done.pairs)
    assert 0 < int(right) < int(pairs) == len(done.pairs) == PARTS["test"]


def test_the_prediction_is_1_from_one_half_on_or_the_strongest_of_ten_outputs(script, run, files):
    done = run(script, "--learning-rate", 0.1, "--max-iterations", 5 if script == "OrLearn" else 40)
    inputs, outputs = read([*files[script].values()][-1])
    sums = inputs @ done.weights.T
    if script == "DigitsLearn":
        expected, predicted = outputs.argmax(axis=1), sums.argmax(axis=1)
    else:
        expected, predicted = outputs[:, 0], sums[:, 0] > 0
    assert done.pairs == list(zip(expected, predicted))
    assert len(set(predicted)) > 1


def test_a_seed_even_0_makes_the_same_run_each_time_and_none_another(script, run):
    options = ["--method", "stochastic", "--max-iterations", 5]
    seeded = [run(script, *options, "--seed", seed).printed for seed in (0, 0, 10**30, 10**30)]
    free = [run(script, *options, seed=[]).printed for _ in range(2)]
    assert (seeded[0], seeded[2]) == (seeded[1], seeded[3])
    assert len({*seeded, *free}) == 4
