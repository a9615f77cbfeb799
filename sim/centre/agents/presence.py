"""Presence: who of a group is there for contacts, and who is aside until the line calls.

Who is aside stands in a line of the group, and who went first comes first. Here it is counted and decided;
`centre/presence.py` lets agents come and go.
"""

from __future__ import annotations

from math import inf

from sim import lines
from sim.centre.run import Run
from sim.codes import Action, AgentState, Moment
from sim.lines import NOBODY

AVAILABLE = int(AgentState.AVAILABLE)
PRESENCE, SETTLES, CALLS_IN = int(Moment.PRESENCE), int(Action.PRESENCE), int(Action.CALL_IN)
IS_ASIDE = tuple(state in {AgentState.OTHER_WORK, AgentState.FLEXIBLE_BREAK} for state in AgentState)


def plan_changed(run: Run, agent: int, old: int, new: int) -> None:
    """Count `agent` as planned for contacts, or no longer."""
    group = run.floor.group[agent]
    if old != AVAILABLE and new == AVAILABLE:
        run.presences[group].planned_there += 1
    elif old == AVAILABLE and new != AVAILABLE:
        run.presences[group].planned_there -= 1


def state_changed(run: Run, agent: int, old: int, new: int) -> None:
    """Put `agent` at the end of those who are aside, or take the agent out."""
    group = run.floor.group[agent]
    if IS_ASIDE[new] and not IS_ASIDE[old]:
        run.presences[group].aside += 1
        lines.append(run.aside_lines, group, agent)
    elif IS_ASIDE[old] and not IS_ASIDE[new]:
        run.presences[group].aside -= 1
        lines.remove(run.aside_lines, group, agent)


def line_changed(run: Run, queue: int, now: float) -> None:
    """Record since when the lines of groups that serve `queue` are empty: some agents go aside later."""
    n = run.numbers
    for group in n.reacting[queue]:
        record, standing = run.presences[group], 0
        for other in n.reacts_to[group]:
            standing += run.floor.waiting[other] + run.floor.on_hold[other]
        is_quiet = standing == 0
        if is_quiet == record.is_quiet:
            continue
        record.is_quiet, record.quiet_since = is_quiet, now
        record.quiet_plans += 1
        if is_quiet:
            after = n.goes_after[group](n.presence[group])
            run.plan(now + after, PRESENCE, group, SETTLES, group, record.quiet_plans)


def plan_look(run: Run, group: int, now: float) -> None:
    """Look, once all is done that happens `now`, whether enough of `group` are there."""
    if run.presences[group].aside > 0:
        run.plan(now, PRESENCE, group, SETTLES, group, run.presences[group].quiet_plans)


def plan_calls(run: Run, slot: int, now: float) -> None:
    """Call an agent for the contact at `slot` if enough wait; schedule a call for when it has waited long."""
    n, contact, serial = run.numbers, run.contacts[slot], run.issues[slot].serial
    for group in n.reacting[contact.queue]:
        if n.calls[group](n.presence[group], _waiting_for(run, group)):
            run.plan(now, PRESENCE, serial, CALLS_IN, slot, run.versions[slot])
        at = max(now, contact.joined + n.calls_after[group](n.presence[group]))
        if at < inf:
            run.plan(at, PRESENCE, serial, CALLS_IN, slot, run.versions[slot])


def find_called(run: Run, slot: int, now: float) -> int:
    """Return who is aside and comes because so many wait, or the contact at `slot` so long, or NOBODY."""
    n, contact = run.numbers, run.contacts[slot]
    for group in n.reacting[contact.queue]:
        agent, numbers = run.aside_lines.first[group], n.presence[group]
        if agent == NOBODY:
            continue
        is_long = now >= contact.joined + n.calls_after[group](numbers)
        if is_long or n.calls[group](numbers, _waiting_for(run, group)):
            return agent
    return NOBODY


def _waiting_for(run: Run, group: int) -> int:
    """Return how many wait, on the line, for agents of `group`; deferred work calls nobody."""
    waiting = 0
    for queue in run.numbers.reacts_to[group]:
        waiting += run.floor.waiting[queue]
    return waiting


def may_step_aside(run: Run, group: int, now: float) -> bool:
    """Return whether the line of `group` has been empty long enough, and one more may be aside."""
    n, record = run.numbers, run.presences[group]
    if not record.is_quiet or now < record.quiet_since + n.goes_after[group](n.presence[group]):
        return False
    return record.aside < n.aside[group](n.presence[group], record.planned_there)


def state_aside(run: Run, group: int) -> int:
    """Return what agents of `group` do who are aside."""
    return run.numbers.does_aside[group](run.numbers.presence[group])


def find_missing(run: Run, group: int) -> int:
    """Return who of `group` comes because more are aside than may be of those planned, or NOBODY."""
    n, record = run.numbers, run.presences[group]
    if record.aside > n.aside[group](n.presence[group], record.planned_there):
        return run.aside_lines.first[group]
    return NOBODY
