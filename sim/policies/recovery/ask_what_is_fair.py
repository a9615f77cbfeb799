"""Ask the customer what would be fair: likelier as hoped, and often cheaper than a fixed sum.

Source: D4.6; Smith, Bolton & Wagner 1999, JMR 36(3):356-372 (what is given should match the
failure and its magnitude); the figures are assumptions.
"""

from __future__ import annotations

from typing import Literal

from sim.policies.recovery.base import Amends, Recovery
from sim.quantities import Duration, Money, Share
from sim.rule import rule


@rule
def amends(numbers: tuple[float, ...], severity: float, hoped: float) -> Amends:
    """Return what asking offers; numbers are (asks, hoped, amount)."""
    asks, asked, amount = numbers
    return asks, severity, asked if asked > hoped else hoped, amount * severity


@rule
def calls_within(numbers: tuple[float, ...]) -> float:
    """Return that the firm does not call."""
    return 0.0


class AskWhatIsFair(Recovery):
    """The agent asks what would be fair, and that is done."""

    kind: Literal["ask_what_is_fair"]
    asks: Duration = 20.0
    """Time the question takes (assumption)."""
    hoped: Share = 0.7
    """Chance that a resolution is then as hoped, where it is not higher anyway (assumption D4.6)."""
    amount: Money = 20.0
    """Money that customers find fair for the gravest failure; less in proportion to severity (assumption)."""

    def numbers(self) -> tuple[float, ...]:
        """Return (time to ask [s], chance as hoped, amount at severity 1 [money])."""
        return self.asks, self.hoped, self.amount
