"""Signals as a flag while a script learns."""

import signal
from threading import Thread

import pytest
from learning.interruption import Interruption

# Windows has no SIGHUP.
CODES = {"SIGINT": 130, "SIGTERM": 143, "SIGHUP": 129}
STATUS = {getattr(signal, name): status for name, status in CODES.items() if hasattr(signal, name)}


@pytest.fixture(autouse=True)
def came(usual_signals):
    """The signals that came to the handlers outside."""
    came = []
    for number in STATUS:
        signal.signal(number, lambda number, frame: came.append(number))
    return came


def handlers():
    return [signal.getsignal(number) for number in STATUS]


@pytest.mark.parametrize("number", STATUS)
def test_the_first_signal_is_only_a_status_and_the_second_one_acts_as_outside(came, number):
    before = handlers()
    with pytest.raises(ZeroDivisionError), Interruption() as interruption:  # noqa: PT012
        assert interruption.status == 0
        signal.raise_signal(number)
        assert (interruption.status, came) == (STATUS[number], [])
        signal.raise_signal(signal.SIGTERM)
        assert came == [signal.SIGTERM]
        raise ZeroDivisionError
    assert handlers() == before


def test_a_second_one_may_be_held_until_a_toolkit_has_answered(came):
    with Interruption() as interruption:
        with interruption.held():
            signal.raise_signal(signal.SIGINT)
        assert (interruption.status, came) == (130, [])
        with interruption.held():
            signal.raise_signal(signal.SIGTERM)
            assert came == []
        assert came == [signal.SIGTERM]


@pytest.mark.parametrize("number", STATUS)
def test_an_ignored_signal_stays_ignored(number):
    signal.signal(number, signal.SIG_IGN)
    with Interruption() as interruption:
        signal.raise_signal(number)
        assert interruption.status == 0
    assert signal.getsignal(number) is signal.SIG_IGN


def test_a_thread_watches_none():
    before, found = handlers(), []

    def watch():
        with Interruption() as interruption:
            found.extend([handlers(), interruption.status])

    thread = Thread(target=watch)
    thread.start()
    thread.join()
    assert found == [before, 0]
