"""Customers: how many there are, and how they differ."""

from __future__ import annotations

from itertools import accumulate
from typing import Annotated, NamedTuple

from pydantic import Field

from sim.frozen import Frozen
from sim.quantities import Count, Duration, Factor, Money, Scale, Share

EVERYBODY = "all"
"""The segment of all customers where none are named."""


class MarkNumbers(NamedTuple):
    """A mark: the share of the customers who have it, and how many times as long they wait."""

    name: str
    share: float
    patience: float


class CustomerNumbers(NamedTuple):
    """The customers: how many, segments by cumulative share, repeat window [s].

    `levels`, `values` and `patience` are each segment's level of trust, value per year, and times as long
    that it waits.
    """

    total: int
    segments: tuple[str, ...]
    up_to: tuple[float, ...]
    levels: tuple[float, ...]
    values: tuple[float, ...]
    repeat_window: float
    patience: tuple[float, ...]
    marks: tuple[MarkNumbers, ...]


class Segment(Frozen):
    """A part of the customers."""

    share: Share
    """Share of the customers."""
    trust: Share | None = None
    """Trust that routine service sustains in them; the behaviour's level if left out."""
    value_per_year: Money | None = None
    """What one of them is worth a year; the value of all customers if left out."""

    patience: Factor = 1.0
    """Times as long that they wait as the patience of the queue or contact type says (assumption: as
    long)."""


class Mark(Frozen):
    """Customers picked by chance, whatever their segment: who has the mark keeps it."""

    share: Share
    """Share of the customers who have it."""
    patience: Factor = 1.0
    """Times as long that they wait as the patience of the queue or contact type says (assumption: as
    long)."""


class Customers(Frozen):
    """The people who need something, again and again."""

    count: Annotated[Count, Field(le=2_000_000)] = 50_000
    """Number of customers, where contacts_per_year is left out; needs fall on them evenly (assumption)."""
    contacts_per_year: Scale | None = None
    """New issues that a customer brings a year, instead of `count`: as many customers follow as bring the
    volumes of an ordinary week; a scenario with more volume has more of them."""
    segments: dict[str, Segment] = {}
    """Parts of the customers; one part if left out."""
    marked: dict[str, Mark] = {}
    """Marks that a share of the customers has, such as vip: a policy's line may put them first."""
    value_per_year: Money = 0.0
    """What a customer is worth a year, before the cost of service (assumption: not counted)."""
    currency: str = "EUR"
    """Currency of wages and costs."""
    repeat_window: Duration = 7 * 86400.0
    """Another contact of the same customer and type within this time counts as a repeat (assumption)."""

    def numbers(self, level: float) -> CustomerNumbers:
        """Return the numbers of the customers; `level`: the trust of segments that say none of their own."""
        parts = self.segments or {EVERYBODY: Segment(share=1.0)}
        return CustomerNumbers(
            total=self.count,
            segments=tuple(parts),
            up_to=tuple(accumulate(part.share for part in parts.values())),
            levels=tuple(level if part.trust is None else part.trust for part in parts.values()),
            values=tuple(
                self.value_per_year if part.value_per_year is None else part.value_per_year
                for part in parts.values()
            ),
            repeat_window=self.repeat_window,
            patience=tuple(part.patience for part in parts.values()),
            marks=tuple(MarkNumbers(name, mark.share, mark.patience) for name, mark in self.marked.items()),
        )
