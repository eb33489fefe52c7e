"""What stands beside the curve: the right numbers in the right places, and nothing over anything else."""

from functools import partial
from itertools import combinations
from types import SimpleNamespace

import pytest
from helpers import OR, ROOT, dataset_of, options
from test_curve import figure_in_a_window, figure_on_agg

from Dataset import Dataset
from learning.curve import Curve
from learning.panels import mistakes, plane, weight_images
from Neuron import Neuron

LN_3 = 1.0986122886681098  # Logistic(ln 3) = 0.75


@pytest.fixture(autouse=True)
def named_like_a_script(monkeypatch, tmp_path_factory):
    monkeypatch.setenv("MPLCONFIGDIR", str(tmp_path_factory.getbasetemp() / "matplotlib"))
    monkeypatch.setattr("sys.argv", ["/somewhere/DigitsLearn.py"])


def dataset(examples):
    found = dataset_of(examples)
    found.nb_input, found.nb_output = len(examples[0][0]), len(examples[0][1])
    return found


def neuron_with(*weights):
    neuron = Neuron(len(weights) - 1)
    neuron.weights = list(weights)
    return neuron


def whole(figure):
    return figure.add_gridspec(1, 1)[0]


def drawn(panel, *what):
    """The figure that a panel has drawn itself in, and what redraws it."""
    figure = figure_on_agg()
    redraw = panel(*what, figure, whole(figure))
    if redraw:
        redraw()
    return figure, redraw


def pixels_of(axes):
    return axes.images[0].get_array().tolist()


def title_of(area):
    return area._suptitle.get_text()


class TestWeightImages:
    images = dataset([([0.0] * 4, [0.0] * 3)])

    def test_each_neuron_s_weights_are_its_image_row_by_row_without_the_bias(self):
        neurons = [neuron_with(9, 1, 2, 3, 4), neuron_with(9, -5, 6, 7, 8), neuron_with(0, 0, 0, 0, 0)]
        figure, redraw = drawn(weight_images, neurons, self.images)
        assert [axes.get_title() for axes in figure.axes] == ["0", "1", "2"]
        assert [pixels_of(axes) for axes in figure.axes] == [
            [[1, 2], [3, 4]], [[-5, 6], [7, 8]], [[0, 0], [0, 0]],
        ]  # fmt: skip
        neurons[2].weights = [0.0, 0.25, 0.5, 0.75, 1.0]
        redraw()
        assert pixels_of(figure.axes[2]) == [[0.25, 0.5], [0.75, 1.0]]
        assert [(*axes.get_xticks(), *axes.get_yticks()) for axes in figure.axes] == [()] * 3

    def test_all_have_one_scale_with_zero_in_its_middle(self):
        neurons = [neuron_with(9, 1, 2, 3, 4), neuron_with(9, -5, 6, 7, -8.25)]
        figure, redraw = drawn(weight_images, neurons, self.images)
        scales = {axes.images[0].get_clim() for axes in figure.axes}
        assert scales == {(-8.25, 8.25)}
        assert title_of(figure.subfigs[0]) == "weights: blue −8.2, white 0, red +8.2"
        image = figure.axes[0].images[0]
        # The first row is the upper one.
        assert (image.origin, image.get_extent(), figure.axes[0].get_ylim()) == ("upper", [0, 1, 0, 1], (0, 1))
        low, middle, high = (image.cmap(image.norm(x))[:3] for x in (-8.25, 0.0, 8.25))
        assert low[2] > 2 * low[0]  # blue
        assert min(middle) > 0.9  # white
        assert high[0] > 2 * high[2]  # red
        neurons[1].weights = [0.0] * 5
        redraw()
        assert figure.axes[1].images[0].get_clim() == (-4, 4)

    def test_the_largest_weight_may_be_the_first_or_the_last(self):
        for weights in ([0, -3, 1, 1, 1], [0, 1, 1, 1, 3]):
            figure, _ = drawn(weight_images, [neuron_with(*weights)], self.images)
            assert figure.axes[0].images[0].get_clim() == (-3, 3)

    @pytest.mark.parametrize(("count", "rows"), [(1, [1]), (2, [1, 1]), (3, [2, 1]), (10, [5, 5])])
    def test_more_than_one_stand_in_two_rows(self, count, rows):
        figure, _ = drawn(weight_images, [Neuron(4) for _ in range(count)], self.images)
        places = [axes.get_subplotspec().rowspan.start for axes in figure.axes]
        assert [places.count(row) for row in range(len(rows))] == rows

    def test_a_neuron_on_its_own_is_that_of_the_1(self):
        figure, _ = drawn(weight_images, [Neuron(4)], self.images)
        assert [axes.get_title() for axes in figure.axes] == ["1"]

    @pytest.mark.parametrize("nb_input", [1, 2, 3, 63])
    def test_other_data_than_square_images_has_no_such_panel(self, nb_input):
        figure, redraw = drawn(weight_images, [Neuron(nb_input)], SimpleNamespace(nb_input=nb_input))
        assert (redraw, figure.subfigs, figure.axes) == (None, [], [])


class TestPlane:
    OR = dataset(OR)

    def test_the_examples_stand_at_their_inputs_marked_by_their_output(self):
        figure, _ = drawn(plane, [Neuron(2)], self.OR)
        *points, _ = figure.axes[0].lines
        assert {line.get_marker(): line.get_xydata().tolist() for line in points} == {
            "o": [[0, 0]], "s": [[0, 1], [1, 0], [1, 1]],
        }  # fmt: skip
        assert (figure.axes[0].get_xlim(), figure.axes[0].get_ylim()) == ((-0.25, 1.25), (-0.25, 1.25))

    def test_it_says_what_it_shows(self):
        figure, _ = drawn(plane, [Neuron(2)], self.OR)
        axes = figure.axes[0]
        assert (axes.get_xlabel(), axes.get_ylabel()) == ("input 1", "input 2")
        assert axes.get_title() == "output: blue 0, dashes 0.5, red 1\nexpected: ○ 0, ■ 1"
        zero, one, line = axes.lines
        assert (zero.get_markerfacecolor(), zero.get_markeredgecolor()) == ("white", "black")
        assert (one.get_markerfacecolor(), one.get_markeredgecolor()) == ("black", "white")
        assert zero.get_markersize() == one.get_markersize() == 14
        assert (line.get_color(), line.get_linestyle()) == ("black", "--")
        colors = [axes.images[0].cmap(x)[:3] for x in (0.0, 0.5, 1.0)]
        assert colors[0][2] > 2 * colors[0][0]  # blue
        assert min(colors[1]) > 0.9  # white
        assert colors[2][0] > 2 * colors[2][2]  # red

    def test_the_shading_is_the_output(self):
        neuron = neuron_with(LN_3, 0, 0)
        figure, redraw = drawn(plane, [neuron], self.OR)
        assert pixels_of(figure.axes[0]) == [pytest.approx([0.75] * 50, rel=1e-15)] * 50
        # 50 cells from −0.25 to 1.25: the first one's middle is at −0.25 + 0.015 = −0.235, the last one's at 1.235.
        neuron.weights = [0.0, LN_3 / -0.235, 0.0]
        redraw()
        for row in pixels_of(figure.axes[0]):
            assert row[0] == pytest.approx(0.75, rel=1e-14)
        neuron.weights = [0.0, 0.0, LN_3 / 1.235]
        redraw()
        assert pixels_of(figure.axes[0])[-1] == pytest.approx([0.75] * 50, rel=1e-14)
        image = figure.axes[0].images[0]
        assert (image.origin, image.get_clim(), image.get_extent()) == ("lower", (0, 1), [-0.25, 1.25, -0.25, 1.25])

    @pytest.mark.parametrize(
        ("weights", "line"),
        [
            # −1 + x + y = 0
            ([-1, 1, 1], [[-0.25, 1.25], [1.25, -0.25]]),
            # −1 + 4y = 0, whatever x is
            ([-1, 0, 4], [[-0.25, 0.25], [1.25, 0.25]]),
            # 1 + 2x − y = 0
            ([1, 2, -1], [[-0.25, 0.5], [1.25, 3.5]]),
        ],
    )
    def test_the_line_is_where_the_output_is_a_half(self, weights, line):
        figure, _ = drawn(plane, [neuron_with(*weights)], self.OR)
        assert figure.axes[0].lines[-1].get_xydata().tolist() == line

    def test_the_line_may_be_upright(self):
        # −0.5 + x = 0, whatever y is
        figure, _ = drawn(plane, [neuron_with(-0.5, 1, 0)], self.OR)
        (_, y_left), (_, y_right) = figure.axes[0].lines[-1].get_xydata().tolist()
        assert y_left > 1e8
        assert y_right == -y_left

    def test_examples_of_any_size_fit(self):
        examples = dataset([([10.0, 7.0], [0.0]), ([30.0, 7.0], [1.0])])
        figure, _ = drawn(plane, [Neuron(2)], examples)
        assert figure.axes[0].get_xlim() == pytest.approx((5, 35))
        low, high = figure.axes[0].get_ylim()
        assert low < 7 < high

    def test_an_output_between_counts_as_what_it_is_nearer_to(self):
        figure, _ = drawn(plane, [Neuron(2)], dataset([([0.0, 1.0], [0.7]), ([1.0, 0.0], [0.3])]))
        zero, one = (line.get_xydata().tolist() for line in figure.axes[0].lines[:2])
        assert (zero, one) == ([[1, 0]], [[0, 1]])

    def test_many_examples_do_not_hide_the_shading(self):
        many = dataset([([i / 5000, 0.5], [i % 2]) for i in range(5000)])
        figure, _ = drawn(plane, [Neuron(2)], many)
        sizes = [line.get_markersize() for line in figure.axes[0].lines[:2]]
        assert sizes == [5, 5]

    @pytest.mark.parametrize("nb_input", [1, 3])
    def test_other_data_than_two_inputs_has_no_plane(self, nb_input):
        figure, redraw = drawn(plane, [Neuron(nb_input)], SimpleNamespace(nb_input=nb_input))
        assert (redraw, figure.axes) == (None, [])


class TestMistakes:
    # Three outputs, images of four pixels that differ in the first.
    test = dataset([([i / 100, 0.0, 0.0, 0.0], [1, 0, 0]) for i in range(40)])

    def test_the_table_has_a_row_for_what_was_expected(self):
        pairs = [(0, 0)] * 3 + [(0, 2)] * 2 + [(1, 1)] + [(2, 1)]
        figure, _ = drawn(mistakes, self.test, pairs)
        table = figure.axes[0]
        assert (table.get_ylabel(), table.get_xlabel()) == ("expected", "predicted")
        # A text at (column, row)
        assert {text.get_position(): text.get_text() for text in table.texts if text.get_text()} == {
            (0, 0): "3", (2, 0): "2", (1, 1): "1", (1, 2): "1",
        }  # fmt: skip
        # What is right is not shaded.
        assert pixels_of(table) == [[0, 0, 2], [0, 0, 0], [0, 1, 0]]

    def test_the_most_frequent_mistake_is_the_darkest_and_every_number_can_be_read_on_it(self):
        pairs = [(0, 0)] * 30 + [(0, 2)] * 10 + [(1, 2)] * 5 + [(2, 1)] * 7
        figure, _ = drawn(mistakes, self.test, pairs)
        table = figure.axes[0]
        assert table.images[0].get_clim() == (0, 10)
        for text in table.texts:
            column, row = text.get_position()
            assert (text.get_ha(), text.get_va()) == ("center", "center")
            background = sum(table.images[0].to_rgba([[pixels_of(table)[row][column]]])[0][0][:3]) / 3
            brightness = {"white": 1.0, "black": 0.0}[text.get_color()]
            assert abs(background - brightness) > 0.4
        assert [text.get_color() for text in table.texts].count("white") == 2
        assert table.get_xticks().tolist() == table.get_yticks().tolist() == [0, 1, 2]

    def test_without_mistakes_nothing_is_shaded(self):
        figure, _ = drawn(mistakes, self.test, [(0, 0)] * 30)
        assert figure.axes[0].images[0].get_clim() == (0, 1)

    def test_ink_is_dark_on_paper(self):
        figure, _ = drawn(mistakes, self.test, [(0, 1)])
        image = figure.axes[1].images[0]
        assert (image.cmap(0.0)[:3], image.cmap(1.0)[:3]) == ((1, 1, 1), (0, 0, 0))

    def test_the_first_dozen_misread_images_are_shown(self):
        pairs = [(0, i % 3) for i in range(40)]  # 0 1 2 0 1 2 ...: 13 right, 27 wrong
        figure, _ = drawn(mistakes, self.test, pairs)
        images = figure.axes[1:]
        assert [axes.get_xlabel() for axes in images] == ["0:1", "0:2"] * 6
        wrong = [i for i in range(40) if i % 3][:12]
        assert [pixels_of(axes)[0][0] for axes in images] == [i / 100 for i in wrong]
        assert title_of(figure.subfigs[0]) == "12 of 26 misread, as expected:predicted"

    def test_no_mistakes_show_no_image(self):
        figure, _ = drawn(mistakes, self.test, [(0, 0)] * 40)
        (table,) = figure.axes
        assert [text.get_text() for text in table.texts if text.get_text()] == ["40"]

    def test_where_there_are_no_images_there_is_only_the_table(self):
        figure, _ = drawn(mistakes, dataset([([0.0, 1.0], [1, 0])]), [(0, 1)])
        (table,) = figure.axes
        assert pixels_of(table) == [[0, 1], [0, 0]]
        assert table.get_window_extent().width > 0.7 * figure.bbox.width


@pytest.mark.filterwarnings("error")
@pytest.mark.parametrize("size", [5e-324, 1e30, 1.7e308])
def test_numbers_of_any_size_are_drawn_without_a_warning(size):
    train = dataset([([size, 0.0], [0.0]), ([-size, size], [1.0])])
    figure, _ = drawn(plane, [neuron_with(size, -size, size)], train)
    figure.canvas.draw()
    figure, _ = drawn(weight_images, [neuron_with(0, size, -size, size, 0)], TestWeightImages.images)
    figure.canvas.draw()
    pixels = dataset([([size, 0.0, -size, size], [1, 0])])
    figure, _ = drawn(mistakes, pixels, [(0, 1)])
    figure.canvas.draw()


# The whole window


def curve_of(train, panel, neurons, figure, test=None):
    curve = Curve(figure, options(test=test), None, partial(panel, neurons, train))
    curve.add(0, [0.7, 0.8])
    curve.add(4000000, [0.0001, 0.5])
    return curve


def or_window(figure):
    curve = curve_of(Dataset(ROOT / "datasets" / "or.ds"), plane, [neuron_with(-1, 2, 2)], figure)
    return curve, None


def window_without_a_panel(figure):
    return curve_of(Dataset(ROOT / "datasets" / "or.ds"), weight_images, [Neuron(2)], figure), None


def digits_window(figure):
    train, test = (Dataset(ROOT / "datasets" / f"{name}Digits.ds") for name in ("train", "test"))
    curve = curve_of(train, weight_images, [Neuron(64) for _ in range(10)], figure, "test")
    # Every cell of the table has a number of two digits.
    pairs = [(i // 10 % 10, i % 10) for i in range(1200)]
    return curve, partial(mistakes, test, pairs)


def test_a_panel_stands_at_the_right_of_the_curve_and_what_closes_it_below():
    curve, closing = digits_window(figure_on_agg())
    assert len(curve.figure.axes) == 11
    curve.finish()
    middle = {axes: axes.get_window_extent().get_points().mean(0) for axes in curve.figure.axes}
    assert all(middle[axes][0] > middle[curve.axes][0] for axes in curve.figure.axes if axes is not curve.axes)
    curve.finish(closing)
    assert len(curve.figure.axes) == 1 + 10 + 1 + 12
    below = [axes for axes in curve.figure.axes if axes.get_xlabel() == "predicted" or ":" in axes.get_xlabel()]
    assert len(below) == 13
    bottom = curve.axes.get_window_extent().y0
    assert all(axes.get_window_extent().y1 < bottom for axes in below)
    # The numbers of the curve have not been lost with the axes that they were drawn in.
    assert curve.axes.lines[0].get_xydata().tolist() == [[0, 0.7], [4000000, 0.0001]]


def test_without_a_panel_the_curve_has_the_whole_width():
    nothing = Curve(figure_on_agg(), options(), None, lambda *what: None)
    nothing.add(0, [0.7])
    nothing.finish()
    left, right = nothing.axes.get_window_extent().intervalx
    assert right - left > 0.75 * nothing.figure.get_window_extent().width
    assert nothing.axes.get_window_extent().height > 0.75 * nothing.figure.get_window_extent().height


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
    return [text for text in texts if text.get_visible() and text.get_text().strip()]


def check_readable(figure):
    """Nothing overlaps anything, or leaves the window."""
    figure.canvas.draw()
    boxes = [(text.get_text(), text.get_window_extent().padded(-1)) for text in shown_texts(figure)]
    assert len(boxes) > 10
    for (a, box_a), (b, box_b) in combinations(boxes, 2):
        assert not box_a.overlaps(box_b), (a, b)
    for name, box in boxes:
        assert figure.bbox.contains(box.x0, box.y0), name
        assert figure.bbox.contains(box.x1, box.y1), name


@pytest.mark.parametrize("size", [(1200, 675), (1280, 720), (640, 480)], ids=str)
@pytest.mark.parametrize("window", [or_window, digits_window, window_without_a_panel])
def test_nothing_overlaps_or_leaves_the_window(window, size):
    figure = figure_in_a_window()
    figure.set_size_inches(size[0] / 100, size[1] / 100)
    curve, closing = window(figure)
    curve.next_look = 0.0
    curve.refresh()
    check_readable(figure)
    curve.finish()
    check_readable(figure)
    if closing:
        curve.finish(closing)
        check_readable(figure)


def test_the_window_is_laid_out_again_when_its_size_has_changed(monkeypatch):
    figure = figure_in_a_window()
    figure.set_size_inches(12, 6.75)
    curve, _ = or_window(figure)
    assert curve.title.get_fontsize() == 15
    curve.next_look = 0.0
    for size in [(6, 6), (12, 3.375)]:
        figure.set_size_inches(size)
        curve.next_look = 0.0
        curve.refresh()
        # Half as wide or as high, so the text is half as large.
        assert curve.title.get_fontsize() == 7.5
    tick_labels = [label for axes in figure.axes for label in axes.get_xticklabels() + axes.get_yticklabels()]
    assert {label.get_fontsize() for label in tick_labels} == {7.5}
