"""Define what a measure is: two sums over tables of the logs, divided once, at the very end."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Literal

import polars as pl

Unit = Literal["s", "share", "money", "per_day", "count", "score"]
Better = Literal["higher", "lower", "neutral"]
ALL = "all"
# table -> the dimensions by which its rows can be told apart
DIMENSIONS: dict[str, tuple[str, ...]] = {
    "stays": (ALL, "queue", "contact", "segment", "interval"),
    "closings": (ALL, "queue", "contact", "segment"),
    "legs": (ALL, "queue", "contact", "segment", "group", "interval"),
    "chats": (ALL, "queue", "contact", "segment", "group"),
    "contacts": (ALL, "queue", "contact", "segment"),
    "self_service": (ALL, "contact", "segment"),
    "information": (ALL, "contact", "segment"),
    "issues": (ALL, "contact", "segment"),
    "drivers": ("driver",),
    "failures": (ALL, "segment", "touchpoint"),
    "amends": (ALL, "segment"),
    "callbacks": (ALL, "queue", "contact", "segment"),
    "jobs": (ALL, "contact", "segment"),
    "customers": (ALL, "segment", "problem"),
    "leavers": (ALL, "segment", "cause"),
    "complaints": (ALL, "segment", "touchpoint"),
    "groups": (ALL, "group"),
    "agents": (ALL, "group"),
    "duty": (ALL, "group", "interval"),
    "outages": (ALL, "outage"),
    "days": (ALL, "queue", "contact", "segment", "group", "touchpoint", "outage", "cause", "interval"),
}


@dataclass(frozen=True)
class Sum:
    """Add up `value` over the rows of `table`; without a value, count the rows where `where` holds."""

    table: str
    where: pl.Expr
    value: pl.Expr | None = None

    def row(self) -> pl.Expr:
        """Return what each row adds to the sum."""
        if self.value is None:
            return self.where.cast(pl.UInt8)
        return pl.when(self.where).then(self.value).otherwise(0.0).cast(pl.Float64)


DAYS = Sum("days", pl.lit(value=True))


@dataclass(frozen=True)
class Percentile:
    """Take the value that `share` of the rows where `where` holds do not exceed (1 % resolution)."""

    table: str
    where: pl.Expr
    value: pl.Expr
    share: float


@dataclass(frozen=True)
class Kpi:
    """Define one measure.

    `place` orders measures in tables; `better` says which way is better; a measure is either
    `numerator`, less the sums of `less`, over `denominator`, or a `percentile`; `headline` measures open a
    comparison; in the dimensions `without` it would mislead. `unused` is its value where nothing brings it
    about, such as 0 callbacks where none are offered: it is printed only where it differs; None for what
    every centre has. `needs` names a measure without which it says nothing of its own. `below_zero`: whether
    it can be negative; where it cannot, its interval ends at 0.
    """

    name: str
    label: str
    unit: Unit
    better: Better
    definition: str
    place: int
    numerator: Sum | None = None
    denominator: Sum | None = None
    percentile: Percentile | None = None
    headline: bool = False
    unused: float | None = 0.0
    needs: str = ""
    below_zero: bool = False
    without: tuple[str, ...] = ()
    less: tuple[Sum, ...] = ()

    @property
    def sums(self) -> tuple[Sum, Sum]:
        """Return numerator and denominator.

        Raises:
            TypeError: the measure is a percentile.
        """
        if self.numerator is None or self.denominator is None:
            raise TypeError(f"{self.name} is no ratio")
        return self.numerator, self.denominator

    @property
    def dimensions(self) -> tuple[str, ...]:
        """Return the dimensions by which the measure can be told apart."""
        if self.percentile:
            found = [d for d in DIMENSIONS[self.percentile.table] if d != "interval"]
        else:
            over, under = self.sums
            tables = (under.table, *(part.table for part in self.less))
            found = [d for d in DIMENSIONS[over.table] if all(d in DIMENSIONS[table] for table in tables)]
        return tuple(d for d in found if d not in self.without)


@cache
def _discovered() -> dict[str, Kpi]:
    folder = importlib.import_module("sim.kpis")
    modules = (
        importlib.import_module(f"sim.kpis.{entry.name}") for entry in pkgutil.iter_modules(folder.__path__)
    )
    found = [module.KPI for module in modules if hasattr(module, "KPI")]
    return {kpi.name: kpi for kpi in sorted(found, key=lambda kpi: (kpi.place, kpi.name))}


class _Kpis(Mapping[str, Kpi]):
    """Offer the measures by name, in order; they are discovered when first asked for."""

    def __getitem__(self, name: str) -> Kpi:
        return _discovered()[name]

    def __iter__(self) -> Iterator[str]:
        return iter(_discovered())

    def __len__(self) -> int:
        return len(_discovered())


KPIS: Mapping[str, Kpi] = _Kpis()
