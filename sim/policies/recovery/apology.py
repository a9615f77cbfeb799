"""Apologise: it costs seconds, and the failure is felt as less severe.

Source: Orsingher, Valentini & de Angelis 2010, JAMS 38:169-186 (interactional justice moves the satisfaction
with complaint handling); the figures are assumptions.
"""

from __future__ import annotations

from typing import Literal

from sim.policies.recovery.base import Amends, Recovery
from sim.quantities import Duration, Share
from sim.rule import rule


@rule
def amends(numbers: tuple[float, ...], severity: float, hoped: float) -> Amends:
    """Return the time of the apology and the severity that is left; numbers are (takes, softens)."""
    return numbers[0], severity * (1.0 - numbers[1]), hoped, 0.0


@rule
def calls_within(numbers: tuple[float, ...]) -> float:
    """Return that the firm does not call."""
    return 0.0


class Apology(Recovery):
    """The agent apologises in the first conversation about the failure."""

    kind: Literal["apology"]
    takes: Duration = 20.0
    """Time the apology takes (assumption)."""
    softens: Share = 0.2
    """Share of the severity that is no longer felt when the episode is judged (assumption)."""

    def numbers(self) -> tuple[float, ...]:
        """Return (time [s], share of the severity taken away)."""
        return self.takes, self.softens
