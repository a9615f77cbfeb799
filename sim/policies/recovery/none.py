"""Do nothing beyond the work: the customer has the issue solved like any other."""

from __future__ import annotations

from typing import Literal

from sim.policies.recovery.base import Amends, Recovery
from sim.rule import rule


@rule
def amends(numbers: tuple[float, ...], severity: float, hoped: float) -> Amends:
    """Return that nothing is offered."""
    return 0.0, severity, hoped, 0.0


@rule
def calls_within(numbers: tuple[float, ...]) -> float:
    """Return that the firm does not call."""
    return 0.0


class NoRecovery(Recovery):
    """Nothing is done beyond the work."""

    kind: Literal["none"]
