"""Do the job at the firm's own pace, whenever that suits the customer.

Source: D2.4, D2.7 (the metric-driven service that D2 warns of); the times are assumptions.
"""

from __future__ import annotations

from typing import Literal

from sim.policies.scheduling.base import Scheduling
from sim.quantities import Duration, LongDuration
from sim.rule import rule


@rule
def due(numbers: tuple[float, ...], now: float, preferred: float, tries: int) -> float:
    """Return when to try: the first delay from `now`, or the second one after a try in vain."""
    return now + numbers[1] if tries > 0 else now + numbers[0]


@rule
def asks(numbers: tuple[float, ...]) -> bool:
    """Ask nobody."""
    return False


@rule
def keeps(numbers: tuple[float, ...], u: float) -> bool:
    """Forget nothing: there is no promise, the job is at hand."""
    return True


class Immediate(Scheduling):
    """The job is done as soon as the firm can; customers who are not there are tried again."""

    kind: Literal["immediate"]
    after: Duration = 0.0
    """Time from the report to the job (assumption: at once)."""
    again: LongDuration = 86400.0
    """Time from a try that did not find the customer to the next (assumption)."""

    def numbers(self) -> tuple[float, ...]:
        """Return (time to the first try [s], time to the next ones [s])."""
        return self.after, self.again
