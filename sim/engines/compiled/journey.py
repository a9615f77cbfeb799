"""Journey: a customer's way from a need to its end, one step for each event of the contact.

The same story as the SimPy engine's generator tells; where that one waits, this one returns.
"""

from __future__ import annotations

from sim.centre.customers.loyalty import add_issue
from sim.centre.customers.relationship import is_there
from sim.centre.journey import UNSAID, Need, advance, arise, arrive, end_contact, go_on, open_issue, strike
from sim.centre.queues.lines import NOBODY
from sim.centre.records import NONE
from sim.centre.run import Run
from sim.centre.service import offer
from sim.centre.turn import set_call
from sim.codes import Moment, Offer, Stage

RETURN, REFUSED = int(Moment.RETURN), int(Offer.REFUSED)
CONTACT = int(Stage.CONTACT)
WAITS = -1
"""No Stage: the contact waits or talks."""


def begin(run: Run, serial: int, need: Need, now: float) -> None:
    """Open the issue of a need, unless its customer is not there or says nothing of a failure."""
    customer, parts = need[4], run.numbers.parts
    if parts.loyalty and not is_there(run, customer, now):
        return
    slot, first_call = arise(run, serial, need), now
    if run.issues[slot].touchpoint != NONE:
        first_call = strike(run, slot, need, now)
    if first_call == UNSAID:
        return
    if parts.loyalty:
        add_issue(run, customer)
    if first_call > now:
        set_call(run, slot, first_call, RETURN)
    else:
        follow(run, slot, open_issue(run, slot, now), now)


def call(run: Run, slot: int, now: float) -> None:
    """Begin what the issue at `slot` has waited for."""
    parts, stage = run.numbers.parts, CONTACT
    if not run.issues[slot].is_open:
        stage = open_issue(run, slot, now)
    elif parts.self_service or parts.jobs:
        stage = advance(run, slot, now)
    follow(run, slot, stage, now)


def turn(run: Run, slot: int, now: float) -> None:
    """End the conversation or the wait of the contact at `slot`, and go on."""
    follow(run, slot, _offer(run, slot, go_on(run, slot, now), now), now)


def follow(run: Run, slot: int, stage: int, now: float) -> None:
    """Make contacts until one waits, or the issue waits for something else."""
    while stage == CONTACT:
        stage = _offer(run, slot, arrive(run, slot, now), now)


def _offer(run: Run, slot: int, queue: int, now: float) -> int:
    """Bring the contact to `queue`, and wherever it is handed off to; return the stage, or WAITS."""
    while queue != NOBODY:
        if offer(run, slot, queue, now) != REFUSED:
            return WAITS
        queue = go_on(run, slot, now)
    return end_contact(run, slot, now)
