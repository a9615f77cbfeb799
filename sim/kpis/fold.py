"""Fold the logs into sums as they come, so that memory does not follow the horizon.

Sums first, one division last: chunks add up to the same figures as the whole. Percentiles, the
declared exceptions, are read off histograms with bins 1 % wide.
"""

from __future__ import annotations

from collections.abc import Iterator

import polars as pl

from sim.codes import Cause, Problem
from sim.kpis.account import Account, bin_of
from sim.kpis.base import ALL, DIMENSIONS, KPIS, Kpi, Sum
from sim.kpis.prepare import Feed, feeds_of, interval_name, intervals_per_day, measured_days
from sim.logs import Columns
from sim.rules.experience import DIMENSIONS as DRIVERS
from sim.scenario.clock import DAY
from sim.world import World

KEYS = {
    "queue": "queue",
    "contact": "type",
    "segment": "segment",
    "group": "group",
    "outage": "outage",
    "cause": "cause",
    "interval": "interval",
    "touchpoint": "touchpoint",
    "driver": "driver",
    "problem": "problem",
}
Row = tuple[str, str, str, float, float]


def _parts() -> Iterator[tuple[str, Sum]]:
    """Yield the sums of every measure that are made of rows, with the measure's name and the part's."""
    for kpi in (kpi for kpi in KPIS.values() if not kpi.percentile):
        parts = [*zip(("numerator", "denominator"), kpi.sums, strict=True), *_less(kpi)]
        yield from ((f"{kpi.name}/{part}", total) for part, total in parts if total.table != "days")


def _less(kpi: Kpi) -> list[tuple[str, Sum]]:
    return [(f"less {place}", part) for place, part in enumerate(kpi.less)]


class Fold:
    """Take in the logs of one replication, chunk by chunk, and give its measures."""

    def __init__(self, world: World) -> None:
        self._world, self._measured = world, measured_days(world)
        # table -> column -> what it holds; sums that say the same, and bins, are one column
        self._sums: dict[str, dict[str, pl.Expr]] = {}
        self._bins: dict[str, dict[str, pl.Expr]] = {}
        self._column: dict[str, str] = {}
        for name, total in _parts():
            self._column[name] = _shared(self._sums.setdefault(total.table, {}), "sum", total.row())
        for kpi in KPIS.values():
            if kpi.percentile:
                bins = self._bins.setdefault(kpi.percentile.table, {})
                self._column[kpi.name] = _shared(bins, "bin", bin_of(kpi.percentile))
        self._accounts: dict[tuple[str, str], Account] = {}
        for table in self._sums:
            for dimension in DIMENSIONS[table]:
                self._accounts[table, dimension] = self._account(table, dimension)

    def _account(self, table: str, dimension: str) -> Account:
        """Return what rows are added up in: one account where a dimension's only member is the whole."""
        members = self._members(dimension)
        if members == 1 and dimension != ALL and (table, dimension) != ("stays", "queue"):
            return self._accounts[table, ALL]
        bins = self._bins.get(table, ()) if dimension != "interval" else ()
        return Account(members, list(self._sums[table]), list(bins))

    def add(self, table: str, values: Columns) -> None:
        """Take in a chunk of one of the logs' tables."""
        feeds = [feed for feed in feeds_of(self._world, table, values) if feed.table in self._sums]
        asked = [feed.rows.select(**self._columns(feed)) for feed in feeds]
        for feed, rows in zip(feeds, pl.collect_all(asked), strict=True):
            of = {self._accounts[feed.table, dimension]: dimension for dimension in feed.dimensions}
            for account, dimension in of.items():
                account.add(rows, dimension)

    def _columns(self, feed: Feed) -> dict[str, pl.Expr]:
        """Return what to make of the rows: sums, bins, and a key where a dimension has several members."""
        several = [dimension for dimension in feed.dimensions if self._members(dimension) > 1]
        bins = self._bins.get(feed.table, {}) if feed.dimensions != ("interval",) else {}
        return {**self._sums[feed.table], **bins, **{name: pl.col(KEYS[name]) for name in several}}

    def _members(self, dimension: str) -> int:
        if dimension == "interval":
            return len(self._world.week) * intervals_per_day(self._world)
        return 1 if dimension == ALL else len(self._names(dimension))

    def finish(self) -> pl.DataFrame:
        """Return the measures: dimension, member, kpi, numerator, denominator, in a fixed order."""
        rows: list[Row] = []
        for kpi in KPIS.values():
            for dimension in kpi.dimensions:
                if kpi.percentile:
                    found = self._accounts[kpi.percentile.table, dimension].percentiles(
                        self._column[kpi.name], kpi.percentile.share
                    )
                    rows += [(dimension, self._member(dimension, k), kpi.name, v, 1.0) for k, v in found]
                else:
                    rows += self._ratio_rows(kpi, dimension)
        names = ("dimension", "member", "kpi", "numerator", "denominator")
        kinds = (pl.String, pl.String, pl.String, pl.Float64, pl.Float64)
        return pl.DataFrame(rows, schema=dict(zip(names, kinds, strict=True)), orient="row")

    def _ratio_rows(self, kpi: Kpi, dimension: str) -> list[Row]:
        over, under = kpi.sums
        tables = [part.table for part in (*kpi.sums, *kpi.less) if part.table != "days"]
        keys = {key for table in tables for key in self._accounts[table, dimension].keys}
        if under.table == "days":
            keys |= self._known(dimension)
        rows = [
            (
                dimension,
                self._member(dimension, key),
                kpi.name,
                self._sum(over, dimension, key, f"{kpi.name}/numerator")
                - sum(self._sum(part, dimension, key, f"{kpi.name}/{name}") for name, part in _less(kpi)),
                self._sum(under, dimension, key, f"{kpi.name}/denominator"),
            )
            for key in sorted(keys)
        ]
        return [row for row in rows if dimension != "interval" or row[3] or row[4]]

    def _sum(self, part: Sum, dimension: str, key: int, name: str) -> float:
        if part.table == "days":
            window = self._world.window
            return self._days_of(key) if dimension == "interval" else (window.closes - window.opens) / DAY
        return self._accounts[part.table, dimension].sum(key, self._column[name])

    def _known(self, dimension: str) -> set[int]:
        """Return the keys of the members that exist, with or without rows: nothing is a count, too."""
        world = self._world
        if dimension == "interval":
            starts = [(kind, start) for kind in self._measured for start in world.week[kind].starts]
            return {kind * intervals_per_day(world) + int(start // world.reported) for kind, start in starts}
        return set(range(1 if dimension == ALL else len(self._names(dimension))))

    def _days_of(self, key: int) -> float:
        """Return how many measured days are of the kind of an interval's day."""
        return float(self._measured.get(key // intervals_per_day(self._world), 0))

    def _member(self, dimension: str, key: int) -> str:
        world = self._world
        if dimension == ALL:
            return ""
        if dimension == "interval":
            return interval_name(world, key)
        return self._names(dimension)[key]

    def _names(self, dimension: str) -> tuple[str, ...]:
        world = self._world
        return {
            "queue": tuple(queue.name for queue in world.queues),
            "contact": tuple(kind.name for kind in world.types),
            "segment": world.customers.segments,
            "group": tuple(group.name for group in world.groups),
            "cause": tuple(cause.name.lower() for cause in Cause),
            "outage": tuple(outage.name for outage in world.outages),
            "touchpoint": tuple(point.name for point in world.touchpoints),
            "driver": DRIVERS,
            "problem": tuple(problem.name.lower() for problem in Problem),
        }[dimension]


def _shared(columns: dict[str, pl.Expr], kind: str, wanted: pl.Expr) -> str:
    """Return the name of the column that holds `wanted`, a new one if there is none yet."""
    for name, held in columns.items():
        if held.meta.eq(wanted):
            return name
    name = f"{kind} {len(columns)}"
    columns[name] = wanted
    return name
