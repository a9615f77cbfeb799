"""An agent looks at the record, then dials it."""

from __future__ import annotations

from typing import Literal

from sim.policies.dialling.base import Dialling
from sim.quantities import Duration
from sim.rule import rule


@rule
def reserves(numbers: tuple[float, ...]) -> bool:
    """Return that an agent is held for each call."""
    return True


@rule
def prepares(numbers: tuple[float, ...]) -> float:
    """Return the time that the record takes [s], the only number."""
    return numbers[0]


@rule
def rings(numbers: tuple[float, ...], free: int, reached: int, abandoned: int) -> int:
    """Return that no call rings without an agent."""
    return 0


class Preview(Dialling):
    """Agents look at the record before its number is dialled; nobody who answers is left alone."""

    kind: Literal["preview"]
    looks: Duration = 30.0
    """Time an agent takes for the record before each call (assumption)."""

    def numbers(self) -> tuple[float, ...]:
        """Return (time [s],)."""
        return (self.looks,)
