"""Customers: how many there are, and how they differ."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from sim.frozen import Frozen
from sim.quantities import Count, Duration, NonNegative, Share


class Segment(Frozen):
    """A part of the customers."""

    share: Share
    """Share of the customers."""
    trust: Share | None = None
    """Trust that routine service sustains in them; the behaviour's level if left out."""
    value_per_year: NonNegative | None = None
    """What one of them is worth a year; the value of all customers if left out."""


class Customers(Frozen):
    """The people who need something, again and again."""

    count: Annotated[Count, Field(le=2_000_000)] = 50_000
    """Number of customers; needs fall on them evenly (assumption)."""
    segments: dict[str, Segment] = {}
    """Parts of the customers; one part if left out."""
    value_per_year: NonNegative = 0.0
    """What a customer is worth a year, before the cost of service (assumption: not counted)."""
    currency: str = "EUR"
    """Currency of wages and costs."""
    repeat_window: Duration = 7 * 86400.0
    """Another contact of the same customer and type within this time counts as a repeat (assumption)."""
