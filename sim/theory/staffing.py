"""Compute what a number of agents gives, and how many agents a target takes: Erlang C and Erlang A.

A fraction of an agent is an agent who is there that share of the time, by chance: figures of 8.5 agents
are halfway between those of 8 and of 9. So nothing is rounded before the planner rounds.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from functools import cache
from typing import NamedTuple

from sim.theory import erlang, erlang_a
from sim.theory.inputs import not_negative, positive, refuse, shares

HEAVIEST = 50_000.0
"""Offered load [erlang] up to which agents are searched for."""
HALVINGS = 60


class Line(NamedTuple):
    """One queue with Poisson arrivals and exponential handle times, first come first served."""

    arrival_rate: float
    """Contacts per second."""
    mean_service: float
    """Mean handle time [s]."""
    mean_patience: float | None
    """Mean of the exponential patience [s]; None: nobody hangs up."""

    @property
    def offered_load(self) -> float:
        """Arrival rate times mean handle time [erlang]."""
        return self.arrival_rate * self.mean_service


class Figures(NamedTuple):
    """What some agents give in the long run; shares are of all offered contacts."""

    agents: float
    """Agents on duty."""
    p_wait: float
    """Share that finds every agent busy."""
    service_level: float
    """Share answered within the target's time."""
    p_abandon: float
    """Share that hangs up."""
    asa: float
    """Mean wait of the contacts that are answered [s]; infinite where the line grows without bound."""
    busy: float
    """Mean number of busy agents."""

    @property
    def occupancy(self) -> float:
        """Busy share of the agents' time; 1 where there is work and nobody to do it."""
        return self.busy / self.agents if self.agents else 1.0


class Goal(NamedTuple):
    """What the agents are to give."""

    share: float
    """Share of the offered contacts to be answered in time, below 1."""
    within: float
    """The target's time [s]."""
    max_occupancy: float = 1.0
    """Largest occupancy allowed."""


def figures(line: Line, agents: float, within: float) -> Figures:
    """Return what `agents` give; `within` [s] is the time of the service level.

    Without patience this is Erlang C, with it Erlang A. Where nobody hangs up and the load reaches the
    agents, no one is answered in time in the long run. Nobody on duty answers nobody.

    Raises:
        ValueError: an argument makes no sense.

    Source: `erlang.mmn`, `erlang_a.erlang_a`; a fraction is a mixture of two whole numbers.
    """
    not_negative(agents=agents, within=within)
    positive(arrival_rate=line.arrival_rate, mean_service=line.mean_service)
    fewer = math.floor(agents)
    part = agents - fewer
    low = _whole(line, fewer, within)
    return _mixed(low, _whole(line, fewer + 1, within), part) if part else low


def agents_for(line: Line, goal: Goal) -> float:
    """Return the smallest number of agents that reach `goal`, as a fraction: round it up last.

    Raises:
        ValueError: an argument makes no sense, or no number of agents is enough.
    """
    positive(arrival_rate=line.arrival_rate, mean_service=line.mean_service)
    shares(share=goal.share, max_occupancy=goal.max_occupancy)
    if goal.share >= 1.0:
        allowed = "a share below 1"
        raise refuse("share", "is out of reach", goal.share, allowed, "No number of agents is never busy.")
    if goal.max_occupancy <= 0.0:
        remedy = "Agents who are never busy answer nobody."
        raise refuse("max_occupancy", "is out of reach", goal.max_occupancy, "a share above 0", remedy)
    if line.offered_load > HEAVIEST:
        got, allowed = f"{line.offered_load:g} erlang", f"at most {HEAVIEST:g} erlang"
        raise refuse("offered_load", "is too heavy to search", got, allowed, "Give a part of it.")
    at = cache(lambda agents: figures(line, agents, goal.within))
    enough = _first(lambda agents: _meets(at(agents), goal))
    low, high = at(enough - 1), at(enough)
    miss, hit = 0.0, 1.0
    for _ in range(HALVINGS):
        part = 0.5 * (miss + hit)
        miss, hit = (miss, part) if _meets(_mixed(low, high, part), goal) else (part, hit)
    return enough - 1 + hit


def _meets(found: Figures, goal: Goal) -> bool:
    return found.service_level >= goal.share and found.occupancy <= goal.max_occupancy


def _first(meets: Callable[[int], bool]) -> int:
    """Return the smallest whole number from 1 that meets the goal; more agents never do worse."""
    fewer, step = 0, 1
    while not meets(fewer + step):
        fewer += step
        step *= 2
    more = fewer + step
    while more - fewer > 1:
        middle = (fewer + more) // 2
        fewer, more = (fewer, middle) if meets(middle) else (middle, more)
    return more


def _whole(line: Line, agents: int, within: float) -> Figures:
    rate, service, patience = line
    if patience is None:
        if agents <= line.offered_load:
            return Figures(float(agents), 1.0, 0.0, 0.0, math.inf, float(agents))
        queue = erlang.mmn(rate, service, agents)
        level = erlang.service_level(rate, service, agents, within)
        return Figures(float(agents), queue.p_wait, level, 0.0, queue.mean_wait, line.offered_load)
    if not agents:
        return Figures(0.0, 1.0, 0.0, 1.0, math.inf, 0.0)
    found = erlang_a.erlang_a(rate, service, patience, agents)
    level = erlang_a.service_level(rate, service, patience, agents, within)
    busy = found.occupancy * agents
    return Figures(float(agents), found.p_wait, level, found.p_abandon, found.mean_wait_served, busy)


def _mixed(low: Figures, high: Figures, part: float) -> Figures:
    """Mix two staffings, the higher one for `part` of the time; the wait is over all who are answered."""
    mixed = [a + part * (b - a) if a != b else a for a, b in zip(low, high, strict=True)]
    answered = [(1.0 - part) * (1.0 - low.p_abandon), part * (1.0 - high.p_abandon)]
    waits = [weight * one.asa for weight, one in zip(answered, (low, high), strict=True) if weight]
    mixed[4] = sum(waits) / sum(answered) if waits else math.inf
    return Figures(*mixed)
