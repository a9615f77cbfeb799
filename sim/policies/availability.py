"""Information that is there when service is not.

Source: D2.2, D2.3 (instant information is expected around the clock, and is not instant service).
It is one lever, not a family: there are two kinds of hours to choose from.
"""

from __future__ import annotations

from typing import Literal

from sim.frozen import Frozen
from sim.quantities import Share
from sim.rule import rule


@rule
def informs(numbers: tuple[float, ...], complexity: float) -> bool:
    """Return whether information alone answers a need of `complexity`; the number is the limit."""
    return complexity < numbers[0]


class Availability(Frozen):
    """When customers find answers without an agent; needs that failures caused always wait for service."""

    information: Literal["always", "service_hours"] = "service_hours"
    """Whether what arises outside the opening hours of its queue may be answered at once by information."""
    solves: Share = 0.2
    """Share of needs, the least complex ones, that information alone answers (assumption)."""

    def numbers(self) -> tuple[float, ...]:
        """Return (limit of the complexity,), or nothing where information keeps the hours of service."""
        return (self.solves,) if self.information == "always" else ()
