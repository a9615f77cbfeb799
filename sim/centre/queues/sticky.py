"""Sticky: contacts that wait, apart from the line, for the agent who knows them."""

from __future__ import annotations

from collections.abc import Sequence

from sim.centre.agents.person import last_met_in
from sim.centre.queues import lines
from sim.centre.queues.lines import NOBODY
from sim.centre.run import Run
from sim.codes import Action, Moment
from sim.rules.handoff import is_worth_waiting_for

OVERFLOW, STANDS_IN_LINE = int(Moment.OVERFLOW), int(Action.STAND_IN_LINE)


def recognise(run: Run, slot: int) -> None:
    """Record which agent of its queue knows the contact at `slot`; after a transfer any agent will do."""
    contact = run.contacts[slot]
    contact.known = last_met_in(run, slot, contact.queue) if contact.leg_index == 0 else NOBODY


def is_awaited(run: Run, slot: int) -> bool:
    """Return whether the agent who knows the contact is busy, and worth waiting for."""
    known = run.contacts[slot].known
    return known != NOBODY and is_worth_waiting_for(run.numbers.waits_for_known, run.floor.state[known])


def wait(run: Run, slot: int) -> None:
    """Sticky routing: a contact waits for its agent apart from the line, and joins the line after that."""
    contact = run.contacts[slot]
    lines.stand_apart(run, slot, contact.known)
    ends = contact.joined + run.numbers.waits_for_known
    run.plan(ends, OVERFLOW, run.issues[slot].serial, STANDS_IN_LINE, slot, run.versions[slot])


def find_awaiting(run: Run, agent: int, queues: Sequence[int]) -> int:
    """Return the contact that has waited longest for `agent`, who now serves `queues`, or NOBODY."""
    slot = run.awaited.first[agent]
    while slot != NOBODY and run.contacts[slot].queue not in queues:
        slot = run.awaited.after[slot]
    return slot


def apart_from(run: Run, queue: int) -> list[int]:
    """Return who waits for an agent apart from the line of `queue`."""
    found = []
    for slot in run.awaited.first:
        while slot != NOBODY:
            if run.contacts[slot].queue == queue:
                found.append(slot)
            slot = run.awaited.after[slot]
    return found
