"""Wait for customers to call."""

from __future__ import annotations

from typing import Literal

from sim.policies.outreach.base import Outreach, Reached
from sim.rule import rule


@rule
def reaches(numbers: tuple[float, ...], u: float) -> Reached:
    """Return that nobody is encouraged, at no cost."""
    return 0.0, 0.0


@rule
def calls_within(numbers: tuple[float, ...]) -> float:
    """Return that nobody is called."""
    return 0.0


class NoOutreach(Outreach):
    """Nobody is asked."""

    kind: Literal["none"]
