"""Agent: a working day, and what the agent is paid for at each moment of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.codes import AgentState, Moment
from sim.engines.reference.calendar import ORDER, Process
from sim.engines.reference.roster import stretches
from sim.floor import Floor

if TYPE_CHECKING:
    from sim.engines.reference.centre import Centre

OFF, AVAILABLE, BREAK = int(AgentState.OFF), int(AgentState.AVAILABLE), int(AgentState.BREAK)
TALK, ACW = int(AgentState.TALK), int(AgentState.ACW)
BUSY, AWAY = frozenset({TALK, ACW}), frozenset({OFF, BREAK})
SIGN_ON, SIGN_OFF = ORDER[Moment.SIGN_ON], ORDER[Moment.SIGN_OFF]


def working_days(centre: Centre, agent: int) -> Process:
    """Follow one agent through the shifts and breaks of the whole run."""
    for begins, ends, state in stretches(centre.world, centre.luck, agent):
        yield centre.calendar.at(begins, SIGN_ON + agent)
        centre.plan_says(agent, state, begins)
        yield centre.calendar.at(ends, SIGN_OFF + agent)
        centre.plan_says(agent, OFF, ends)


class Duty:
    """Hold what each agent does and should do; a conversation is always finished first."""

    def __init__(self, floor: Floor, queues_of: list[tuple[int, ...]], rows: list[float]) -> None:
        agents = len(floor.group)
        self.state = [OFF] * agents
        self.plan = [OFF] * agents
        self._since = [0.0] * agents
        self._floor, self._queues_of, self._rows = floor, queues_of, rows

    def changes_to(self, agent: int, state: int, now: float) -> None:
        """Close the row of what `agent` did and begin `state`."""
        old, floor = self.state[agent], self._floor
        group = floor.group[agent]
        if old != OFF and now > self._since[agent]:
            self._rows.extend((agent, group, self._since[agent], now, old))
        self.state[agent], self._since[agent] = state, now
        was_busy, is_busy = old in BUSY, state in BUSY
        if was_busy != is_busy:
            floor.counts_busy(group, 1 if is_busy else -1, now)
        if (old == OFF) != (state == OFF):
            floor.counts_paid(group, 1 if old == OFF else -1, now)
        self._counts_on_duty(agent, old, state)

    def _counts_on_duty(self, agent: int, old: int, state: int) -> None:
        away = old in AWAY
        if away != (state in AWAY):
            for queue in self._queues_of[agent]:
                self._floor.on_duty[queue] += 1 if away else -1

    def closes(self, horizon: float) -> None:
        """Close every row at the end of the run."""
        for agent, state in enumerate(self.state):
            if state != OFF and horizon > self._since[agent]:
                self._rows.extend((agent, self._floor.group[agent], self._since[agent], horizon, state))
