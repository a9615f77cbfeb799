"""Keep the case: ask a colleague of the next tier while the customer is on the line, then finish it.

Source: ownership of a case (D4: one person); the seconds are assumptions.
"""

from __future__ import annotations

from typing import Literal

from sim.policies.handoff.base import Handoff, Style
from sim.quantities import PositiveDuration, Share
from sim.rule import rule


@rule
def style(numbers: tuple[float, ...]) -> Style:
    """Return how contacts are handed over: nobody takes over, so that nothing said is lost."""
    pass_on, notes, dial, advice, stays, share = numbers
    return Style(pass_on, notes, 1.0, advice, stays, True, share, dial)


class Consult(Handoff):
    """The agent asks a colleague of the next tier and finishes the case; only cut contacts are passed on."""

    kind: Literal["consult"]
    share: Share = 1.0
    """Share of the handoffs in which the agent stays; the others are cold (assumption: all)."""
    advice: PositiveDuration = 60.0
    """Time that the colleague's advice takes (assumption)."""
    stays: PositiveDuration = 180.0
    """How long the agent waits for a colleague at most; after that the transfer is cold (assumption)."""

    def numbers(self) -> tuple[float, ...]:
        """Return the numbers of a handoff, then advice, longest stay [s] and share of stays."""
        return *super().numbers(), self.advice, self.stays, self.share
