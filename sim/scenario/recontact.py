"""Recontact: the numbers of coming back."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from sim.distributions.base import AnyTime
from sim.distributions.exponential import Exponential
from sim.frozen import Frozen
from sim.quantities import Count, Duration, Share


class Recontact(Frozen):
    """Who comes back after a contact that resolved nothing."""

    chance: Share = 0.55
    """Share of unresolved customers who try again (fitted to D4)."""
    after: AnyTime = Exponential.model_validate({"dist": "exponential", "mean": "1d"})
    """How long they wait before they do (assumption E3)."""
    after_opening: Duration = 3600.0
    """Returns that fall outside opening hours spread evenly over this time after opening (assumption: measure
    this first where the centre closes)."""
    limit: Annotated[Count, Field(le=1000)] | Literal["unlimited"] = 8
    """Legs and abandoned attempts after which an issue is closed (assumption)."""
    attempts: Annotated[Count, Field(le=1000)] | Literal["unlimited"] = "unlimited"
    """Contacts a customer makes about an issue at most; who would call once more gives up, and is counted."""
    hoped: Share = 0.5
    """Chance that a resolution is what the customer hoped for (fitted to D4)."""
