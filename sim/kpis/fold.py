"""Fold the logs into sums as they come, so that memory does not follow the horizon.

Sums first, one division last: chunks add up to the same figures as the whole. Percentiles, the
declared exceptions, are read off histograms with bins 1 % wide.
"""

from __future__ import annotations

from math import log
from typing import NamedTuple

import polars as pl

from sim.kpis.base import ALL, KPIS, Kpi, Percentile, Sum
from sim.kpis.prepare import by_interval, first_stays, interval_name, intervals_per_day, tables_of
from sim.logs import Columns
from sim.scenario.clock import DAY
from sim.world import World

SMALLEST = 0.01
RESOLUTION = 1.01
KEYS = {"queue": "queue", "contact": "type", "segment": "segment", "group": "group", "interval": "interval"}


class _Task(NamedTuple):
    """Hold what one grouping of one table has to add up: the expressions, by the name of the sum."""

    table: str
    dimension: str
    sums: dict[str, pl.Expr]


def _tasks() -> list[_Task]:
    tasks: dict[tuple[str, str], dict[str, pl.Expr]] = {}
    for kpi in (kpi for kpi in KPIS.values() if kpi.kind != "percentile"):
        for part, total in zip(("numerator", "denominator"), kpi.sums, strict=True):
            for dimension in kpi.dimensions if total.table != "days" else ():
                tasks.setdefault((total.table, dimension), {})[f"{kpi.name}/{part}"] = total.expression()
    return [_Task(table, dimension, sums) for (table, dimension), sums in tasks.items()]


class Fold:
    """Take in the logs of one replication, chunk by chunk, and give its measures."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._tasks = _tasks()
        self._percentiles = [kpi for kpi in KPIS.values() if kpi.percentile]
        self._sums: dict[tuple[str, str], list[pl.DataFrame]] = {}
        self._bins: dict[tuple[str, str], list[pl.DataFrame]] = {}

    def add(self, table: str, values: Columns) -> None:
        """Take in a chunk of one of the logs' tables."""
        for name, frame in tables_of(self._world, table, values).items():
            for task in self._tasks:
                if task.table == name:
                    keyed = self._keyed(name, frame, task.dimension)
                    sums = keyed.group_by("key").agg(**task.sums)
                    self._sums.setdefault((name, task.dimension), []).append(sums)
            for kpi in self._percentiles:
                if kpi.percentile and kpi.percentile.table == name:
                    self._add_bins(kpi, kpi.percentile, frame)

    def _keyed(self, table: str, frame: pl.DataFrame, dimension: str) -> pl.DataFrame:
        if table == "stays" and dimension != "queue":
            frame = first_stays(frame)
        if table == "duty" and dimension == "interval":
            frame = by_interval(self._world, frame)
        key = pl.lit(0) if dimension == ALL else pl.col(KEYS[dimension])
        return frame.with_columns(key=key.cast(pl.Int32))

    def _add_bins(self, kpi: Kpi, percentile: Percentile, frame: pl.DataFrame) -> None:
        value = percentile.value.clip(SMALLEST)
        number = ((value / SMALLEST).log() / log(RESOLUTION)).floor().cast(pl.Int32)
        for dimension in kpi.dimensions:
            keyed = self._keyed(percentile.table, frame, dimension).filter(percentile.where)
            counts = keyed.group_by("key", number.alias("bin")).agg(count=pl.len())
            self._bins.setdefault((kpi.name, dimension), []).append(counts)

    def finish(self) -> pl.DataFrame:
        """Return the measures: dimension, member, kpi, numerator, denominator, in a fixed order."""
        added = {
            place: pl.concat(frames).group_by("key").sum().rows_by_key("key", named=True, unique=True)
            for place, frames in self._sums.items()
        }
        rows: list[tuple[str, str, str, float, float]] = []
        for kpi in KPIS.values():
            for dimension in kpi.dimensions:
                if kpi.percentile:
                    rows += self._percentile_rows(kpi, kpi.percentile, dimension)
                else:
                    rows += self._ratio_rows(kpi, dimension, added)
        names = ("dimension", "member", "kpi", "numerator", "denominator")
        kinds = (pl.String, pl.String, pl.String, pl.Float64, pl.Float64)
        return pl.DataFrame(rows, schema=dict(zip(names, kinds, strict=True)), orient="row")

    def _ratio_rows(
        self, kpi: Kpi, dimension: str, added: dict[tuple[str, str], dict[int, dict[str, float]]]
    ) -> list[tuple[str, str, str, float, float]]:
        over, under = kpi.sums
        keys = {
            key for part in kpi.sums if part.table != "days" for key in added.get((part.table, dimension), {})
        }
        if under.table == "days":
            keys |= self._known(dimension)
        rows = [
            (
                dimension,
                self._member(dimension, key),
                kpi.name,
                self._sum(over, dimension, key, f"{kpi.name}/numerator", added),
                self._sum(under, dimension, key, f"{kpi.name}/denominator", added),
            )
            for key in sorted(keys)
        ]
        return [row for row in rows if dimension != "interval" or row[3] or row[4]]

    def _sum(
        self,
        part: Sum,
        dimension: str,
        key: int,
        name: str,
        added: dict[tuple[str, str], dict[int, dict[str, float]]],
    ) -> float:
        if part.table == "days":
            window = self._world.window
            return self._days_of(key) if dimension == "interval" else (window.closes - window.opens) / DAY
        return added.get((part.table, dimension), {}).get(key, {}).get(name, 0.0)

    def _known(self, dimension: str) -> set[int]:
        """Return the keys of the members that exist, with or without rows: nothing is a count, too."""
        world = self._world
        if dimension == "interval":
            first, last = round(world.window.opens / DAY), round(world.window.closes / DAY)
            days = {(world.first_weekday + day) % 7 for day in range(first, last)}
            starts = [(day, start) for day in days for start in world.week[day].starts]
            return {day * intervals_per_day(world) + int(start // world.interval) for day, start in starts}
        return set(range(1 if dimension == ALL else len(self._names(dimension))))

    def _days_of(self, key: int) -> float:
        """Return how many measured days have the weekday of an interval."""
        world = self._world
        per_day = intervals_per_day(world)
        first, last = round(world.window.opens / DAY), round(world.window.closes / DAY)
        return float(sum((world.first_weekday + day) % 7 == key // per_day for day in range(first, last)))

    def _percentile_rows(
        self, kpi: Kpi, percentile: Percentile, dimension: str
    ) -> list[tuple[str, str, str, float, float]]:
        frames = self._bins.get((kpi.name, dimension), [])
        if not frames:
            return []
        counts = pl.concat(frames).group_by("key", "bin").sum().sort("key", "bin")
        rows = []
        for (key,), part in counts.group_by("key", maintain_order=True):
            reached = part["count"].cum_sum() >= percentile.share * float(part["count"].sum())
            number = int(part["bin"].filter(reached)[0])
            value = 0.0 if number == 0 else SMALLEST * RESOLUTION ** (number + 0.5)
            rows.append((dimension, self._member(dimension, int(str(key))), kpi.name, value, 1.0))
        return rows

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
        }[dimension]
