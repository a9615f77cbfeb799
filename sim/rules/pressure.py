"""Pressure: congestion makes agents hurry.

Source: evidence.md E4 (speed-up under load: KC & Terwiesch 2009, Management Science 55(9):1486-1498).
"""

from __future__ import annotations

from sim.rule import rule


@rule
def congestion(kappa: float, waiting: int, on_duty: int) -> float:
    """Return the pressure that `waiting` contacts put on `on_duty` agents of their queue."""
    return kappa * waiting / (on_duty if on_duty > 0 else 1)
