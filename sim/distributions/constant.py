"""Take one value always."""

from __future__ import annotations

from typing import Literal

from sim.distributions.base import TimeDistribution
from sim.quantities import Duration
from sim.rule import rule


@rule
def quantile(numbers: tuple[float], u: float) -> float:
    """Return the constant, whatever the luck `u`."""
    return numbers[0]


class Constant(TimeDistribution):
    """A time that never varies; `60s` alone is its short form."""

    dist: Literal["constant"]
    value: Duration
    """The time."""

    def numbers(self) -> tuple[float]:
        """Return (value [s],)."""
        return (self.value,)

    def expected(self) -> float:
        """Return the value [s]."""
        return self.value
