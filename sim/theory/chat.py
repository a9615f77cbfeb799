"""Compute waits of one agent who holds several chats at once, each slowed by the others."""

from __future__ import annotations

from typing import NamedTuple

from sim.theory.inputs import not_negative, positive, refuse, whole


class OneDesk(NamedTuple):
    """Steady state of one agent with a number of slots."""

    occupancy: float
    """Share of the time with at least one chat."""
    at_once: float
    """Mean number of chats held while there is at least one."""
    p_wait: float
    """Share of chats that find all slots taken."""
    mean_wait: float
    """Mean wait of all chats [s]."""


def one_desk(arrival_rate: float, mean_work: float, slots: int, slow_down: float) -> OneDesk:
    """Return the steady state where chats of exponential work [s] wait without end.

    n chats at once are each served at 1 / (1 + slow_down (n - 1)), so chats end at n times that over
    `mean_work`: a birth-and-death chain whose death rate stays the same from `slots` chats on.

    Raises:
        ValueError: if an argument means nothing, or if more chats come than the agent can end.

    Source: birth-and-death chains as in L. Kleinrock, Queueing Systems I, Wiley 1975, chapter 3.
    """
    positive(arrival_rate=arrival_rate, mean_work=mean_work)
    not_negative(slow_down=slow_down)
    whole(1, slots=slots)
    ends = [n / (1.0 + slow_down * (n - 1)) / mean_work for n in range(1, slots + 1)]
    weights = [1.0]
    for rate in ends:
        weights.append(weights[-1] * arrival_rate / rate)
    load = arrival_rate / ends[-1]
    if load >= 1.0:
        raise refuse(
            "arrival_rate", "overloads the agent", arrival_rate, f"below {ends[-1]:.6g}", "Lower it."
        )
    full = weights[-1] / (1.0 - load)  # all states with every slot taken
    total = sum(weights[:-1]) + full
    held = sum(n * weight for n, weight in enumerate(weights[:-1])) + slots * full
    waiting = weights[-1] * load / (1.0 - load) ** 2 / total
    occupancy = 1.0 - 1.0 / total
    return OneDesk(occupancy, held / total / occupancy, full / total, waiting / arrival_rate)
