"""Ask customers after every failure the firm knows of: some who would stay silent speak up.

Source: D3.11 (voiced 40 to 69 % with 1.5 logits); what the firm knows and what asking costs are
assumptions.
"""

from __future__ import annotations

from typing import Literal

from sim.policies.outreach.base import Outreach, Reached
from sim.quantities import Money, Share, Weight
from sim.rule import rule


@rule
def reaches(numbers: tuple[float, ...], u: float) -> Reached:
    """Return the encouragement and its cost if the firm knows; numbers are (knows, encourages, costs)."""
    knows, encourages, costs = numbers
    return (encourages, costs) if u < knows else (0.0, 0.0)


@rule
def calls_within(numbers: tuple[float, ...]) -> float:
    """Return that nobody is called because of a survey."""
    return 0.0


class Proactive(Outreach):
    """Customers are asked whether all is well after failures that the firm knows of."""

    kind: Literal["proactive"]
    knows: Share = 1.0
    """Share of failures that the firm knows of (assumption: measure this first)."""
    encourages: Weight = 1.5
    """Logits of speaking up that being asked adds (assumption D3.11)."""
    costs: Money = 1.0
    """Money that each question costs; who then speaks up calls, and takes agents' time (assumption)."""

    def numbers(self) -> tuple[float, ...]:
        """Return (share known, logits, money)."""
        return self.knows, self.encourages, self.costs
