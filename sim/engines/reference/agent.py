"""Agent: a working day, and what the agent is paid for at each moment of it."""

from __future__ import annotations

from math import inf
from typing import TYPE_CHECKING

from sim.codes import AgentState, Moment
from sim.engines.reference.calendar import ORDER, Process
from sim.floor import Floor
from sim.logs import PACK
from sim.roster import stretches

if TYPE_CHECKING:
    from sim.engines.reference.centre import Centre
    from sim.engines.reference.straining import Straining

OFF, AVAILABLE = int(AgentState.OFF), int(AgentState.AVAILABLE)
TALK, ACW = int(AgentState.TALK), int(AgentState.ACW)
IS_BUSY = [state in {TALK, ACW} for state in AgentState]
IS_THERE = [state in {AVAILABLE, TALK, ACW} for state in AgentState]
IS_PAID = [state not in {OFF, AgentState.ABSENT} for state in AgentState]
# by the old and the new state: how many more are busy, and whether somebody comes or goes
BUSIER = [[IS_BUSY[new] - IS_BUSY[old] for new in AgentState] for old in AgentState]
MOVES = [
    [new == OFF or (IS_PAID[new], IS_THERE[new]) != (IS_PAID[old], IS_THERE[old]) for new in AgentState]
    for old in AgentState
]
pack_row, pack_overtime = PACK["duty"], PACK["overtime"]
SIGN_ON, READY, SIGN_OFF = ORDER[Moment.SIGN_ON], ORDER[Moment.READY], ORDER[Moment.SIGN_OFF]


def working_days(centre: Centre, agent: int) -> Process:
    """Follow one agent through the shifts and breaks of the whole run.

    Whoever comes at one instant is on duty first, and takes contacts then: the queue's pressure is
    shared by all who are there.
    """
    clock, ended = centre.calendar, inf
    for begins, ends, state in stretches(centre.world, centre.luck, agent):
        if ended < begins:
            yield clock.at(ended, SIGN_OFF + agent)
            centre.goes_away(agent, OFF, ended)
        yield clock.at(begins, (SIGN_ON if state == AVAILABLE else SIGN_OFF) + agent)
        if centre.manners.is_vacant(agent, begins, ends if IS_PAID[state] else begins):
            ended = inf
            continue
        if state != AVAILABLE:
            centre.goes_away(agent, state, begins)
        elif centre.comes(agent, begins):
            yield clock.at(begins, READY + agent)
            centre.router.is_released(agent, begins)
        ended = ends
    if ended < inf:
        yield clock.at(ended, SIGN_OFF + agent)
        centre.goes_away(agent, OFF, ended)


class Duty:
    """Hold what each agent does and should do; a conversation is always finished first."""

    def __init__(self, floor: Floor, queues_of: list[tuple[int, ...]], rows: dict[str, list[bytes]]) -> None:
        agents = len(floor.group)
        self.state = floor.state
        self.plan = [OFF] * agents
        self._since = [inf] * agents
        self.straining: Straining | None = None
        self._rows, self._overtime = rows["duty"], rows["overtime"]
        self._over: dict[int, float] = {}
        self._floor, self._group, self._queues_of = floor, floor.group, queues_of

    def plans(self, agent: int, state: int, now: float) -> None:
        """Note what `agent` should do from now on; who is busy and should not be paid works overtime."""
        self._ends_overtime(agent, now)
        self.plan[agent] = state
        if IS_BUSY[self.state[agent]] and not IS_PAID[state]:
            self._over[agent] = now

    def _ends_overtime(self, agent: int, now: float) -> None:
        since = self._over.pop(agent, now)
        if now > since:
            self._overtime.append(pack_overtime(agent, self._group[agent], since, now))

    def changes_to(self, agent: int, state: int, now: float) -> None:
        """Close the row of what `agent` did and begin `state`."""
        old, since = self.state[agent], self._since[agent]
        if now > since:
            self._rows.append(pack_row(agent, self._group[agent], since, now, old))
        self.state[agent], self._since[agent] = state, now
        busier = BUSIER[old][state]
        if busier:
            self._floor.counts_busy(self._group[agent], busier, now)
        if MOVES[old][state]:
            self._comes_or_goes(agent, old, state, now)

    def _comes_or_goes(self, agent: int, old: int, state: int, now: float) -> None:
        floor, present = self._floor, IS_THERE[state] - IS_THERE[old]
        paid = IS_PAID[state] - IS_PAID[old]
        if paid:
            floor.counts_paid(self._group[agent], paid, now)
            if paid > 0:
                floor.starts_work(agent)
            else:
                self._ends_overtime(agent, now)
        if present:
            if self.straining is not None:
                self.straining.comes_or_goes(agent, present > 0, now)
            floor.signs(agent, present > 0, now)
            for queue in self._queues_of[agent]:
                floor.on_duty[queue] += present
        if state == OFF:
            self._since[agent] = inf
            if self.straining is not None:
                self.straining.goes_home(agent, now)

    def closes(self, horizon: float) -> None:
        """Close every row at the end of the run."""
        for agent, state in enumerate(self.state):
            self._ends_overtime(agent, horizon)
            if horizon > self._since[agent]:
                self._rows.append(pack_row(agent, self._group[agent], self._since[agent], horizon, state))
