"""Time two things in turns, so that a busy machine slows both; print rows of the figures.

The clock is the processor's, which stands still while other programs run, unless the caller names another.
The garbage collector stays on, as in normal use.
"""

from collections.abc import Callable
from statistics import median
from time import process_time

Run = Callable[[], object]
Clock = Callable[[], float]
WIDTH = 73


def pair_ratio(base: Run, other: Run, pairs: int, clock: Clock = process_time) -> tuple[float, float]:
    """Return the median seconds of `other`, and the median over the pairs of how often `base` fits in it."""
    times, ratios = [], []
    for n in range(pairs + 1):
        # Each goes first in every other pair.
        if n % 2:
            base_time, other_time = timed(base, clock), timed(other, clock)
        else:
            other_time, base_time = timed(other, clock), timed(base, clock)
        times.append(other_time)
        ratios.append(other_time / base_time)
    # The first pair was the warm-up.
    return median(times[1:]), median(ratios[1:])


def timed(run: Run, clock: Clock) -> float:
    start = clock()
    run()
    return clock() - start


def heading(what: str, *columns: str) -> None:
    print(f"\n{what:<{WIDTH}}" + "".join(f"  {column:>15}" for column in columns), flush=True)
    print("-" * (WIDTH + 17 * len(columns)))


def row(what: str, *figures: float | str) -> None:
    cells = [figure if isinstance(figure, str) else f"{figure:.2f}" for figure in figures]
    print(f"{what:<{WIDTH}}" + "".join(f"  {cell:>15}" for cell in cells), flush=True)


def microseconds(seconds: float) -> str:
    return f"{seconds * 1e6:,.1f}" if seconds < 1e-3 else f"{seconds * 1e6:,.0f}"
