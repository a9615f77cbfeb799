"""The Weibull distribution, by inversion: its hazard rises or falls with age."""

from __future__ import annotations

import math
from math import exp, log, log1p
from typing import Literal

from sim.distributions.base import TimeDistribution
from sim.quantities import PositiveDuration, Shape
from sim.rule import rule


@rule
def quantile(numbers: tuple[float, float], u: float) -> float:
    """Return the `u`-quantile [s] for numbers (scale [s], 1 / shape)."""
    return numbers[0] * exp(numbers[1] * log(-log1p(-u)))


class Weibull(TimeDistribution):
    """A time whose hazard falls (shape below 1) or rises (above 1) while it lasts."""

    dist: Literal["weibull"]
    scale: PositiveDuration
    """The time by which 63 % have ended."""
    shape: Shape
    """1 is exponential; below 1 the hazard falls with time: who has waited long waits on."""

    def numbers(self) -> tuple[float, float]:
        """Return (scale [s], 1 / shape)."""
        return self.scale, 1.0 / self.shape

    def expected(self) -> float:
        """Return the mean [s]."""
        return self.scale * math.gamma(1.0 + 1.0 / self.shape)
