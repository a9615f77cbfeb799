"""Contacts: what customers need, how often, and how much work it is."""

from __future__ import annotations

from typing import Literal

from sim.distributions.base import AnyTime
from sim.distributions.constant import Constant
from sim.frozen import Frozen
from sim.quantities import Positive, Share
from sim.scenario.clock import Clock
from sim.scenario.promise import Job
from sim.scenario.trace import AnyVolume, Trace


class Referral(Frozen):
    """Referral by chance, whatever the issue: for centres that know their transfer share only."""

    chance: Share
    """Share of the first tier's conversations that end in a referral."""
    talk: Share = 1.0
    """Share of the talk that is spent before it (assumption: all of it)."""


class ContactType(Frozen):
    """One kind of need; its issues come by volume or are caused by failures, never both."""

    queue: str
    """The queue its contacts join."""
    refers_to: str | None = None
    """The queue of the next tier, for issues the first tier cannot solve; nobody if left out."""
    referral: Referral | None = None
    """Referral by chance instead of by what the first tier can solve; by complexity if left out."""
    volume: AnyVolume | None = None
    """Issues per interval of the opening hours, by weekday; or recorded arrivals, {trace: calls.csv}, from a
    file with the column `arrived` (2026-03-02 08:00:05) and perhaps `contact` (the type), the same in every
    replication. Left out for needs caused by failures."""
    scale: Positive = 1.0
    """Multiplies the volume of every interval."""
    counts: Literal["new", "offered"] = "new"
    """What the volume counts: new issues, or offered contacts with repeats among them."""
    first_attempts: Share = 1.0
    """With `counts: offered`, the share of offered contacts that are first attempts (assumption: all)."""
    day_to_day: Share = 0.0
    """Spread of whole-day volume as a coefficient of variation on top of Poisson noise (assumption: none)."""
    day_to_day_shared: Share = 0.0
    """Share of that spread that its days have in common with those of other types: the busy days of two
    types with 40 % each correlate by 0.4, or a little less where the spread is large (assumption: none)."""
    interval_to_interval: Share = 0.0
    """Spread of each interval's volume by itself as a coefficient of variation, on top of the day's and of
    Poisson noise (assumption: none)."""
    work: AnyTime
    """Talk time an issue needs if one person may finish it."""
    acw: AnyTime = Constant.model_validate({"dist": "constant", "value": "60s"})
    """After-call work per leg (assumption)."""

    job: Job | None = None
    """What is to be done after a contact has taken the report; the contact settles it if left out."""

    def by_interval(self, name: str, clock: Clock, share: float) -> tuple[tuple[float, ...], ...]:
        """Return `share` times the volume of each interval, by kind of day; `name` is the type's own."""
        if isinstance(self.volume, Trace):
            return self.volume.counts(clock)
        if self.volume is None:
            return tuple(() for _ in clock.kinds())
        return tuple(
            tuple(share * kind.factor(name) * number for number in self.volume.counts(kind))
            for kind in clock.kinds()
        )

    def new_share(self) -> float:
        """Return the share of the volume that is new issues."""
        return self.first_attempts if self.counts == "offered" else 1.0
