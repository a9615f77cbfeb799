"""Drawn wait: contacts of a queue that wait by a law, and then for the first free agent."""

from __future__ import annotations

from collections.abc import Sequence
from math import inf

from sim.centre.laws import quantile
from sim.centre.queues.lines import NOBODY
from sim.centre.run import Run
from sim.codes import Action, Moment
from sim.luck import DRAWN_WAIT
from sim.rules.drawn_wait import is_made_to_wait

OVERFLOW, ASKS = int(Moment.OVERFLOW), int(Action.DRAWN_WAIT)


def hold(run: Run, slot: int) -> None:
    """Start a wait of the length that was drawn."""
    n, issue, contact = run.numbers, run.issues[slot], run.contacts[slot]
    queue = contact.queue
    u_whether, u_long, _, _ = run.draw(
        DRAWN_WAIT, issue.origin, issue.entity, issue.attempt, contact.leg_index
    )
    waits = is_made_to_wait(n.drawn_chance[queue], u_whether)
    contact.ripe_since = inf
    ripe = contact.joined + (quantile(run, n.drawn_wait[queue], u_long) if waits else 0.0)
    run.plan(ripe, OVERFLOW, issue.serial, ASKS, slot, run.versions[slot])


def ripen(run: Run, slot: int, now: float) -> None:
    """Mark the contact at `slot`, which has waited as drawn, as ready for the next free agent."""
    run.contacts[slot].ripe_since = now


def find_agent(run: Run, slot: int, now: float) -> int:
    """Return who is free for the contact at `slot`, which has waited as drawn, or NOBODY."""
    n, contact = run.numbers, run.contacts[slot]
    groups, queue = run.drawn_groups[contact.queue], contact.queue
    return n.select_agent(n.routing, run.floor, groups, queue, NOBODY, contact.routing_luck, now)


def find_ripe(run: Run, queues: Sequence[int]) -> int:
    """Return the contact in one of `queues` that has waited as drawn, and longest since then, or NOBODY."""
    floor, chosen, earliest = run.floor, NOBODY, (inf, 0)
    for queue in queues:
        slot = floor.first_waiting[queue]
        while slot != NOBODY:
            ripe = run.contacts[slot].ripe_since, run.issues[slot].serial
            if ripe < earliest:
                chosen, earliest = slot, ripe
            slot = floor.next_waiting[slot]
    return chosen
