"""Overflow: groups that help a queue whose contacts have waited for a time, one after the other."""

from __future__ import annotations

from collections.abc import Sequence

from sim.centre.queues.lines import NOBODY
from sim.centre.run import Run
from sim.codes import Action, Moment
from sim.floor import Floor
from sim.rules.overflow import is_ripe

OVERFLOW, ASKS = int(Moment.OVERFLOW), int(Action.OVERFLOW)


def await_help(run: Run, slot: int, asked: int, now: float) -> None:
    """Schedule when the contact at `slot` asks the next helpers, after `asked` steps that were busy."""
    contact = run.contacts[slot]
    helpers = run.helpers[contact.queue]
    contact.helpers_asked = asked
    if asked < len(helpers):
        after, _ = helpers[asked]
        ripe = max(contact.joined + after, now)
        run.plan(ripe, OVERFLOW, run.issues[slot].serial, ASKS, slot, run.versions[slot])


def find_help(run: Run, slot: int, now: float) -> int:
    """Return who of the groups that are to help now is free for the contact at `slot`, or NOBODY."""
    n, contact = run.numbers, run.contacts[slot]
    _, groups = run.helpers[contact.queue][contact.helpers_asked]
    queue, u = contact.queue, contact.routing_luck
    return n.select_agent(n.routing, run.floor, groups, queue, NOBODY, u, now)


def queues_for(run: Run, floor: Floor, agent: int, now: float) -> Sequence[int]:
    """Return the queues that `agent` serves now: their own, and those that waited long enough for help."""
    queues = list(run.queues_of[agent])
    for queue, after in run.helps[agent]:
        if _is_ripe(run, floor, queue, after, now):
            queues.append(queue)
    return queues


def _is_ripe(run: Run, floor: Floor, queue: int, after: float, now: float) -> bool:
    slot = floor.first_waiting[queue]
    if slot == NOBODY:
        return False
    joined = floor.joined[slot] + run.contacts[slot].head_start
    return is_ripe(now - joined, after)
