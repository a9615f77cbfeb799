"""Bounded: powers of e that stay finite, however far an input strays.

700 is about the last whole power of e that a float holds; within it the bits are those of `exp`.
"""

from __future__ import annotations

from math import exp

from sim.rule import rule

_LAST = 700.0


@rule
def power(x: float) -> float:
    """Return e^`x`, and e^700 beyond 700."""
    return exp(x if x < _LAST else _LAST)


@rule
def chance(x: float) -> float:
    """Return the chance in [0, 1] whose logit is `x`."""
    return 1.0 / (1.0 + power(-x))
