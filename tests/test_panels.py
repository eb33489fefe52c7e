"""What stands beside the curve: the right numbers in the right places, and nothing over anything else."""

from functools import partial
from itertools import combinations
from types import SimpleNamespace
from unittest.mock import patch

import numpy as np
import pytest
from helpers import OR, ROOT
from learning.curve import Curve
from learning.panels import mistakes, plane, weight_images
from learning.window import own_settings
from matplotlib.figure import Figure
from matplotlib.text import Text
from matplotlib.transforms import Bbox
from test_curve import Clock, window

from Dataset import Dataset
from Neuron import Neuron

INPUTS, OUTPUTS = zip(*OR)
IMAGES = [[i / 100, 0.0, 0.0, 0.0] for i in range(40)]


def neuron_with(*weights):
    neuron = Neuron(len(weights) - 1)
    neuron.weights = list(weights)
    return neuron


def drawn(panel, *what):
    """What a panel has drawn, in an area of 600 by 600 pixels, and its view."""
    figure = Figure((6, 6), dpi=100)
    view = panel(*what, figure, (0, 0, 1, 1))
    if view:
        view.update()
    return figure.axes, view


def sheet(axes):
    """The numbers that an area shows as colours, row by row, with None in the gaps."""
    return np.ma.masked_invalid(axes.collections[0].get_array()).tolist()


def texts(axes):
    return [(text.get_text(), text.get_position()) for text in axes.texts if text.get_text()]


def check_red_and_blue(mesh, *numbers):
    blue, white, red = (mesh.cmap(mesh.norm(number))[:3] for number in numbers)
    assert (blue[2] > 2 * blue[0], min(white) > 0.9, red[0] > 2 * red[2]) == (True, True, True)


class TestLivePanels:
    def test_weights_are_images_row_by_row_without_the_bias_on_one_scale_around_0(self):
        neurons = [neuron_with(9, 1, 2, 3, 4), neuron_with(9, -5, 6, 7, -8), neuron_with(0, 0, 0, 0, 0)]
        (axes,), view = drawn(weight_images, neurons)
        rows, (mesh, number) = sheet(axes), view.artists
        # Two columns of two pixels, one apart, the first row above, and a label above the middle of each image
        assert rows[:2] == [[1, 2, None, -5, 6], [3, 4, None, 7, -8]]
        assert rows[-2:] == [[0, 0, None, None, None]] * 2
        assert axes.get_ylim()[0] > axes.get_ylim()[1]
        assert texts(axes)[:3] == [("0", (1, -0.5)), ("1", (4, -0.5)), ("2", (1, len(rows) - 2.5))]
        assert texts(axes)[3][0] == "weights: blue −, white 0, red +, up to "
        assert (mesh.get_clim(), number.get_text()) == ((-8, 8), "8")
        check_red_and_blue(mesh, -8, 0, 8)
        for largest, told in [(100, "100"), (1.234, "1.2")]:
            for neuron in neurons:
                neuron.weights = [500, largest, 0.5, -1, 0]
            view.update()
            assert (mesh.get_clim(), number.get_text()) == ((-largest, largest), told)
        assert sheet(axes)[-2:] == [[1.234, 0.5, None, None, None], [-1, 0, None, None, None]]
        assert [frame.get_fill() for frame in axes.patches] == [False] * 3
        # A neuron on its own is that of the 1.
        assert texts(drawn(weight_images, [Neuron(4)])[0][0])[0][0] == "1"
        assert [label for label, _ in texts(drawn(weight_images, [Neuron(4)] * 2)[0][0])[:2]] == ["0", "1"]

    def test_the_plane_has_the_examples_at_their_inputs_marked_by_what_they_are_nearer_to(self):
        (axes,), view = drawn(plane, Neuron(2), INPUTS, [[0.3], [0.7], [1.0], [1.0]])
        marks = [(line.get_marker(), line.get_markerfacecolor(), line.get_xydata().tolist()) for line in axes.lines]
        assert marks[:2] == [("o", "white", [[0, 0]]), ("s", "black", [[0, 1], [1, 0], [1, 1]])]
        # Nothing stands behind the shading, which is drawn in each frame.
        assert view.artists[0] is axes.collections[0]
        assert {*axes.lines, *axes.spines.values()} <= {*view.artists[1:]}
        assert (axes.get_xlim(), axes.get_ylim()) == ((-0.25, 1.25), (-0.25, 1.25))
        assert (axes.get_xlabel(), axes.get_ylabel()) == ("input 1", "input 2")
        assert axes.get_title() == "output: blue 0, dashes 0.5, red 1\nexpected: ○ 0, ■ 1"

    # 40 cells from −0.25 to 1.25: the middle of the first is at −0.25 + 0.01875 = −0.23125, of the last at 1.23125.
    def test_its_shading_is_the_output_by_the_neuron_s_own_method_and_the_neuron_stays_as_it_was(self):
        class Sum(Neuron):
            def activate(self, entries):
                self.out = entries[0] + 10 * entries[1]

        neuron = Sum(2)
        neuron.out, before = 0.25, list(neuron.weights)
        (axes,), view = drawn(plane, neuron, INPUTS, OUTPUTS)
        rows = sheet(axes)
        assert [rows[0][0], rows[0][39], rows[39][0]] == pytest.approx([-2.54375, -1.08125, 12.08125])
        assert (neuron.out, neuron.weights) == (0.25, before)
        check_red_and_blue(view.artists[0], 0, 0.5, 1)

    @pytest.mark.parametrize(("weights", "line"), [
        ([-1, 1, 1], [-0.25, 1.25, 1.25, -0.25]),  # −1 + x + y = 0
        ([-1, 0, 4], [-0.25, 0.25, 1.25, 0.25]),  # −1 + 4y = 0, whatever x is
        # −0.5 + x = 0, whatever y is: (−0.5 − 0.25) / 1e-9 and (−0.5 + 1.25) / 1e-9, downwards
        ([-0.5, 1, 0], [-0.25, 0.75e9, 1.25, -0.75e9]),
    ])  # fmt: skip
    def test_its_dashes_are_where_the_output_is_a_half(self, weights, line):
        dashes = drawn(plane, neuron_with(*weights), INPUTS, OUTPUTS)[0][0].lines[-1]
        assert (dashes.get_linestyle(), dashes.get_xydata().ravel().tolist()) == ("--", pytest.approx(line, rel=1e-12))

    def test_examples_of_any_size_and_number_fit(self):
        inputs = [[10 + i / 100, 7.0] for i in range(2001)]
        (axes,), _ = drawn(plane, Neuron(2), inputs, [[i % 2] for i in range(2001)])
        assert axes.get_xlim() == pytest.approx((5, 35))
        assert axes.get_ylim()[0] < 7 < axes.get_ylim()[1]
        assert axes.lines[0].get_markersize() == 5

    @pytest.mark.parametrize("nb_input", [1, 2, 3, 63])
    def test_no_image_without_a_square_and_no_plane_without_two_inputs(self, nb_input):
        neuron = Neuron(nb_input)
        assert drawn(weight_images, [neuron]) == ([], None)
        assert nb_input == 2 or drawn(plane, neuron, [[0.0] * nb_input], [[0.0]]) == ([], None)


class TestMistakes:
    def test_the_table_counts_and_shades_how_often_each_digit_was_read_as_which(self):
        pairs = [(0, 0)] * 30 + [(0, 2)] * 10 + [(1, 2)] * 5 + [(2, 1)] * 7
        (table, _), _ = drawn(mistakes, IMAGES, pairs)
        assert (table.get_ylabel(), table.get_xlabel()) == ("expected", "predicted")
        assert table.get_xticks().tolist() == table.get_yticks().tolist() == [0, 1, 2]
        assert texts(table) == [("30", (0, 0)), ("10", (2, 0)), ("5", (2, 1)), ("7", (1, 2))]
        assert table.images[0].get_clim() == (0, 10)
        colors = table.images[0].to_rgba(table.images[0].get_array())
        for text in table.texts:
            column, row = text.get_position()
            background = table.get_facecolor()[:3] if row == column else colors[row][column][:3]
            # What is right is grey, and every number can be read.
            assert (min(background) == max(background)) == (row == column)
            assert abs(sum(background) / 3 - {"white": 1.0, "black": 0.0}[text.get_color()]) > 0.4

    def test_the_first_dozen_misread_images_are_shown_dark_on_paper(self):
        pairs = [(0, i % 3) for i in range(40)]  # 0 1 2 0 1 2 ...: 14 right, 26 wrong
        (_, area), _ = drawn(mistakes, IMAGES, pairs)
        assert ([text for text, _ in texts(area)], area.get_title()) == (["0:1", "0:2"] * 6, "12 of 26 misread")
        rows, mesh = sheet(area), area.collections[0]
        shown = [rows[round(row + 0.5)][round(column - 1)] for _, (column, row) in texts(area)]
        assert shown == [i / 100 for i in range(40) if i % 3][:12]
        assert mesh.cmap(mesh.norm([0, 1]))[:, :3].tolist() == [[1, 1, 1], [0, 0, 0]]

    @pytest.mark.parametrize(("images", "pair", "most"), [(IMAGES, (1, 1), 1), ([[0.0] * 3] * 40, (0, 1), 40)])
    def test_without_a_misread_image_there_is_only_the_table(self, images, pair, most):
        (table,), _ = drawn(mistakes, images, [pair] * 40)
        assert (texts(table), table.images[0].get_clim()) == ([("40", pair[::-1])], (0, most))


@pytest.mark.filterwarnings("error")
@pytest.mark.parametrize("size", [5e-324, 1e30, 1e250, 1.5e308])
def test_numbers_of_any_size_are_drawn_without_a_warning(size):
    for panel in [
        (plane, neuron_with(size, -size, size / 2), [[size, 0.0], [-size, size]], [[0.0], [1.0]]),
        (weight_images, [neuron_with(0, size, -size, size, 0)]),
        (mistakes, [[size, 0.0, -size, size]], [(0, 1)]),
    ]:
        axes, _ = drawn(*panel)
        axes[0].figure.draw_without_rendering()


def check_readable(figure):
    """No text overlaps another or leaves the window."""
    with patch.object(Text, "draw", autospec=True) as draw:
        figure.canvas.draw()
    drawn = [call.args[0] for call in draw.call_args_list]
    boxes = [text.get_window_extent().padded(-1) for text in drawn if text.get_visible() and text.get_text().strip()]
    assert len(boxes) > 10
    assert not [pair for pair in combinations(boxes, 2) if pair[0].overlaps(pair[1])]
    assert Bbox.union([figure.bbox, *boxes]).bounds == figure.bbox.bounds


@pytest.mark.parametrize("size", [(1200, 675), (640, 480), (900, 900)], ids=str)
@pytest.mark.parametrize("script", ["OrLearn", "DigitsLearn", "another"])
@own_settings()
def test_nothing_overlaps_or_leaves_the_window(script, size):
    images = [exemple.inputs for exemple in Dataset(ROOT / "datasets" / "testDigits.ds").exemples] * 2
    panel, closing = {
        "OrLearn": (partial(plane, neuron_with(-1, 2, 2), INPUTS, OUTPUTS), None),
        # Every cell of the table has a number of two digits.
        "DigitsLearn": (partial(weight_images, [Neuron(64) for _ in range(10)]),
                        partial(mistakes, images, [(i // 10 % 10, i % 10) for i in range(1200)])),
        "another": (partial(weight_images, [Neuron(2)]), None),
    }[script]  # fmt: skip
    labels, interruption = ["training set", "test set"], SimpleNamespace(status=0)
    curve = Curve(script, labels, 0.1, window(Clock()), None, 0, panel, interruption, Clock())
    curve.manager.canvas.resize(*size)
    curve.report(0, [7.123456, 0.8])
    curve.report(4000000, [0.00012345, 0.5])
    check_readable(curve.figure)
    live = curve.axes.get_position().bounds
    curve.finish(closing)
    check_readable(curve.figure)
    # The curve keeps its place, and what closes it stands below its panel.
    assert curve.axes.get_position().bounds == live
    assert script != "another" or curve.axes.get_window_extent().width > 0.75 * size[0]
    if closing:
        above, table = (axes.get_window_extent() for axes in curve.figure.axes[-3:-1])
        digits = [text.get_window_extent().width for text in curve.figure.axes[-2].texts]
        assert (max(digits) < 0.85 * table.width / 10, table.y1 < above.y0) == (True, True)
