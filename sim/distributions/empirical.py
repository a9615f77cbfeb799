"""Follow points of a measured curve: how long until a given share has ended."""

from __future__ import annotations

from itertools import pairwise
from math import log
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from sim.distributions.base import TimeDistribution
from sim.distributions.table import read_table, tabulate
from sim.quantities import Duration, Share
from sim.rule import rule

LAST = 0.9999
"""The largest share that may have ended by the last point: what comes after it needs a pace."""


@rule
def quantile(numbers: tuple[float, ...], u: float) -> float:
    """Return the `u`-quantile [s] from a table of shape (POINTS,)."""
    return read_table(numbers, u)


class Empirical(TimeDistribution):
    """A time read off a measured curve; straight between points, exponential after the last."""

    dist: Literal["empirical"]
    times: Annotated[tuple[Duration, ...], Field(min_length=2, max_length=1000)]
    """Times, rising."""
    ended: Annotated[tuple[Share, ...], Field(min_length=2, max_length=1000)]
    """Share that has ended by each time, rising, the last at most 99.99 %."""

    @model_validator(mode="after")
    def _a_rising_curve(self) -> Self:
        if len(self.times) != len(self.ended):
            raise ValueError(
                f"has {len(self.times)} times for {len(self.ended)} shares. Give one share for each time."
            )
        rising = all(a < b for curve in (self.times, self.ended) for a, b in pairwise(curve))
        if not rising or self.ended[-1] >= 1:
            raise ValueError(
                "is not a rising curve that stays below 100 %. Sort the points and drop the last."
            )
        if self.ended[-1] > LAST:
            got = f"got {100 * self.ended[-1]:.10g} %; allowed up to 99.99 %"
            raise ValueError(f"leaves next to nobody after its last point ({got}). Drop the last point.")
        return self

    def numbers(self) -> tuple[float, ...]:
        """Return the quantile table [s], shape (POINTS,).

        It rounds off the corners at the points: the value read at `u` is the quantile of a share
        within 0.0045 of `u`, a cell of the table (tested).
        """
        return tabulate(self._invert)

    def _invert(self, u: float, rest: float) -> float:
        times, ended = (0.0, *self.times), (0.0, *self.ended)
        if u >= ended[-1]:
            return times[-1] * log(rest) / log(1.0 - ended[-1])
        k = next(i for i in range(1, len(ended)) if u < ended[i])
        return times[k - 1] + (times[k] - times[k - 1]) * (u - ended[k - 1]) / (ended[k] - ended[k - 1])

    def expected(self) -> float:
        """Return the mean [s]: trapezia up to the last point, and the exponential tail after it."""
        times, ended = (0.0, *self.times), (0.0, *self.ended)
        steps = zip(pairwise(times), pairwise(ended), strict=True)
        tail = times[-1] - times[-1] / log(1.0 - ended[-1])
        return sum((b - a) * (s + t) / 2 for (s, t), (a, b) in steps) + (1.0 - ended[-1]) * tail
