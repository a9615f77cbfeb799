"""Self-service: how customers take to it."""

from __future__ import annotations

from sim.frozen import Frozen
from sim.quantities import Share


class SelfServed(Frozen):
    """Who tries a self-service that the policy leads to, and who gives up after it."""

    tries: Share = 1.0
    """Share of those led to it that try it; the others ask for a person at once (assumption: all try)."""
    gives_up: Share = 0.1
    """Share of those it could not help that give the issue up, without a person (assumption)."""
