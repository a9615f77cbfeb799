"""Surveys: how the floor and the customers stand when the measured window opens and when it closes."""

from __future__ import annotations

from sim.balance import Totals
from sim.centre.customers import relationship
from sim.centre.ledger import agents_surveyed, norms_surveyed
from sim.centre.phases import chat
from sim.centre.run import Run
from sim.codes import Moment
from sim.engines.reference.calendar import ORDER, Calendar, Process
from sim.luck import Luck
from sim.workload.duty_plan import planned_seconds
from sim.world.numbers import Window, World

WINDOW = ORDER[Moment.WINDOW]


class Surveys:
    """The state of the floor and of the customers when the measured window opens and closes."""

    def __init__(self, run: Run, calendar: Calendar) -> None:
        self._run, self._calendar = run, calendar
        self._seen: list[tuple[list[float], list[float], list[float]]] = []
        self._exhaustion: list[list[float]] = []
        self._norms: list[list[float]] = []

    def passes(self, times: Window) -> Process:
        """Take note when the window opens and when it closes."""
        for time in (times.opens, times.closes):
            yield self._calendar.at(time, WINDOW)
            self._take_note(time)

    def closes(self, horizon: float) -> None:
        """Take the last note, if the window closes with the run."""
        if len(self._seen) < 2:
            self._take_note(horizon)

    def _take_note(self, now: float) -> None:
        relationship.survey(self._run, 0, len(self._run.customers.trust), now)
        chat.take_note(self._run, now)
        self._exhaustion.append([strain.exhaustion for strain in self._run.strains])
        self._norms.append([group.rapport_norm for group in self._run.group_norms])
        self._seen.append(self._run.floor.seconds_until(now))

    def write_agents(self) -> None:
        """Write the rows of the tables of agents and groups."""
        agents_surveyed(self._run, *self._exhaustion)
        norms_surveyed(self._run, *self._norms)

    def totals(self, world: World, luck: Luck) -> Totals:
        """Return the integrals over the window and the counts over the run."""
        first, last = self._seen
        queue, busy, paid = (
            tuple(b - a for a, b in zip(start, end, strict=True))
            for start, end in zip(first, last, strict=True)
        )
        counts = self._run.counts
        vacant = self._run.vacant_seconds
        planned = tuple(w - gone for w, gone in zip(planned_seconds(world, luck), vacant, strict=True))
        came_and_went = counts.customers_joined, counts.customers_left
        counted = counts.contacts, counts.issues, world.customers.total, *came_and_went
        return Totals(queue, busy, paid, planned, *counted)
