"""Failures: where service fails customers, how often and how badly."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from sim.distributions.base import AnyShare, Law, law
from sim.distributions.beta import Beta
from sim.frozen import Frozen
from sim.quantities import Rate
from sim.scenario.clock import YEAR_DAYS


class TouchpointNumbers(NamedTuple):
    """One touchpoint: failures per day of the whole base, or `once` for each customer; severity, type."""

    name: str
    per_day: float
    once: bool
    severity: Law
    type: int


class Touchpoint(Frozen):
    """A place where service can fail; customers who speak up become issues, the silent do not."""

    per_customer_year: Rate = 0.0
    """Failures per customer and year, by chance; none if left out (assumption)."""
    once_per_customer: bool = False
    """Whether it fails every customer just once, some time in the first year measured: a cohort to calibrate
    with."""
    severity: AnyShare = Beta(dist="beta", a=2.0, b=2.0)
    """How bad they are, from 0 to 1 (assumption E11b)."""
    contact: str
    """The contact type that voiced failures become."""

    def numbers(self, name: str, customers: int, types: Sequence[str]) -> TouchpointNumbers:
        """Return the numbers of the touchpoint called `name` for so many customers; `types` in order."""
        return TouchpointNumbers(
            name=name,
            per_day=self.per_customer_year * customers / YEAR_DAYS,
            once=self.once_per_customer,
            severity=law(self.severity),
            type=types.index(self.contact),
        )
