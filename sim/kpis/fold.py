"""Fold the logs into sums as they come, so that memory does not follow the horizon.

Sums first, one division last: chunks add up to the same figures as the whole. Percentiles, the
declared exceptions, are read off histograms with bins 1 % wide.
"""

from __future__ import annotations

import operator
from collections.abc import Iterator
from functools import cache, reduce
from typing import NamedTuple

import numpy as np
import polars as pl
from numpy.typing import NDArray

from sim.codes import Cause, Problem
from sim.kpis.account import NOTHING, Account, Cells, Keys, Taken, bins_of, histogram_value, percentiles
from sim.kpis.base import ALL, KPIS, Kpi, Percentile, Sum
from sim.kpis.crossed import Crossed
from sim.kpis.in_line import InLine
from sim.kpis.intervals import (
    days_in_window,
    days_of_intervals,
    interval_name,
    number_of_intervals,
    open_intervals,
)
from sim.kpis.last_contact import LastContacts
from sim.kpis.lines import Lines
from sim.kpis.prepare import LAST_TALK, Feed, feeds_of, limit_name, limits_of
from sim.kpis.rows import Formula, Plan, formula
from sim.logs import Columns
from sim.rules.experience import DIMENSIONS as DRIVERS
from sim.world.numbers import World

KEYS = {
    "queue": "queue",
    "contact": "type",
    "segment": "segment",
    "group": "group",
    "outage": "outage",
    "campaign": "campaign",
    "cause": "cause",
    "interval": "interval",
    "touchpoint": "touchpoint",
    "driver": "driver",
    "problem": "problem",
    "within": "limit_index",
}
KNOWN = ("days", "policy", "lists")
"""Tables without rows: what they add up to is known before the run."""


def _parts() -> Iterator[tuple[str, Sum]]:
    """Yield the sums of every measure that are made of rows, with the measure's name and the part's."""
    for kpi in (kpi for kpi in KPIS.values() if not kpi.percentile):
        parts = [*zip(("numerator", "denominator"), kpi.sums, strict=True), *_more(kpi)]
        yield from ((f"{kpi.name}/{part}", total) for part, total in parts if total.table not in KNOWN)


def _more(kpi: Kpi) -> list[tuple[str, Sum]]:
    """Return the sums that are added to the numerator or taken off it, by name."""
    plus = [(f"plus {place}", part) for place, part in enumerate(kpi.plus)]
    return plus + [(f"less {place}", part) for place, part in enumerate(kpi.less)]


class _Columns(NamedTuple):
    """Columns that are added up: by table and name what they hold, and by measure and part their name."""

    sums: dict[str, dict[str, Formula]]
    bins: dict[str, dict[str, Formula]]
    column: dict[str, str]


class _Ratio(NamedTuple):
    """What a measure adds up and takes off above and below the line, each with the column that holds it.

    tables: where it comes from, in the order of the measure's parts.
    """

    over: list[tuple[Sum, str]]
    less: list[tuple[Sum, str]]
    under: tuple[Sum, str]
    tables: tuple[str, ...]


class Fold:
    """The sums of one replication's logs, taken in chunk by chunk, and its measures at the end."""

    def __init__(self, world: World) -> None:
        self._world, self._names, self._last = world, _names(world), LastContacts(world)
        self._sums, self._bins, self._column = _columns()
        self._in_line, self._crossed = InLine(world), Crossed(world, self._column)
        self._shown: dict[tuple[tuple[str, ...], str], tuple[NDArray[np.bool_], Keys]] = {}
        self._cells: dict[str, dict[tuple[str, ...], Cells]] = {}
        self._accounts: dict[tuple[str, str], Account] = {}

    def add(self, table: str, values: Columns) -> None:
        """Take in a chunk of one of the logs' tables."""
        if table == "contacts":
            values = {**values, LAST_TALK: self._last.talk(values)}
        for feed in feeds_of(self._world, table, values):
            self._take(feed)
        if table == "legs":
            self._in_line.add(values)

    def _take(self, feed: Feed) -> None:
        """Add up what a chunk, or the whole log, feeds to one of the measures' tables."""
        if feed.table not in {**self._sums, **self._bins} or not feed.count:
            return
        several = [dimension for dimension in feed.dimensions if len(self._names[dimension]) > 1]
        keys = {dimension: feed.key(KEYS[dimension]) for dimension in several}
        rows = dict(feed.of(_plan(feed.table)))  # what a scenario does not use is left out
        bins = {name: bins_of(rows.pop(name, NOTHING)) for name in self._bins.get(feed.table, ())}
        taken = Taken(rows)
        self._cells_of(feed.table, feed.dimensions).add(taken, bins, keys)
        self._crossed.add(feed.table, taken, self._crossed.keys(feed))

    def _cells_of(self, table: str, dimensions: tuple[str, ...]) -> Cells:
        """Return what rows of a table are added up in that are fed by these dimensions."""
        of = self._cells.setdefault(table, {})
        if dimensions not in of:
            members = {dimension: len(self._names[dimension]) for dimension in dimensions}
            of[dimensions] = Cells(members, self._sums.get(table, ()), self._bins.get(table, ()))
        return of[dimensions]

    def _account(self, table: str, dimension: str) -> Account:
        """Return the sums of a table by a dimension, once all rows are added up."""
        if (table, dimension) not in self._accounts:
            found = Account(len(self._names[dimension]), self._sums.get(table, ()))
            for cells in self._cells.get(table, {}).values():
                cells.add_to(found, dimension)
            self._accounts[table, dimension] = found
        return self._accounts[table, dimension]

    def finish(self) -> pl.DataFrame:
        """Return the measures: dimension, member, kpi, numerator, denominator, in a fixed order.

        Once, at the end: what stands in line is added up here.
        """
        for feed in self._in_line.feeds():
            self._take(feed)
        lines = Lines()
        for kpi in KPIS.values():
            for dimension in _dimensions_of(kpi.name):
                if kpi.percentile:
                    self._add_percentile(lines, kpi, kpi.percentile, dimension)
                else:
                    self._add_ratio(lines, kpi, dimension)
        return lines.table()

    def crossed(self) -> pl.DataFrame:
        """Return tallies by queue and interval, and by group and interval; after `finish`."""
        return self._crossed.rows(self._names, self._in_line.by_interval())

    def _add_percentile(self, lines: Lines, kpi: Kpi, wanted: Percentile, dimension: str) -> None:
        of, name = self._cells.get(wanted.table, {}).values(), self._column[kpi.name]
        counts = np.atleast_2d(sum(cells.counts(dimension, name) for cells in of))
        values = percentiles(counts, wanted.share)
        told = [float(round(v)) if wanted.whole else v for _, v in values]
        lines.add(dimension, self._names[dimension], [key for key, _ in values], kpi.name, told)

    def _add_ratio(self, lines: Lines, kpi: Kpi, dimension: str) -> None:
        ratio = _ratio(kpi.name)
        first, *more = (self._sum(part, column, dimension) for part, column in ratio.over)
        above = reduce(operator.add, more, first)
        for part, column in ratio.less:
            above = above - self._sum(part, column, dimension)
        below = self._sum(*ratio.under, dimension)
        shown, keys = self._seen(ratio.tables, dimension)
        if dimension == "interval":
            keys = np.flatnonzero(shown & ((above != 0.0) | (below != 0.0)))
        lines.add(dimension, self._names[dimension], keys, kpi.name, above[keys], below[keys])

    def _seen(self, tables: tuple[str, ...], dimension: str) -> tuple[NDArray[np.bool_], Keys]:
        """Return which members of a dimension had rows in one of `tables`, or are known, and their places."""
        key = tables, dimension
        if key not in self._shown:
            of = [self._account(table, dimension).seen for table in tables if table not in KNOWN]
            known = [self._known(dimension)] if tables[1] == "days" else []
            shown = np.any([*of, *known], axis=0)
            self._shown[key] = shown, np.flatnonzero(shown)
        return self._shown[key]

    def _sum(self, part: Sum, column: str, dimension: str) -> NDArray[np.float64]:
        """Return a sum by the dimension's members."""
        if part.table not in KNOWN:
            return self._account(part.table, dimension).sum(column)
        if part.table == "lists":
            people = np.array([float(one.records) for one in self._world.campaigns])
            return people if dimension == "campaign" else np.array([people.sum()])
        if dimension == "interval":  # how many measured days are of the kind of its day
            return days_of_intervals(self._world)
        each = self._world.policy_cost.per_day if part.table == "policy" else 1.0
        return np.full(len(self._names[dimension]), each * len(days_in_window(self._world)))

    def _known(self, dimension: str) -> NDArray[np.bool_]:
        """Return which members exist, with or without rows: nothing is a count, too."""
        world, members = self._world, len(self._names[dimension])
        if dimension != "interval":
            return np.ones(members, dtype=bool)
        known = np.zeros(members, dtype=bool)
        known[open_intervals(world)] = True
        return known


@cache
def _dimensions_of(kpi: str) -> tuple[str, ...]:
    """Return the dimensions by which a measure is broken down."""
    return KPIS[kpi].dimensions


@cache
def _ratio(kpi: str) -> _Ratio:
    """Return what a measure that is made of sums adds up."""
    told, column = KPIS[kpi], _columns().column
    over, under = told.sums
    plus, less = (
        [(part, column.get(f"{kpi}/{kind} {place}", "")) for place, part in enumerate(parts)]
        for kind, parts in (("plus", told.plus), ("less", told.less))
    )
    return _Ratio(
        [(over, column.get(f"{kpi}/numerator", "")), *plus],
        less,
        (under, column.get(f"{kpi}/denominator", "")),
        tuple(part.table for part in (over, under, *told.plus, *told.less)),
    )


@cache
def _columns() -> _Columns:
    """Return what is added up; sums that say the same, and bins that do, are one column."""
    found = _Columns({}, {}, {})
    for name, total in _parts():
        found.column[name] = _shared(found.sums.setdefault(total.table, {}), "sum", total.row())
    for kpi in KPIS.values():
        if kpi.percentile:
            bins = found.bins.setdefault(kpi.percentile.table, {})
            found.column[kpi.name] = _shared(bins, "bin", histogram_value(kpi.percentile))
    return found


@cache
def _plan(table: str) -> Plan:
    """Return how what is added up of a table is worked out."""
    columns = _columns()
    return Plan(columns.sums.get(table, {}) | columns.bins.get(table, {}))


def _names(world: World) -> dict[str, tuple[str, ...]]:
    """Return the names of each dimension's members, in the order of their keys."""
    intervals = range(number_of_intervals(world))
    return {
        ALL: ("",),
        "queue": tuple(queue.name for queue in world.queues),
        "contact": tuple(kind.name for kind in world.types),
        "segment": world.customers.segments,
        "group": tuple(group.name for group in world.groups),
        "cause": tuple(cause.name.lower() for cause in Cause),
        "interval": tuple(interval_name(world, key) for key in intervals),
        "outage": tuple(outage.name for outage in world.outages),
        "campaign": tuple(campaign.name for campaign in world.campaigns),
        "touchpoint": tuple(point.name for point in world.touchpoints),
        "driver": DRIVERS,
        "problem": tuple(problem.name.lower() for problem in Problem),
        "within": tuple(limit_name(world, *limit) for limit in limits_of(world)),
    }


def _shared(columns: dict[str, Formula], kind: str, expression: pl.Expr) -> str:
    """Return the name of the column that holds `expression`, a new one if there is none yet."""
    wanted = formula(expression)
    for name, held in columns.items():
        if held == wanted:
            return name
    name = f"{kind} {len(columns)}"
    columns[name] = wanted
    return name
