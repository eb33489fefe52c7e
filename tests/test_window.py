"""The live window: its frames and its clock, what the user does in it, and one update at a time."""

import os
import random
import signal
from io import BytesIO

import pytest
from fakes import Clock, make_window
from helpers import OR, dataset_of, neuron_with
from learning.curve import Curve
from learning.interruption import Interruption
from learning.panels import plane, weight_images
from learning.plot import History
from learning.window import Window
from matplotlib.backend_bases import KeyEvent, key_press_handler

import BinaryLearn
import OrLearn

TITLE = "OrLearn: iterative, α = 0.5"


@pytest.fixture
def clock(monkeypatch):
    clock = Clock()
    monkeypatch.setattr(Window, "clock", clock)
    return clock


@pytest.fixture
def opened(monkeypatch, tmp_path, clock):
    """A function that opens a curve in a window that a test can look into, and reports losses to it."""
    monkeypatch.setattr("sys.argv", ["/somewhere/OrLearn.py"])
    monkeypatch.chdir(tmp_path)
    curves = []

    def opened(*reports, threshold=0, panel=None, rate=0, picture=None, supports_blit=True, cost=0.0):
        manager = make_window(clock, supports_blit, cost)
        monkeypatch.setattr("learning.toolkit.open_window", lambda name: manager)
        history = History(TITLE, ["training set", "test set"][: len(reports[0]) if reports else 1], threshold)
        curve = Curve("OrLearn", history, panel, Interruption(), picture, rate)
        curve.__enter__()
        curve.canvas = manager.canvas
        (curve.axes,) = [axes for axes in curve.canvas.figure.axes if axes.get_ylabel() == "loss (log scale)"]
        curves.append(curve)
        for iteration, losses in enumerate(reports):
            report(curve, iteration, *losses)
        return curve

    yield opened
    for curve in curves:
        curve.settings.close()


def report(curve, iteration, *losses):
    curve.report(iteration, losses, f"iteration {iteration}   loss {losses[0]:.4g}")


def words(figure):
    """All that can be read in a figure, a text an item."""
    texts = [*figure.texts, *(text for axes in figure.axes if axes.get_visible() for text in axes.texts)]
    return [text.get_text() for text in texts if text.get_text()]


def a_second_later(clock, curve):
    clock.now += 1
    curve.refresh()


def zoom(curve):
    """As the toolbar does it."""
    toolbar = curve.window.manager.toolbar
    if toolbar._nav_stack() is None:
        toolbar.push_current()
    curve.axes.set(xlim=(0, 0.5), ylim=(0.3, 0.4))
    toolbar.push_current()


class TestFrames:
    # A frame is drawn 0.07 s after the last one at the soonest, at every fifth of these steps of 1/64 s; and four times
    # what it took is left for the training: 0.2 s, at every thirteenth.
    @pytest.mark.parametrize(("blit", "cost", "frames"), [(True, 0, 25), (True, 0.05, 9), (False, 0.05, 9)])
    def test_they_come_between_reports_too_and_leave_time_to_learn(self, opened, clock, blit, cost, frames):
        curve = opened([0.7], supports_blit=blit, cost=cost)
        a_second_later(clock, curve)
        canvas = curve.canvas
        before, draws = canvas.frames, canvas.full_draws
        for _ in range(128):
            clock.now += 1 / 64
            curve.refresh()
        # All is drawn only where there is no other way.
        assert (canvas.frames - before, canvas.full_draws - draws) == (frames, 0 if blit else frames)

    def test_the_first_one_comes_with_the_first_report(self, opened):
        curve = opened()
        show = curve.window.manager.show
        assert (show.call_count, curve.canvas.frames) == (0, 0)
        report(curve, 0, 0.7)
        report(curve, 1, 0.6)
        assert (show.call_count, curve.canvas.frames > 0) == (1, True)

    @pytest.mark.parametrize("nb_inputs", [4, 2, 3])  # images of weights, a plane, nothing beside the curve
    def test_one_looks_like_a_full_draw(self, opened, clock, nb_inputs):
        neuron = neuron_with(*range(-1, nb_inputs))
        panel = plane(neuron, dataset_of(OR)) if nb_inputs == 2 else weight_images([neuron])
        curve = opened([0.7, 0.8], [0.6, 0.7], [0.6, 0.7], threshold=0.5, panel=panel)
        canvas = curve.canvas
        a_second_later(clock, curve)
        first, draws = canvas.last_frame, canvas.full_draws
        neuron.weights.reverse()
        report(curve, 3, 0.55, 0.65)
        a_second_later(clock, curve)
        second = canvas.last_frame
        assert (first != second, canvas.full_draws) == (True, draws)
        canvas.draw()
        assert canvas.last_frame == second

    def test_what_the_toolbar_saves_has_the_lines_too(self, opened, clock):
        curve = opened([0.7], [0.6])
        a_second_later(clock, curve)
        curve.canvas.figure.savefig(half := BytesIO(), format="svg")
        # The first colour stands once in the legend, once in the line, and each has a dot.
        assert half.getvalue().count(b"#0072b2") >= 4

    def test_limits_grow_in_jumps(self, opened, clock):
        curve = opened([0.7], threshold=0.1)
        axes, limits = curve.axes, []
        draws = curve.canvas.full_draws
        for iteration in range(1, 20):
            report(curve, iteration, 0.7 - iteration / 100)
            a_second_later(clock, curve)
            limits.append((*axes.get_xlim(), *axes.get_ylim()))
        # To three times what is needed, and on to the next 1, 2 or 5 of a power of ten
        assert list(dict.fromkeys(limits)) == [(-n / 50, 1.02 * n, 0.05, 1) for n in (1, 10, 50)]
        assert curve.canvas.full_draws - draws == 2

    @pytest.mark.parametrize("ratio", [1, 2])  # on a screen of fine pixels, 2 of them for each that is counted
    def test_everything_grows_and_shrinks_with_the_window(self, opened, ratio):
        curve = opened([0.7])
        canvas, resize = curve.canvas, curve.window.manager.resize
        canvas._device_pixel_ratio = ratio
        for size, dpi in [((600, 600), 50), ((1800, 675), 100), ((2400, 1350), 200), ((1, 1), 10)]:
            resize.reset_mock()
            canvas.resize(*size)
            assert (canvas.figure.dpi, canvas.get_width_height(physical=True)) == (dpi, size)
            # The window is not told to take another size than it has.
            assert {call.args for call in resize.call_args_list} <= {size}

    def test_many_points_are_thinned_to_their_turns(self):
        history, turns = History(TITLE, ["training set"]), {4321: 0.001, 123456: 7.0}
        for iteration in range(200_000):
            history.add(iteration, [turns.get(iteration, 0.5)], "")
        (line,) = history.lines
        assert len(line.points) < 10_000
        assert {(4321, 0.001), (123456, 7.0), (0, 0.5), (199_999, 0.5)} <= {*line.points}
        assert line.points == sorted(line.points)


# What is pressed while it waits for what, and how it goes on
WAITS = [("its turn", "q"), ("its turn", "signal"), ("a key", "ctrl+w"), ("a key", "signal"), ("a key", " ")]


class TestUser:
    def test_a_zoom_stays_until_home_shows_all_in_a_pause_too(self, opened, clock):
        curve, limits = opened([0.7], threshold=0.1), []
        axes, toolbar = curve.axes, curve.window.manager.toolbar
        zoom(curve)
        toolbar.home()
        for iteration in (20, 400):
            report(curve, iteration, 0.5)
            a_second_later(clock, curve)
            if iteration == 20:
                zoom(curve)  # from limits that have grown
        curve.canvas.press(" ")
        clock.after(4, lambda: limits.append(axes.get_xlim()))
        clock.after(5, toolbar.home)
        clock.after(6, lambda: limits.append(axes.get_xlim()))
        clock.after(7, lambda: curve.canvas.press(" "))
        a_second_later(clock, curve)
        assert limits == [(0, 0.5), (-40, 2040)]

    def test_a_zoom_stays_at_the_end_and_home_shows_all(self, opened, clock):
        curve, limits = opened([0.7], [0.5]), []
        axes = curve.axes
        zoom(curve)
        clock.after(5, lambda: limits.append(axes.get_xlim()))
        clock.after(6, curve.window.manager.toolbar.home)
        clock.after(7, lambda: limits.append(axes.get_xlim()))
        clock.after(8, curve.window.manager.destroy)
        curve.__exit__(None)
        assert limits == [(0, 0.5), pytest.approx((-0.02, 1.02))]

    def test_the_keys_k_and_l_change_no_axis(self, opened):
        curve = opened([0.7])
        canvas, axes = curve.canvas, curve.axes
        for key in ("k", "l"):
            event = KeyEvent("key_press_event", canvas, key, *axes.transAxes.transform((0.5, 0.5)))
            event._process()
            key_press_handler(event)
        assert (axes.get_xscale(), axes.get_yscale()) == ("linear", "log")

    @pytest.mark.parametrize(("waits_for", "end"), WAITS)
    def test_what_ends_its_waiting(self, opened, clock, waits_for, end):
        curve, seen = opened([0.5], rate=0.001 if waits_for == "its turn" else 0), []
        canvas = curve.canvas
        if waits_for == "a key":
            canvas.press(" ")
        for seconds in (4, 8):
            clock.after(seconds, lambda: seen.append((words(canvas.figure)[0], canvas.frames)))
        clock.after(9, lambda: setattr(curve.interruption, "status", 143) if end == "signal" else canvas.press(end))
        curve.refresh()
        report(curve, 8, 0.12345)
        assert 1009 <= clock.now < 1010
        if waits_for == "a key":  # drawing rests while it is paused
            assert seen == [(f"{TITLE}   paused (space resumes)", seen[0][1])] * 2

    @pytest.mark.parametrize(("status", "end"), [(0, "close"), (130, "close"), (130, "signal"), (143, ""), (129, "")])
    def test_at_the_end_it_stays_until_it_is_closed_or_ctrl_c_comes_again(self, opened, clock, capsys, status, end):
        curve, stays = opened([0.7], picture="loss.png"), bool(end)
        curve.interruption.status = status
        manager = curve.window.manager
        clock.after(60, manager.destroy if end == "close" else lambda: setattr(curve.interruption, "status", 130))
        curve.__exit__(None)
        notes = ["close the window to end"] * stays + ["the curve is saved as loss.png"]
        assert capsys.readouterr().err.splitlines() == [f"OrLearn: {note}" for note in notes]
        assert (clock.now > 1060, manager.is_open) == (stays, False)
        assert words(manager.canvas.figure)[0] == TITLE + "   interrupted" * (status == 130)

    @pytest.mark.parametrize("picture", [None, "loss.svg"])
    def test_it_may_be_closed_early(self, opened, clock, capsys, picture):
        curve = opened([0.7], picture=picture, panel=weight_images([neuron_with(0, 0, 0, 0, 0)]))
        curve.window.manager.destroy()
        report(curve, 1, 0.6)
        a_second_later(clock, curve)
        curve.__exit__(None)
        why = "the window was closed early, so no picture was saved (--save-plot saves one)"
        assert capsys.readouterr().err == f"OrLearn: {'the curve is saved as loss.svg' if picture else why}\n"
        assert os.listdir() == ([picture] if picture else [])

    def test_a_run_that_fails_closes_it_and_saves_what_there_is(self, opened, clock):
        curve = opened([0.7], picture="loss.png")
        curve.__exit__(ValueError)
        assert not curve.window.manager.is_open
        assert (clock.now < 1001, os.listdir()) == (True, ["loss.png"])


@pytest.fixture
def run(monkeypatch, tmp_path, clock):
    """A function that lets a script learn in a window, with keys that are pressed so many seconds after its start.

    It returns what could be read just before each key, and at the end.
    """
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("sys.argv", ["/somewhere/OrLearn.py"])

    def run(script, *options, keys):
        manager, seen = make_window(clock), []
        monkeypatch.setattr("learning.toolkit.open_window", lambda name: manager)

        def press(key):
            seen.append(words(manager.canvas.figure))
            manager.canvas.press(key)

        for i, key in enumerate(keys, start=1):
            clock.after(i + 0.15, lambda key=key: press(key))
        # Once it has learned, or the last key has been pressed
        clock.after(len(keys) + 20, lambda: press("q"))
        script.main([*options])
        return seen

    return run


@pytest.mark.parametrize(("rate", "news"), [("4", "iteration 4 "), ("0", "iteration 8 ")])
def test_no_more_reports_a_second_are_shown_than_are_asked_for(rate, news, run):
    options = ["--max-iterations", "8", "--report-every", "1", "--threshold", "0", "--reports-per-second", rate]
    first, *_ = run(OrLearn, *options, keys=["x"])
    assert first[1].startswith(news)


class TestOneStepAtATime:
    def test_it_shows_the_update_that_the_readme_works_out(self, run, monkeypatch, tmp_path, clock):
        weights = iter([-0.3, 0.2, 0.3])
        monkeypatch.setattr(random, "uniform", lambda low, high: next(weights))
        (tmp_path / "one.ds").write_text("1 2 1\n1 0\n1\n")
        options = ["--train", "one.ds", "--learning-rate", "0.4", "--paused", "--max-iterations", "3"]
        first, after_a_step, after_another, *_ = run(OrLearn, *options, keys=["right", "right", " "])
        assert first[:2] == ["OrLearn: iterative, α = 0.4   paused (space resumes)", "iteration 0   loss 0.7444"]
        assert after_a_step[2:] == [
            "one example", "x = (1, 0), y = 1", "sp = Σ wᵢxᵢ + w₀", "−0.1", "a = Logistic(sp)", "0.4750",
            "∇ = y − a", "0.5250", "w₀ ← w₀ + α∇", "−0.3 → −0.09", "w₁ ← w₁ + α∇x₁", "0.2 → 0.41",
            "w₂ ← w₂ + α∇x₂", "0.3 → 0.3",
        ]
        assert after_a_step[1] == "iteration 1   loss 0.5459"
        # sp = −0.09 + 0.41 = 0.32, a = 1 / (1 + e^−0.32) = 0.5793, ∇ = 0.4207, 0.4∇ = 0.1683
        shown = ["0.32", "0.5793", "0.4207", "−0.09 → 0.0783", "0.41 → 0.5783", "0.3 → 0.3"]
        assert [word for word in after_another if word in shown] == shown

    def test_a_key_is_an_update_and_space_brings_the_panel_back(self, run, capsys):
        # The last key is pressed a second after space, while it learns on at twenty reports a second.
        keys = ["right", "right", " ", "right"]
        seen = run(BinaryLearn, "--seed", "1", "--paused", "--max-iterations", "30", "--report-every", "1", keys=keys)
        iterations = [int(news.split()[1]) for _, news, *_ in seen]
        assert (iterations[:3], iterations[3] in range(15, 25), iterations[4]) == ([0, 1, 2], True, 30)
        assert ["scale ±" in " ".join(panel) for panel in seen] == [True, False, False, True, True]
        assert [panel.count("sp") for panel in seen] == [0, 1, 1, 0, 0]  # the numbers of one update at a time
        assert "stopped after 30 iterations" in capsys.readouterr().out

    def test_a_batch_tells_the_mean_gradient(self, run, monkeypatch):
        monkeypatch.setattr(random, "uniform", lambda low, high: 0.0)
        _, after_a_step, *_ = run(OrLearn, "--method", "batch", "--paused", keys=["right", "q"])
        # a = 0.5 for all, so that ∇ is −0.5, 0.5, 0.5, 0.5 and its mean 0.25; of ∇x₁ and of ∇x₂ it is (0.5 + 0.5) / 4.
        shown = ["the last of 4 examples", "mean ∇ of 4", "0.2500", *["0 → 0.25"] * 3]
        assert [word for word in after_a_step if word in shown] == shown

    def test_without_a_pause_the_key_does_nothing(self, run, capsys):
        run(BinaryLearn, "--seed", "1", "--max-iterations", "3", keys=["right"])
        assert "stopped after 3 iterations" in capsys.readouterr().out

    @pytest.mark.usefixtures("usual_signals")
    def test_ctrl_c_in_a_pause_is_heard_at_once(self, run, clock, capsys):
        clock.after(3, lambda: signal.raise_signal(signal.SIGINT))
        clock.after(6, lambda: signal.raise_signal(signal.SIGINT))
        run(OrLearn, "--seed", "1", "--paused", keys=["right"])
        assert "interrupted" in capsys.readouterr().out
