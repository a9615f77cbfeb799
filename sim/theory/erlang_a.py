"""Compute waits and abandonment of the queue M/M/n+M (Erlang A)."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from sim.theory.inputs import not_negative, positive, refuse, whole

if TYPE_CHECKING:
    from numpy.typing import NDArray

LARGEST = 10_000_000  # most contacts present for which the distribution is still written out
NEGLIGIBLE = 1e-30  # weight, relative to the likeliest state, below which the tail is cut


class ErlangA(NamedTuple):
    """Steady state of M/M/n+M; shares are of all offered contacts."""

    offered_load: float
    """Arrival rate times mean service [erlang]."""
    occupancy: float
    """Mean busy share of an agent's time."""
    p_wait: float
    """Share that finds every agent busy."""
    p_abandon: float
    """Share that abandons."""
    mean_wait: float
    """Mean wait of all contacts, waits ended by abandonment included [s]."""
    mean_wait_served: float
    """Mean wait of the contacts that are answered (asa) [s]."""
    mean_queue: float
    """Mean number waiting."""


def erlang_a(arrival_rate: float, mean_service: float, mean_patience: float, agents: int) -> ErlangA:
    """Return the steady state of M/M/n with exponential patience, first come first served.

    `arrival_rate` is in contacts per second; the two means are in seconds. A patient contact that finds
    k waiting is answered after k + 1 exponential times of rates (c + j) / patience, j = 0 … k, where
    c = agents x patience / service; exp(-wait / patience) is therefore Beta(c, k + 1), and its first
    moment and the derivative of its moments give the answered share and the wait of the answered.

    Raises:
        ValueError: if an argument is not positive, or if so many would wait that the distribution
            cannot be written out.

    Source: C. Palm, "Research on telephone traffic carried by full availability groups", Tele 1 (1957);
    O. Garnett, A. Mandelbaum & M. Reiman, "Designing a call center with impatient customers", MSOM 4
    (2002) 208-227. The Beta form is derived above.
    """
    present = stationary(arrival_rate, mean_service, mean_patience, agents)
    numbers = np.arange(present.size)
    found_busy = present[agents:]
    rank = numbers[agents:] - agents + 1.0
    drain = agents * mean_patience / mean_service
    mean_queue = float(found_busy @ (rank - 1.0))
    answered = drain / (drain + rank)
    wait_if_answered = mean_patience * np.cumsum(1.0 / (drain + rank))
    p_answered = float(present[:agents].sum() + found_busy @ answered)
    return ErlangA(
        offered_load=arrival_rate * mean_service,
        occupancy=float(np.minimum(numbers, agents) @ present) / agents,
        p_wait=float(found_busy.sum()),
        p_abandon=mean_queue / (mean_patience * arrival_rate),
        mean_wait=mean_queue / arrival_rate,
        mean_wait_served=float(found_busy @ (answered * wait_if_answered)) / p_answered,
        mean_queue=mean_queue,
    )


def service_level(
    arrival_rate: float, mean_service: float, mean_patience: float, agents: int, within: float
) -> float:
    """Return contacts answered within `within` seconds ÷ contacts offered in M/M/n+M.

    Raises:
        ValueError: as `erlang_a`, and if `within` is negative.

    Source: as `erlang_a`; the answered part of a Beta(c, k + 1) law up to a time is a regularised
    incomplete beta function, so nothing is integrated.
    """
    from scipy.special import betainc

    not_negative(within=within)
    present = stationary(arrival_rate, mean_service, mean_patience, agents)
    rank = np.arange(1.0, present.size - agents + 1.0)
    drain = agents * mean_patience / mean_service
    elapsed = -math.expm1(-within / mean_patience)
    answered = drain / (drain + rank) * betainc(rank, drain + 1.0, elapsed)
    return float(present[:agents].sum() + present[agents:] @ answered)


def stationary(
    arrival_rate: float, mean_service: float, mean_patience: float, agents: int
) -> NDArray[np.float64]:
    """Return the probability of k contacts present, shape (largest k + 1,), larger than `agents`.

    The birth-death weights are multiplied outwards from the likeliest state, so nothing overflows and
    every step is a division of positive numbers.

    Raises:
        ValueError: as `erlang_a`.

    Source: Palm (1957), as for `erlang_a`.
    """
    positive(arrival_rate=arrival_rate, mean_service=mean_service, mean_patience=mean_patience)
    whole(1, agents=agents)
    excess = arrival_rate - agents / mean_service
    likeliest = math.floor(
        arrival_rate * mean_service if excess <= 0.0 else min(agents + excess * mean_patience, 2.0 * LARGEST)
    )

    def weights_above(width: int) -> NDArray[np.float64]:
        numbers = np.arange(likeliest + 1, likeliest + 1 + width)
        waiting = np.maximum(numbers - agents, 0)
        leaving = np.minimum(numbers, agents) / mean_service + waiting / mean_patience
        return np.asarray(np.cumprod(arrival_rate / leaving), dtype=np.float64)

    width = max(agents - likeliest, 0) + 64
    while likeliest + width <= LARGEST:
        above = weights_above(width)
        if above[-1] < NEGLIGIBLE:
            break
        width *= 2
    else:
        raise refuse(
            "mean_patience",
            "lets too many wait to write their number out",
            mean_patience,
            f"what keeps at most {LARGEST} contacts present",
            "Add agents or shorten the patience.",
        )
    numbers = np.arange(likeliest, 0, -1)
    leaving = np.minimum(numbers, agents) / mean_service + np.maximum(numbers - agents, 0) / mean_patience
    below = np.cumprod(leaving / arrival_rate)[::-1]
    weights = np.concatenate((below, np.ones(1), above))
    return np.asarray(weights / weights.sum(), dtype=np.float64)
