"""Every number that a script prints, computed anew with NumPy from the same files and the weights it started with."""

import re
from importlib import import_module
from math import log
from types import SimpleNamespace

import numpy
import pytest
from helpers import ROOT, SCRIPTS, losses
from scipy.special import expit

import Neuron

OR = ROOT / "datasets" / "or.ds"
TRAIN = {"OrLearn": "or.ds", "BinaryLearn": "trainBinary.ds", "DigitsLearn": "trainDigits.ds"}
TEST = {"OrLearn": "or.ds", "BinaryLearn": "testBinary.ds", "DigitsLearn": "testDigits.ds"}
# A printed loss has six digits.
DIGITS = 1e-5
# Above the loss that any script starts with, so that nothing is learned.
AT_ONCE = ["--threshold", 100]


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
def run(monkeypatch, capsys):
    """Runs a script in this process; gives its lines, and its neurons' weights at the start and at the end."""

    def run_script(script, *arguments, seed=("--seed", 1)):
        neurons, start = [], []
        make = Neuron.Neuron.__init__

        def watched(neuron, *sizes, **options):
            make(neuron, *sizes, **options)
            if len(neuron.weights) > 1:
                neurons.append(neuron)
                start.append(list(neuron.weights))

        with monkeypatch.context() as patch:
            patch.setattr(Neuron.Neuron, "__init__", watched)
            import_module(script).main(["--no-plot", *map(str, [*seed, *arguments])])
        printed = capsys.readouterr().out
        return SimpleNamespace(
            printed=printed,
            pairs=[tuple(map(int, pair)) for pair in re.findall(r"^(?:\d{2})?(\d):(\d)$", printed, re.MULTILINE)],
            last=printed.splitlines()[-1].split(),
            start=numpy.array(start),
            end=numpy.array([neuron.weights for neuron in neurons]),
        )

    return run_script


@pytest.fixture(params=SCRIPTS)
def script(request):
    return request.param


@pytest.fixture(params=["BinaryLearn", "DigitsLearn"])
def tested(request):
    """A script with a test set."""
    return request.param


@pytest.mark.parametrize("method", ["iterative", "batch"])
def test_the_losses_printed_are_those_of_a_descent_on_the_training_set(script, method, run):
    done = run(script, "--method", method, "--learning-rate", 0.3, "--max-iterations", 3, "--report-every", 2)
    inputs, outputs = read(TRAIN[script])
    steps = descent(done.start, 0.3, inputs, outputs, method)
    expected = [loss_of(weights, inputs, outputs) for weights, _ in zip(steps, range(4))]
    assert losses(done.printed) == [(n, pytest.approx(expected[n], rel=DIGITS)) for n in (0, 2, 3)]


@pytest.mark.parametrize("method", ["iterative", "batch"])
def test_the_weights_it_ends_with_are_those_of_as_many_updates_as_it_says(script, method, run):
    done = run(script, "--method", method, "--learning-rate", 0.3, "--max-iterations", 3)
    *_, expected = (w for w, _ in zip(descent(done.start, 0.3, *read(TRAIN[script]), method), range(4)))
    assert "stopped after 3 iterations" in done.printed
    assert numpy.abs(done.end - expected).max() < 1e-12


def test_it_stops_at_the_first_report_of_a_loss_below_the_threshold(script, run):
    inputs, outputs = read(TRAIN[script])
    threshold = {"OrLearn": 0.4, "BinaryLearn": 0.03, "DigitsLearn": 3}[script]
    done = run(script, "--method", "batch", "--learning-rate", 1, "--report-every", 1, "--threshold", threshold)
    steps = enumerate(descent(done.start, 1, inputs, outputs, "batch"))
    first = next(n for n, weights in steps if loss_of(weights, inputs, outputs) < threshold)
    assert first > 2
    assert f"stopped after {first} iterations: the loss is below {threshold}\n" in done.printed


def test_the_last_line_has_the_loss_on_the_test_set(tested, run):
    done = run(tested, "--learning-rate", 0.1, "--max-iterations", 300)
    expected = loss_of(done.end, *read(TEST[tested]))
    assert done.last[:2] == ["test", "loss"]
    assert float(done.last[2]) == pytest.approx(expected, rel=DIGITS)
    assert expected != pytest.approx(loss_of(done.end, *read(TRAIN[tested])), rel=0.01)


def test_the_last_line_counts_the_right_predictions(tested, run):
    done = run(tested, "--learning-rate", 0.1, "--max-iterations", 40)
    right = sum(expected == predicted for expected, predicted in done.pairs)
    assert 0 < right < len(done.pairs)
    assert done.last[3:] == [str(right), "of", str(len(done.pairs)), "right"]


def test_the_prediction_of_ten_neurons_is_the_strongest_output(run):
    done = run("DigitsLearn", "--learning-rate", 0.1, "--max-iterations", 300)
    inputs, outputs = read(TEST["DigitsLearn"])
    expected = zip(outputs.argmax(axis=1), (inputs @ done.end.T).argmax(axis=1))
    assert done.pairs == list(expected)


# Untrained, every output lies between 0.4 and 0.6; with these two seeds, one on either side of 0.5.
@pytest.mark.parametrize("seed", [1, 2])
@pytest.mark.parametrize("name", ["OrLearn", "BinaryLearn"])
def test_the_prediction_of_one_neuron_is_1_from_one_half_on(name, seed, run):
    files = ["--train", OR, *(["--test", OR] if name == "BinaryLearn" else [])]
    done = run(name, *AT_ONCE, "--seed", seed, *files)
    a = expit(read("or.ds")[0] @ done.end.T)[:, 0]
    assert all((a > 0.4) & (a < 0.6))
    assert [predicted for _, predicted in done.pairs] == [int(out > 0.5) for out in a]


def test_those_seeds_have_outputs_on_both_sides_of_one_half(run):
    predicted = {pair[1] for seed in (1, 2) for pair in run("OrLearn", *AT_ONCE, "--seed", seed).pairs}
    assert predicted == {0, 1}


def test_a_desired_output_between_0_and_1_is_learned_as_it_is(script, run, tmp_path):
    # No loss is below that of a = y: −0.3·log 0.3 − 0.7·log 0.7, and for a second output of 0.6 likewise.
    least = {"OrLearn": 0.610864, "BinaryLearn": 0.610864, "DigitsLearn": 0.610864 + 0.673012}[script]
    path = tmp_path / "between.ds"
    path.write_text("1 1 2\n1\n0.3 0.6\n" if script == "DigitsLearn" else "1 1 1\n1\n0.3\n")
    files = ["--train", path, *(["--test", path] if script != "OrLearn" else [])]
    done = run(script, *files, "--learning-rate", 1, "--max-iterations", 200, "--threshold", 0)
    assert losses(done.printed)[-1][1] == pytest.approx(least, rel=DIGITS)


def test_the_loss_before_the_first_update_is_nearly_that_of_a_coin(script, run):
    # Small weights: each output is about 0.5, and costs log 2.
    done = run(script, *AT_ONCE)
    outputs = 10 if script == "DigitsLearn" else 1
    assert losses(done.printed)[0][1] == pytest.approx(outputs * log(2), rel=0.2)


@pytest.mark.parametrize("seed", [0, 1, 10**30])
def test_a_seed_even_0_makes_the_same_run_each_time(script, seed, run):
    options = ["--method", "stochastic", "--max-iterations", 5, "--report-every", 1, "--seed", seed]
    assert run(script, *options).printed == run(script, *options).printed


def test_without_a_seed_every_run_is_another(script, run):
    one, other = (run(script, *AT_ONCE, seed=[]) for _ in range(2))
    assert (one.start != other.start).all()
