"""Ask customers when it suits them, and do the job then.

Source: D2.4 to D2.8 (permission-based service); notice and share kept are assumptions.
"""

from __future__ import annotations

from typing import Literal

from sim.policies.scheduling.base import Scheduling
from sim.quantities import Duration, Share
from sim.rule import rule


@rule
def due(numbers: tuple[float, ...], now: float, preferred: float, tries: int) -> float:
    """Return the preferred time, or the end of the firm's notice if that is later."""
    soonest = now + numbers[0]
    return preferred if preferred > soonest else soonest


@rule
def asks(numbers: tuple[float, ...]) -> bool:
    """Return whether the appointment is acknowledged to the customer, the third of the numbers."""
    return numbers[2] > 0.5


@rule
def keeps(numbers: tuple[float, ...], u: float) -> bool:
    """Return whether a promise is remembered when its time comes; the second number is the share."""
    return u < numbers[1]


class CustomersTime(Scheduling):
    """The job is promised for the time the customer prefers, if the firm's notice allows."""

    kind: Literal["customers_time"]
    notice: Duration = 14400.0
    """Time from the report to the earliest job that can be promised (assumption)."""
    kept: Share = 0.95
    """Share of promises that are remembered when their time comes (assumption: measure this first)."""
    acknowledge: bool = True
    """Whether customers are asked, and told when it will be; otherwise it is done at that time without a
    word."""

    def numbers(self) -> tuple[float, ...]:
        """Return (notice [s], share kept, 1 if acknowledged)."""
        return self.notice, self.kept, float(self.acknowledge)
