"""Favour no value between two ends."""

from __future__ import annotations

from typing import Literal, Self

from pydantic import model_validator

from sim.distributions.base import TimeDistribution
from sim.quantities import Duration
from sim.rule import rule


@rule
def quantile(numbers: tuple[float, float], u: float) -> float:
    """Return the `u`-quantile [s] for numbers (low [s], high - low [s])."""
    return numbers[0] + numbers[1] * u


class Uniform(TimeDistribution):
    """A time anywhere between `low` and `high`, all equally likely."""

    dist: Literal["uniform"]
    low: Duration
    """The shortest."""
    high: Duration
    """The longest."""

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.high < self.low:
            raise ValueError(
                f"ends before it begins (got {self.low:g}s to {self.high:g}s). Swap low and high."
            )
        return self

    def numbers(self) -> tuple[float, float]:
        """Return (low [s], high - low [s])."""
        return self.low, self.high - self.low

    def expected(self) -> float:
        """Return the mean [s]."""
        return (self.low + self.high) / 2
