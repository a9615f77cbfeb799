"""Norms: customers get used to what they experience.

Source: evidence.md E9b (D2: people get used to instant answers); off by default.
"""

from __future__ import annotations

from math import exp, log

from sim.rule import rule

SOONEST = 1.0


@rule
def adapted(share: float, norm: float, experienced: float) -> float:
    """Return the norm [s] after an experience [s], its logarithm moved by `share` of the way.

    What takes less than a second is no sooner than a second.
    """
    felt = experienced if experienced > SOONEST else SOONEST
    return exp((1.0 - share) * log(norm) + share * log(felt))
