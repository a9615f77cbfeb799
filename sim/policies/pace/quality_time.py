"""Take the time that the conversation needs, and some more for rapport.

Source: E2 and E6 with pressure 0; D0.11 (agents told to spend more time).
"""

from __future__ import annotations

from math import exp
from typing import Literal

from sim.codes import End
from sim.policies.pace.base import Held, Pace
from sim.quantities import Duration
from sim.rule import rule

_DONE = int(End.DONE)


@rule
def hold(numbers: tuple[float, ...], wanted: float, crowd: float, kappa: float, u: float) -> Held:
    """Talk until the work is done, then stay for the rapport that congestion leaves."""
    pressure = kappa * crowd
    return wanted, numbers[0] * exp(-pressure), 0.0, pressure, _DONE


class QualityTime(Pace):
    """A conversation lasts until its work is done, and some unhurried time beyond that."""

    kind: Literal["quality_time"]
    rapport: Duration = 45.0
    """Unhurried time offered at a natural end (assumption)."""

    def numbers(self, group: str) -> tuple[float, ...]:
        """Return (rapport [s],)."""
        del group
        return (self.rapport,)
