"""Compute two tiers in a row, and which issues the first should try to solve."""

from __future__ import annotations

import math
from typing import NamedTuple

from sim.theory.erlang import Queue, mmn
from sim.theory.inputs import positive, refuse, shares


class TwoTiers(NamedTuple):
    """Steady state of a first tier that refers a share of its contacts to a second."""

    first: Queue
    """The queue of tier 1."""
    second: Queue
    """The queue of tier 2."""
    mean_issue_time: float
    """Mean time of an issue in both tiers, waits included [s]."""
    people_per_issue: float
    """Mean number of agents a customer speaks to."""


class Gatekeeper(NamedTuple):
    """The cheapest rule of referral for issues of complexity uniform on 0 to 1."""

    threshold: float
    """Complexity up to which tier 1 tries; also the share of issues it tries."""
    p_solved: float
    """Share of all issues that tier 1 solves."""
    p_referred: float
    """Share of all issues that reach tier 2, untried or tried in vain."""
    mean_cost: float
    """Mean cost of an issue, in the unit of the two costs."""


def two_tiers(
    arrival_rate: float,
    first_service: float,
    first_agents: int,
    p_referred: float,
    second_service: float,
    second_agents: int,
) -> TwoTiers:
    """Return the steady state of two M/M/n tiers when each contact is referred by chance.

    `arrival_rate` is in contacts per second, the two mean services are in seconds. The output of tier 1
    is a Poisson stream, so tier 2 sees one too.

    Raises:
        ValueError: if an argument makes no sense, nothing is referred, or a load reaches its agents.

    Source: P. J. Burke, "The output of a queuing system", Operations Research 4 (1956) 699-704.
    """
    shares(p_referred=p_referred)
    if p_referred == 0.0:
        raise refuse("p_referred", "leaves tier 2 empty", 0, "above 0 to 1", "Use erlang.mmn for one tier.")
    first = mmn(arrival_rate, first_service, first_agents)
    second = mmn(arrival_rate * p_referred, second_service, second_agents)
    return TwoTiers(first, second, first.mean_time + p_referred * second.mean_time, 1.0 + p_referred)


def gatekeeper(decline: float, cost_try: float, cost_refer: float) -> Gatekeeper:
    """Return the referral rule of least cost when tier 1 solves complexity u with chance exp(-decline u).

    Trying costs `cost_try`, and a failed try is referred all the same at `cost_refer`; so tier 1 should
    try exactly where its chance is at least `cost_try` / `cost_refer`.

    Raises:
        ValueError: if an argument is not positive.

    Source: R. A. Shumsky & E. J. Pinker, "Gatekeepers and referrals in services", Management Science 49
    (2003) 839-856; the exponential instance is worked out here.
    """
    positive(decline=decline, cost_try=cost_try, cost_refer=cost_refer)
    threshold = min(1.0, max(0.0, math.log(cost_refer / cost_try) / decline))
    p_solved = -math.expm1(-decline * threshold) / decline
    p_referred = 1.0 - p_solved
    return Gatekeeper(threshold, p_solved, p_referred, threshold * cost_try + p_referred * cost_refer)
