"""Never end: the patience of customers who never hang up."""

from __future__ import annotations

import math
from typing import Literal

from sim.distributions.base import TimeDistribution
from sim.rule import rule


@rule
def quantile(numbers: tuple[float], u: float) -> float:
    """Return infinity, whatever the luck `u`."""
    return numbers[0]


class Infinite(TimeDistribution):
    """A time without end."""

    dist: Literal["infinite"]

    def numbers(self) -> tuple[float]:
        """Return (infinity,)."""
        return (math.inf,)

    def expected(self) -> float:
        """Return infinity."""
        return math.inf
