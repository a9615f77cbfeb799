"""Learning: those who are new get better from day to day."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.codes import Moment
from sim.engines.reference.calendar import ORDER, Process
from sim.roster import starters
from sim.rules.learning import StarterNumbers
from sim.scenario.clock import DAY

if TYPE_CHECKING:
    from sim.engines.reference.centre import Centre

LEARNING = ORDER[Moment.LEARNING]


class Learning:
    """Hold who learns and since when [s]; their skill and speed change at midnight, nobody else's ever."""

    def __init__(self, centre: Centre) -> None:
        self._centre = centre
        self._learners: dict[int, tuple[StarterNumbers, float]] = {}

    def starts(self) -> None:
        """Let the starters of every group be as new as the scenario says."""
        world = self._centre.world
        for agent in starters(world, self._centre.luck):
            numbers = world.groups[world.agents[agent].group].starters
            if numbers is not None:
                self.begins(agent, numbers, world.window.opens - numbers.experience)

    def begins(self, agent: int, numbers: StarterNumbers, since: float) -> None:
        """Let `agent` be, or be replaced by, somebody who began at `since` [s]."""
        if not self._learners:
            self._centre.calendar.start(self._days())
        self._learners[agent] = numbers, since
        self._learns(agent, self._centre.calendar.now)

    def _days(self) -> Process:
        first = int(self._centre.calendar.now // DAY) + 1
        for day in range(first, self._centre.world.run_days):
            yield self._centre.calendar.at(day * DAY, LEARNING)
            for agent in self._learners:
                self._learns(agent, day * DAY)

    def _learns(self, agent: int, now: float) -> None:
        (numbers, since), person = self._learners[agent], self._centre.people[agent]
        person.learns(numbers, max(0.0, now - since))
        for queue, resolves in enumerate(person.resolves):
            self._centre.floor.resolves[queue][agent] = resolves
