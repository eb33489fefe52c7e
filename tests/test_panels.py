"""What stands beside the curve: the right numbers in the right places, and nothing over anything else."""

from functools import partial
from itertools import combinations
from types import SimpleNamespace

import pytest
from helpers import OR, ROOT
from learning.curve import Curve
from learning.panels import mistakes, plane, weight_images
from test_curve import Clock, window

from Dataset import Dataset
from Neuron import Neuron

LN_3 = 1.0986122886681098  # Logistic(ln 3) = 0.75
INPUTS, OUTPUTS = zip(*OR)


def neuron_with(*weights):
    neuron = Neuron(len(weights) - 1)
    neuron.weights = list(weights)
    return neuron


def drawn(panel, *what):
    """What a panel has drawn, in an area of 600 by 600 pixels, and its view."""
    from matplotlib.figure import Figure

    figure = Figure((6, 6), dpi=100)
    view = panel(*what, figure, (0, 0, 1, 1))
    if view:
        view.update()
    return figure.axes, view


def sheet(axes):
    """The numbers that an area shows as colours, row by row, with None in the gaps."""
    import numpy as np

    mesh = axes.collections[0]
    return np.ma.masked_invalid(mesh.get_array()).tolist()


def shown(view, row, column, side=2):
    """The image whose upper left corner is at that row and column."""
    return [line[column : column + side] for line in sheet(view.axes)[row : row + side]]


def color_of(mesh, number):
    return mesh.cmap(mesh.norm(number))[:3]


def check_red_and_blue(mesh, low, middle, high):
    blue, white, red = (color_of(mesh, number) for number in (low, middle, high))
    assert blue[2] > 2 * blue[0]
    assert min(white) > 0.9
    assert red[0] > 2 * red[2]


class TestWeightImages:
    def test_each_neuron_has_its_weights_row_by_row_without_the_bias(self):
        neurons = [neuron_with(9, 1, 2, 3, 4), neuron_with(9, -5, 6, 7, 8), neuron_with(0, 0, 0, 0, 0)]
        (axes,), view = drawn(weight_images, neurons)
        labels = [text for text in axes.texts if text.get_text() in "012"]
        first, second, third = (text.get_position() for text in labels)
        # Two columns of two pixels, one apart; the label stands above the middle of its image.
        assert [text.get_text() for text in labels] == ["0", "1", "2"]
        assert (first[0], second[0], third[0]) == (1, 4, 1)
        below = round(third[1] + 0.5)
        assert (shown(view, 0, 0), shown(view, 0, 3), shown(view, below, 0)) == (
            [[1, 2], [3, 4]], [[-5, 6], [7, 8]], [[0, 0], [0, 0]],
        )  # fmt: skip
        assert sheet(axes)[0][2] is None
        # The first row is the upper one.
        assert axes.get_ylim()[0] > axes.get_ylim()[1]
        neurons[2].weights = [0.0, 0.25, 0.5, 0.75, 1.0]
        view.update()
        assert shown(view, below, 0) == [[0.25, 0.5], [0.75, 1.0]]

    def test_all_have_one_scale_with_zero_in_its_middle_which_is_told(self):
        neurons = [neuron_with(9, 1, 2, 3, 4), neuron_with(9, -5, 6, 7, -8)]
        (axes,), view = drawn(weight_images, neurons)
        mesh, number = view.artists
        assert (mesh.get_clim(), number.get_text()) == ((-8, 8), "8")
        check_red_and_blue(mesh, -8, 0, 8)
        assert "weights: blue −, white 0, red +, up to" in [text.get_text().strip() for text in axes.texts]
        for largest, told in [(100, "100"), (1.234, "1.2")]:
            for neuron in neurons:
                neuron.weights = [500, 0, 0.5, -1, largest]
            view.update()
            assert (mesh.get_clim(), number.get_text()) == ((-largest, largest), told)

    def test_a_neuron_on_its_own_is_that_of_the_1(self):
        (axes,), _ = drawn(weight_images, [Neuron(4)])
        assert axes.texts[0].get_text() == "1"

    @pytest.mark.parametrize("nb_input", [1, 2, 3, 63])
    def test_other_inputs_than_square_images_have_no_such_panel(self, nb_input):
        assert drawn(weight_images, [Neuron(nb_input)]) == ([], None)


class TestPlane:
    def test_the_examples_stand_at_their_inputs_marked_by_what_they_are_nearer_to(self):
        (axes,), _ = drawn(plane, Neuron(2), INPUTS, [[0.3], [0.7], [1.0], [1.0]])
        zero, one, _ = axes.lines
        assert (zero.get_marker(), zero.get_xydata().tolist()) == ("o", [[0, 0]])
        assert (one.get_marker(), one.get_xydata().tolist()) == ("s", [[0, 1], [1, 0], [1, 1]])
        assert (zero.get_markerfacecolor(), one.get_markerfacecolor()) == ("white", "black")
        assert (axes.get_xlim(), axes.get_ylim()) == ((-0.25, 1.25), (-0.25, 1.25))
        assert (axes.get_xlabel(), axes.get_ylabel()) == ("input 1", "input 2")
        assert axes.get_title() == "output: blue 0, dashes 0.5, red 1\nexpected: ○ 0, ■ 1"

    # 40 cells from −0.25 to 1.25: the middle of the first is at −0.25 + 0.01875 = −0.23125, of the last at 1.23125.
    def test_the_shading_is_the_output(self):
        neuron = neuron_with(LN_3, 0, 0)
        (axes,), view = drawn(plane, neuron, INPUTS, OUTPUTS)
        assert sheet(axes) == [pytest.approx([0.75] * 40, rel=1e-15)] * 40
        check_red_and_blue(view.artists[0], 0, 0.5, 1)
        neuron.weights = [0.0, LN_3 / -0.23125, 0.0]
        view.update()
        assert [row[0] for row in sheet(axes)] == pytest.approx([0.75] * 40, rel=1e-13)
        neuron.weights = [0.0, 0.0, LN_3 / 1.23125]
        view.update()
        assert sheet(axes)[-1] == pytest.approx([0.75] * 40, rel=1e-13)

    def test_the_output_is_asked_of_the_neuron_s_own_method_and_the_neuron_stays_as_it_was(self):
        class Half(Neuron):
            def activate(self, entries):
                self.out = 0.5

        neuron = Half(2)
        neuron.out = 0.25
        before = list(neuron.weights)
        (axes,), _ = drawn(plane, neuron, INPUTS, OUTPUTS)
        assert sheet(axes) == [[0.5] * 40] * 40
        assert (neuron.out, neuron.weights) == (0.25, before)

    @pytest.mark.parametrize(
        ("weights", "line"),
        [
            # −1 + x + y = 0
            ([-1, 1, 1], [[-0.25, 1.25], [1.25, -0.25]]),
            # −1 + 4y = 0, whatever x is
            ([-1, 0, 4], [[-0.25, 0.25], [1.25, 0.25]]),
            # −0.5 + x = 0, whatever y is: (−0.5 − 0.25) / 1e-9 and (−0.5 + 1.25) / 1e-9, downwards
            ([-0.5, 1, 0], [[-0.25, 0.75e9], [1.25, -0.75e9]]),
        ],
    )
    def test_the_dashes_are_where_the_output_is_a_half(self, weights, line):
        (axes,), _ = drawn(plane, neuron_with(*weights), INPUTS, OUTPUTS)
        assert axes.lines[-1].get_linestyle() == "--"
        for point, expected in zip(axes.lines[-1].get_xydata().tolist(), line):
            assert point == pytest.approx(expected, rel=1e-12)

    def test_examples_of_any_size_and_number_fit(self):
        inputs = [[10 + i / 100, 7.0] for i in range(2001)]
        (axes,), _ = drawn(plane, Neuron(2), inputs, [[i % 2] for i in range(2001)])
        assert axes.get_xlim() == pytest.approx((5, 35))
        assert axes.get_ylim()[0] < 7 < axes.get_ylim()[1]
        assert axes.lines[0].get_markersize() == 5

    @pytest.mark.parametrize("nb_input", [1, 3])
    def test_other_data_than_two_inputs_has_no_plane(self, nb_input):
        assert drawn(plane, Neuron(nb_input), [[0.0] * nb_input], [[0.0]]) == ([], None)


class TestMistakes:
    # Images of four pixels that differ in the first
    images = [[i / 100, 0.0, 0.0, 0.0] for i in range(40)]

    def test_the_table_counts_how_often_each_digit_was_read_as_which(self):
        pairs = [(0, 0)] * 30 + [(0, 2)] * 10 + [(1, 2)] * 5 + [(2, 1)] * 7
        (table, _), _ = drawn(mistakes, self.images, pairs)
        assert (table.get_ylabel(), table.get_xlabel()) == ("expected", "predicted")
        assert table.get_xticks().tolist() == table.get_yticks().tolist() == [0, 1, 2]
        # A text at (column, row)
        assert {text.get_position(): text.get_text() for text in table.texts if text.get_text()} == {
            (0, 0): "30", (2, 0): "10", (2, 1): "5", (1, 2): "7",
        }  # fmt: skip

    def test_mistakes_are_shaded_what_is_right_is_grey_and_every_number_can_be_read(self):
        pairs = [(0, 0)] * 30 + [(0, 2)] * 10 + [(1, 2)] * 5 + [(2, 1)] * 7
        (table, _), _ = drawn(mistakes, self.images, pairs)
        (image,) = table.images
        assert image.get_clim() == (0, 10)
        colors = image.to_rgba(image.get_array())
        for text in table.texts:
            column, row = text.get_position()
            background = table.get_facecolor()[:3] if row == column else colors[row][column][:3]
            assert (min(background) == max(background)) == (row == column)
            brightness = {"white": 1.0, "black": 0.0}[text.get_color()]
            assert abs(sum(background) / 3 - brightness) > 0.4

    def test_the_first_dozen_misread_images_are_shown(self):
        pairs = [(0, i % 3) for i in range(40)]  # 0 1 2 0 1 2 ...: 14 right, 26 wrong
        (_, area), _ = drawn(mistakes, self.images, pairs)
        assert [text.get_text() for text in area.texts] == ["0:1", "0:2"] * 6
        assert area.get_title() == "12 of 26 misread"
        first = [sheet(area)[round(y + 0.5)][round(x - 1)] for x, y in (text.get_position() for text in area.texts)]
        assert first == [i / 100 for i in range(40) if i % 3][:12]
        # Ink is dark on paper.
        assert (color_of(area.collections[0], 0), color_of(area.collections[0], 1)) == ((1, 1, 1), (0, 0, 0))

    @pytest.mark.parametrize(("images", "pair"), [(images, (1, 1)), ([[0.0] * 3] * 40, (0, 1))])
    def test_without_a_misread_image_there_is_only_the_table(self, images, pair):
        (table,), _ = drawn(mistakes, images, [pair] * 40)
        assert [text.get_text() for text in table.texts if text.get_text()] == ["40"]
        assert table.images[0].get_clim() == (0, 1 if pair == (1, 1) else 40)


@pytest.mark.filterwarnings("error")
@pytest.mark.parametrize("size", [5e-324, 1e30, 1e250])
def test_numbers_of_any_size_are_drawn_without_a_warning(size):
    for panel in [
        (plane, neuron_with(size, -size, size / 2), [[size, 0.0], [-size, size]], [[0.0], [1.0]]),
        (weight_images, [neuron_with(0, size, -size, size, 0)]),
        (mistakes, [[size, 0.0, -size, size]], [(0, 1)]),
    ]:
        axes, _ = drawn(*panel)
        axes[0].figure.draw_without_rendering()


# The whole window


def or_window(curve):
    return partial(plane, neuron_with(-1, 2, 2), INPUTS, OUTPUTS), None


def digits_window(curve):
    images = [exemple.inputs for exemple in Dataset(ROOT / "datasets" / "testDigits.ds").exemples]
    # Every cell of the table has a number of two digits.
    pairs = [(i // 10 % 10, i % 10) for i in range(1200)]
    return partial(weight_images, [Neuron(64) for _ in range(10)]), partial(mistakes, images * 2, pairs)


def window_without_a_panel(curve):
    return partial(weight_images, [Neuron(2)]), None


def shown_texts(figure):
    """All texts, without the numbers of ticks that are out of sight."""
    from matplotlib.text import Text

    texts = set(figure.findobj(Text))
    for axes in figure.axes:
        for axis in (axes.xaxis, axes.yaxis):
            low, high = sorted(axis.get_view_interval())
            for tick in axis.get_major_ticks() + axis.get_minor_ticks():
                if not low <= tick.get_loc() <= high:
                    texts -= {tick.label1, tick.label2}
        if not axes.axison:
            texts -= {*axes.xaxis.findobj(Text), *axes.yaxis.findobj(Text)}
    return [text for text in texts if text.get_visible() and text.get_text().strip()]


def check_readable(figure):
    """No text overlaps another, touches an axes' border, or leaves the window."""
    figure.canvas.draw()
    boxes = [(text.get_text(), text.get_window_extent().padded(-1)) for text in shown_texts(figure)]
    assert len(boxes) > 10
    for (a, box_a), (b, box_b) in combinations(boxes, 2):
        assert not box_a.overlaps(box_b), (a, b)
    for name, box in boxes:
        assert figure.bbox.contains(box.x0, box.y0), name
        assert figure.bbox.contains(box.x1, box.y1), name


@pytest.mark.parametrize("size", [(1200, 675), (640, 480), (900, 900)], ids=str)
@pytest.mark.parametrize("window_of", [or_window, digits_window, window_without_a_panel])
def test_nothing_overlaps_or_leaves_the_window(monkeypatch, window_of, size):
    from matplotlib.backend_bases import ResizeEvent

    panel, closing = window_of(None)
    manager = window(Clock())
    curve = Curve("DigitsLearn", ["training set", "test set"], 0.1, manager, None, 0, panel, SimpleNamespace(status=0), Clock())
    curve.figure.set_size_inches(size[0] / 100, size[1] / 100, forward=False)
    ResizeEvent("resize_event", curve.manager.canvas)._process()
    curve.report(0, [7.123456, 0.8])
    curve.report(4000000, [0.00012345, 0.5])
    check_readable(curve.figure)
    live = curve.axes.get_position().bounds
    curve.finish(closing)
    check_readable(curve.figure)
    # The curve keeps its place, and what closes it stands below its panel.
    assert curve.axes.get_position().bounds == live
    if closing:
        cell = curve.figure.axes[-2].get_window_extent().width / 10
        table = curve.figure.axes[-2]
        assert all(text.get_window_extent().width < 0.85 * cell for text in table.texts)
        assert table.get_window_extent().y1 < curve.view.axes.get_window_extent().y0
    elif not curve.view:
        assert curve.axes.get_window_extent().width > 0.75 * size[0]
