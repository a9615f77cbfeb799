"""Pay a fixed compensation: the more, the likelier the outcome is as hoped.

Source: Gelbrich & Roschk 2011, J. Service Research 14(1):24-43 (compensation raises satisfaction with
less and less effect); the form and the figures are assumptions.
"""

from __future__ import annotations

from math import exp
from typing import Literal

from sim.policies.recovery.base import Amends, Recovery
from sim.quantities import Money, PositiveMoney
from sim.rule import rule


@rule
def amends(numbers: tuple[float, ...], severity: float, hoped: float) -> Amends:
    """Return the chance of being as hoped after a payment; numbers are (amount, scale)."""
    return 0.0, severity, hoped + (1.0 - hoped) * (1.0 - exp(-numbers[0] / numbers[1])), numbers[0]


@rule
def calls_within(numbers: tuple[float, ...]) -> float:
    """Return that the firm does not call."""
    return 0.0


class Compensation(Recovery):
    """Every customer who speaks up about a failure is paid the same."""

    kind: Literal["compensation"]
    amount: Money = 20.0
    """Money paid for each failure that is spoken about (assumption)."""
    scale: PositiveMoney = 40.0
    """Amount at which 37 % of those otherwise disappointed still are (assumption)."""

    def numbers(self) -> tuple[float, ...]:
        """Return (amount, scale) [money]."""
        return self.amount, self.scale
