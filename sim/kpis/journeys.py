"""Tally waits and paths: how long contacts wait in each queue, and where they go.

Tallies are counts for tables and pictures, not measures: they have no verdict, and stand beside the measures
in what a replication leaves, under the dimensions `wait` and `flow`. A member is a JSON list of kinds, names
of queues and groups, and codes, so that no name of a scenario can be mistaken for another one.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any, NamedTuple

import numpy as np
import polars as pl
from numpy.typing import NDArray

from sim.codes import Closing, End, Outcome
from sim.kpis.by_day import TRUST
from sim.kpis.crossed import TALLY
from sim.kpis.intervals import days_in_window, places
from sim.kpis.prepare import BY_FIRM, is_any, rows_of
from sim.kpis.rows import alike
from sim.logs import Columns
from sim.world.numbers import World
from sim.world.window import is_in

WAIT, FLOW = "wait", "flow"
TALLIES = (WAIT, FLOW, TRUST, *TALLY.values())
"""Dimensions that hold tallies."""
EDGES = (0.0, 5.0, 10.0, 20.0, 30.0, 45.0, 60.0, 90.0, 120.0, 180.0, 300.0, 600.0, 1800.0, 7200.0, 86400.0)
"""Where bins of waits begin [s]; the last one has no end."""
AFTER = np.nextafter(EDGES[1:], 0.0)
"""The last moments [s] before all but the first: what lies beyond one is in the next bin."""
WAITED = (int(Outcome.ANSWERED), int(Outcome.ABANDONED))
NEW, REPEAT, TRANSFER = range(3)
ORIGINS = ("new issue", "repeat", "transfer")
"""Whence contacts come to a queue: a need's first contact, a later one, or an agent of another stay."""


class Bin(NamedTuple):
    """A bin of waits: the queue's name, how the stay ended (Outcome), and the place among `EDGES`."""

    queue: str
    outcome: int
    place: int


class Step(NamedTuple):
    """One step of a journey, from a kind of place to another, each with its name or code.

    Kinds: queue, group (by name), origin, outcome (of a queue stay), end (of a conversation), issue, closing.
    """

    start_kind: str
    start: str | int
    end_kind: str
    end: str | int


class Journeys:
    """The tallies of one replication's logs, taken in chunk by chunk; contacts of the window count."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._names = {
            "queue": [queue.name for queue in world.queues],
            "group": [group.name for group in world.groups],
        }
        queues, groups = len(world.queues), len(world.groups)
        self._waits = np.zeros((queues, len(WAITED), len(EDGES)), dtype=np.int64)
        self._flows = {
            ("origin", "queue"): np.zeros((len(ORIGINS), queues), dtype=np.int64),
            ("queue", "outcome"): np.zeros((queues, len(Outcome)), dtype=np.int64),
            ("queue", "group"): np.zeros((queues, groups), dtype=np.int64),
            ("group", "end"): np.zeros((groups, len(End)), dtype=np.int64),
            ("issue", "closing"): np.zeros((1, len(Closing)), dtype=np.int64),
        }

    def add(self, table: str, values: Columns) -> None:
        """Take in a chunk of one of the logs' tables."""
        if table == "legs":
            self._add_legs(values)
        elif table == "contacts":
            counted = rows_of(
                is_in(self._world.window, values["arrived"]) & (values["outcome"] != int(Outcome.OUTBOUND))
            )
            origin = NEW + (REPEAT - NEW) * (values["attempt"][counted] > 0)
            self._count("origin", origin, "queue", values["queue"][counted])
        elif table == "issues":
            closing = values["closing"][rows_of(is_in(self._world.window, values["opened"]))]
            self._count("issue", np.zeros(len(closing), dtype=np.int64), "closing", closing)

    def rows(self) -> pl.DataFrame:
        """Return the tallies: dimension, member, kpi, numerator (a count), denominator (measured days)."""
        days = float(len(days_in_window(self._world)))
        rows = [(WAIT, _member(bin_), WAIT, float(n), days) for bin_, n in self._bins()]
        rows += [(FLOW, _member(step), FLOW, float(n), days) for step, n in self._steps()]
        kinds = (pl.String, pl.String, pl.String, pl.Float64, pl.Float64)
        names = ("dimension", "member", "kpi", "numerator", "denominator")
        return pl.DataFrame(rows, schema=dict(zip(names, kinds, strict=True)), orient="row")

    def _add_legs(self, legs: Columns) -> None:
        counted = rows_of(is_in(self._world.window, legs["joined"]) & ~is_any(legs["outcome"], BY_FIRM))
        names = ("queue", "outcome", "leg", "group", "wait", "end")
        queue, outcome, leg, group, wait, end = (np.asarray(legs[name])[counted] for name in names)
        cell = queue * len(EDGES) + places(AFTER, wait)
        for number, code in enumerate(WAITED):
            bins = np.bincount(cell[np.flatnonzero(outcome == code)], minlength=self._waits[:, number].size)
            self._waits[:, number] += bins.reshape(-1, len(EDGES))
        later, answered, others = (
            np.flatnonzero(leg > 0),
            np.flatnonzero(group >= 0),
            np.flatnonzero(group < 0),
        )
        self._count("origin", np.full(len(later), TRANSFER), "queue", queue[later])
        self._count("queue", queue[others], "outcome", outcome[others])
        self._count("queue", queue[answered], "group", group[answered])
        self._count("group", group[answered], "end", end[answered])

    def _count(
        self, start_kind: str, start: NDArray[np.generic], end_kind: str, end: NDArray[np.generic]
    ) -> None:
        flows = self._flows[start_kind, end_kind]
        at: Any = start * flows.shape[1] + end  # type: ignore[operator]
        only = alike(at)  # most often all paths of a chunk are the same in some step
        where, many = (at, None) if np.ndim(only) else ([only], [len(at)])
        flows += np.bincount(where, many, flows.size).astype(np.int64).reshape(flows.shape)

    def _bins(self) -> Iterator[tuple[Bin, int]]:
        for queue, number, place in np.argwhere(self._waits).tolist():
            name = self._names["queue"][queue]
            yield Bin(name, WAITED[number], place), int(self._waits[queue, number, place])

    def _steps(self) -> Iterator[tuple[Step, int]]:
        for (start_kind, end_kind), counts in self._flows.items():
            for start, end in np.argwhere(counts).tolist():
                places = self._named(start_kind, start), self._named(end_kind, end)
                yield Step(start_kind, places[0], end_kind, places[1]), int(counts[start, end])

    def _named(self, kind: str, place: int) -> str | int:
        return self._names[kind][place] if kind in self._names else place


def _member(named: NamedTuple) -> str:
    return json.dumps(named)


def read_bin(member: str) -> Bin:
    """Return the bin that a member names."""
    return Bin(*json.loads(member))


def read_step(member: str) -> Step:
    """Return the step that a member names."""
    return Step(*json.loads(member))
