"""Drawn wait: a wait by a known law, whatever the agents do.

Source: semantics.md 14 (the cohort that the customer model is calibrated with).
"""

from __future__ import annotations

from sim.rule import rule


@rule
def is_made_to_wait(chance: float, u: float) -> bool:
    """Return whether a contact waits at all."""
    return u < chance
