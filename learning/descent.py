"""The loop around the updates of the weights: it counts them, reports the loss, and stops. It knows no window."""

from collections.abc import Callable, Iterator, Sequence
from math import ceil

from learning.command_line import say
from learning.live import Live
from learning.methods import Batches, mean_of_gradients

from Dataset import Dataset, Exemple
from Neuron import Neuron


def descend(
    batches: Batches, neurons: Sequence[Neuron], calc_loss: Callable[[Dataset], float], train: Dataset, live: Live, *,
    threshold: float, max_iterations: int | None, max_passes: int, report_every: int | None, density: int,
) -> Iterator[Exemple]:  # fmt: skip
    """Yield examples until it is time to stop; the caller applies the gradient of each before the next.

    An iteration is one update of the weights, with one batch; `neurons` are all that learn. The loss is reported every
    `report_every` iterations, or as `report_after` says. It ends at a reported loss below `threshold`, at a signal, or
    after `max_iterations`; without that limit, after `max_passes` over the training set. `live` hears of each iteration
    and report.
    """
    seen = next_report = 0
    for iteration, batch in enumerate(batches):
        live.refresh(iteration)
        over = iteration == max_iterations if max_iterations else seen >= max_passes * train.nb_exemple
        if over or live.interrupted or iteration == next_report:
            loss = calc_loss(train)
            say(f"iteration {iteration}  loss {loss:.6g}")
            live.report(iteration, loss)
            if over or live.interrupted or loss < threshold:
                break
            pass_length = ceil(train.nb_exemple / len(batch))
            next_report = iteration + report_every if report_every else report_after(iteration, pass_length, density)
        if len(batch) == 1:
            yield batch[0]
        else:
            yield from mean_of_gradients(batch, neurons)
        seen += len(batch)
    if live.interrupted:
        why = "interrupted"
    elif loss < threshold:
        why = f"the loss is below {threshold:.15g}"
    elif max_iterations:
        why = "no more are allowed (--max-iterations)"
    else:
        why = f"{max_passes} passes over the training set are the default limit (--max-iterations sets another)"
    say(f"stopped after {iteration} iterations: {why}")


def report_after(iteration: int, pass_length: int, density: int) -> int:
    """Return which iteration to report next: the wait grows, since the loss moves most at first.

    The wait is the iterations so far plus half a pass, divided by `density`, or by more where a pass is short.
    It ends with a pass if it can, since within one the loss goes up and down with the order of the examples.
    """
    parts = max(density, 40 // pass_length)
    after = iteration + max(1, (iteration + pass_length // 2) // parts)
    end_of_pass = after // pass_length * pass_length
    return end_of_pass if end_of_pass > iteration else after
