"""Signals as a flag, and the curve that is opened, told and finished around a descent."""

import signal
import sys
from threading import Thread
from unittest.mock import DEFAULT, Mock, call

import learning.command_line
import pytest
from learning.interruption import Interruption
from learning.live import watched

import OrLearn

# Windows has no SIGHUP.
STATUS = {
    getattr(signal, name): status
    for name, status in [("SIGINT", 130), ("SIGTERM", 143), ("SIGHUP", 129)]
    if hasattr(signal, name)
}


@pytest.fixture(autouse=True)
def came():
    """The signals that came to the handlers outside, whatever those of the shell are."""
    came = []
    before = {number: signal.signal(number, lambda number, frame: came.append(number)) for number in STATUS}
    yield came
    for number, handler in before.items():
        signal.signal(number, handler)


def handlers():
    return [signal.getsignal(number) for number in STATUS]


class TestInterruption:
    @pytest.mark.parametrize(("number", "status"), STATUS.items())
    def test_the_first_signal_is_only_a_status(self, came, number, status):
        with Interruption() as interruption:
            assert interruption.status == 0
            signal.raise_signal(number)
            assert (interruption.status, came) == (status, [])

    @pytest.mark.parametrize("first", STATUS)
    @pytest.mark.parametrize("second", STATUS)
    def test_the_second_one_acts_as_outside(self, came, first, second):
        with Interruption():
            signal.raise_signal(first)
            signal.raise_signal(second)
            assert came == [second]

    def test_a_second_ctrl_c_raises_what_python_raises(self):
        signal.signal(signal.SIGINT, signal.default_int_handler)
        with Interruption():
            signal.raise_signal(signal.SIGINT)
            with pytest.raises(KeyboardInterrupt):
                signal.raise_signal(signal.SIGINT)

    @pytest.mark.parametrize("number", STATUS)
    def test_an_ignored_signal_stays_ignored(self, number):
        signal.signal(number, signal.SIG_IGN)
        with Interruption() as interruption:
            signal.raise_signal(number)
            assert interruption.status == 0
        assert signal.getsignal(number) is signal.SIG_IGN

    @pytest.mark.parametrize("signals", [[], [signal.SIGINT], [signal.SIGINT, signal.SIGTERM]])
    def test_the_handlers_are_those_of_before_afterwards(self, signals):
        before = handlers()
        with pytest.raises(ZeroDivisionError), Interruption():  # noqa: PT012
            for number in signals:
                signal.raise_signal(number)
            raise ZeroDivisionError
        assert handlers() == before

    def test_a_ctrl_c_while_they_are_put_back_leaves_none_behind(self, monkeypatch):
        signal.signal(signal.SIGINT, signal.default_int_handler)
        before, put = handlers(), signal.signal

        def put_and_press(number, handler):
            put(number, handler)
            if number == signal.SIGINT:
                signal.raise_signal(signal.SIGINT)

        with pytest.raises(KeyboardInterrupt), Interruption():
            monkeypatch.setattr("signal.signal", put_and_press)
        monkeypatch.undo()
        assert handlers() == before

    def test_a_thread_watches_none(self):
        before, found = handlers(), []

        def watch():
            with Interruption() as interruption:
                found.extend([handlers(), interruption.status])

        thread = Thread(target=watch)
        thread.start()
        thread.join()
        assert found == [before, 0]


@pytest.fixture
def room(monkeypatch):
    """Stands in for learning.curve, and records what is asked of it; "window" is the window."""
    room = Mock(spec=["Curve"])
    monkeypatch.setattr("learning.window.window_or_picture", lambda title, picture: ("window", picture))
    room.Curve.return_value = Mock(spec=["report", "refresh", "finish", "close", "wait"])
    room.Curve.return_value.finish.return_value = True
    monkeypatch.setitem(sys.modules, "learning.curve", room)
    monkeypatch.setattr(learning.command_line, "status", 0)
    return room


@pytest.fixture
def curve(room):
    return room.Curve.return_value


def watch(test_loss=None, plot=True):
    show = {"plot": plot, "picture": "my.png", "threshold": 0.25, "reports_per_second": 20}
    return watched("OrLearn", "panel", test_loss, **show)


def status():
    """With which the process is to end."""
    return learning.command_line.status


def interrupt(*given):
    signal.raise_signal(signal.SIGINT)
    return DEFAULT


class TestWatched:
    def test_the_curve_is_opened_with_what_it_shows(self, room):
        with watch() as live:
            room.Curve.assert_called_once_with(
                "OrLearn", ["training set"], 0.25, "window", "my.png", 20, "panel", live.interruption
            )

    def test_it_hears_of_reports_and_iterations_and_is_finished_and_shown(self, curve):
        with watch() as live:
            live.report(0, 0.5)
            live.refresh(3)
            live.closing = "mistakes"
        # A frame before the report, since the loss on the test set takes its time.
        told = [call.refresh(0), call.report(0, [0.5]), call.refresh(3)]
        assert curve.mock_calls == [*told, call.finish("mistakes"), call.wait()]
        assert status() == 0

    def test_it_shows_the_loss_of_the_test_set_too(self, room, curve):
        with watch(test_loss=lambda: 0.75) as live:
            live.report(2, 0.5)
        assert room.Curve.call_args.args[1] == ["training set", "test set"]
        curve.report.assert_called_once_with(2, [0.5, 0.75])

    def test_without_a_plot_there_is_no_curve_and_no_test_loss_to_evaluate(self, room):
        with watch(plot=False, test_loss=pytest.fail) as live:
            live.report(0, 0.5)
            live.refresh(0)
        assert room.mock_calls == []

    def test_a_block_that_fails_closes_its_window(self, curve):
        with pytest.raises(ZeroDivisionError), watch():
            raise ZeroDivisionError
        assert curve.mock_calls == [call.finish(None), call.close(), call.wait()]

    def test_a_curve_that_could_not_be_saved_is_status_1(self, curve):
        curve.finish.return_value = False
        with watch():
            pass
        assert status() == 1

    @pytest.mark.parametrize("saved", [True, False])
    @pytest.mark.parametrize("when", ["Curve", "report", "finish"])
    def test_ctrl_c_is_the_status_whenever_it_comes(self, room, curve, came, when, saved):
        curve.finish.return_value = saved
        getattr(room if when == "Curve" else curve, when).side_effect = interrupt
        with watch() as live:
            live.report(0, 0.5)
        curve.wait.assert_called_once_with()
        assert (status(), came) == (130, [])

    def test_ctrl_c_while_the_window_is_shown_is_the_status(self, curve, came):
        curve.wait.side_effect = interrupt
        with watch():
            pass
        assert (status(), came) == (130, [])

    @pytest.mark.parametrize("plot", [True, False])
    def test_ctrl_c_interrupts_the_training(self, room, plot):
        with watch(plot=plot) as live:
            assert not live.interrupted
            interrupt()
            assert live.interrupted
        assert status() == 130

    def test_ctrl_c_while_the_window_opens_interrupts_it_too(self, room):
        room.Curve.side_effect = interrupt
        with watch() as live:
            assert live.interrupted

    def test_ctrl_c_stays_the_status_though_the_window_waits_for_the_next_one(self, curve):
        with watch() as live:
            curve.wait.side_effect = lambda: setattr(live.interruption, "status", 0)
            interrupt()
        assert status() == 130

    @pytest.mark.parametrize("when", ["Curve", "report", "finish", "wait"])
    def test_the_handlers_are_those_of_before_whatever_fails(self, room, curve, when):
        before = handlers()
        getattr(room if when == "Curve" else curve, when).side_effect = ZeroDivisionError
        with pytest.raises(ZeroDivisionError), watch() as live:
            live.report(0, 0.5)
        assert handlers() == before


def test_a_run_prints_the_same_with_and_without_a_curve(room, capsys):
    printed = []
    for plot in [[], ["--no-plot"]]:
        OrLearn.main([*plot, "--seed", "1"])
        printed.append(capsys.readouterr().out)
    room.Curve.assert_called_once()
    assert printed[0] == printed[1]
