"""Define what a measure is: two sums over tables of the logs, divided once, at the very end."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Literal

import polars as pl

Unit = Literal["s", "share", "money", "per_day", "per_week", "per_open_day", "count", "score"]
Better = Literal["higher", "lower", "neutral"]
ALL = "all"
# table -> the dimensions by which its rows can be broken down
DIMENSIONS: dict[str, tuple[str, ...]] = {
    "stays": (ALL, "queue", "contact", "segment", "interval"),
    "line": (ALL, "queue", "interval"),
    "minutes": (ALL, "queue"),
    "within": ("within",),
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
    "outbound": (ALL, "campaign", "interval"),
    "lists": (ALL, "campaign"),
    "policy": (ALL,),
    "days": (
        ALL,
        "queue",
        "contact",
        "segment",
        "group",
        "touchpoint",
        "outage",
        "campaign",
        "cause",
        "interval",
    ),
}


@dataclass(frozen=True)
class Sum:
    """A sum of `value` over the rows of `table` where `where` holds; without a value, a count of them."""

    table: str
    where: pl.Expr
    value: pl.Expr | None = None

    def row(self) -> pl.Expr:
        """Return what each row adds to the sum."""
        if self.value is None:
            return self.where.cast(pl.UInt8)
        return pl.when(self.where).then(self.value).otherwise(0.0).cast(pl.Float64)


DAYS = Sum("days", pl.lit(value=True))
FIXED = Sum("policy", pl.lit(value=True))
"""What the policy costs whatever happens, of the measured window."""


@dataclass(frozen=True)
class Percentile:
    """The value that `share` of the rows where `where` holds do not exceed (1 % resolution).

    `whole`: whether values are whole numbers, and so is the percentile.
    """

    table: str
    where: pl.Expr
    value: pl.Expr
    share: float
    whole: bool = False


@dataclass(frozen=True)
class Kpi:
    """One measure.

    `place` orders measures in tables; `better` says which way is better; a measure is either `numerator`,
    plus the sums of `plus`, less those of `less`, over `denominator`, or a `percentile`; `headline` measures
    open a comparison; in the dimensions `without` it would mislead. `unused` is its value where nothing
    brings it about, such as 0 callbacks where none are offered: it is printed only where it differs; None
    for what every centre has. `matters` is the smallest difference of interest, an assumption ("1pp", "2s",
    or "1%" of the baseline's value); that of its unit in `sim.judging.MATTERS` where it is left out. `needs`
    names a measure without which it says nothing of its own. `below_zero`: whether it can be negative;
    where it cannot, its interval ends at 0.
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
    matters: str = ""
    unused: float | None = 0.0
    needs: str = ""
    below_zero: bool = False
    without: tuple[str, ...] = ()
    plus: tuple[Sum, ...] = ()
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
        """Return the dimensions by which the measure can be broken down."""
        if self.percentile:
            shared = [d for d in DIMENSIONS[self.percentile.table] if d != "interval"]
        else:
            over, under = self.sums
            tables = (under.table, *(part.table for part in (*self.plus, *self.less)))
            shared = [d for d in DIMENSIONS[over.table] if all(d in DIMENSIONS[table] for table in tables)]
        return tuple(d for d in shared if d not in self.without)


@cache
def files() -> dict[str, tuple[Kpi, ...]]:
    """Return the measures of each file of this folder by the file's docstring, in the order of places."""
    measures: dict[str, tuple[Kpi, ...]] = {}
    for entry in pkgutil.iter_modules(importlib.import_module("sim.kpis").__path__):
        module = importlib.import_module(f"sim.kpis.{entry.name}")
        if hasattr(module, "MEASURES"):
            measures[str(module.__doc__)] = module.MEASURES
    return dict(sorted(measures.items(), key=lambda item: item[1][0].place))


@cache
def _discovered() -> dict[str, Kpi]:
    return by_name(kpi for measures in files().values() for kpi in measures)


def by_name(measures: Iterable[Kpi]) -> dict[str, Kpi]:
    """Return measures by name, in the order in which tables list them: by `place`, then by name.

    Raises:
        TypeError: two measures carry one name.
    """
    named: dict[str, Kpi] = {}
    for kpi in sorted(measures, key=lambda kpi: (kpi.place, kpi.name)):
        if kpi.name in named:
            raise TypeError(f"two measures are called {kpi.name!r}")
        named[kpi.name] = kpi
    return named


class _Kpis(Mapping[str, Kpi]):
    """The measures by name, in order, discovered when first asked for."""

    def __getitem__(self, name: str) -> Kpi:
        return _discovered()[name]

    def __iter__(self) -> Iterator[str]:
        return iter(_discovered())

    def __len__(self) -> int:
        return len(_discovered())


KPIS: Mapping[str, Kpi] = _Kpis()
