"""Laws: values of the world's laws of chance, and opening hours, by index."""

from __future__ import annotations

from sim.centre.run import Run
from sim.rules.recontact import at_calling_time, at_open_door


def quantile(run: Run, law: int, u: float) -> float:
    """Return the value of a law of chance at `u`."""
    rule, numbers = run.numbers.laws[law]
    return rule(numbers, u)


def opening_time(run: Run, queue: int, wished: float, u: float) -> float:
    """Return when a customer who wants to call at `wished` [s] reaches `queue` open."""
    n = run.numbers
    if n.parts.by_volume:
        return at_calling_time(n.opening[queue], n.calling[queue], wished, u)
    return at_open_door(n.opening[queue], wished, n.after_opening, u)


def next_opening_time(run: Run, queue: int, due: float, u: float) -> float:
    """Return when a call that the firm is to make at `due` [s] is made, with `queue` open."""
    return at_open_door(run.numbers.opening[queue], due, run.numbers.after_opening, u)
