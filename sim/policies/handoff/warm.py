"""Stay on the line until a colleague answers, and introduce customer and case.

Source: the warm transfer of contact-centre practice; that a customer who is introduced need not tell it
again is its definition, its shares and seconds are assumptions.
"""

from __future__ import annotations

from typing import Literal

from sim.policies.handoff.base import Handoff, Style
from sim.quantities import Duration, PositiveDuration, Share
from sim.rule import rule


@rule
def style(numbers: tuple[float, ...]) -> Style:
    """Return how contacts are handed over; numbers as `Warm.numbers` gives them."""
    return Style(numbers[0], numbers[1], numbers[2], numbers[3], numbers[4], False)


class Warm(Handoff):
    """The agent stays until a colleague answers and introduces the case; nobody has to tell it again."""

    kind: Literal["warm"]
    conveyed: Share = 0.9
    """Share of the useful talk that the introduction carries over (assumption)."""
    introduction: Duration = 30.0
    """Time that customer and both agents speak together (assumption)."""
    stays: PositiveDuration = 120.0
    """Time the first agent waits with the customer at most; then the handoff is cold (assumption)."""

    def numbers(self) -> tuple[float, ...]:
        """Return (share passed on, share kept, share conveyed, introduction [s], longest stay [s])."""
        return *super().numbers(), self.conveyed, self.introduction, self.stays
