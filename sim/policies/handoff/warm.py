"""Stay on the line until a colleague answers, and introduce customer and case.

Source: the warm transfer of contact-centre practice; that a customer who is introduced need not tell it
again is its definition, its shares and seconds are assumptions.
"""

from __future__ import annotations

from typing import Literal

from sim.policies.handoff.base import Handoff
from sim.quantities import Duration, PositiveDuration, Share
from sim.rule import rule


@rule
def passes_on(numbers: tuple[float, ...], u: float) -> bool:
    """Tell whether a contact ended early goes to a colleague; numbers as `Warm.numbers` gives them."""
    return u < numbers[0]


@rule
def kept(numbers: tuple[float, ...]) -> float:
    """Return the share of useful talk that the notes carry over."""
    return numbers[1]


@rule
def conveyed(numbers: tuple[float, ...]) -> float:
    """Return the share of useful talk that an introduction carries over."""
    return numbers[2]


@rule
def introduction(numbers: tuple[float, ...]) -> float:
    """Return how long the three speak together [s]."""
    return numbers[3]


@rule
def stays(numbers: tuple[float, ...]) -> float:
    """Return how long the first agent waits with the customer at most [s]."""
    return numbers[4]


@rule
def returns(numbers: tuple[float, ...]) -> bool:
    """Tell whether the first agent finishes the case: the colleague does."""
    return False


class Warm(Handoff):
    """The agent stays until a colleague answers and introduces the case; nobody has to tell it again."""

    kind: Literal["warm"]
    pass_on: Share = 0.4
    """Share of contacts ended early that are passed on rather than closed (matched to V30-V33)."""
    notes: Share = 0.5
    """Share of the useful talk that the notes carry over, if no colleague answers in time (assumption)."""
    conveyed: Share = 0.9
    """Share of the useful talk that the introduction carries over (assumption)."""
    introduction: Duration = 30.0
    """Time that customer and both agents speak together (assumption)."""
    stays: PositiveDuration = 120.0
    """Time the first agent waits with the customer at most; then the handoff is cold (assumption)."""

    def numbers(self) -> tuple[float, ...]:
        """Return (share passed on, share kept, share conveyed, introduction [s], longest stay [s])."""
        return self.pass_on, self.notes, self.conveyed, self.introduction, self.stays
