"""Add up exponential stages: the gamma distribution, by a quantile table."""

from __future__ import annotations

from functools import cache
from typing import Literal

from sim.distributions.base import TimeDistribution
from sim.distributions.table import read_table, tabulate
from sim.quantities import GammaSpread, PositiveDuration
from sim.rule import rule


@rule
def quantile(numbers: tuple[float, ...], u: float) -> float:
    """Return the `u`-quantile [s] from a table of shape (POINTS,)."""
    return read_table(numbers, u)


@cache
def unit_mean_table(cv: float) -> tuple[float, ...]:
    """Return the quantile table of a gamma with mean 1 and coefficient of variation `cv`.

    Relative error below 2.1e-4 for cv <= 1.5 wherever u is in [1e-6, 1 - 1e-6] (tested).
    """
    from scipy.special import gammainccinv, gammaincinv

    shape = 1.0 / (cv * cv)

    def inverse(u: float, rest: float) -> float:
        return float(gammaincinv(shape, u) if u < 0.5 else gammainccinv(shape, rest)) / shape

    return tabulate(inverse)


class Gamma(TimeDistribution):
    """A time like a sum of exponential stages; cv 1 is exponential."""

    dist: Literal["gamma"]
    mean: PositiveDuration
    """The mean."""
    cv: GammaSpread
    """The standard deviation as a multiple of the mean."""

    def numbers(self) -> tuple[float, ...]:
        """Return the quantile table [s], shape (POINTS,)."""
        return tuple(self.mean * value for value in unit_mean_table(self.cv))

    def expected(self) -> float:
        """Return the mean [s]."""
        return self.mean
