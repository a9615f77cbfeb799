"""Conference: an agent who stays with a contact until a colleague knows the case, or has advised on it."""

from __future__ import annotations

from sim.centre import ledger
from sim.centre.conversation import leg as conversation
from sim.centre.customers.returns import transfer_luck
from sim.centre.queues.lines import NOBODY
from sim.centre.records import copy_leg
from sim.centre.run import Run
from sim.codes import Action, End, Moment
from sim.rules.handoff import is_warm

LEG_END, LETS_GO, CUT_OFF = int(Moment.LEG_END), int(Action.END_CONFERENCE), int(End.SHIFT_OVER)


def is_due(run: Run, slot: int, refers: bool) -> bool:
    """Return whether the agent stays with the contact at `slot`, which goes on, up to the next tier or not.

    Nobody stays with a chat, or whose shift is over; whoever only wants advice stays for the next tier alone.
    """
    n = run.numbers
    if run.legs[slot].end == CUT_OFF or n.is_chat[run.contacts[slot].queue]:
        return False
    if n.style.returns and not refers:
        return False
    return n.style.share >= 1.0 or is_warm(n.style.share, transfer_luck(run, slot)[1])


def begin(run: Run, slot: int, now: float) -> None:
    """Keep the agent, whose conversation is over, on the line until the longest stay is over."""
    contact, stay, style = run.contacts[slot], run.conferences[slot], run.numbers.style
    copy_leg(run.kept_legs[slot], run.legs[slot])
    stay.kept_index, stay.kept_queue, stay.kept_joined = contact.leg_index - 1, contact.queue, contact.joined
    stay.kept_waited, stay.kept_stretched = contact.answered_at - contact.joined, contact.stretched
    stay.conveyed_work = conversation.left_to_do(run, slot, style.conveyed)
    stay.is_on, stay.stays_since = True, now
    _plan_end(run, slot, now + style.stays)


def _plan_end(run: Run, slot: int, time: float) -> None:
    """Schedule the end of the stay at `time` [s], instead of at any time before."""
    stay = run.conferences[slot]
    stay.plans += 1
    run.plan(time, LEG_END, run.issues[slot].serial, LETS_GO, slot, stay.plans)


def meet(run: Run, slot: int, now: float) -> int:
    """Introduce customer and case to the colleague who answers now, or ask for advice.

    Return the agent whose stay is over by that, or NOBODY.
    """
    stay, style = run.conferences[slot], run.numbers.style
    if not stay.is_on:
        return NOBODY
    stay.plans += 1
    conversation.convey(run, slot, stay.conveyed_work, 0.0 if style.returns else style.introduction)
    if style.returns:
        conversation.ask_advice(run, slot, style.introduction)
    elif style.introduction > 0.0:
        _plan_end(run, slot, now + style.introduction)
    else:
        return end(run, slot, now)
    return NOBODY


def end(run: Run, slot: int, now: float) -> int:
    """End the stay, if there is one, and write its conversation; return the agent to release, or NOBODY."""
    stay = run.conferences[slot]
    if not stay.is_on:
        return NOBODY
    stay.is_on = False
    stay.plans += 1
    ledger.kept_leg_ended(run, slot, now - stay.stays_since)
    return run.kept_legs[slot].agent


def take_back(run: Run, slot: int, now: float) -> int:
    """Return to the agent what a colleague found solvable; return the queue, NOBODY if the agent has gone."""
    if not run.conferences[slot].is_on:
        return NOBODY
    ledger.acw_spared(run, slot)
    conversation.spare_acw(run, slot)
    conversation.keep_case(run, slot, end(run, slot, now))
    return run.conferences[slot].kept_queue
