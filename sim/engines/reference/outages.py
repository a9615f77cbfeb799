"""Outages: what stops on the floor when the centre itself fails, and goes on when it is repaired."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sim.codes import Moment, Outcome
from sim.engines.reference.calendar import ORDER, Process
from sim.logs import PACK
from sim.outages import spans
from sim.world import SITE, SYSTEM, TELEPHONY, OutageNumbers

if TYPE_CHECKING:
    from sim.engines.reference.centre import Centre
    from sim.engines.reference.watching import WatchingRouter

OUTAGE = ORDER[Moment.OUTAGE]
LOST = int(Outcome.LOST)
pack_row = PACK["outages"]


@dataclass
class _Toll:
    """Hold what one outage took so far: contacts lost on arriving or from the line, conversations dropped."""

    begins: float
    lost: int = 0
    dropped: int = 0


class Outages:
    """Count what is down, as outages may overlap, and tell the router."""

    def __init__(self, centre: Centre, router: WatchingRouter) -> None:
        self._centre, self._router = centre, router
        self._queues_down = [0] * len(centre.world.queues)
        self._groups_down = [0] * len(centre.world.groups)
        self._slow: list[list[float]] = [[] for _ in centre.world.groups]
        self._present: dict[int, _Toll] = {}

    def starts(self) -> None:
        """Let every outage of the run happen in its time."""
        for number, outage in enumerate(self._centre.world.outages):
            self._centre.calendar.start(self._life(number, outage))

    def ends_run(self, horizon: float) -> None:
        """Write the rows of the outages that are not repaired by the end of the run."""
        for number in list(self._present):
            self._logs(number, horizon)

    def _life(self, number: int, outage: OutageNumbers) -> Process:
        centre = self._centre
        for begins, ends in spans(centre.world, centre.luck, outage):
            yield centre.calendar.at(begins, OUTAGE + number)
            self._present[number] = _Toll(begins)
            self._breaks(number, outage, begins)
            yield centre.calendar.at(ends, OUTAGE + number)
            self._is_repaired(number, outage, ends)

    def _breaks(self, number: int, outage: OutageNumbers, now: float) -> None:
        router, toll = self._router, self._present[number]
        self._counts(outage, 1)
        if outage.hits == TELEPHONY:
            for queue in outage.queues:
                door = router.doors[queue]
                if door is not None and outage.lost:
                    door.outages.append(number)
                if outage.drops:
                    toll.lost += router.clears(queue, LOST)
        if outage.drops and outage.hits != SYSTEM:
            toll.dropped += router.drops(outage.queues, outage.groups, now)

    def _is_repaired(self, number: int, outage: OutageNumbers, now: float) -> None:
        self._logs(number, now)
        self._counts(outage, -1)
        if outage.hits != SYSTEM:
            self._router.serves_waiting(now)

    def _logs(self, number: int, now: float) -> None:
        """Write what an outage took, and let no door count for it any more."""
        toll = self._present.pop(number)
        for door in self._router.doors:
            if door is not None and number in door.outages:
                door.outages.remove(number)
                toll.lost += door.lost.pop(number, 0)
        rows = self._centre.buffer.rows["outages"]
        rows.append(pack_row(number, toll.begins, now, toll.lost, toll.dropped))

    def _counts(self, outage: OutageNumbers, change: int) -> None:
        if outage.hits == SYSTEM:
            for group in outage.groups:
                if change > 0:
                    self._slow[group].append(outage.speed)
                else:
                    self._slow[group].remove(outage.speed)
                self._router.works_at(group, min(self._slow[group], default=1.0))
            return
        down, members = (
            (self._groups_down, outage.groups) if outage.hits == SITE else (self._queues_down, outage.queues)
        )
        for member in members:
            down[member] += change
        self._router.connects(
            [count == 0 for count in self._queues_down], [count == 0 for count in self._groups_down]
        )
