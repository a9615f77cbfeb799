"""Engine: run one replication of a world by compiled verbs and write its logs."""

# mypy: ignore-errors

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import numpy as np

from sim.balance import Balance, Totals
from sim.centre.ledger import agents_surveyed, norms_surveyed
from sim.engines.compiled import loop
from sim.engines.compiled.blocks import CompiledLuck
from sim.engines.compiled.entries import entries
from sim.engines.compiled.pages import keep_pages
from sim.engines.compiled.state import AT_ONCE, CUSTOMERS_AT_ONCE, State
from sim.engines.compiled.supported import reasons, variant_of
from sim.engines.reference.assembly import writer_of
from sim.engines.reference.watchdog import watchdog
from sim.errors import GoodwillError
from sim.floor import Floor
from sim.logs import Buffer, Columns, Sink
from sim.luck import Luck
from sim.workload.needs import arrivals_of, candidates_of, candidates_on
from sim.world.numbers import World

NAME = "compiled"


def run(world: World, luck: Luck, sink: Sink) -> Totals:
    """Run `world` with `luck`, hand the logs to `sink` in chunks, and return what the floor counted.

    Raises:
        GoodwillError: the engine cannot run this world.
        InvariantError: the logs do not balance with the floor.
    """
    found = reasons(world)
    if found:
        raise GoodwillError(f"the compiled engine cannot run this: {found[0]}. Use --engine simpy.")
    keep_pages()
    balance = Balance(world)

    def watched(table: str, values: Columns) -> None:
        balance.add(table, values)
        sink(table, values)

    totals = _Turning(world, luck, watched).run()
    balance.check(totals)
    return totals


class _Turning:
    """A replication in the course of being run."""

    def __init__(self, world: World, luck: Luck, sink: Sink) -> None:
        self._world, self._sink, self._do = world, sink, entries(variant_of(world))
        self._luck = CompiledLuck(luck, self._do)
        self._state = State(world, self._luck)
        self._seen: list[Any] = []
        self._norms: list[Any] = []
        self._exhaustion: list[Any] = []
        self._day = self._candidates = 0

    def run(self) -> Totals:
        """Run it from the first day to the end, and return what the floor counted."""
        state, window = self._state, self._world.window
        self._do.start(state.block.address, *window)
        if self._world.run_days == 0:
            state.engine.clock["is_last_day"] = True
        status = loop.NEEDS
        while status != loop.OVER:
            self._serve(status)
            status = self._do.run_on(state.block.address)
        if len(self._seen) < 2:
            self._take_note(window.horizon)
        self._end(window.horizon)
        return self._totals()

    def _serve(self, status: int) -> None:
        """Do what the loop has stopped for."""
        state = self._state
        if status == loop.NEEDS:
            if self._day < self._world.run_days:
                state.take_needs(arrivals_of(self._world, self._luck, self._day, self._candidates))
                self._candidates += candidates_of(self._world, self._luck, self._day)
            self._day += 1
            state.engine.clock["is_last_day"] = self._day >= self._world.run_days
        elif status == loop.FULL:
            state.make_room()
            state.flush(self._sink)
        elif status == loop.WINDOW:
            self._take_note(float(state.engine.clock["now"][0]))
        elif status == loop.CANDIDATES:
            state.take_candidates(candidates_on(self._world, self._luck, int(state.engine.days_laid)))
        elif status == loop.LOOK:
            self._look()

    def _look(self) -> None:
        """Stop a run that makes events without end."""
        state = self._state
        clock = state.engine.clock.view(np.recarray)[0]
        issues = state.run.issues[: int(state.engine.used[0])].view(np.recarray)
        seen = SimpleNamespace(counts=state.run.counts.view(np.recarray)[0], issues=issues)
        watchdog(seen, clock, self._world)(int(clock.planned), int(clock.last_order))

    def _take_note(self, now: float) -> None:
        """Record the state of the floor and the customers when the measured window opens or closes."""
        floor = self._state.floor
        self._see_customers(loop.SURVEY, now)
        self._seen.append(Floor.seconds_until(_as_lists(floor), now))
        self._norms.append(self._state.run.group_norms["rapport_norm"].tolist())
        self._exhaustion.append(self._state.run.strains["exhaustion"].tolist())

    def _end(self, horizon: float) -> None:
        """Write what is still going on at the end of the run."""
        state, at = self._state, self._state.block.address
        state.flush(self._sink)
        slots = state.open_issues()
        for first in range(0, len(slots), AT_ONCE):
            self._do.end_issues(at, slots[first : first + AT_ONCE], horizon)
            state.flush(self._sink)
        jobs = state.open_jobs(slots)
        for first in range(0, len(jobs), AT_ONCE):
            self._do.end_jobs(at, jobs[first : first + AT_ONCE])
            state.flush(self._sink)
        self._do.end_floor(at, horizon)
        state.flush(self._sink)
        self._write_surveys()
        for asked in (loop.LEAVE, loop.END):
            self._see_customers(asked, horizon)
        state.flush(self._sink, everything=True)

    def _see_customers(self, asked: int, now: float) -> None:
        """Ask something about all customers, of whom each may have a row to write."""
        state = self._state
        state.flush(self._sink)
        count = len(state.customers.trust)
        for first in range(0, count, CUSTOMERS_AT_ONCE):
            last = min(first + CUSTOMERS_AT_ONCE, count)
            self._do.see_customers(state.block.address, asked, first, last, now)
            state.flush(self._sink)

    def _write_surveys(self) -> None:
        """Write the rows of the tables of agents and groups."""
        of, buffer = self._state, Buffer(self._sink)
        seen = SimpleNamespace(
            numbers=of.numbers,
            floor=of.floor,
            strains=of.run.strains.view(np.recarray),
            group_norms=of.run.group_norms,
            write_row=writer_of(buffer),
        )
        agents_surveyed(seen, *self._exhaustion[:2])
        norms_surveyed(seen, *self._norms[:2])
        buffer.close()

    def _totals(self) -> Totals:
        first, last = self._seen
        queue, busy, paid = (
            tuple(b - a for a, b in zip(start, end, strict=True))
            for start, end in zip(first, last, strict=True)
        )
        counts = self._state.run.counts[0]
        vacant, whole = self._state.run.vacant_seconds.tolist(), self._state.planned_seconds
        planned = tuple(w - gone for w, gone in zip(whole, vacant, strict=True))
        came_and_went = int(counts["customers_joined"]), int(counts["customers_left"])
        counted = int(counts["contacts"]), int(counts["issues"]), self._world.customers.total
        return Totals(queue, busy, paid, planned, *counted, *came_and_went)


def _as_lists(floor: Any) -> Any:
    """Return a floor's counts as Python's numbers."""
    names = ("waiting", "waiting_from", "busy", "busy_from", "paid", "paid_from")
    return SimpleNamespace(**{name: np.asarray(getattr(floor, name)).tolist() for name in names})
