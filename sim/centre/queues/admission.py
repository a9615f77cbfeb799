"""Admission: a contact comes to a queue, and is let in or not."""

from __future__ import annotations

from sim.centre.ledger import arrival_lost
from sim.centre.queues.lines import exit_as
from sim.centre.queues.standing import patience_of, stay_luck
from sim.centre.queues.trunks import is_full, take_line
from sim.centre.records import NONE
from sim.centre.run import Run
from sim.codes import Outcome
from sim.luck import ENTRY
from sim.rules.admission import told_wait
from sim.rules.balking import balks
from sim.rules.recontact import is_open

BLOCKED, BALKED, LOST, ADMITTED = int(Outcome.BLOCKED), int(Outcome.BALKED), int(Outcome.LOST), -1


def enter(run: Run, slot: int, queue: int, now: float) -> None:
    """Bring the contact at `slot` to `queue`."""
    contact = run.contacts[slot]
    contact.queue, contact.joined = queue, now
    if run.numbers.parts.stay_luck:
        _, contact.routing_luck, contact.talk_luck, _ = stay_luck(run, slot)


def enter_call(run: Run, slot: int, now: float) -> None:
    """Begin the stay of a contact whose customer is called now, with the call."""
    run.contacts[slot].joined = now


def admit(run: Run, slot: int, finds_agent: bool, now: float) -> bool:
    """Return whether the contact at `slot` is let into its queue; who was handed off always is.

    Whoever is let in takes a line; for others the reason stands in the exit outcome.
    """
    if run.contacts[slot].leg_index > 0:
        return True
    refusal = _refusal(run, slot, finds_agent, now)
    if refusal != ADMITTED:
        exit_as(run, slot, refusal)
        return False
    take_line(run, slot)
    return True


def _refusal(run: Run, slot: int, finds_agent: bool, now: float) -> int:
    """Return the Outcome of a contact that is not let in, or ADMITTED."""
    n, contact, floor = run.numbers, run.contacts[slot], run.floor
    queue = contact.queue
    if n.parts.outages and run.doors[queue].lost_to != NONE:
        arrival_lost(run, run.doors[queue].lost_to)
        return LOST
    if n.keeps_hours[queue] and not is_open(n.opening[queue], now):
        return BLOCKED
    if is_full(run, queue):
        return BLOCKED
    if finds_agent:
        return ADMITTED
    if floor.waiting[queue] >= n.capacity[queue]:
        return BLOCKED
    u = 1.0
    if n.balking[queue] > 0.0:
        issue = run.issues[slot]
        u = run.draw(ENTRY, issue.origin, issue.entity, issue.attempt, 0)[0]
    patience = patience_of(run, slot, now)
    told = predicted_wait(run, queue, n.announces[queue], floor.waiting[queue] + floor.on_hold[queue])
    return BALKED if balks(n.balking[queue], u, told, patience) else ADMITTED


def predicted_wait(run: Run, queue: int, announces: int, ahead: int) -> float:
    """Return the wait [s] that a contact with `ahead` others before it in `queue` is told, 0 for nothing."""
    seen = run.doors[queue]
    return told_wait(
        announces, seen.last_wait, seen.handled, seen.conversations, ahead, run.floor.on_duty[queue]
    )


def lose_arrivals(run: Run, queue: int, outage: int) -> None:
    """Set the outage that takes whoever comes to `queue` from outside; NONE for no longer any."""
    run.doors[queue].lost_to = outage


def note_conversation(run: Run, queue: int, waited: float, handle_time: float) -> None:
    """Remember a conversation of `queue`: the wait [s] before it and its handle time [s] are announced."""
    seen = run.doors[queue]
    seen.last_wait = waited
    seen.handled += handle_time
    seen.conversations += 1
