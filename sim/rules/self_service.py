"""Self-service: who goes along with a machine, and who gives up when it cannot help.

Source: evidence.md D0.14 (a failure costs a re-explanation); the shares are assumptions.
"""

from __future__ import annotations

from sim.rule import rule


@rule
def goes_along(chance: float, u: float) -> bool:
    """Return whether a customer who is led to self-service tries it, rather than asking for a person."""
    return u < chance


@rule
def gives_up(chance: float, u: float) -> bool:
    """Return whether a customer whom it could not help wants no person either."""
    return u < chance
