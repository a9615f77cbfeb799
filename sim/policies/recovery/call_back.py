"""Own the case: whoever is not helped by the first contact is called, and need not call again.

Source: D3.4 and D4 (quick resolution by one person); within which time is a choice.
"""

from __future__ import annotations

from typing import Literal

from sim.policies.recovery.base import Amends, Recovery
from sim.quantities import PositiveDuration
from sim.rule import rule


@rule
def amends(numbers: tuple[float, ...], severity: float, hoped: float) -> Amends:
    """Return that the conversation itself offers nothing more."""
    return 0.0, severity, hoped, 0.0


@rule
def calls_within(numbers: tuple[float, ...]) -> float:
    """Return the time [s] in which the firm calls, the only number."""
    return numbers[0]


class CallBack(Recovery):
    """The case has an owner, who calls once if the customer's contact did not resolve it.

    The call comes at a random moment of the time promised, within opening hours, through the queue; the agent
    who had the case last makes it if free, and whoever makes it knows the case: nothing is told again.
    """

    kind: Literal["call_back"]
    within: PositiveDuration = 86400.0
    """Time in which the customer is promised the call."""

    def numbers(self) -> tuple[float, ...]:
        """Return (time promised [s],)."""
        return (self.within,)
