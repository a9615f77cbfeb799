"""Failures: where service fails customers, how often and how badly."""

from __future__ import annotations

from sim.distributions.base import AnyShare
from sim.distributions.beta import Beta
from sim.frozen import Frozen
from sim.quantities import NonNegative


class Touchpoint(Frozen):
    """A place where service can fail; customers who speak up become issues, the silent do not."""

    per_customer_year: NonNegative = 0.0
    """Failures per customer and year, by chance; none if left out (assumption)."""
    once_per_customer: bool = False
    """Whether it fails every customer just once, some time in the first year measured: a cohort to calibrate
    with."""
    severity: AnyShare = Beta(dist="beta", a=2.0, b=2.0)
    """How bad they are, from 0 to 1 (assumption E11b)."""
    contact: str
    """The contact type that voiced failures become."""
