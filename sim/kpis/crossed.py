"""Add up by queue and interval, and by group and interval: the lines of an interval report.

They are tallies, not measures: values for a table, without a verdict. A member is a JSON list of the queue's,
or group's, name and the interval's.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence

import numpy as np
import polars as pl
from numpy.typing import NDArray

from sim.kpis.account import Account, Taken
from sim.kpis.base import KPIS, Kpi, Sum
from sim.kpis.intervals import days_of_intervals, number_of_intervals, open_intervals
from sim.kpis.lines import Lines
from sim.kpis.prepare import Feed
from sim.world.numbers import World

CROSSED = {
    "queue": (
        *("offered", "answered", "abandoned", "abandoned_share", "service_level", "asa", "wait_mean"),
        *("waited_share", "line_mean", "aht"),
    ),
    "group": ("aht", "occupancy", "utilisation", "available_share", "overtime", "staff_cost"),
}
"""The measures of each line, by what it is of; queues have `line_p90` besides."""
TALLY = {"queue": "queue interval", "group": "group interval"}
"""The dimension of these tallies."""
LINE = "line_p90"
Key = NDArray[np.int64]


class Crossed:
    """Sums by queue and interval, and by group and interval.

    column: "measure/part" to the column of a table that holds what is added up.
    """

    def __init__(self, world: World, column: Mapping[str, str]) -> None:
        self._world, self._column = world, column
        self._intervals = number_of_intervals(world)
        self._members = {"queue": len(world.queues), "group": len(world.groups)}
        self._accounts: dict[tuple[str, str], Account] = {}
        for by in CROSSED:
            for table, wanted in self._columns(by).items():
                size = self._members[by] * self._intervals
                self._accounts[by, table] = Account(size, wanted)

    def _columns(self, by: str) -> dict[str, dict[str, None]]:
        """Return by table the columns that are added up, each once."""
        columns: dict[str, dict[str, None]] = {}
        parts = [(kpi, *part) for kpi in map(KPIS.__getitem__, CROSSED[by]) for part in _parts(kpi)]
        for kpi, part, total in parts:
            if total.table != "days":
                columns.setdefault(total.table, {})[self._column[f"{kpi.name}/{part}"]] = None
        return columns

    def keys(self, feed: Feed) -> dict[str, Key]:
        """Return the places of a feed's rows, by what they are of."""
        return {
            by: feed.key(by) * self._intervals + feed.key("interval") if many > 1 else feed.key("interval")
            for by, many in self._members.items()
            if (by, feed.table) in self._accounts and by in feed.dimensions
        }

    def add(self, table: str, rows: Taken, keys: Mapping[str, Key]) -> None:
        """Take in rows of a table, and their places."""
        for by, key in keys.items():
            self._accounts[by, table].add(rows, key)

    def rows(
        self, names: Mapping[str, Sequence[str]], in_line: Iterable[tuple[int, int, int]]
    ) -> pl.DataFrame:
        """Return the tallies: dimension, member, kpi, numerator, denominator.

        names: of queues, groups and intervals. in_line: queue, interval and 90th percentile of the line.
        """
        lines, pairs = Lines(), {by: [*self._pairs(by, names)] for by in CROSSED}
        for by, kpis in CROSSED.items():
            for kpi in map(KPIS.__getitem__, kpis):
                over, under = (self._sum(by, kpi, part, total) for part, total in _parts(kpi))
                places = np.flatnonzero(self._shown(by, kpi, over, under))
                lines.add(TALLY[by], pairs[by], places, kpi.name, over[places], under[places])
        at = [(queue * self._intervals + interval, number) for queue, interval, number in in_line]
        of_line, numbers = ([one[k] for one in at] for k in (0, 1))
        lines.add(TALLY["queue"], pairs["queue"], of_line, LINE, numbers)
        return lines.table()

    def _pairs(self, by: str, names: Mapping[str, Sequence[str]]) -> Iterator[str]:
        """Yield the JSON lists of two names, by place."""
        intervals = [f", {json.dumps(name)}]" for name in names["interval"]]
        for first in (f"[{json.dumps(name)}" for name in names[by]):
            yield from (first + second for second in intervals)

    def _sum(self, by: str, kpi: Kpi, part: str, total: Sum) -> NDArray[np.float64]:
        if total.table == "days":
            return np.tile(days_of_intervals(self._world), self._members[by])
        return self._accounts[by, total.table].sum(self._column[f"{kpi.name}/{part}"])

    def _shown(
        self, by: str, kpi: Kpi, over: NDArray[np.float64], under: NDArray[np.float64]
    ) -> NDArray[np.bool_]:
        """Return which lines there are: those with something in them, and counts of open intervals."""
        if kpi.sums[1].table != "days":
            return np.asarray(under != 0.0)
        known = np.zeros(self._intervals, dtype=bool)
        known[open_intervals(self._world)] = True
        shown: NDArray[np.bool_] = (over != 0.0) | (np.tile(known, self._members[by]) & (under != 0.0))
        return shown


def _parts(kpi: Kpi) -> tuple[tuple[str, Sum], tuple[str, Sum]]:
    """Return the two sums of a measure that has no further ones, with their names."""
    over, under = kpi.sums
    return ("numerator", over), ("denominator", under)


def read_member(member: str) -> tuple[str, str]:
    """Return the queue or group, and the interval, that a member names."""
    name, interval = json.loads(member)
    return name, interval
