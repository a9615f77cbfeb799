"""Take the time that is needed while few wait, and apply a target while many do.

Source: Hopp, Iravani & Yuen 2007, Management Science 53(1):61-77 (discretionary task completion: how long
to go on with a customer is one more buffer against congestion; a threshold on the line is the simple form).
"""

from __future__ import annotations

from typing import Literal

from sim.policies.pace.base import Held
from sim.policies.pace.handle_time_target import HandleTimeTarget
from sim.policies.pace.handle_time_target import hold as hurries
from sim.policies.pace.quality_time import hold as takes_time
from sim.quantities import Pressure
from sim.rule import rule


@rule
def hold(numbers: tuple[float, ...], wanted: float, crowd: float, kappa: float, u: float) -> Held:
    """Apply the target if more than numbers[3] wait per agent at the answer, otherwise take the time.

    The first three numbers are the target [s], the pressure and the rapport [s].
    """
    if crowd > numbers[3]:
        return hurries(numbers, wanted, crowd, kappa, u)
    return takes_time((numbers[2],), wanted, crowd, kappa, u)


class Adaptive(HandleTimeTarget):
    """Quality time while the line is short; a handle-time target once it is long."""

    kind: Literal["adaptive"]  # type: ignore[assignment]
    above: Pressure = 0.5
    """The target holds while more contacts than this wait for each agent on duty in a queue (assumption)."""

    def held_above(self) -> float:
        """Return the contacts waiting per agent above which the target holds."""
        return self.above

    def numbers(self, group: str) -> tuple[float, ...]:
        """Return (target [s], pressure, rapport [s], contacts waiting per agent)."""
        return *super().numbers(group), self.above
