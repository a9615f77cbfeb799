"""Tally trust by day: how the customers of each segment stand at the end of every measured day.

A tally, not a measure: values for a table and a picture, without a verdict. The logs hold trust before and
after every episode and failure; between them it relaxes by itself, towards its level (E11). So how far from
it somebody is can be summed over changes: each adds the distance after it and takes off the one before, both
faded since. Only sums by day are kept of them, in whatever order they come. A member is a JSON list of the
segment's name and the day: 0 when the window opens, k at the end of its k-th day.
"""

from __future__ import annotations

import json
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from sim.kpis.intervals import days_in_window, places
from sim.kpis.prepare import rows_of
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
        self._world, self._names = world, world.customers.segments
        ends = (one.start + one.length for one in days_in_window(world))
        self._moments = np.array([world.window.opens, *ends])
        self._level = np.array(world.customers.levels)
        self._pace = np.array([world.trust.fade_good, world.trust.fade_bad]) / YEAR
        shape = len(self._names), len(self._moments)
        self._apart, self._there = np.zeros((2, *shape)), np.zeros(shape)
        self._last = _Latest()
        self._first = _Latest()  # of moments counted backwards
        self._customers: list[dict[str, Any]] = []
        self._changed = False

    def add(self, table: str, values: Columns) -> None:
        """Take in a chunk of one of the logs' tables."""
        if table in CHANGES:
            moment, before, after = (
                np.asarray(values[name], float) for name in (CHANGES[table], "trust_before", "trust_after")
            )
            segment, customer = np.asarray(values["segment"]), np.asarray(values["customer"])
            self._change(segment, customer, moment, before, after)
        elif table == "customers":
            names = ("customer", "segment", "trust_start", "trust_end", "joined", "left")
            self._customers.append({name: np.asarray(values[name]) for name in names})

    def rows(self) -> pl.DataFrame:
        """Return the tallies: dimension, member, kpi, numerator (trust, summed), denominator (customers).

        Once, at the end: who comes and goes is counted here.
        """
        found: list[tuple[str, str, str, float, float]] = []
        if self._changed:
            for chunk in self._customers:
                self._come_and_go(chunk)
            trust, there = self._by_day()
            for day in range(len(self._moments)):
                rows = zip(self._names, trust[:, day].tolist(), there[:, day].tolist(), strict=True)
                found += [(TRUST, _member(name, day), TRUST, *of) for name, *of in rows if of[1]]
        kinds = (pl.String, pl.String, pl.String, pl.Float64, pl.Float64)
        columns = ("dimension", "member", "kpi", "numerator", "denominator")
        return pl.DataFrame(found, schema=dict(zip(columns, kinds, strict=True)), orient="row")

    def _by_day(self) -> tuple[Floats, Floats]:
        """Return trust, summed, and the number of customers, by segment and moment."""
        there = self._there.cumsum(axis=1)
        for day, passed in enumerate(np.diff(self._moments), 1):
            self._apart[:, :, day] += self._apart[:, :, day - 1] * np.exp(-self._pace * passed)[:, None]
        return there * self._level[:, None] + self._apart.sum(axis=0), there

    def _change(self, segment: Any, customer: Any, at: Floats, before: Floats, after: Floats) -> None:
        """Add how far from its level trust is after each change, and take off how far it was before."""
        opens, closes, _ = self._world.window
        of = rows_of((at >= opens) & (at <= closes) & np.isfinite(after))
        segment, customer, at, before, after = (
            column[of] for column in (segment, customer, at, before, after)
        )
        self._changed |= len(at) > 0
        self._add(segment, at, (after, 1.0), (before, -1.0))
        if self._world.loyalty:
            self._last.add(customer, at, after)
            self._first.add(customer, -at, before)

    def _come_and_go(self, customers: dict[str, Any]) -> None:
        """Count who is there, and let their trust begin and, where they leave, end."""
        opens, closes, _ = self._world.window
        of = np.flatnonzero(customers["left"] > np.maximum(customers["joined"], opens))
        segment, first, end, left = (
            customers[name][of] for name in ("segment", "trust_start", "trust_end", "left")
        )
        begins = np.maximum(customers["joined"][of], opens)
        if self._world.loyalty:
            who, stays = customers["customer"][of], end > 0.0
            seen, level = np.where(stays, closes, begins), np.where(stays, end, self._level[segment])
            before, trust = self._first.of(who, -seen, level)
            first = np.where(first > 0.0, first, self._faded(segment, trust, begins + before))
            at, trust = self._last.of(who, begins, first)
            gone = np.flatnonzero(left <= self._moments[-1])
            whose, ends = segment[gone], left[gone]
            self._add(whose, ends, (self._faded(whose, trust[gone], ends - at[gone]), -1.0))
        self._add(segment, begins, (first, 1.0))
        for moment, more in ((begins, 1.0), (left, -1.0)):
            seen_at = np.searchsorted(self._moments, moment)
            in_time = rows_of(seen_at < len(self._moments))
            place = segment[in_time] * len(self._moments) + seen_at[in_time]
            self._there += more * np.bincount(place, minlength=self._there.size).reshape(self._there.shape)

    def _add(self, segment: Any, at: Floats, *changes: tuple[Floats, float]) -> None:
        """Add customers' distance from their level, from a moment on: trust, and 1, or -1 to take it off."""
        of, days = rows_of(at <= self._moments[-1]), len(self._moments)
        segment, at = segment[of], at[of]
        day = places(self._moments, at)
        left, place = self._moments[day] - at, segment * days + day
        for trust, times in changes:
            faded = self._faded(segment, trust[of], left) - self._level_of(segment)
            below = place + (faded < 0.0) * self._there.size
            self._apart += times * np.bincount(below, faded, self._apart.size).reshape(self._apart.shape)

    def _faded(self, segment: Any, trust: Floats, seconds: Floats) -> Floats:
        """Return trust after, or before, so many seconds without an event: E11, of many customers at once."""
        level, (good, bad) = self._level_of(segment), self._pace
        pace = np.where(trust < level, bad, good)
        return np.asarray(level + (trust - level) * np.exp(-pace * seconds))

    def _level_of(self, segment: Any) -> Any:
        """Return the level of some segments: a number where there is but one."""
        return self._level[segment if len(self._level) > 1 else 0]


class _Latest:
    """Every customer's trust at the latest of the moments taken in, in any order."""

    def __init__(self) -> None:
        self._at, self._trust = np.zeros(0), np.zeros(0)

    def add(self, customer: Any, at: Floats, trust: Floats) -> None:
        """Take in trust at moments [s] of customers, who may stand here more than once."""
        more = max(0, int(customer.max(initial=-1)) + 1 - len(self._at))
        self._at = np.append(self._at, np.full(more, -np.inf))
        self._trust = np.append(self._trust, np.zeros(more))
        order = np.argsort(at, kind="stable")  # of several of a customer, the one that is written last stays
        order = order[at[order] >= self._at[customer[order]]]
        self._at[customer[order]], self._trust[customer[order]] = at[order], trust[order]

    def of(self, customer: Any, at: Floats, trust: Floats) -> tuple[Floats, Floats]:
        """Return moment and trust of customers; `at` and `trust` where nothing was taken in."""
        self.add(customer, np.full(len(at), -np.inf), np.zeros(len(at)))
        seen = np.isfinite(self._at[customer])
        return np.where(seen, self._at[customer], at), np.where(seen, self._trust[customer], trust)


def _member(segment: str, day: int) -> str:
    return json.dumps([segment, day])


def read_day(member: str) -> tuple[str, int]:
    """Return the segment and the day that a member names."""
    segment, day = json.loads(member)
    return segment, day
