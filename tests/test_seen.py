"""What a class sees: the pictures of the three scripts, held to the run that they show."""

import re
from collections import Counter
from importlib import import_module
from itertools import combinations
from types import SimpleNamespace
from unittest.mock import patch

import pytest
from fakes import Clock, make_window
from helpers import OR, ROOT, SCRIPTS, dataset_of, losses, neuron_with
from learning.interruption import Interruption
from learning.panels import mistakes, plane, weight_images
from learning.plot import History, Plot, picture_of
from learning.toolkit import own_settings
from learning.window import Window
from matplotlib.figure import Figure
from matplotlib.text import Text
from matplotlib.transforms import Bbox

from Dataset import Dataset, Exemple
from NeuralNetwork import NeuralNetwork
from Neuron import Neuron

LINES = {
    "OrLearn": ["training set", "threshold"],
    "BinaryLearn": ["training set", "test set", "threshold"],
    "DigitsLearn": ["training set", "test set", "threshold"],
}
FOUR = dataset_of(OR)
TEST = {name: Dataset(ROOT / "datasets" / f"test{name}.ds") for name in ("Binary", "Digits")}


def run_of(name, folder, *options):
    """A run of a script without a window: its picture, what it printed, its pairs, and what has learned."""
    figures = []

    def save(figure, file, **_):
        figures.append(figure)
        file.write(b"content")

    with pytest.MonkeyPatch.context() as patched, patch("builtins.print") as print_:
        patched.chdir(folder)
        patched.setattr("sys.argv", [f"/somewhere/{name}.py"])
        patched.setattr(Figure, "savefig", save)
        model = import_module(name).main([*options, "--save-plot", "a.png"])
        printed = "\n".join(call.args[0] for call in print_.call_args_list if "file" not in call.kwargs)
    (figure,) = figures
    pairs = re.findall(r"^(\d):(\d)$", printed, re.MULTILINE)
    return SimpleNamespace(name=name, figure=figure, printed=printed, pairs=pairs, model=model)


@pytest.fixture(scope="module")
def runs(tmp_path_factory):
    """Each script after thirty updates."""
    options = ["--seed", "1", "--max-iterations", "30"]
    return {name: run_of(name, tmp_path_factory.mktemp(name), *options) for name in SCRIPTS}


@pytest.fixture(params=SCRIPTS)
def seen(runs, request):
    return runs[request.param]


@pytest.fixture(params=["BinaryLearn", "DigitsLearn"])
def tested(runs, request):
    return runs[request.param]


def axes_of(figure, **labels):
    """The axes with such an xlabel, ylabel or title."""
    (axes,) = [
        axes for axes in figure.axes
        if all(getattr(axes, f"get_{what}")().startswith(words) for what, words in labels.items())
    ]
    return axes


def curve_of(seen):
    return axes_of(seen.figure, ylabel="loss")


def lines_of(seen):
    return {line.get_label(): line for line in curve_of(seen).lines}


def images_of(axes):
    """The label of each image of 8 × 8, which stands above its middle, and its numbers, row by row."""
    sheet, images = axes.collections[0].get_array(), []
    for text in axes.texts:
        middle, above = text.get_position()
        row, column = round(above + 0.5), round(middle - 4)
        images.append((text.get_text(), sheet[row : row + 8, column : column + 8].ravel().tolist()))
    return images


def check_black_on_white(mesh):
    assert mesh.get_clim() == (0, 1)
    assert [mesh.cmap(mesh.norm(number))[:3] for number in (0, 1)] == [(1, 1, 1), (0, 0, 0)]


def check_red_and_blue(mesh, *numbers):
    blue, white, red = (mesh.cmap(mesh.norm(number))[:3] for number in numbers)
    assert (blue[2] > 2 * blue[0], min(white) > 0.9, red[0] > 2 * red[2]) == (True, True, True)


class TestCurve:
    def test_its_line_has_each_reported_loss_and_the_threshold_is_where_it_stops(self, seen):
        lines, threshold = lines_of(seen), import_module(seen.name).DEFAULTS.threshold
        points = [[iteration, pytest.approx(loss, rel=1e-5)] for iteration, loss in losses(seen.printed)]
        assert lines["training set"].get_xydata().tolist() == points
        assert list(lines["threshold"].get_ydata()) == [threshold, threshold]

    def test_the_title_says_what_runs_and_the_news_are_the_last_report(self, seen):
        iteration, loss = losses(seen.printed)[-1]
        rate = import_module(seen.name).DEFAULTS.rates["iterative"]
        assert [text.get_text() for text in seen.figure.texts] == [
            f"{seen.name}: iterative, α = {rate:g}", f"iteration {iteration}   loss {loss:.4g}",
        ]

    def test_the_legend_is_outside_the_axes_and_names_the_lines(self, seen):
        seen.figure.draw_without_rendering()
        curve, legend = curve_of(seen), curve_of(seen).get_legend()
        assert not legend.get_window_extent().overlaps(curve.get_window_extent().padded(-3))
        assert [text.get_text() for text in legend.get_texts()] == list(lines_of(seen)) == LINES[seen.name]

    def test_lines_differ_in_colour_and_in_style_and_have_a_dot_at_the_head_alone(self, seen):
        lines = lines_of(seen)
        for look in ("get_color", "get_linestyle"):
            assert len({getattr(line, look)() for line in lines.values()}) == len(lines)
        del lines["threshold"]
        assert {(line.get_marker(), *line.get_markevery()) for line in lines.values()} == {("o", -1)}


def test_the_title_says_how_large_a_mini_batch_is(tmp_path):
    run = run_of("DigitsLearn", tmp_path, "--method", "mini-batch", "--max-iterations", "1")
    assert run.figure.texts[0].get_text() == "DigitsLearn: mini-batch of 16, α = 0.5"


class TestTestSet:
    def test_its_line_ends_at_the_test_loss_that_is_printed(self, tested):
        printed = float(re.search(r"^test loss (\S+)", tested.printed, re.MULTILINE)[1])
        assert lines_of(tested)["test set"].get_ydata()[-1] == pytest.approx(printed, rel=1e-5)

    def test_the_table_counts_the_printed_pairs_and_says_how_many_are_right(self, tested):
        table = axes_of(tested.figure, xlabel="predicted", ylabel="expected")
        shown = {tuple(map(round, reversed(text.get_position()))): int(text.get_text()) for text in table.texts}
        assert shown == {(int(a), int(b)): count for (a, b), count in Counter(tested.pairs).items()}
        assert re.findall(r"\d+ of \d+ right", tested.printed) == [table.get_title()]

    def test_the_misread_images_are_the_first_of_the_test_set(self, tested):
        exemples = TEST[tested.name.removesuffix("Learn")].exemples
        wrong = [(f"{a}:{b}", e.inputs) for e, (a, b) in zip(exemples, tested.pairs) if a != b]
        area = axes_of(tested.figure, title=f"{len(wrong)} of {len(tested.pairs)} misread")
        assert images_of(area) == wrong[:12]
        assert ("the first 12" in area.get_title()) == (len(wrong) > 12)
        check_black_on_white(area.collections[0])


@pytest.mark.parametrize(("script", "labels"), [
    ("BinaryLearn", ["weights for: is a 1"]), ("DigitsLearn", [*"0123456789"]),
])
def test_each_neuron_has_its_weights_in_a_tile_of_its_own(script, labels, runs):
    figure, model = runs[script].figure, runs[script].model
    neurons = model.layers[-1] if isinstance(model, NeuralNetwork) else [model]
    tiles = [images_of(axes)[: len(labels)] for axes in figure.axes if axes.collections]
    assert [(label, neuron.weights[1:]) for label, neuron in zip(labels, neurons)] in tiles


def test_examples_of_or_are_circles_and_squares_by_their_class(runs):
    axes = axes_of(runs["OrLearn"].figure, xlabel="input 1", ylabel="input 2")
    marks = {line.get_marker(): line.get_xydata().tolist() for line in axes.lines if line.get_linestyle() == "None"}
    assert marks == {"o": [[0, 0]], "s": [[0, 1], [1, 0], [1, 1]]}
    assert "expected: ○ 0, ■ 1" in axes.get_title()


def drawn(panel):
    """What a panel has drawn in an area of 600 by 600 pixels, and its view."""
    figure = Figure((6, 6), dpi=100)
    view = panel(figure, (0, 0, 1, 1))
    if view:
        view.update()
    return figure.axes, view


class TestPanels:
    def test_weights_are_red_for_and_blue_against_on_one_scale_around_0(self):
        neurons = [neuron_with(9, 1, 2, 3, 4), neuron_with(9, -5, 6, 7, -8)]
        (axes,), view = drawn(weight_images(neurons))
        mesh = axes.collections[0]
        assert mesh.get_clim() == (-8, 8)
        check_red_and_blue(mesh, -8, 0, 8)
        assert [text.get_text() for text in axes.texts][-2:] == ["weights: blue −, white 0, red +, scale ±", "8"]
        neurons[1].weights = [500, 1.234, 0.5, -1, 0]
        view.update()
        assert (mesh.get_clim(), axes.texts[-1].get_text()) == ((-4, 4), "4")

    # −1 + x + y = 0; −1 + 4y = 0, whatever x is; −0.5 + x = 0, whatever y is: (−0.5 ∓ 0.75) / 1e-9, downwards
    @pytest.mark.parametrize(("weights", "line"), [
        ([-1, 1, 1], [-0.25, 1.25, 1.25, -0.25]),
        ([-1, 0, 4], [-0.25, 0.25, 1.25, 0.25]),
        ([-0.5, 1, 0], [-0.25, 0.75e9, 1.25, -0.75e9]),
    ])
    def test_the_dashes_of_the_plane_are_where_the_output_is_a_half(self, weights, line):
        (axes,), _ = drawn(plane(neuron_with(*weights), FOUR))
        (dashes,) = [each for each in axes.lines if each.get_linestyle() == "--"]
        assert dashes.get_xydata().ravel().tolist() == pytest.approx(line, rel=1e-12)

    def test_its_shading_is_the_output_by_the_neuron_s_own_method_and_the_neuron_stays_as_it_was(self):
        class Sum(Neuron):
            def activate(self, entries):
                self.out = entries[0] + 10 * entries[1]

        neuron = Sum(2)
        neuron.out, before = 0.25, list(neuron.weights)
        (axes,), view = drawn(plane(neuron, FOUR))
        rows = axes.collections[0].get_array()
        # 40 cells from −0.25 to 1.25: the middle of the first is at −0.23125, of the last at 1.23125.
        assert [rows[0][0], rows[0][39], rows[39][0]] == pytest.approx([-2.54375, -1.08125, 12.08125])
        assert (neuron.out, neuron.weights) == (0.25, before)
        check_red_and_blue(view.artists[0], 0, 0.5, 1)

    @pytest.mark.parametrize("nb_input", [1, 3, 63])
    def test_without_a_square_there_are_no_images_and_without_two_inputs_no_plane(self, nb_input):
        assert drawn(weight_images([Neuron(nb_input)])) == ([], None)
        assert drawn(plane(Neuron(nb_input), dataset_of([([0.0] * nb_input, [0.0])]))) == ([], None)

    def test_the_table_shades_mistakes_only_and_every_number_can_be_read(self):
        pairs = [(0, 0)] * 30 + [(0, 2)] * 10 + [(1, 2)] * 5 + [(2, 1)] * 7
        (table, _), _ = drawn(mistakes(dataset_of([([0.1, 0.0, 0.0, 0.0], [1.0])] * len(pairs)), pairs))
        image = table.images[0]
        colors = image.to_rgba(image.get_array())
        for text in table.texts:
            column, row = text.get_position()
            background = table.get_facecolor()[:3] if row == column else colors[row][column][:3]
            assert (min(background) == max(background)) == (row == column)  # what is right is grey
            assert abs(sum(background) / 3 - {"white": 1.0, "black": 0.0}[text.get_color()]) > 0.4

    def test_without_a_misread_image_there_is_only_the_table(self):
        axes, _ = drawn(mistakes(dataset_of([([0.0] * 4, [1.0])] * 3), [(1, 1)] * 3))
        assert [each.get_title() for each in axes] == ["3 of 3 right"]

    def test_images_stand_upright(self):
        (axes,), _ = drawn(weight_images([Neuron(64)]))
        (left, top), (right, bottom) = axes.transData.transform([(0, 0), (8, 8)])
        assert (left < right, top > bottom) == (True, True)


class TestStep:
    """What is seen of an update from two examples, in the place of a panel."""

    def step(self, panel, batch, before):
        figure = Figure((12, 6.75), dpi=100)
        view = panel(figure, (0, 0, 1, 1))
        figure.delaxes(view.axes)
        view.draw_step(batch, before)
        return figure

    @pytest.fixture
    def images(self):
        """With weights from before with which the sum is 0 and 1 for each image, the output 0.5 and 0.731."""
        two = [neuron_with(0, 1, 2, 3, 4), neuron_with(0, -1, -2, -3, -4)]
        batch = [Exemple([0.25, 0.0, 0.0, 0.0], [1.0, 0.0]), Exemple([0.0, 0.5, 0.75, 1.0], [0.0, 1.0])]
        return self.step(weight_images(two), batch, [[0, 0, 0, 0, 0], [1, 0, 0, 0, 0]])

    def test_the_ring_is_around_the_last_example(self):
        figure = self.step(plane(neuron_with(0, 1, 1), FOUR), FOUR.exemples[1:3], [[0, 0, 0]])
        lines = [line for axes in figure.axes for line in axes.lines]
        assert {str(line.get_xydata()) for line in lines if line.get_fillstyle() == "none"} == {"[[1. 0.]]"}

    def test_the_image_is_that_of_the_last_example(self, images):
        mesh = axes_of(images, title="the last of 2 examples").collections[0]
        assert mesh.get_array().ravel().tolist() == [0.0, 0.5, 0.75, 1.0]
        check_black_on_white(mesh)

    def test_the_bars_and_their_numbers_are_what_the_weights_from_before_say(self, images):
        bars = axes_of(images, xlabel="output a, desired ◆")
        assert [bar.get_width() for bar in bars.patches] == [0.5, pytest.approx(0.731, abs=0.001)]
        assert [line.get_xdata().tolist() for line in bars.lines] == [[0.0, 1.0]]
        assert [label.get_text() for label in bars.get_yticklabels()] == ["0", "1"]
        columns = {}
        for text in sorted(bars.texts, key=Text.get_position):
            columns.setdefault(text.get_position()[0], []).append(text.get_text())
        # ∇ of the first example: 1 − 0.5 = 0.5 and 0 − 0.731 = −0.731; the means: (0.5 − 0.5) / 2, (−0.731 + 0.269) / 2
        assert [*columns.values()] == [
            ["sp", "0.000", "1.000"], ["a", "0.500", "0.731"], ["∇", "−0.500", "0.269"], ["mean ∇", "0.000", "−0.231"],
        ]


def history_of(*losses, **settings):
    history = History("OrLearn", ["training set"], **settings)
    for iteration, loss in enumerate(losses):
        history.add(iteration, [loss], "")
    return history


def test_a_saved_picture_has_1200_by_675_pixels():
    content = picture_of(history_of(0.7), None, None, "png")
    assert [int.from_bytes(content[i : i + 4], "big") for i in (16, 20)] == [1200, 675]


@pytest.mark.filterwarnings("error")
@pytest.mark.parametrize("size", [5e-324, 1.5e308])
def test_numbers_of_any_size_are_drawn_without_a_warning(size):
    history = history_of(size, 0.0, 0.7, threshold=size)
    examples, closing = dataset_of([([size, 0.0], [0.0]), ([-size, size], [1.0])]), dataset_of([([size] * 4, [1.0])])
    for panel in [plane(neuron_with(size, -size, size / 2), examples), weight_images([neuron_with(0, *[size] * 4)])]:
        picture_of(history, panel, mistakes(closing, [(0, 1)]), "png")


@pytest.mark.parametrize(("lowest", "numbers"), [
    (0.06, [0.05, 0.1, 0.2, 0.5, 1, 2]),
    (0.0009, [0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1]),
    (0.000009, [0.00001, 0.0001, 0.001, 0.01, 0.1, 1]),
])
def test_the_more_decades_the_fewer_numbers_in_each(lowest, numbers):
    plot = Plot(Figure((12, 6.75)), history_of(1.05, 0.6, lowest))
    plot.finish()
    low, high = plot.axes.get_ylim()
    assert [y for y in plot.axes.get_yticks() if low <= y <= high] == pytest.approx(numbers)


def test_the_loss_of_a_batch_stays_until_its_next_update():
    history = History("methods", ["iterative", "batch"], steps=["batch"])
    lines = Plot(Figure((12, 6.75)), history).axes.lines
    assert {line.get_label(): line.get_drawstyle() for line in lines} == {"iterative": "default", "batch": "steps-post"}


def check_readable(figure):
    """No text overlaps another or leaves the window."""
    with patch.object(Text, "draw", autospec=True) as draw:
        figure.canvas.draw()
    texts = [call.args[0] for call in draw.call_args_list]
    boxes = [text.get_window_extent().padded(-1) for text in texts if text.get_visible() and text.get_text().strip()]
    assert len(boxes) > 10
    assert not [pair for pair in combinations(boxes, 2) if pair[0].overlaps(pair[1])]
    assert Bbox.union([figure.bbox, *boxes]).bounds == figure.bbox.bounds


@pytest.mark.parametrize("size", [
    (1200, 675), (640, 480), pytest.param((900, 900), marks=pytest.mark.thorough),
], ids=str)
@pytest.mark.parametrize("script", [*SCRIPTS, "another"])
@own_settings()
def test_nothing_overlaps_or_leaves_the_window(script, size):
    images = dataset_of([(e.inputs, e.outputs) for e in TEST["Digits"].exemples * 2])
    # Every cell of the table has a number of two digits.
    pairs = [(i // 10 % 10, i % 10) for i in range(1200)]
    ten, sixteen = NeuralNetwork([64, 10]).layers[-1], images.exemples[:16]
    panel, closing, batch = {
        "OrLearn": (plane(neuron_with(-1, 2, 2), FOUR), None, FOUR.exemples),
        "BinaryLearn": (weight_images([Neuron(64)]), mistakes(images, [(1, 0)] * 1200), TEST["Binary"].exemples[:16]),
        "DigitsLearn": (weight_images(ten), mistakes(images, pairs), sixteen),
        "another": (weight_images([Neuron(2)]), None, []),
    }[script]
    manager = make_window(Clock())
    history = History(f"{script}: mini-batch of 16, α = 0.05", ["training set", "test set"], 0.1)
    window = Window(manager, Plot(manager.canvas.figure, history, panel), Interruption(), 0, True)
    manager.canvas.resize(*size)
    for iteration, loss in [(0, 7.123456), (4000000, 0.00012345)]:
        history.add(iteration, [loss, 0.8], f"iteration {iteration}   loss {loss:.4g}")
    window.plot.update()
    window.plot.follow()
    manager.canvas.press(" ")
    manager.canvas.press(" ")
    check_readable(manager.canvas.figure)
    if batch:
        window.plot.begin_step()
        window.plot.show_step(batch)
        check_readable(manager.canvas.figure)
    window.finish(closing)
    check_readable(manager.canvas.figure)
