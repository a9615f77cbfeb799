"""Spread a share between 0 and 1: the beta distribution, by a quantile table."""

from __future__ import annotations

from functools import cache
from typing import Literal

from sim.distributions.base import ShareDistribution
from sim.distributions.table import read_table, tabulate
from sim.quantities import BetaWeight
from sim.rule import rule


@rule
def quantile(numbers: tuple[float, ...], u: float) -> float:
    """Return the `u`-quantile from a table of shape (POINTS,)."""
    return read_table(numbers, u)


@cache
def _table(a: float, b: float) -> tuple[float, ...]:
    """Return the quantile table, within 1e-5 of the quantile for a, b >= 0.5 (tested)."""
    from scipy.special import betainccinv, betaincinv

    return tabulate(lambda u, rest: float(betaincinv(a, b, u) if u < 0.5 else betainccinv(a, b, rest)))


class Beta(ShareDistribution):
    """A share with mean a / (a + b)."""

    dist: Literal["beta"]
    a: BetaWeight
    """Weight of the upper end."""
    b: BetaWeight
    """Weight of the lower end."""

    def numbers(self) -> tuple[float, ...]:
        """Return the quantile table, shape (POINTS,)."""
        return _table(self.a, self.b)

    def expected(self) -> float:
        """Return the mean."""
        return self.a / (self.a + self.b)
