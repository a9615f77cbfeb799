"""Compute waits of the queues M/M/n/n (Erlang B) and M/M/n (Erlang C)."""

from __future__ import annotations

import math
from typing import NamedTuple

from sim.theory.inputs import not_negative, positive, refuse, whole


class Queue(NamedTuple):
    """Steady state of one queue in which nobody abandons."""

    offered_load: float
    """Arrival rate times mean service [erlang]."""
    occupancy: float
    """Mean busy share of an agent's time."""
    p_wait: float
    """Share of contacts that find every agent busy."""
    mean_wait: float
    """Mean time in queue over all contacts [s]."""
    mean_time: float
    """Mean time from joining the queue to the end of service [s]."""
    mean_queue: float
    """Mean number waiting."""
    mean_present: float
    """Mean number waiting or in service."""


def erlang_b(agents: int, offered_load: float) -> float:
    """Return the share of contacts blocked when `agents` lines have no queue behind them.

    Holds for Poisson arrivals and any law of service. `offered_load` is in erlang. The recursion
    adds and divides positive numbers only, so it is stable for any size.

    Raises:
        ValueError: if `agents` is not a whole number from 0 or `offered_load` is negative.

    Source: A. K. Erlang, "Solution of some problems in the theory of probabilities of significance
    in automatic telephone exchanges", Elektroteknikeren 13 (1917) 5-13.
    """
    whole(0, agents=agents)
    not_negative(offered_load=offered_load)
    blocked = 1.0
    for lines in range(1, agents + 1):
        blocked = offered_load * blocked / (lines + offered_load * blocked)
    return blocked


def erlang_c(agents: int, offered_load: float) -> float:
    """Return the share of contacts that wait in M/M/n; `offered_load` is in erlang.

    Raises:
        ValueError: if an argument makes no sense or the load reaches the number of agents.

    Source: Erlang (1917), as for `erlang_b`; written through B, C = nB / (n - a + aB).
    """
    whole(1, agents=agents)
    not_negative(offered_load=offered_load)
    if offered_load >= agents:
        raise refuse(
            "offered_load",
            "lets the queue grow without bound",
            f"{offered_load} erlang",
            f"below {agents} erlang, the number of agents",
            "Add agents, or use erlang_a if callers abandon.",
        )
    blocked = erlang_b(agents, offered_load)
    return agents * blocked / ((agents - offered_load) + offered_load * blocked)


def mmn(arrival_rate: float, mean_service: float, agents: int) -> Queue:
    """Return the steady state of M/M/n, first come first served.

    `arrival_rate` is in contacts per second, `mean_service` in seconds.

    Raises:
        ValueError: if an argument is not positive or the load reaches the number of agents.

    Source: Erlang (1917) for the waits; J. D. C. Little, Operations Research 9 (1961) 383-387, for
    the numbers present.
    """
    positive(arrival_rate=arrival_rate, mean_service=mean_service)
    offered_load = arrival_rate * mean_service
    p_wait = erlang_c(agents, offered_load)
    mean_wait = p_wait * mean_service / (agents - offered_load)
    mean_queue = arrival_rate * mean_wait
    return Queue(
        offered_load=offered_load,
        occupancy=offered_load / agents,
        p_wait=p_wait,
        mean_wait=mean_wait,
        mean_time=mean_wait + mean_service,
        mean_queue=mean_queue,
        mean_present=mean_queue + offered_load,
    )


def service_level(arrival_rate: float, mean_service: float, agents: int, within: float) -> float:
    """Return the share of contacts answered within `within` seconds in M/M/n.

    Nobody abandons, so answered over offered and answered over handled are one figure.

    Raises:
        ValueError: if an argument makes no sense or the load reaches the number of agents.

    Source: Erlang (1917): those who wait do so for an exponential time of rate (n - a) / mean service.
    """
    not_negative(within=within)
    p_wait = mmn(arrival_rate, mean_service, agents).p_wait
    return 1.0 - p_wait * math.exp(-(agents - arrival_rate * mean_service) * within / mean_service)
