"""Tally trust by day: how the customers of each segment stand at the end of every measured day.

A tally, not a measure: values for a table and a picture, without a verdict. The logs hold trust before and
after every episode and failure; between them it relaxes by itself (E11). A member is a JSON list of the
segment's name and the day: 0 when the window opens, k at the end of its k-th day.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from sim.kpis.intervals import days_in_window
from sim.logs import Columns
from sim.rules.trust import YEAR
from sim.world.numbers import World

TRUST = "trust day"
"""The dimension of this tally, and its measure."""
CHANGES = {"issues": "closed", "failures": "struck"}
"""Tables whose rows change a customer's trust, and when."""
Floats = NDArray[np.float64]


class Daily:
    """Trust of one replication's customers by day, taken in chunk by chunk; changes of the window count."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._changes: tuple[list[Any], ...] = [], [], [], []  # customer, moment, trust before, after
        self._customers: list[dict[str, Any]] = []

    def add(self, table: str, values: Columns) -> None:
        """Take in a chunk of one of the logs' tables."""
        if table in CHANGES:
            opens, closes, _ = self._world.window
            at, after = (np.asarray(values[name], float) for name in (CHANGES[table], "trust_after"))
            of = np.flatnonzero((at >= opens) & (at <= closes) & np.isfinite(after))
            before = np.asarray(values["trust_before"], float)[of]
            customer = np.asarray(values["customer"], np.int32)[of]
            for kept, column in zip(self._changes, (customer, at[of], before, after[of]), strict=True):
                kept.append(column)
        elif table == "customers":
            names = ("customer", "segment", "trust_start", "trust_end", "joined", "left")
            self._customers.append({name: np.asarray(values[name]) for name in names})

    def rows(self) -> pl.DataFrame:
        """Return the tallies: dimension, member, kpi, numerator (trust, summed), denominator (customers).

        What was taken in is given up meanwhile, column by column, so that little is held twice.
        """
        found, names = [], self._world.customers.segments
        if self._customers and self._changes[0]:
            changes = [_whole(column) for column in self._changes]
            course = _Course(self._world, _joined(self._customers), changes)
            opens, days = self._world.window.opens, days_in_window(self._world)
            for day, moment in enumerate([opens, *(one.start + one.length for one in days)]):
                segment, trust = course.at(moment)
                sums = np.bincount(segment, trust, len(names)).tolist()
                counts = np.bincount(segment, minlength=len(names)).tolist()
                rows = zip(names, sums, counts, strict=True)
                found += [(TRUST, _member(name, day), TRUST, *of) for name, *of in rows if of[1]]
        kinds = (pl.String, pl.String, pl.String, pl.Float64, pl.Float64)
        columns = ("dimension", "member", "kpi", "numerator", "denominator")
        return pl.DataFrame(found, schema=dict(zip(columns, kinds, strict=True)), orient="row")


class _Course:
    """The way of every customer's trust through the window: beginnings and changes, in order of time.

    customers: columns of the log. changes: customer, moment [s], trust before and after it.
    """

    def __init__(self, world: World, customers: dict[str, Any], changes: list[Any]) -> None:
        n, self._left = world.trust, customers["left"]
        self._segment = customers["segment"].astype(np.int64)
        self._level = np.array(world.customers.levels)[self._segment]
        self._bad, self._good = n.fade_bad / YEAR, n.fade_good / YEAR
        opens, closes, _ = world.window
        order = np.argsort(customers["customer"], kind="stable")
        changes[0] = order.astype(np.int32)[np.searchsorted(customers["customer"], changes[0], sorter=order)]
        places = np.lexsort((changes[1], changes[0])).astype(np.int32)
        for number, column in enumerate(changes):
            changes[number] = column[places]
        row, at, before, after = changes
        begins = np.maximum(customers["joined"], opens)
        first = self._first(customers, begins, closes, (row, at, before))
        everybody = np.arange(len(begins), dtype=np.int32)
        self._row, self._at = np.append(everybody, row), np.append(begins, at)
        self._after = np.append(first, after)

    def _first(
        self, customers: dict[str, Any], begins: Floats, closes: float, changes: tuple[Any, Floats, Floats]
    ) -> Floats:
        """Return the trust that everybody begins with, of newcomers from where they first are seen."""
        row, at, before = changes
        start, end = customers["trust_start"], customers["trust_end"]
        seen = np.where(end > 0.0, closes, begins)
        trust = np.where(end > 0.0, end, self._level)
        where = np.flatnonzero(np.diff(row, prepend=-1))
        seen[row[where]], trust[row[where]] = at[where], before[where]
        return np.where(start > 0.0, start, self._faded(np.arange(len(begins)), trust, begins - seen))

    def _faded(self, row: Any, trust: Floats, seconds: Floats) -> Floats:
        """Return trust after, or before, so many seconds without an event: E11, of many customers at once."""
        level = self._level[row]
        pace = np.where(trust < level, self._bad, self._good)
        return np.asarray(level + (trust - level) * np.exp(-pace * seconds))

    def at(self, moment: float) -> tuple[NDArray[np.int64], Floats]:
        """Return segment and trust of everybody who is a customer at a moment [s]."""
        past = np.flatnonzero(self._at <= moment).astype(np.int32)
        last = np.full(len(self._segment), -1, np.int32)
        last[self._row[past]] = past  # of several the last one stays, as they are in order of time
        here = np.flatnonzero((last >= 0) & (self._left > moment))
        of = last[here]
        return self._segment[here], self._faded(here, self._after[of], moment - self._at[of])


def _whole(chunks: list[Any]) -> Any:
    """Return chunks as one array, and empty the list."""
    whole = np.concatenate(chunks)
    chunks.clear()
    return whole


def _joined(chunks: Sequence[dict[str, Any]]) -> dict[str, Any]:
    return {name: np.concatenate([chunk[name] for chunk in chunks]) for name in chunks[0]}


def _member(segment: str, day: int) -> str:
    return json.dumps([segment, day])


def read_day(member: str) -> tuple[str, int]:
    """Return the segment and the day that a member names."""
    segment, day = json.loads(member)
    return segment, day
