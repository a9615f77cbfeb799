"""Learning: how near a beginner comes to those who know the work, day by day.

Source: T. P. Wright, "Factors affecting the cost of airplanes", Journal of the Aeronautical Sciences 3
(1936) 122-128, finds that practice makes faster and ever more slowly so; that the deficit halves in equal
times is an assumption.
"""

from __future__ import annotations

from math import exp
from typing import NamedTuple

from sim.rule import rule

_LN_2 = 0.6931471805599453


class StarterNumbers(NamedTuple):
    """Numbers of a group's starters: their share, what they have behind them [s], and how they learn.

    `speed` and `skill` are shares of what they will have, `half_life` [s] is when half of the lack is gone.
    """

    share: float
    experience: float
    speed: float
    skill: float
    half_life: float


@rule
def learned(start: float, elapsed: float, half_life: float) -> float:
    """Return the share of full speed or skill that an agent has after `elapsed` [s] on the job.

    It is 1 - (1 - start) x 2^(-elapsed / half_life): `start` on the first day, half the deficit after a
    `half_life` [s].
    """
    return 1.0 - (1.0 - start) * exp(-_LN_2 * elapsed / half_life)


@rule
def part_of(share: float, full: float) -> float:
    """Return the skill or speed of an agent who has a `share` of the `full` one."""
    return share * full
