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
    pass_on, notes, dial, conveyed, introduction, stays, share = numbers
    return Style(pass_on, notes, conveyed, introduction, stays, False, share, dial)


class Warm(Handoff):
    """The agent stays until a colleague answers and introduces the case; nobody has to tell it again."""

    kind: Literal["warm"]
    share: Share = 1.0
    """Share of the handoffs in which the agent stays; the others are cold (assumption: all)."""
    conveyed: Share = 0.9
    """Share of the work done so far that the introduction spares the colleague (assumption)."""
    introduction: Duration = 30.0
    """Time that customer and both agents speak together (assumption)."""
    stays: PositiveDuration = 120.0
    """How long the first agent waits with the customer at most; after that the transfer is cold
    (assumption)."""

    def numbers(self) -> tuple[float, ...]:
        """Return a handoff's numbers, share conveyed, introduction, longest stay [s] and share of stays."""
        return *super().numbers(), self.conveyed, self.introduction, self.stays, self.share
