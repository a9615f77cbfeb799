"""Compute waits by class when urgent contacts go first (M/M/n, no interruption of service)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from sim.theory.erlang import mmn
from sim.theory.inputs import positive, refuse


class PriorityWaits(NamedTuple):
    """Steady state of one group of agents that serves classes in order of rank."""

    p_wait: float
    """Share of contacts, of any class, that find every agent busy."""
    mean_waits: tuple[float, ...]
    """Mean time in queue of each class, highest rank first [s], shape (classes,)."""
    mean_wait: float
    """Mean time in queue over all contacts [s]; the same as without ranks."""


def cobham(arrival_rates: Sequence[float], mean_service: float, agents: int) -> PriorityWaits:
    """Return the waits of classes that share one law of service, highest rank first.

    `arrival_rates` are in contacts per second, shape (classes,); `mean_service` is in seconds. Within a
    class the order is first come first served.

    Raises:
        ValueError: if there is no class, an argument is not positive, or the load reaches the agents.

    Source: A. Cobham, "Priority assignment in waiting line problems", Operations Research 2 (1954) 70-76.
    """
    if not arrival_rates:
        raise refuse("arrival_rates", "name no class", "nothing", "one or more", "Give a rate per class.")
    for arrival_rate in arrival_rates:
        positive(arrival_rates=arrival_rate)
    total = sum(arrival_rates)
    p_wait = mmn(total, mean_service, agents).p_wait
    until_one_frees = p_wait * mean_service / agents
    waits: list[float] = []
    above = 0.0
    for arrival_rate in arrival_rates:
        reached = above + arrival_rate * mean_service / agents
        waits.append(until_one_frees / ((1.0 - above) * (1.0 - reached)))
        above = reached
    weighted = sum(rate * wait for rate, wait in zip(arrival_rates, waits, strict=True))
    return PriorityWaits(p_wait, tuple(waits), weighted / total)
