"""Varying: a time that is longer or shorter by weekday and interval, by factors or by means."""

from __future__ import annotations

from typing import Self

from pydantic import model_validator

from sim.distributions.base import Distribution
from sim.frozen import Frozen
from sim.quantities import QuantityError
from sim.scenario.clock import Clock
from sim.scenario.curve import AnyCurve

Times = tuple[tuple[float, ...], ...]
"""A factor for each interval, by kind of day."""


class Varying(Frozen):
    """How a time varies over the day and the week, by factors or by means."""

    factor: AnyCurve | None = None
    """Multiplies it in each interval, by weekday or date: 1.2 for a fifth longer; a list, or a file with a
    column."""
    mean: AnyCurve | None = None
    """Its mean [s] in each interval instead, in seconds without a unit, as reports have it."""

    @model_validator(mode="after")
    def _is_one(self) -> Self:
        if (self.factor is None) == (self.mean is None):
            got = "both" if self.factor is not None else "neither"
            raise QuantityError("says it in two ways or none", got, "factor or mean", "Write one of the two.")
        return self

    def times(self, clock: Clock, mean: float) -> Times:
        """Return the factors on a time of this `mean` [s], by kind of day and interval."""
        curve, by = (self.mean, 1.0 / mean if mean else 0.0) if self.factor is None else (self.factor, 1.0)
        if curve is None:
            return ()
        return tuple(tuple(by * number or 1.0 for number in curve.on(kind)) for kind in clock.kinds())


def times_of(varying: Varying | None, clock: Clock, time: Distribution) -> Times:
    """Return the factors on a time that may vary, () if it does not."""
    return () if varying is None else varying.times(clock, time.expected())
