"""Outages: what stops on the floor when the centre itself fails, and goes on when it is repaired."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.codes import Moment, Outcome
from sim.engines.reference.calendar import ORDER, Process
from sim.outages import spans
from sim.world import SITE, SYSTEM, TELEPHONY, OutageNumbers

if TYPE_CHECKING:
    from sim.engines.reference.centre import Centre

OUTAGE = ORDER[Moment.OUTAGE]
LOST = int(Outcome.LOST)


class Outages:
    """Count what is down, as outages may overlap, and tell the router."""

    def __init__(self, centre: Centre) -> None:
        self._centre = centre
        self._queues_down = [0] * len(centre.world.queues)
        self._groups_down = [0] * len(centre.world.groups)
        self._slow: list[list[float]] = [[] for _ in centre.world.groups]

    def starts(self) -> None:
        """Let every outage of the run happen in its time."""
        for number, outage in enumerate(self._centre.world.outages):
            self._centre.calendar.start(self._life(number, outage))

    def _life(self, number: int, outage: OutageNumbers) -> Process:
        centre = self._centre
        for begins, ends in spans(centre.world, centre.luck, outage):
            yield centre.calendar.at(begins, OUTAGE + number)
            self._breaks(outage, begins)
            yield centre.calendar.at(ends, OUTAGE + number)
            self._is_repaired(outage, ends)

    def _breaks(self, outage: OutageNumbers, now: float) -> None:
        router = self._centre.router
        self._counts(outage, 1)
        if outage.hits == TELEPHONY:
            for queue in outage.queues:
                router.loses_arrivals(queue, outage.lost)
                if outage.drops:
                    router.clears(queue, LOST)
        if outage.drops and outage.hits != SYSTEM:
            router.drops(outage.queues, outage.groups, now)

    def _is_repaired(self, outage: OutageNumbers, now: float) -> None:
        router = self._centre.router
        self._counts(outage, -1)
        if outage.hits == TELEPHONY:
            for queue in outage.queues:
                router.loses_arrivals(queue, -outage.lost)
        if outage.hits != SYSTEM:
            router.serves_waiting(now)

    def _counts(self, outage: OutageNumbers, change: int) -> None:
        if outage.hits == SYSTEM:
            for group in outage.groups:
                if change > 0:
                    self._slow[group].append(outage.speed)
                else:
                    self._slow[group].remove(outage.speed)
                self._centre.router.works_at(group, min(self._slow[group], default=1.0))
            return
        down, members = (
            (self._groups_down, outage.groups) if outage.hits == SITE else (self._queues_down, outage.queues)
        )
        for member in members:
            down[member] += change
        self._centre.router.connects(
            [count == 0 for count in self._queues_down], [count == 0 for count in self._groups_down]
        )
