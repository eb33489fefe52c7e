"""The numbers in grading/cases.py, by which exercises are graded, computed anew with NumPy."""

import numpy
import pytest

from grading.cases import CASES
from grading.day5 import GRADIENT, GRADIENTS

EVERY = [(title, n) for title, cases in CASES.items() for n in range(len(cases))]


def activations(layers, entries):
    """Those of each layer, the entries first."""
    found = [numpy.array(entries, float)]
    for rows in layers:
        found.append(1 / (1 + numpy.exp(-numpy.array(rows) @ [1, *found[-1]])))
    return found


def numbers(title, weights, entries=(), desired=None, rate=None, examples=()):
    """A row for each layer of what is to come out."""
    layers = weights if title.startswith("NeuralNetwork") else [[weights]]
    outs = activations(layers, entries or examples[0][0])
    if examples:
        a, y = numpy.array([(activations(layers, x)[-1], y) for x, y in examples]).swapaxes(0, 1)
        return [-(y * numpy.log(a) + (1 - y) * numpy.log(1 - a)).sum() / len(examples)]
    if desired is None:
        return [outs[-1]]
    if title in (GRADIENT, GRADIENTS):
        return [desired - outs[-1]]
    # As the call says, ∇ = y − 0.5
    gradients = [numpy.array(y) - 0.5 for y in (desired if layers is weights else [[desired]])]
    return [rows + rate * numpy.outer(g, [1, *x]) for rows, g, x in zip(layers, gradients, outs)]


@pytest.mark.parametrize(("title", "n"), EVERY)
def test_a_case_is_what_numpy_gets(title, n):
    case = CASES[title][n]
    found = numbers(title, **case.arguments)
    expected = case.expected if len(found) > 1 else [case.expected]
    for row, told in zip(found, expected, strict=True):
        assert numpy.ravel(row) == pytest.approx(numpy.ravel(told), abs=1e-9)
