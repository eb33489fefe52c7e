"""What `python -m pytest` can be told here, and the table of exercises at its end.

--thorough  also what only repeats for thoroughness, in some minutes more
--ex N      only exercise N, from 0 to 8; may be given again
"""

import os
import shutil
import signal
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from grading.day5 import TITLES
from grading.process import Processes
from grading.submission import Submission

HOME = Path(__file__).parents[1]
TABLE = pytest.StashKey["Table"]()
# What the user may have set, and what would change what a script does.
LEFT_OUT = ["MATPLOTLIBRC", "DISPLAY", "WAYLAND_DISPLAY", "PYTHONUNBUFFERED", "COLUMNS"]
# The name under which a report carries its row of the table.
ROW = "exercise"


class Table:
    """What became of each test of each exercise, in the process that shows it."""

    def __init__(self) -> None:
        self.rows: dict[int, dict[str, str]] = {number: {} for number in range(len(TITLES))}

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        for number, test, outcome in (value for name, value in report.user_properties if name == ROW):
            self.rows[number][test] = outcome

    def line(self, number: int) -> str:
        outcomes = [*self.rows[number].values()]
        passed, total = outcomes.count("passed"), len(outcomes)
        verdict = "KO" if "failed" in outcomes else "OK" if 0 < passed == total else "not run"
        return f"Ex{number:02}  {TITLES[number]:<34}{passed:>3} / {total:<3}  {verdict}"


def pytest_addoption(parser: pytest.Parser) -> None:
    help_ = "also run what only repeats for thoroughness"
    parser.getgroup("general").addoption("--thorough", action="store_true", help=help_)
    group = parser.getgroup("exercises")
    numbers = range(len(TITLES))
    group.addoption("--ex", type=int, action="append", choices=numbers, help="only this exercise, 0 to 8")


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "exercise(number): the exercise of the subject that the test grades")
    config.addinivalue_line("markers", "thorough: only repeats for thoroughness, and is run with --thorough only")
    if not exercises_only(config):
        leave_out_settings(config)
    config.stash[TABLE] = Table()
    config.pluginmanager.register(config.stash[TABLE])


def leave_out_settings(config: pytest.Config) -> None:
    """Nothing that the user has set changes a test, no test writes into the user's folders or opens a window."""
    for variable in LEFT_OUT:
        os.environ.pop(variable, None)
    os.environ["MPLBACKEND"] = "agg"  # elsewhere than on Linux, a window needs no DISPLAY
    if not is_worker(config):
        folder = os.environ["MPLCONFIGDIR"] = tempfile.mkdtemp(prefix="matplotlib-")
        config.add_cleanup(lambda: shutil.rmtree(folder, ignore_errors=True))
    here = os.getcwd()
    # matplotlib reads a file of settings in the current folder, too.
    os.chdir(os.environ["MPLCONFIGDIR"])
    import matplotlib.font_manager  # noqa: F401  It lists the fonts, for all processes.

    os.chdir(here)


def is_worker(config: pytest.Config) -> bool:
    """Whether this is one of the processes that run tests for another."""
    return hasattr(config, "workerinput")


def exercises_only(config: pytest.Config) -> bool:
    return bool(config.getoption("--ex"))


def pytest_xdist_auto_num_workers(config: pytest.Config) -> int:
    """Grading runs in this process; the suite in one more than there are cores, since a script with a window waits."""
    return 0 if exercises_only(config) else (os.cpu_count() or 1) + 1


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    """Where only exercises are asked for, do not even read the other tests."""
    other = collection_path.suffix == ".py" and "exercises" not in collection_path.parts
    return True if exercises_only(config) and other else None


def number_of(item: pytest.Item) -> int | None:
    marker = item.get_closest_marker("exercise")
    return marker.args[0] if marker else None


def keep(config: pytest.Config, items: list[pytest.Item], wanted: Callable[[pytest.Item], bool]) -> None:
    config.hook.pytest_deselected(items=[item for item in items if not wanted(item)])
    items[:] = filter(wanted, items)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    for item in items:
        if "exercises" in item.path.parts and number_of(item) not in range(len(TITLES)):
            raise pytest.UsageError(f"{item.nodeid}: expected a marker exercise(number), 0 to 8")
    if not config.getoption("--thorough"):
        keep(config, items, lambda item: not item.get_closest_marker("thorough"))
    if config.getoption("--ex"):
        keep(config, items, lambda item: number_of(item) in config.getoption("--ex"))


@pytest.fixture(scope="session")
def processes() -> Iterator[Processes]:
    with Processes() as processes:
        yield processes


@pytest.fixture(scope="session")
def submission(processes: Processes) -> Submission:
    """This project's own files."""
    return Submission(HOME, 60.0, processes)


@pytest.fixture
def usual_signals() -> Iterator[list[signal.Signals]]:
    """Those that may end a script, with handlers as in a terminal, whatever this shell has ignored."""
    names = [name for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name)]
    before = {number: signal.getsignal(number) for number in (getattr(signal, name) for name in names)}
    for number in before:
        signal.signal(number, signal.default_int_handler if number == signal.SIGINT else signal.SIG_DFL)
    yield list(before)
    for number, handler in before.items():
        signal.signal(number, handler)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item, call: pytest.CallInfo):
    report = yield
    number = number_of(item)
    if number is not None and (report.when == "call" or report.outcome != "passed"):
        # The report travels from the process that ran the test to the one that shows the table.
        report.user_properties.append((ROW, [number, item.name, report.outcome]))
    return report


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    table = config.stash[TABLE]
    if any(table.rows.values()):
        terminalreporter.section("exercises")
        for number in table.rows:
            terminalreporter.line(table.line(number))
