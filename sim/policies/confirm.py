"""Ask whether the issue is settled before a conversation ends.

Source: D4.7 (assuming that customers are satisfied is unsafe); the figures are assumptions. It is
one lever, not a family: whoever asks may ask anything, what counts is the time and the honest answers.
"""

from __future__ import annotations

from sim.frozen import Frozen
from sim.quantities import Duration, Share
from sim.rule import rule


@rule
def says_so(numbers: tuple[float, ...], u: float) -> bool:
    """Return whether a customer whose issue is not settled says so when asked; numbers are (asks, honest)."""
    return u < numbers[1]


class Confirm(Frozen):
    """Agents ask before they end a conversation; customers who say no are transferred to a colleague."""

    asks: Duration = 10.0
    """Time the question takes at the end of every conversation (assumption)."""
    honest: Share = 0.8
    """Share of customers with an unsettled issue who say so when asked (assumption: measure this first)."""

    def numbers(self) -> tuple[float, ...]:
        """Return (time to ask [s], share who say so)."""
        return self.asks, self.honest
