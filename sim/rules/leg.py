"""Leg: what becomes of a stay with an agent that something changes while it lasts.

Source: semantics.md 11, 14; what was not said by then is missing.
"""

from __future__ import annotations

from sim.rule import rule
from sim.rules.outages import remaining


@rule
def cut(talk: float, rapport: float, missing: float, spent: float) -> tuple[float, float, float]:
    """Return talk, rapport and what is missing [s] of a leg that ends after `spent` [s]: talk comes first."""
    said = talk if talk < spent else spent
    left = spent - said
    return said, rapport if rapport < left else left, missing + (talk - said)


@rule
def longer(seconds: float, old_speed: float, new_speed: float) -> float:
    """Return by how much [s] the last `seconds` [s] take longer at another speed."""
    return remaining(seconds, old_speed, new_speed) - seconds
