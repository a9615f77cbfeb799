"""Message: callers in line who are asked, after a while, to leave a message instead of waiting on."""

from __future__ import annotations

from sim.centre.queues.lines import exit_as
from sim.centre.run import Run
from sim.codes import Action, Moment, Outcome, Promised
from sim.luck import MESSAGE as MESSAGE_LUCK
from sim.rules.message import is_left

OFFER, ASKS = int(Moment.OFFER), int(Action.MESSAGE)
MESSAGE, NOTHING = int(Outcome.MESSAGE), int(Promised.NOTHING)


def plan_question(run: Run, slot: int, now: float) -> None:
    """Schedule when the contact at `slot`, which begins to wait, may leave a message, if its queue asks."""
    contact = run.contacts[slot]
    message = run.numbers.message[contact.queue]
    if message.chance > 0.0 and contact.promised == NOTHING:
        asked = max(contact.joined + message.after, now)
        run.plan(asked, OFFER, run.issues[slot].serial, ASKS, slot, run.versions[slot])


def leaves_one(run: Run, slot: int) -> bool:
    """Draw whether the contact at `slot` leaves a message or waits on; return whether it leaves one."""
    issue, contact = run.issues[slot], run.contacts[slot]
    u = run.draw(MESSAGE_LUCK, issue.origin, issue.entity, issue.attempt, contact.leg_index)[0]
    if not is_left(run.numbers.message[contact.queue].chance, u):
        return False
    exit_as(run, slot, MESSAGE)
    return True
