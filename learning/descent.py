"""The descent, in charge of a run: it yields what each update learns from, reports the loss, and stops."""

import random
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from math import ceil
from typing import TYPE_CHECKING

from learning.interruption import Interruption
from learning.methods import METHODS
from learning.options import Options
from learning.shell import InputError, fail, say

from Dataset import Dataset, Exemple

if TYPE_CHECKING:
    from learning.curve import Curve
    from learning.panels import Panel
    from learning.plot import History


@dataclass
class Descent:
    """`with Descent(...) as descent`: then `for batch in descent` yields the examples of one update after another.

    An iteration is one update of the weights, which the caller makes. The loss is reported every `report_every`
    iterations, or as `report_after` says. It ends at a reported loss below `threshold`, at a signal, or after
    `max_iterations`; without that limit, after `max_passes` over the training set.

    name       of the script
    calc_loss  the model's calcLoss
    panel      draws what stands beside the curve, as learning/panels.py says
    test       another dataset, whose loss the curve shows too

    InputError if a mini-batch would be larger than the training set, or the picture of the curve cannot be saved.
    """

    name: str
    options: Options
    train: Dataset
    calc_loss: Callable[[Dataset], float]
    panel: "Panel | None" = None
    test: Dataset | None = None
    interruption: Interruption = field(default_factory=Interruption)
    curve: "Curve | None" = None
    entered: ExitStack = field(default_factory=ExitStack)

    def __enter__(self) -> "Descent":
        options, nb_exemple, size = self.options, len(self.train.exemples), self.batch_size
        if options.method == "mini-batch" and size > nb_exemple:
            raise InputError(f"--batch-size: expected at most the {nb_exemple} examples, got {size}")
        self.batches = METHODS[options.method](self.train.exemples, size, random)
        with ExitStack() as entered:
            entered.enter_context(self.interruption)
            if options.plot:
                self.curve = entered.enter_context(self._curve())
            self.entered = entered.pop_all()
        return self

    @property
    def batch_size(self) -> int:
        return self.options.batch_size or min(self.options.default_batch_size, len(self.train.exemples))

    def history(self) -> "History":
        """Return what a curve is to show, which has no points yet."""
        from learning.plot import History

        options = self.options
        of_size = f" of {self.batch_size}" if options.method == "mini-batch" else ""
        title = f"{self.name}: {options.method}{of_size}, α = {options.learning_rate:g}"
        return History(title, ["training set", "test set"] if self.test else ["training set"], options.threshold)

    def _curve(self) -> "Curve":
        from learning.curve import Curve  # slow to import, and --no-plot does not need it

        options = self.options
        shown = options.save_plot, options.reports_per_second, options.paused
        return Curve(self.name, self.history(), self.panel, self.interruption, *shown)

    def __exit__(self, *error: object) -> None:
        self.entered.__exit__(*error)  # type: ignore[arg-type]
        fail(self.interruption.status)

    def show(self, closing: "Panel") -> None:
        """Show this at the end, below the panel."""
        if self.curve:
            self.curve.closing = closing

    def __iter__(self) -> Iterator[Sequence[Exemple]]:
        options = self.options
        examples_seen = next_report = 0
        for iteration, batch in enumerate(self.batches):
            is_over = self._is_over(iteration, examples_seen)
            if is_over or iteration == next_report:
                loss = self._report(iteration)
                if is_over or loss < options.threshold:
                    break
                pass_length = ceil(len(self.train.exemples) / len(batch))
                wait = options.report_every
                next_report = iteration + wait if wait else report_after(iteration, pass_length, options.density)
            if self.curve:
                self.curve.refresh(batch)
            yield batch
            examples_seen += len(batch)
        say(f"stopped after {iteration} iterations: {self._why(loss)}")

    def _is_over(self, iteration: int, examples_seen: int) -> bool:
        if self.interruption.status:
            return True
        if self.options.max_iterations:
            return iteration == self.options.max_iterations
        return examples_seen >= self.options.max_passes * len(self.train.exemples)

    def _report(self, iteration: int) -> float:
        """Tell the loss on the training set, and return it."""
        loss = self.calc_loss(self.train)
        say(f"iteration {iteration}  loss {loss:.6g}")
        if self.curve:
            losses = [loss, self.calc_loss(self.test)] if self.test else [loss]
            self.curve.report(iteration, losses, f"iteration {iteration}   loss {loss:.4g}")
        return loss

    def _why(self, loss: float) -> str:
        options = self.options
        if self.interruption.status:
            return "interrupted"
        if loss < options.threshold:
            return f"the loss is below {options.threshold:.15g}"
        if options.max_iterations:
            return "no more are allowed (--max-iterations)"
        limit = f"{options.max_passes} passes over the training set"
        return f"{limit} are the default limit (--max-iterations sets another)"


def report_after(iteration: int, pass_length: int, density: int) -> int:
    """Return which iteration to report next: the wait grows, since the loss moves most at first.

    The wait is the iterations so far plus half a pass, divided by `density`, or by more where a pass is short.
    It ends with a pass if it can, since within one the loss goes up and down with the order of the examples.
    """
    parts = max(density, 40 // pass_length)
    after = iteration + max(1, (iteration + pass_length // 2) // parts)
    end_of_pass = after // pass_length * pass_length
    return end_of_pass if end_of_pass > iteration else after
