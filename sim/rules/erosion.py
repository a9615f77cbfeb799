"""Erosion: under pressure people come to think that less will do, and unlearn it slowly.

Source: Oliva & Sterman 2001, Management Science 47(7):894-914 (the standard of service drifts down to what is
delivered under work pressure, and does not come back as fast when pressure is over). The form is ours.
"""

from __future__ import annotations

from math import exp
from typing import NamedTuple

from sim.rule import rule


class ErosionNumbers(NamedTuple):
    """Numbers of erosion: times to lose and to rebuild the norm, and the longest step [s of opening time]."""

    down: float
    up: float
    longest: float


@rule
def drift(
    n: ErosionNumbers, norm: float, kappa: float, crowd: float, pressure: float, seconds: float
) -> float:
    """Return the norm after `seconds` of a `crowd` that presses by `kappa` each, and this `pressure` in all.

    dN/dt = -N (1 - e^(-kappa crowd)) / down + (1 - N) e^(-pressure) / up, solved exactly: the norm relaxes to
    where loss and rebuilding balance. `pressure` holds the policy's own besides congestion, so a target
    slows rebuilding whatever the queue. Beyond the longest step time does not count: the centre was closed.
    """
    loss = (1.0 - exp(-kappa * crowd)) / n.down
    pull = loss + exp(-pressure) / n.up
    if pull <= 0.0:
        return norm
    elapsed = seconds if seconds < n.longest else n.longest
    balance = 1.0 - loss / pull
    return balance + (norm - balance) * exp(-pull * elapsed)


@rule
def offered(norm: float, rapport: float) -> float:
    """Return what is offered of the `rapport` [s] that there is time for: the norm's share."""
    return norm * rapport
