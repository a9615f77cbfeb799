"""Endurance: how much hazard a customer or an agent bears before leaving.

Source: semantics.md 12: whoever leaves does so when the integrated hazard reaches one draw of Exp(1).
"""

from __future__ import annotations

from math import log1p

from sim.rule import rule


@rule
def endurance(u: float) -> float:
    """Return the hazard at which somebody leaves: a unit exponential."""
    return -log1p(-u)
