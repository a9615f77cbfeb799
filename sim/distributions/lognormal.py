"""Multiply many small causes: the lognormal distribution.

Source: handle times of call centres are lognormal (Brown et al. 2005, JASA 100(469):36-50).
"""

from __future__ import annotations

from math import exp, log, log1p, sqrt
from typing import Literal, Self

from pydantic import model_validator

from sim.distributions.base import TimeDistribution
from sim.distributions.normal import normal_quantile
from sim.quantities import Duration, LognormalSpread, Sigma
from sim.rule import rule


@rule
def quantile(numbers: tuple[float, float], u: float) -> float:
    """Return the `u`-quantile [s] for numbers (mu, sigma) of the logarithm."""
    return exp(numbers[0] + numbers[1] * normal_quantile(u))


class Lognormal(TimeDistribution):
    """A time with a long right tail; give mean and cv, or median and sigma."""

    dist: Literal["lognormal"]
    mean: Duration | None = None
    """The mean; goes with `cv`."""
    cv: LognormalSpread | None = None
    """The standard deviation as a multiple of the mean."""
    median: Duration | None = None
    """The median; goes with `sigma`."""
    sigma: Sigma | None = None
    """The standard deviation of the logarithm."""

    @model_validator(mode="after")
    def _one_pair(self) -> Self:
        by_mean = self.mean is not None and self.cv is not None
        by_median = self.median is not None and self.sigma is not None
        names = [name for name in ("mean", "cv", "median", "sigma") if getattr(self, name) is not None]
        if len(names) != 2 or not (by_mean or by_median):
            got = " and ".join(names) or "none"
            allowed = "mean and cv, or median and sigma"
            raise ValueError(f"needs exactly two numbers (got {got}; allowed {allowed}). Write one pair.")
        if (self.mean if by_mean else self.median) == 0:
            raise ValueError("has no spread around zero (got 0s). Write a time above zero.")
        return self

    def numbers(self) -> tuple[float, float]:
        """Return (mu, sigma) of the logarithm of the seconds."""
        if self.mean is not None and self.cv is not None:
            variance = log1p(self.cv * self.cv)
            return log(self.mean) - variance / 2, sqrt(variance)
        if self.median is not None and self.sigma is not None:
            return log(self.median), self.sigma
        raise TypeError("a lognormal without numbers cannot have been validated")

    def expected(self) -> float:
        """Return the mean [s]."""
        mu, sigma = self.numbers()
        return exp(mu + sigma * sigma / 2)
