"""Talk for as long as the work takes, no shorter and no longer."""

from __future__ import annotations

from typing import Literal

from sim.codes import End
from sim.policies.pace.base import ALWAYS, HangsUp, Held, Pace
from sim.rule import rule
from sim.rules.hang_up import HangUpNumbers

_DONE = int(End.DONE)


@rule
def hold(numbers: tuple[float, ...], wanted: float, crowd: float, kappa: float, u: float) -> Held:
    """Talk for the seconds wanted."""
    return wanted, 0.0, 0.0, kappa * crowd, _DONE


class NoPace(Pace):
    """No policy on handle time: every conversation takes the time its work takes."""

    kind: Literal["none"]
    hangs_up: HangsUp | None = None
    """Agents who hang up at once on some callers though nothing presses them; none do if left out."""

    def numbers(self, group: str) -> tuple[float, ...]:
        """Return no numbers."""
        del group
        return ()

    def hang_up(self) -> HangUpNumbers | None:
        """Return who hangs up at once, and how often."""
        return None if self.hangs_up is None else self.hangs_up.numbers(ALWAYS)
