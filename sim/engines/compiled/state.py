"""State: a run as the SimPy engine assembles it, turned into columns that compiled verbs read and write."""

# mypy: ignore-errors

from __future__ import annotations

from array import array
from types import SimpleNamespace
from typing import Any

import numpy as np
from numba.core import types
from numba.np.numpy_support import as_dtype

from sim.centre.numbers import Numbers
from sim.centre.parts import Parts
from sim.centre.records import NONE, Issue
from sim.centre.run import CALLS, DIALS, MEETINGS
from sim.engines.compiled import layout
from sim.engines.compiled.choices import codes_of
from sim.engines.compiled.functions import PERSONS
from sim.engines.compiled.layout import (
    BY_SLOT,
    CALL_LIST,
    CUSTOMERS,
    FLOOR,
    MOVING,
    NEEDS,
    NUMBERS,
    PEOPLE,
    RECORDS,
    RUN,
    form_of,
)
from sim.engines.compiled.packed import Laid, Packed
from sim.engines.reference.assembly import run_of
from sim.engines.reference.calendar import Calendar
from sim.engines.reference.engine import start_learning
from sim.floor import NOBODY
from sim.lines import Lines
from sim.logs import CHUNK_ROWS, TABLES, Buffer, Sink
from sim.luck import PURPOSES, WORDS, Luck, Uniforms, key_of
from sim.workload.duty_plan import planned_seconds, plans
from sim.workload.needs import Arrivals, moment_of
from sim.workload.outages import spans
from sim.world.numbers import World

FIRST_SLOTS, MANY_SLOTS = 1024, 1 << 16
"""Slots of each kind at first. When few are left there are four times as many, from MANY_SLOTS on twice."""
SPARE = 64
"""Slots, and rows, that one event may take at most beside those of agents and of who waits."""
AT_ONCE, ROWS_AT_END = 1_000, 8
"""Open issues whose last rows are written at once, and how many rows of a table one may have."""
CUSTOMERS_AT_ONCE = ROWS_AT_END * AT_ONCE
"""Customers who are looked at at once; each may have a row."""
KINDS = PERSONS + 1
"""Kinds of slots: needs, calls, meetings, calls of campaigns, and persons."""
BY_PART = {
    "callbacks": "callbacks",
    "chats": "chat",
    "conferences": "conference",
    "follow_ups": "amends",
    "jobs": "jobs",
    "kept_legs": "conference",
}
"""Records of a need that only a world with an optional part has."""
OTHER_SLOTS = {CALLS: "calls", MEETINGS: "meetings", DIALS: "dials", PERSONS: "positions"}
OF_SUPPOSED = ("first_waiting", "waiting")
"""Columns that the supposed floor has for itself."""
BY_NEED = ("joined", "priority", "next_waiting", "previous_waiting")
LINED = ("waiting_lines",)
OF_SLOTS = ("versions", "talking", "awaited")
EVENTS = ("times", "orders", "serials", "whats", "most_events", "free")
"""Columns of floor, run and engine that move when there is to be more room."""
CANDIDATES = ("days_laid", "first_candidate", "candidate_time", "candidate_luck", "candidate_own")
"""What the engine knows of who thinks of becoming a customer on the day."""
BY_CUSTOMER = [name for name, kind in CUSTOMERS.fields.items() if kind.ndim == 1 and name != "heard"]
"""Columns that have a place for every customer."""


class State:
    """Everything that a run holds while it lasts, and its block."""

    def __init__(self, world: World, luck: Luck) -> None:
        run = run_of(world, luck, Buffer(_nowhere), Calendar())
        if run.numbers.parts.learning:
            start_learning(run, world, luck)
        self.numbers = _numbers(run.numbers)
        self._by_slot = _by_slot(run.numbers.parts)
        self.floor = _columns(run.floor, FLOOR)
        self.customers = _columns(run.customers, CUSTOMERS)
        self.run = _columns(run, RUN)
        for name, record in RECORDS.items():
            setattr(self.run, name, _records(getattr(run, name), record))
        self.run.counts = _records([run.counts], type(run.counts))
        for name, kind in MOVING.items():
            setattr(self.run, name, Laid(kind, getattr(run, name), name))
        self.run.lists = [_columns(one, CALL_LIST) for one in run.lists]
        self.supposed = _columns(run.supposed, FLOOR)
        self.engine = self._engine(world, luck, run.numbers)
        for kind in range(KINDS):
            self.grow(kind, FIRST_SLOTS if kind < DIALS else FIRST_SLOTS + 16 * len(world.agents))
        self.engine.used[PERSONS] = len(world.agents)
        self._lay_out(run)

    def _engine(self, world: World, luck: Luck, numbers: Numbers) -> SimpleNamespace:
        of, spare = SimpleNamespace(), SPARE + 20 * len(world.agents) + ROWS_AT_END * AT_ONCE
        of.clock = np.zeros(1, dtype=layout.CLOCK)
        of.times, of.orders, of.serials, of.whats = (
            np.zeros(0, dtype=kind) for kind in ("f8", "i8", "i8", "i8")
        )
        of.keys = [
            np.array(
                [key_of(luck.seed, luck.replication, purpose, name) for name in numbers.origins], dtype="u8"
            )
            for purpose in PURPOSES.values()
        ]
        of.filled, of.most_rows = np.zeros(len(TABLES), dtype=np.int64), CHUNK_ROWS
        self._most_rows = CHUNK_ROWS + spare
        for table in TABLES:
            setattr(of, f"rows_{table}", _sheet(table, self._most_rows))
        of.used, of.most_slots, of.freed = (np.zeros(KINDS, dtype=np.int64) for _ in range(3))
        of.free = np.zeros((KINDS, 0), dtype=np.int64)
        self._has_plan(of, world, luck)
        of.closes = np.array(
            [queue.clears or (queue.serves_out and numbers.parts.serve_outs) for queue in world.queues]
        )
        of.next_closing = np.zeros(len(world.queues), dtype=np.int64)
        called = numbers.callback.queues if numbers.callback.drops else ()
        of.drops = np.array([queue in called for queue in range(len(world.queues))])
        of.outage_turns = [
            [time for span in spans(world, luck, outage) for time in span] for outage in world.outages
        ]
        of.mornings = [moment_of(world, day) for day in range(world.run_days)]
        of.days_laid, of.first_candidate, of.candidate_own = 0, world.customers.total, np.zeros((0, WORDS))
        of.candidate_time = of.candidate_luck = np.zeros(0)
        of.midnights = [moment_of(world, day) for day in range(1, world.run_days)]
        for name, kind in NEEDS.items():
            setattr(of, name, np.zeros((0,) * kind.ndim, dtype=as_dtype(kind.dtype)))
        return of

    def _has_plan(self, of: SimpleNamespace, world: World, luck: Luck) -> None:
        """Lay out when each seat is planned to work."""
        each, seats = plans(world, luck), len(world.agents)
        self.planned_seconds = planned_seconds(world, luck, each)
        ends = np.cumsum([len(one) for one in each], dtype=np.int64)
        plan = [stretch for one in each for stretch in one]
        of.seat_stretch, of.seat_last = np.append(0, ends[:-1])[:seats], ends
        of.stretch_begins, of.stretch_ends = (np.array([one[k] for one in plan], dtype=float) for k in (0, 1))
        of.stretch_state = np.array([one[2] for one in plan], dtype=np.int64)
        of.seat_phase, of.seat_agent = np.zeros(seats, dtype=np.int64), np.zeros(seats, dtype=np.int64)
        of.seat_left = np.zeros(seats)

    def grow(self, kind: int, slots: int) -> None:
        """Make room for `slots` of a kind."""
        of, run = self.engine, self.run
        # one look of a campaign may dial for everybody who is free, and more
        of.most_slots[kind] = slots - SPARE if kind != DIALS else slots // 2
        if slots > of.free.shape[1]:
            of.free = np.hstack([of.free, np.zeros((KINDS, slots - of.free.shape[1]), dtype=np.int64)])
        if kind in OTHER_SLOTS:
            name = OTHER_SLOTS[kind]
            setattr(run, name, _longer(getattr(run, name), slots))
        else:
            for name in self._by_slot:
                setattr(run, name, _more(getattr(run, name), slots, BY_SLOT[name]))
            run.versions = _longer(run.versions, slots)
            for name in BY_NEED:
                setattr(self.floor, name, _longer(getattr(self.floor, name), slots))
            self._make_room(0)

    def _make_room(self, events: int) -> None:
        """Make room for at least so many events, beside what one event may plan: all who wait may leave."""
        of, slots = self.engine, len(self.run.issues)
        most = max(events, 4 * slots + 4 * len(self.run.agents))
        of.most_events = most
        for name in ("times", "orders", "serials", "whats"):
            setattr(of, name, _longer(getattr(of, name), most + 2 * slots + SPARE))

    def make_room(self) -> bool:
        """Grow whatever is nearly full beside the rows; return whether anything was."""
        of, grown = self.engine, False
        for kind in range(KINDS):
            if of.used[kind] > of.most_slots[kind]:
                slots = len(getattr(self.run, OTHER_SLOTS.get(kind, "issues")))
                self.grow(kind, slots * (4 if slots < MANY_SLOTS else 2))
                grown = True
        if of.clock["events"][0] > of.most_events:
            self._make_room(2 * of.most_events)
            grown = True
        if grown:
            self._pack()
        return grown

    def _lay_out(self, run: Any) -> None:
        """Lay out the blocks, once columns stand where they stay."""
        self._lines = {name: getattr(run, name) for name in ("talking", "awaited", "aside_lines")}
        for name, lines in self._lines.items():
            setattr(self, f"_{name}", tuple(np.array(ends, dtype=np.int64) for ends in lines[:2]))
        self._blocks = {
            "numbers": Packed(NUMBERS, self.numbers),
            "people": Packed(PEOPLE, _columns(run.people, PEOPLE)),
            "customers": Packed(CUSTOMERS, self.customers),
        }
        self._point()
        self._blocks["floor"] = Packed(FLOOR, self.floor)
        self._blocks["supposed"] = Packed(FLOOR, self.supposed)
        self._blocks["engine"] = Packed(layout.ENGINE, self.engine)
        self.run.__dict__.update(self._blocks)
        self.block = Packed(RUN, self.run)

    def _point(self) -> None:
        """Point the lines at the current columns."""
        floor = self.floor
        floor.free_lines = Lines(floor.first_free, floor.last_free, floor.next_free, floor.previous_free)
        floor.waiting_lines = Lines(
            floor.first_waiting, floor.last_waiting, floor.next_waiting, floor.previous_waiting
        )
        own = {name: getattr(self.supposed, name) for name in OF_SUPPOSED}
        self.supposed.__dict__.update(floor.__dict__ | own)
        waiting = floor.next_waiting, floor.previous_waiting
        self.run.talking, self.run.awaited = Lines(*self._talking, *waiting), Lines(*self._awaited, *waiting)
        self.run.aside_lines = Lines(*self._aside_lines, floor.next_free, floor.previous_free)

    def _pack(self) -> None:
        """Point compiled verbs at what has moved."""
        self._point()
        for name in ("floor", "supposed"):
            self._blocks[name].pack(getattr(self, name), (*BY_NEED, *LINED))
        self._blocks["engine"].pack(self.engine, EVENTS)
        self.block.pack(self.run, (*BY_SLOT, *OTHER_SLOTS.values(), *OF_SLOTS))

    def take_needs(self, needs: Arrivals) -> None:
        """Bring the needs of a day."""
        columns = zip(NEEDS.items(), needs, strict=True)
        for (name, kind), column in columns:
            setattr(self.engine, name, np.ascontiguousarray(column, dtype=as_dtype(kind.dtype)))
        clock = self.engine.clock
        clock["next_need"], clock["needs"] = 0, len(needs.time)
        self._blocks["engine"].pack(self.engine, NEEDS)

    def take_candidates(self, candidates: list[tuple[float, float, Uniforms]]) -> None:
        """Bring those who think of becoming customers on the day that begins: they come after all before."""
        of, count = self.engine, len(candidates)
        of.first_candidate += len(of.candidate_time)
        of.days_laid += 1
        of.candidate_time, of.candidate_luck = (np.array([one[k] for one in candidates]) for k in (0, 1))
        of.candidate_own = np.array([own for _, _, own in candidates]).reshape((count, WORDS))
        most = len(self.customers.trust)
        if of.first_candidate + count > most:
            self._make_room_for_customers(max(of.first_candidate + count, most + most // 4))
        self._blocks["engine"].pack(of, CANDIDATES)

    def _make_room_for_customers(self, most: int) -> None:
        """Make room for so many people who are customers, were, or may become one."""
        them, last = self.customers, self.run.last_call
        for name in BY_CUSTOMER:
            if len(column := getattr(them, name)):
                setattr(them, name, _longer(column, most))
        them.noted_trust = np.array([_longer(trust, most) for trust in them.noted_trust])
        more = np.full((len(last), most - last.shape[1]), NONE, dtype=last.dtype)
        self.run.last_call = np.hstack([last, more])
        self._blocks["customers"].pack(them, (*BY_CUSTOMER, "noted_trust"))
        self.block.pack(self.run, ("last_call",))

    def flush(self, sink: Sink, *, everything: bool = False) -> None:
        """Hand on the chunks that are full, as long as the SimPy engine's, or all rows that there are."""
        for number in np.flatnonzero(self.engine.filled >= (1 if everything else CHUNK_ROWS)).tolist():
            table, filled = list(TABLES)[number], int(self.engine.filled[number])
            name, whole = f"rows_{table}", filled if everything else filled - filled % CHUNK_ROWS
            columns, more = getattr(self.engine, name), _sheet(table, self._most_rows)
            named = [*zip(TABLES[table], columns, strict=True)]
            for first in range(0, whole, CHUNK_ROWS):
                rows = slice(first, min(first + CHUNK_ROWS, whole))
                sink(table, {column: values[rows] for column, values in named})
            for column, values in zip(more, columns, strict=True):
                column[: filled - whole] = values[whole:filled]
            setattr(self.engine, name, more)
            self._blocks["engine"].pack(self.engine, [name])
            self.engine.filled[number] = filled - whole
        self.engine.clock["is_full"] = False

    def open_issues(self) -> Any:
        """Return the slots of open issues in the order in which they were opened."""
        issues = self.run.issues[: int(self.engine.used[0])]
        slots = np.flatnonzero(issues["is_open"])
        return slots[np.argsort(issues["rank"][slots], kind="stable")]

    def open_jobs(self, slots: Any) -> Any:
        """Return those of `slots` whose job is still to be done, in the order in which jobs were reported."""
        if "jobs" not in self._by_slot:
            return slots[:0]
        places = self.run.jobs["place"][slots]
        return slots[np.argsort(places, kind="stable")][np.count_nonzero(places <= 0) :]


def _nowhere(table: str, columns: Any) -> None:
    """Take no rows: nothing is written before the clock starts."""


def _sheet(table: str, rows: int) -> list[Any]:
    """Return room for so many rows of a table, column by column."""
    return [np.empty(rows, dtype=kind) for kind, _ in TABLES[table].values()]


def _longer(column: Any, length: int) -> Any:
    more = np.zeros(length, dtype=column.dtype)
    more[: len(column)] = column
    return more


def _more(records: Any, length: int, record: type) -> Any:
    """Return so many records, the new ones as they are made."""
    more = np.empty(length, dtype=records.dtype)
    more[:] = _records([record()], record)
    more[: len(records)] = records
    return more


def _by_slot(parts: Parts) -> list[str]:
    """Return the names of the records of a need that there are."""
    return [name for name in BY_SLOT if name not in BY_PART or getattr(parts, BY_PART[name])]


def _array(values: Any, form: np.dtype) -> Any:
    """Return numbers as an array; those of a plain list go by way of Python's own, in half the time."""
    if (
        isinstance(values, list)
        and form.char in "dlq"
        and not (values and isinstance(values[0], (list, array)))
    ):
        return np.frombuffer(array(form.char, values), dtype=form).copy()
    return np.array(values, dtype=form)


def _columns(of: Any, block: Any) -> SimpleNamespace:
    """Return an object's fields with its lists of numbers as arrays of their own."""
    found = SimpleNamespace()
    for name, kind in block.fields.items():
        value = getattr(of, name, None)
        if isinstance(kind, types.Array) and not isinstance(kind.dtype, types.Record):
            value = _array(value, as_dtype(kind.dtype))
            if value.ndim < kind.ndim:
                value = value.reshape((len(value), 0))
        setattr(found, name, value)
    return found


def _records(values: list[Any], record: type) -> Any:
    """Return records as rows of one array."""
    form = form_of(record)
    rows = [tuple(getattr(one, name) for name in form.names) for one in values]
    return np.array(rows, dtype=form)


def _numbers(numbers: Numbers) -> SimpleNamespace:
    """Return the numbers with codes in place of functions."""
    codes = codes_of("quantile")
    found = SimpleNamespace(**{name: getattr(numbers, name) for name in Numbers.__slots__})
    found.law_codes = [codes[quantile] for quantile, _ in numbers.laws]
    found.law_numbers = [_flat(values) for _, values in numbers.laws]
    return found


def _flat(values: tuple[Any, ...]) -> Any:
    return values[0] if values and isinstance(values[0], tuple) else values


__all__ = ["NOBODY", "Issue", "State"]
