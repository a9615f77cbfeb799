"""Callback: how customers take the offer to be called."""

from __future__ import annotations

from sim.frozen import Frozen
from sim.quantities import Share


class Called(Frozen):
    """Who accepts a call back, and who is there when it comes."""

    accepts: Share = 0.6
    """Share of those who are offered a call back that take it (assumption)."""
    unreachable: Share = 0.2
    """Share of calls to them that nobody answers (assumption)."""
    felt: Share = 0.0
    """Share of the time until the call that is felt as queueing (assumption: none)."""
