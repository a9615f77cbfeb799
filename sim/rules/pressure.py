"""Pressure: congestion makes agents hurry.

Source: evidence.md E4 (speed-up under load: KC & Terwiesch 2009, Management Science 55(9):1486-1498). The
pressure of a leg is the policy's own and kappa times the crowd; each pace says which of them it feels.
"""

from __future__ import annotations

from sim.rule import rule


@rule
def crowd(waiting: int, on_duty: int) -> float:
    """Return the `waiting` contacts for each of the `on_duty` agents of their queue."""
    return waiting / (on_duty if on_duty > 0 else 1)
