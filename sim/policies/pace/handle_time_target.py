"""Press agents to end conversations near a target.

Source: E2: past the target T the conversation is ended at hazard pressure / T.
"""

from __future__ import annotations

from math import exp, log, log1p
from typing import Literal, Self

from pydantic import model_validator

from sim.codes import End
from sim.frozen import Frozen
from sim.policies.pace.base import ALWAYS, HangsUp, Held, Pace
from sim.quantities import Duration, Hurry, PositiveDuration, Share
from sim.rule import rule
from sim.rules.hang_up import HangUpNumbers

_DONE, _CUT = int(End.DONE), int(End.CUT)


@rule
def hold(numbers: tuple[float, ...], wanted: float, crowd: float, kappa: float, u: float) -> Held:
    """Talk until the work is done or, past the target, until pressure ends it.

    The numbers are the target [s], the pressure and the rapport [s].
    """
    pressure = numbers[1] + kappa * crowd
    if pressure > 0.0:
        cut_at = numbers[0] - log1p(-u) * numbers[0] / pressure
        if wanted > cut_at:
            return cut_at, 0.0, wanted - cut_at, pressure, _CUT
    return wanted, numbers[2] * exp(-pressure), 0.0, pressure, _DONE


class EndedWithin(Frozen):
    """Pressure as a planner sees it: the share of contacts past the target that end within a time."""

    ended: Share
    """Share of contacts past the target ended early in the time below (assumption: measure this first)."""
    within: Duration
    """Time after the target in which that share is ended (assumption: measure this first)."""

    @model_validator(mode="after")
    def _a_hazard(self) -> Self:
        if self.ended >= 1.0 or self.within <= 0.0:
            raise ValueError(
                "gives no finite pressure (allowed: less than 100 % ended within more than 0s). "
                "Write, say, {ended: 90%, within: 30s}."
            )
        return self


class HandleTimeTarget(Pace):
    """Agents are measured on handle time: past the target a call may end before its work is done."""

    kind: Literal["handle_time_target"]
    target: PositiveDuration
    """The time that agents are held to; `counts` says whether it includes after-call work."""
    counts: Literal["talk", "handle_time"] = "talk"
    """`talk` alone, or `handle_time`: in that case the mean after-call work of what the group serves is
    subtracted from the target."""
    pressure: EndedWithin | Hurry = 2.0
    """How soon calls past the target are ended: with 2, after another half of the target on average, with 4
    after a quarter, unless their work is done first. Or {ended: 60%, within: 1m}: the share that is ended
    within a minute past the target (matched to V30-V33; measure this first)."""
    saves: Share = 0.0
    """Share of the avoidable talk (`behaviour.work.avoidable`) that agents save under the target, before
    anything is cut (assumption: measure this first, by a pilot)."""
    hangs_up: HangsUp | None = None
    """Agents who hang up at once on some callers while the target holds; none do if left out."""
    rapport: Duration = 45.0
    """Unhurried time an agent would offer without pressure; times exp(-pressure) under it (assumption)."""

    def after(self, acw: float) -> Self:
        """Return the pace with the target on the talk that is left when after-call work takes `acw` [s]."""
        if self.counts == "talk":
            return self
        return self.model_copy(update={"target": self.target - acw, "counts": "talk"})

    def held_to(self) -> float:
        """Return the target [s]."""
        return self.target

    def held_above(self) -> float:
        """Return a crowd below any there is: the target always holds."""
        return ALWAYS

    def hang_up(self) -> HangUpNumbers | None:
        """Return who hangs up at once, and how often."""
        return None if self.hangs_up is None else self.hangs_up.numbers(self.held_above())

    def saved(self) -> float:
        """Return the share of avoidable talk that agents save."""
        return self.saves

    def numbers(self, group: str) -> tuple[float, ...]:
        """Return (target [s], pressure, rapport [s])."""
        del group
        pressure = self.pressure
        if isinstance(pressure, EndedWithin):
            pressure = -log(1.0 - pressure.ended) * self.target / pressure.within
        return self.target, pressure, self.rapport
