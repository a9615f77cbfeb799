"""Person: how agents differ from each other.

Source: assumption (a normal spread around the group's mean).
"""

from __future__ import annotations

from sim.rule import rule


@rule
def around(mean: float, spread: float, z: float) -> float:
    """Return what an agent has of a trait with `mean` and `spread`, whose luck is the standard normal `z`."""
    return mean + spread * z
