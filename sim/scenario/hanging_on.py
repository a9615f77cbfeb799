"""Match a patience of any kind with the exponential one that Erlang A takes."""

from __future__ import annotations

import math

from sim.distributions.base import Law, quantile_of

BITS = 53
"""Steps of a search for a share: as many as a float below 1 has binary digits."""
FEWEST = 1e-9
"""Shares nearer to 0 or 1 than this count as nobody or everybody."""


def gone_by(patience: Law, within: float) -> float:
    """Return the share that has hung up after `within` seconds."""
    quantile = quantile_of(patience.code)
    gone = 0.0
    for bit in range(1, BITS if within > 0.0 else 0):
        more = gone + 0.5**bit
        gone = more if quantile(patience.numbers, more) <= within else gone
    return gone


def some_are_gone(patience: Law, within: float) -> bool:
    """Return whether some have hung up after `within` seconds, and some have not."""
    return FEWEST < gone_by(patience, within) < 1.0 - FEWEST


def matched_patience(patience: Law, within: float) -> float | None:
    """Return the mean [s] of the exponential law by which as many have hung up after `within` seconds.

    Where nobody, or everybody, would have by then, the one with the same median; None where nobody ever
    hangs up.
    """
    if some_are_gone(patience, within):
        return -within / math.log1p(-gone_by(patience, within))
    median = quantile_of(patience.code)(patience.numbers, 0.5)
    return median / math.log(2.0) if 0.0 < median < math.inf else None
