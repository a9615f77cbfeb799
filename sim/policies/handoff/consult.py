"""Keep the case: ask a colleague of the next tier while the customer is on the line, then finish it.

Source: ownership of a case (D4: one person); the seconds are assumptions.
"""

from __future__ import annotations

from typing import Literal

from sim.policies.handoff.base import Handoff, Style
from sim.quantities import PositiveDuration
from sim.rule import rule


@rule
def style(numbers: tuple[float, ...]) -> Style:
    """Return how contacts are handed over: nobody takes over, so that nothing said is lost."""
    return Style(numbers[0], numbers[1], 1.0, numbers[2], numbers[3], True)


class Consult(Handoff):
    """The agent asks a colleague of the next tier and finishes the case; only cut contacts are passed on."""

    kind: Literal["consult"]
    advice: PositiveDuration = 60.0
    """Time that the colleague's advice takes (assumption)."""
    stays: PositiveDuration = 180.0
    """Time the agent waits for a colleague at most; then the handoff is cold (assumption)."""

    def numbers(self) -> tuple[float, ...]:
        """Return (share passed on, share kept, advice [s], longest stay [s])."""
        return *super().numbers(), self.advice, self.stays
