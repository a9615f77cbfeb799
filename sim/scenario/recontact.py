"""Recontact: the numbers of coming back."""

from __future__ import annotations

from typing import Annotated, Literal, NamedTuple

from pydantic import Field

from sim.codes import UNLIMITED
from sim.distributions.base import AnyTime, Law, law
from sim.distributions.exponential import Exponential
from sim.frozen import Frozen
from sim.quantities import Count, Duration, Share

AGENTS_SPREAD = 3600.0
"""Time after opening [s] over which the firm's calls spread where customers come by volume (assumption)."""


class ReturnNumbers(NamedTuple):
    """Who comes back: chance, delay, spread after opening [s], limits, hope; straight back after a hang-up.

    `by_volume`: whether customers come when others call after an opening; agents' calls spread even then.
    """

    chance: float
    after: Law
    after_opening: float
    by_volume: bool
    limit: int
    attempts: int
    hoped: float
    straight_back: float
    straight_after: Law


class HungUpOn(Frozen):
    """Customers on whom an agent hung up; those who do not call straight back do as all unresolved ones."""

    chance: Share = 0.36
    """Share who call straight back (Anonymous Bank: 36 % within five minutes, 1 % after other calls)."""
    after: AnyTime = Exponential.model_validate({"dist": "exponential", "mean": "1m"})
    """After how long they do (assumption)."""


class Recontact(Frozen):
    """Who comes back after a contact that resolved nothing."""

    chance: Share = 0.55
    """Share of unresolved customers who try again (fitted to D4)."""
    after: AnyTime = Exponential.model_validate({"dist": "exponential", "mean": "1d"})
    """How long they wait before they do (assumption E3)."""
    after_opening: Duration | Literal["by_volume"] = "by_volume"
    """When returns come that fall outside opening hours: when others call, by the volume of the next open day
    (by_volume), or spread evenly over a time after opening, such as 4h (assumption: measure this first where
    the centre closes)."""
    hung_up_on: HungUpOn = HungUpOn()
    """Customers on whom an agent hung up, where a pace has `hangs_up`."""
    limit: Annotated[Count, Field(le=1000)] | Literal["unlimited"] = 8
    """Legs and abandoned attempts after which an issue is closed (assumption)."""
    attempts: Annotated[Count, Field(le=1000)] | Literal["unlimited"] = "unlimited"
    """Contacts a customer makes about an issue at most; who would call once more gives up, and is counted."""
    hoped: Share = 0.5
    """Chance that a resolution is what the customer hoped for (fitted to D4)."""

    def numbers(self) -> ReturnNumbers:
        """Return the numbers of coming back."""
        return ReturnNumbers(
            chance=self.chance,
            after=law(self.after),
            after_opening=AGENTS_SPREAD if self.after_opening == "by_volume" else self.after_opening,
            by_volume=self.after_opening == "by_volume",
            limit=UNLIMITED if self.limit == "unlimited" else self.limit,
            attempts=UNLIMITED if self.attempts == "unlimited" else self.attempts,
            hoped=self.hoped,
            straight_back=self.hung_up_on.chance,
            straight_after=law(self.hung_up_on.after),
        )
