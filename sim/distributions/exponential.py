"""Forget the past: the exponential distribution, by inversion."""

from __future__ import annotations

from math import log1p
from typing import Literal

from sim.distributions.base import TimeDistribution
from sim.quantities import PositiveDuration
from sim.rule import rule


@rule
def quantile(numbers: tuple[float], u: float) -> float:
    """Return the `u`-quantile [s] for numbers (mean [s],)."""
    return -numbers[0] * log1p(-u)


class Exponential(TimeDistribution):
    """A time whose remaining length does not depend on its age."""

    dist: Literal["exponential"]
    mean: PositiveDuration
    """The mean."""

    def numbers(self) -> tuple[float]:
        """Return (mean [s],)."""
        return (self.mean,)

    def expected(self) -> float:
        """Return the mean [s]."""
        return self.mean
