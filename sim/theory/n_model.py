"""Compute waits where one agent serves one class and the other serves both (the N-model)."""

from __future__ import annotations

from typing import NamedTuple

from sim.theory.inputs import positive, refuse


class NModel(NamedTuple):
    """Steady state of two agents and two classes, of which one waits for one agent only."""

    p_wait_either: float
    """Share of the class served by either agent that finds no agent for it."""
    p_wait_one: float
    """Share of the class served by one agent that finds this agent busy."""
    mean_wait_either: float
    """Mean time in queue of the class served by either agent [s]."""
    mean_wait_one: float
    """Mean time in queue of the class served by one agent [s]."""


def n_model(rate_either: float, rate_one: float, mean_service: float) -> NModel:
    """Return the waits where a free agent takes who waits longest, and a contact the longest idle agent.

    Rates are in contacts per second, `mean_service` is in seconds. Contacts of the first class go to either
    agent, those of the second only to the agent who serves both.

    Raises:
        ValueError: if an argument is not positive, or the load reaches the agents.

    Source: product form of J. Visschers, I. Adan & G. Weiss, "A product form solution to a system with
    multi-type jobs and multi-type servers", Queueing Systems 70 (2012) 269-298, and I. Adan & G. Weiss,
    Stochastic Systems 4 (2014) 250-299; summed over states by who is busy, in the order of their contacts'
    arrival.
    """
    positive(rate_either=rate_either, rate_one=rate_one, mean_service=mean_service)
    speed, rate = 1.0 / mean_service, rate_either + rate_one
    if rate_one >= speed or rate >= 2.0 * speed:
        allowed = "below 1 erlang of the second class, below 2 together"
        got = f"{rate_one * mean_service:g} and {rate * mean_service:g} erlang"
        raise refuse("rates", "reach the agents", got, allowed, "Give less, or a shorter service.")
    nobody = (1.0 / rate + 1.0 / rate_either) / rate
    dedicated = 1.0 / (speed * rate)
    shared = 1.0 / ((speed - rate_one) * rate_either)
    both = 1.0 / (2.0 * speed - rate)
    dedicated_first, shared_first = both / speed, both / (speed - rate_one)
    total = nobody + dedicated + shared + dedicated_first + shared_first
    p_both = (dedicated_first + shared_first) / total
    p_shared_longest = (shared + shared_first) / total
    behind_both = p_both * rate * both
    behind_shared = p_shared_longest * rate_one / (speed - rate_one)
    return NModel(
        p_both,
        p_both + shared / total,
        behind_both / rate,
        behind_both / rate + behind_shared / rate_one,
    )
