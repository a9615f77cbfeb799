"""Outages: what a failing system does to a conversation."""

from __future__ import annotations

from sim.rule import rule

_NEVER = float("inf")


@rule
def remaining(seconds: float, old_speed: float, new_speed: float) -> float:
    """Return how long [s] what would have taken `seconds` [s] at the old speed takes at the new one."""
    return seconds * old_speed / new_speed if new_speed > 0.0 else _NEVER
