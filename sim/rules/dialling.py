"""Dialling: who answers a campaign's call, and in which hour.

Source: the share of right parties by hour is what campaigns record; that tries are independent is an
assumption.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from sim.rule import rule


class CallingTimes(NamedTuple):
    """When a campaign dials: stretches of the run [s], in order, and the share of calls answered.

    `until`: when its calls end that begin then; stretches that follow one another are one time.
    """

    begins: Sequence[float]
    ends: Sequence[float]
    right_party: Sequence[float]
    until: Sequence[float]


@rule
def picks_up(right_party: float, u: float) -> bool:
    """Return whether the person who is called answers."""
    return u < right_party


@rule
def hour_of(now: float) -> int:
    """Return the hour of the run, from 0."""
    return int(now / 3600.0)
