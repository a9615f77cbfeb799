"""Fold the logs into sums as they come, so that memory does not follow the horizon.

Sums first, one division last: chunks add up to the same figures as the whole. Percentiles, the
declared exceptions, are read off histograms with bins 1 % wide.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import polars as pl
from numpy.typing import NDArray

from sim.codes import Cause, Problem
from sim.kpis.account import Account, histogram_value
from sim.kpis.base import ALL, DIMENSIONS, KPIS, Kpi, Sum
from sim.kpis.prepare import feeds_of, interval_name, intervals_per_day, measured_days
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
        self._world, self._names = world, _names(world)
        # table -> column -> what it holds; sums that say the same, and bins, are one column
        self._sums: dict[str, dict[str, pl.Expr]] = {}
        self._bins: dict[str, dict[str, pl.Expr]] = {}
        self._column: dict[str, str] = {}
        for name, total in _parts():
            self._column[name] = _shared(self._sums.setdefault(total.table, {}), "sum", total.row())
        for kpi in KPIS.values():
            if kpi.percentile:
                bins = self._bins.setdefault(kpi.percentile.table, {})
                self._column[kpi.name] = _shared(bins, "bin", histogram_value(kpi.percentile))
        self._accounts: dict[tuple[str, str], Account] = {}
        for table in self._sums:
            for dimension in DIMENSIONS[table]:
                self._accounts[table, dimension] = self._account(table, dimension)

    def _account(self, table: str, dimension: str) -> Account:
        """Return what rows are added up in: one account where a dimension's only member is the whole."""
        members = len(self._names[dimension])
        if members == 1 and dimension != ALL and (table, dimension) != ("stays", "queue"):
            return self._accounts[table, ALL]
        bins = self._bins.get(table, ()) if dimension != "interval" else ()
        return Account(members, list(self._sums[table]), list(bins))

    def add(self, table: str, values: Columns) -> None:
        """Take in a chunk of one of the logs' tables."""
        for feed in feeds_of(self._world, table, values):
            if feed.table not in self._sums or not feed.rows.height:
                continue
            several = {d: pl.col(KEYS[d]) for d in feed.dimensions if len(self._names[d]) > 1}
            asked = {**self._sums[feed.table], **self._bins.get(feed.table, {}), **several}
            rows = {column.name: column.to_numpy() for column in feed.rows.select(**asked)}
            if several:  # what a scenario does not use is not added up again and again
                rows = {name: column for name, column in rows.items() if column.any()}
            of = {self._accounts[feed.table, dimension]: dimension for dimension in feed.dimensions}
            for account, dimension in of.items():
                account.add(rows, dimension)

    def finish(self) -> pl.DataFrame:
        """Return the measures: dimension, member, kpi, numerator, denominator, in a fixed order."""
        rows: list[Row] = []
        for kpi in KPIS.values():
            for dimension in kpi.dimensions:
                if kpi.percentile:
                    found = self._accounts[kpi.percentile.table, dimension].percentiles(
                        self._column[kpi.name], kpi.percentile.share
                    )
                    names = self._names[dimension]
                    rows += [(dimension, names[k], kpi.name, v, 1.0) for k, v in found]
                else:
                    rows += self._ratio_rows(kpi, dimension)
        names = ("dimension", "member", "kpi", "numerator", "denominator")
        kinds = (pl.String, pl.String, pl.String, pl.Float64, pl.Float64)
        return pl.DataFrame(rows, schema=dict(zip(names, kinds, strict=True)), orient="row")

    def _ratio_rows(self, kpi: Kpi, dimension: str) -> list[Row]:
        over, under = kpi.sums
        tables = [part.table for part in (*kpi.sums, *kpi.less) if part.table != "days"]
        shown = np.any([self._accounts[table, dimension].seen for table in tables], axis=0)
        if under.table == "days":
            shown |= self._known(dimension)
        above = self._sum(over, dimension, f"{kpi.name}/numerator")
        for name, part in _less(kpi):
            above = above - self._sum(part, dimension, f"{kpi.name}/{name}")
        below = self._sum(under, dimension, f"{kpi.name}/denominator")
        if dimension == "interval":
            shown &= (above != 0.0) | (below != 0.0)
        keys, names = np.flatnonzero(shown), self._names[dimension]
        sums = zip(keys.tolist(), above[keys].tolist(), below[keys].tolist(), strict=True)
        return [(dimension, names[key], kpi.name, *pair) for key, *pair in sums]

    def _sum(self, part: Sum, dimension: str, name: str) -> NDArray[np.float64]:
        """Return a sum by the dimension's members."""
        if part.table != "days":
            return self._accounts[part.table, dimension].sum(self._column[name])
        if dimension == "interval":  # how many measured days are of the kind of its day
            measured, per_day = measured_days(self._world), intervals_per_day(self._world)
            return np.repeat([float(measured.get(kind, 0)) for kind in range(len(self._world.week))], per_day)
        window = self._world.window
        return np.full(len(self._names[dimension]), (window.closes - window.opens) / DAY)

    def _known(self, dimension: str) -> NDArray[np.bool_]:
        """Return which members exist, with or without rows: nothing is a count, too."""
        world, members = self._world, len(self._names[dimension])
        if dimension != "interval":
            return np.ones(members, dtype=bool)
        known, per_day = np.zeros(members, dtype=bool), intervals_per_day(world)
        for kind in measured_days(world):
            known[[kind * per_day + int(start // world.reported) for start in world.week[kind].starts]] = True
        return known


def _names(world: World) -> dict[str, tuple[str, ...]]:
    """Return the names of each dimension's members, in the order of their keys."""
    intervals = range(len(world.week) * intervals_per_day(world))
    return {
        ALL: ("",),
        "queue": tuple(queue.name for queue in world.queues),
        "contact": tuple(kind.name for kind in world.types),
        "segment": world.customers.segments,
        "group": tuple(group.name for group in world.groups),
        "cause": tuple(cause.name.lower() for cause in Cause),
        "interval": tuple(interval_name(world, key) for key in intervals),
        "outage": tuple(outage.name for outage in world.outages),
        "touchpoint": tuple(point.name for point in world.touchpoints),
        "driver": DRIVERS,
        "problem": tuple(problem.name.lower() for problem in Problem),
    }


def _shared(columns: dict[str, pl.Expr], kind: str, wanted: pl.Expr) -> str:
    """Return the name of the column that holds `wanted`, a new one if there is none yet."""
    for name, held in columns.items():
        if held.meta.eq(wanted):
            return name
    name = f"{kind} {len(columns)}"
    columns[name] = wanted
    return name
