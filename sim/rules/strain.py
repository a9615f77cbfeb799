"""Strain: what work does to those who do it, how it shows, and who leaves over it.

Source: evidence.md E7 (saturation beyond high occupancy: Berry Jaeker & Tucker 2017, Management Science
63(4):1042-1062; productivity is kept, quality falls: Singh 2000, J. Marketing 64(2):15-34). The form is ours.
"""

from __future__ import annotations

from math import exp
from typing import NamedTuple

from sim.rule import rule
from sim.rules.bounded import power
from sim.rules.trust import YEAR


class StrainNumbers(NamedTuple):
    """Numbers of strain: shares, times [s], quits per year, and what replacing an agent takes and costs."""

    bears: float
    by_pressure: float
    time: float
    chill: float
    dulls: float
    quits: float
    replaced_after: float
    hiring_cost: float
    beginner_speed: float
    beginner_skill: float
    beginner_half_life: float


@rule
def occupied(idle: float, there: float) -> float:
    """Return the share of the time `there` [s] that was not `idle` [s]; nothing at the first moment."""
    return 1.0 - idle / there if there > 0.0 else 0.0


@rule
def tire(n: StrainNumbers, exhaustion: float, occupancy: float, pressure: float, seconds: float) -> float:
    """Return exhaustion after `seconds` at work with this `occupancy` and `pressure`, held fixed (E7).

    dX/dt = ((occupancy - bears)+ + by_pressure x pressure - X) / time, solved exactly.
    """
    load = n.by_pressure * pressure
    if occupancy > n.bears:
        load = load + (occupancy - n.bears)
    return load + (exhaustion - load) * exp(-seconds / n.time)


@rule
def weary_warmth(n: StrainNumbers, warmth: float, exhaustion: float) -> float:
    """Return what is left of an agent's `warmth`."""
    return warmth - n.chill * exhaustion


@rule
def weary_skill(n: StrainNumbers, skill: float, exhaustion: float) -> float:
    """Return what is left of an agent's `skill`; speed is kept (Singh 2000)."""
    left = skill - n.dulls * exhaustion
    return left if left > 0.0 else 0.0


@rule
def quit_hazard(n: StrainNumbers, exhaustion: float, seconds: float) -> float:
    """Return how much `seconds` of the calendar add to the hazard of quitting."""
    return n.quits * power(exhaustion) * seconds / YEAR


@rule
def hiring(n: StrainNumbers, quits: int) -> float:
    """Return what it costs to replace those who quit."""
    return quits * n.hiring_cost


@rule
def agent_years(seconds: float) -> float:
    """Return the years of a position that is there for `seconds`."""
    return seconds / YEAR
