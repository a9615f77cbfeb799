"""Count who stands in line while the centre is open: for how long, and how many at each full minute.

Rows of the logs come when a stay is over, in no order of time. So stays are laid into stretches of opening
time, cut at the bounds of intervals, and onto a grid of moments; memory follows the measured days.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.codes import Outcome
from sim.kpis.base import ALL
from sim.kpis.intervals import interval_bounds, interval_keys, number_of_intervals, open_spans
from sim.kpis.prepare import BY_FIRM, Feed, is_any, rows_of
from sim.kpis.rows import Rows
from sim.logs import Columns
from sim.world.numbers import World
from sim.world.window import clipped

Floats = NDArray[np.float64]
Indices = NDArray[np.int64]
NOT_IN_LINE = (int(Outcome.BLOCKED), *BY_FIRM)
STEPS = (60.0, 300.0, 900.0)
"""Seconds between the moments at which the line is counted: the first that keeps them below `MOMENTS`."""
MOMENTS = 150_000
SHARE = 0.9
"""The share of moments at which the line is no longer than its 90th percentile."""


class InLine:
    """The line of every queue in one replication, taken in chunk by chunk."""

    def __init__(self, world: World) -> None:
        self._queues = len(world.queues)
        self._begins, self._ends = _stretches(world)
        self._interval = interval_keys(world, self._begins)
        self._intervals = number_of_intervals(world)
        self._step, self._counts = _grid(self._ends - self._begins)
        self._before = np.cumsum(self._counts) - self._counts
        self._interval_of_moment = np.repeat(self._interval, self._counts)
        self._edges = np.zeros((self._queues, len(self._begins)))
        self._whole = np.zeros((self._queues, len(self._begins) + 1), dtype=np.int64)
        self._steps = np.zeros((self._queues, self._counts.sum() + 1), dtype=np.int64)

    def add(self, legs: Columns) -> None:
        """Take in a chunk of the log table `legs`."""
        if not len(self._begins):
            return
        waited: Any = legs["wait"]
        of = np.flatnonzero((waited > 0.0) & ~is_any(legs["outcome"], NOT_IN_LINE))
        queue, joined = legs["queue"][of].astype(np.int64), legs["joined"][of].astype(np.float64)
        left = joined + waited[of]
        first = np.searchsorted(self._ends, joined, side="right")
        last = np.searchsorted(self._begins, left) - 1
        for ends, at, sign in ((joined, np.minimum(first, len(self._ends) - 1), 1), (left, last, -1)):
            _add(self._steps, queue, self._moments_before(ends, np.maximum(at, 0)), sign)
        longer = np.flatnonzero(last > first)
        for some, stretch in ((rows_of(last >= first), first), (longer, last)):
            at = stretch[some]
            seconds = np.minimum(left[some], self._ends[at]) - np.maximum(joined[some], self._begins[at])
            _add(self._edges, queue[some], at, seconds)
        _add(self._whole, queue[longer], first[longer] + 1, 1)
        _add(self._whole, queue[longer], last[longer], -1)

    def _moments_before(self, ends: Floats, at: Indices) -> Indices:
        """Return how many moments lie before some times [s], by the stretch that each is in or next to."""
        some = np.ceil((ends - self._begins[at]) / self._step).astype(np.int64)
        return np.asarray(self._before[at] + np.clip(some, 0, self._counts[at]))

    def feeds(self) -> list[Feed]:
        """Return what measures are made of: seconds in line by interval, and the number at each moment."""
        if not len(self._begins):
            return []
        lengths = self._ends - self._begins
        stood = self._edges + np.cumsum(self._whole[:, :-1], axis=1) * lengths
        open_ = self._by_interval(lengths)
        filled = np.flatnonzero(open_)
        seconds = np.stack([self._by_interval(each)[filled] for each in stood])
        number = self._numbers()
        of_queues = _frame(seconds, filled, open_[filled])
        of_all = _frame(seconds.sum(axis=0)[None, :], filled, open_[filled])
        queue = np.repeat(np.arange(self._queues), number.shape[1])
        return [
            Feed("line", ("queue",), Rows(of_queues)),
            Feed("line", (ALL, "interval"), Rows(of_all)),
            Feed("minutes", ("queue",), Rows(_counted(number.ravel(), queue=queue))),
            Feed("minutes", (ALL,), Rows(_counted(number.sum(axis=0)))),
        ]

    def by_interval(self) -> list[tuple[int, int, int]]:
        """Return queue, interval and the 90th percentile of the number in line at the moments in it."""
        rows = []
        for queue, number in enumerate(self._numbers()):
            order = np.lexsort((number, self._interval_of_moment))
            counts = np.bincount(self._interval_of_moment, minlength=self._intervals)
            filled = np.flatnonzero(counts)
            starts = (np.cumsum(counts) - counts)[filled]
            places = starts + np.ceil(SHARE * counts[filled]).astype(np.int64) - 1
            values = number[order[places]]
            rows += [(queue, *pair) for pair in zip(filled.tolist(), values.tolist(), strict=True)]
        return rows

    def _by_interval(self, seconds: Floats) -> Floats:
        """Return seconds by stretch added up by interval."""
        return np.bincount(self._interval, seconds, self._intervals).astype(np.float64)

    def _numbers(self) -> Indices:
        """Return the number in line, shape (queues, moments)."""
        return np.cumsum(self._steps[:, :-1], axis=1)


def _add(table: NDArray[Any], row: Indices, column: Indices, values: Any) -> None:
    """Add to the cells of a table, one after the other."""
    np.add.at(table.reshape(-1), row * table.shape[1] + column, values)


def _stretches(world: World) -> tuple[Floats, Floats]:
    """Return begins and ends [s] of opening time in the measured window, cut at the bounds of intervals."""
    begins, ends = (clipped(world.window, some) for some in open_spans(world))
    bounds = interval_bounds(world)
    edges = np.unique(np.concatenate((begins, ends, bounds)))
    middles = (edges[:-1] + edges[1:]) / 2.0
    span = np.searchsorted(begins, middles, side="right") - 1
    is_open = (span >= 0) & (middles < np.append(ends, -np.inf)[span])
    return edges[:-1][is_open], edges[1:][is_open]


def _grid(lengths: Floats) -> tuple[float, Indices]:
    """Return the seconds between moments at which the line is counted, and how many each stretch [s] has.

    The first moment is when the stretch begins.
    """
    step = next((step for step in STEPS if lengths.sum() <= MOMENTS * step), STEPS[-1])
    return step, np.ceil(lengths / step).astype(np.int64)


def _frame(seconds: Floats, interval: Indices, opened: Floats) -> Columns:
    """Lay out seconds in line, shape (queues, intervals), beside the time that the centre is open [s]."""
    queues, intervals = seconds.shape
    return {
        "queue": np.repeat(np.arange(queues), intervals), "interval": np.tile(interval, queues),
        "seconds": seconds.ravel(), "open": np.tile(opened, queues),
    }  # fmt: skip


def _counted(number: Indices, **of: Indices) -> Columns:
    return {**of, "number": number.astype(np.float64)}
