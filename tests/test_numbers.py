"""Every number that a script prints, computed anew with NumPy from the same files and the weights it started with."""

import re
from importlib import import_module
from math import log
from types import SimpleNamespace

import numpy
import pytest
from helpers import ROOT, SCRIPTS, losses
from scipy.special import expit

from NeuralNetwork import NeuralNetwork

OR = ROOT / "datasets" / "or.ds"
TRAIN = {"OrLearn": "or.ds", "BinaryLearn": "trainBinary.ds", "DigitsLearn": "trainDigits.ds"}
TEST = {"BinaryLearn": "testBinary.ds", "DigitsLearn": "testDigits.ds"}
DIGITS = 1e-5  # A printed loss has six digits.
AT_ONCE = ["--threshold", 100]  # is above the loss that any script starts with, so that nothing is learned


def read(name):
    """The inputs, behind the 1 of the bias, and the outputs: a row an example."""
    rows = [line.split() for line in (ROOT / "datasets" / name).read_text().splitlines()[1:]]
    inputs, outputs = numpy.array(rows[::2], float), numpy.array(rows[1::2], float)
    return numpy.column_stack([numpy.ones(len(inputs)), inputs]), outputs


def loss_of(weights, inputs, outputs):
    """The sum over the outputs of −(y·log(a) + (1 − y)·log(1 − a)), meant over the examples."""
    a = expit(inputs @ weights.T)
    return -(outputs * numpy.log(a) + (1 - outputs) * numpy.log(1 - a)).sum(axis=1).mean()


def descent(weights, rate, inputs, outputs, method):
    """The weights before each iteration: w ← w + α(y − a)x, example by example, or its mean over all."""
    while True:
        for i in range(len(inputs)) if method == "iterative" else [slice(None)]:
            yield weights
            x, y = numpy.atleast_2d(inputs[i]), numpy.atleast_2d(outputs[i])
            weights = weights + rate * (y - expit(x @ weights.T)).T @ x / len(x)


@pytest.fixture
def run(capsys):
    """Runs a script in this process, with seed 1; gives what it printed, and its neurons' weights at the end."""

    def run_script(script, *arguments, seed=("--seed", 1)):
        model = import_module(script).main(["--no-plot", *map(str, [*seed, *arguments])])
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


@pytest.fixture(params=TEST)
def tested(request):
    """A script with a test set."""
    return request.param


@pytest.mark.parametrize("method", ["iterative", "batch"])
def test_the_losses_and_the_weights_are_those_of_as_many_updates_as_it_says(script, method, run):
    options = ["--method", method, "--learning-rate", 0.3, "--max-iterations", 3, "--report-every", 2]
    done, inputs_and_outputs = run(script, *options), read(TRAIN[script])
    steps = descent(run(script, *AT_ONCE).weights, 0.3, *inputs_and_outputs, method)
    weights = dict(zip(range(4), steps))
    printed = {iteration: pytest.approx(loss_of(weights[iteration], *inputs_and_outputs), rel=DIGITS)
               for iteration in (0, 2, 3)}
    assert dict(losses(done.printed)) == printed
    assert "stopped after 3 iterations" in done.printed
    assert numpy.abs(done.weights - weights[3]).max() < 1e-12


def test_it_stops_at_the_first_report_of_a_loss_below_the_threshold(script, run):
    inputs, outputs = read(TRAIN[script])
    threshold = {"OrLearn": 0.4, "BinaryLearn": 0.03, "DigitsLearn": 3}[script]
    done = run(script, "--method", "batch", "--learning-rate", 1, "--report-every", 1, "--threshold", threshold)
    steps = enumerate(descent(run(script, *AT_ONCE).weights, 1, inputs, outputs, "batch"))
    first = next(n for n, weights in steps if loss_of(weights, inputs, outputs) < threshold)
    assert first > 2
    assert f"stopped after {first} iterations: the loss is below {threshold}\n" in done.printed


def test_the_reports_come_less_and_less_often(run):
    done = run("BinaryLearn", "--max-iterations", 42)
    # After a fortieth of the iterations so far and of half a pass of 239: (0 + 119) / 40 is 2, (2 + 119) / 40 is 3,
    # and from (41 + 119) / 40 on it is 4.
    assert list(dict(losses(done.printed))) == [0, *range(2, 42, 3), 42]


def test_the_last_line_has_the_loss_on_the_test_set_and_counts_the_right_predictions(tested, run):
    done = run(tested, "--learning-rate", 0.1, "--max-iterations", 40)
    loss, right, pairs = re.search(r"test loss (\S+)  (\d+) of (\d+) right\n$", done.printed).groups()
    expected = loss_of(done.weights, *read(TEST[tested]))
    assert float(loss) == pytest.approx(expected, rel=DIGITS)
    assert expected != pytest.approx(loss_of(done.weights, *read(TRAIN[tested])), rel=0.001)
    assert int(right) == sum(expected == predicted for expected, predicted in done.pairs)
    assert 0 < int(right) < int(pairs) == len(done.pairs)


def test_the_prediction_of_ten_neurons_is_the_strongest_output(run):
    done = run("DigitsLearn", "--learning-rate", 0.1, "--max-iterations", 300)
    inputs, outputs = read(TEST["DigitsLearn"])
    assert done.pairs == list(zip(outputs.argmax(axis=1), (inputs @ done.weights.T).argmax(axis=1)))


@pytest.mark.parametrize("name", ["OrLearn", "BinaryLearn"])
def test_the_prediction_of_one_neuron_is_1_from_one_half_on(name, run):
    files = ["--train", OR, *(["--test", OR] if name == "BinaryLearn" else [])]
    predictions = set()
    # Untrained, every output lies between 0.4 and 0.6; with these two seeds, one on either side of 0.5.
    for seed in (1, 2):
        done = run(name, *AT_ONCE, *files, seed=["--seed", seed])
        a = expit(read("or.ds")[0] @ done.weights.T)[:, 0]
        assert all((a > 0.4) & (a < 0.6))
        assert [predicted for _, predicted in done.pairs] == [int(out > 0.5) for out in a]
        predictions.update(predicted for _, predicted in done.pairs)
    assert predictions == {0, 1}


def test_a_desired_output_between_0_and_1_is_learned_as_it_is(script, run, tmp_path):
    # No loss is below that of a = y: −0.3·log 0.3 − 0.7·log 0.7, and for a second output of 0.6 likewise.
    least = {"OrLearn": 0.610864, "BinaryLearn": 0.610864, "DigitsLearn": 0.610864 + 0.673012}[script]
    path = tmp_path / "between.ds"
    path.write_text("1 1 2\n1\n0.3 0.6\n" if script == "DigitsLearn" else "1 1 1\n1\n0.3\n")
    files = ["--train", path, *(["--test", path] if script in TEST else [])]
    done = run(script, *files, "--learning-rate", 1, "--max-iterations", 200, "--threshold", 0)
    assert dict(losses(done.printed))[200] == pytest.approx(least, rel=DIGITS)


def test_the_loss_before_the_first_update_is_nearly_that_of_a_coin(script, run):
    # Small weights: each output is about 0.5, and costs log 2.
    outputs = 10 if script == "DigitsLearn" else 1
    assert dict(losses(run(script, *AT_ONCE).printed)) == {0: pytest.approx(outputs * log(2), rel=0.2)}


@pytest.mark.parametrize("seed", [0, 10**30])
def test_a_seed_even_0_makes_the_same_run_each_time(script, seed, run):
    options = ["--method", "stochastic", "--max-iterations", 5]
    found = [run(script, *options, seed=["--seed", seed]).printed for _ in range(2)]
    assert found[0] == found[1] != run(script, *options).printed


def test_without_a_seed_every_run_is_another(script, run):
    one, other = (run(script, *AT_ONCE, seed=[]) for _ in range(2))
    assert (one.weights != other.weights).all()
