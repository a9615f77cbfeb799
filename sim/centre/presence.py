"""Presence: agents who are aside come when the line calls; others go when it has been empty for long."""

from __future__ import annotations

from sim.centre.agents.duty import change_state
from sim.centre.agents.presence import find_called, find_missing, may_step_aside, state_aside
from sim.centre.queues import lines
from sim.centre.queues.lines import NOBODY
from sim.centre.run import Run
from sim.centre.service import release


def call_in(run: Run, slot: int, now: float) -> None:
    """Call an agent to serve, if the contact at `slot` still waits long or among many."""
    agent = find_called(run, slot, now)
    if agent != NOBODY:
        release(run, agent, now)


def settle_presence(run: Run, group: int, now: float) -> None:
    """Call agents of `group` who are missing, and send those who are free, the longest first, aside."""
    agent = find_missing(run, group)
    while agent != NOBODY:
        release(run, agent, now)
        agent = find_missing(run, group)
    agent = run.floor.first_free[group]
    while agent != NOBODY and may_step_aside(run, group, now):
        lines.take(run, agent, now)
        change_state(run, agent, state_aside(run, group), now)
        agent = run.floor.first_free[group]
