"""Rings: calls that ring at an agent who does not pick up.

Source: "ring no answer" of contact-centre practice; its chance is the planner's to measure.
"""

from __future__ import annotations

from sim.rule import rule


@rule
def is_missed(chance: float, u: float) -> bool:
    """Return whether an agent misses a ring."""
    return u < chance
