"""Returns: how an issue ends, or whether its customer calls again, when, and as what."""

from __future__ import annotations

from sim.centre.laws import opening_time, quantile
from sim.centre.numbers import NO_LAW, Redial
from sim.centre.records import NONE
from sim.centre.run import Run
from sim.codes import Closing, End, Outcome
from sim.luck import RETURN, TRANSFER, Uniforms
from sim.rules.hang_up import calls_straight_back
from sim.rules.recontact import calls_again
from sim.world.numbers import IS_LOST, TargetNumbers

BLOCKED, LOST, MESSAGE = int(Outcome.BLOCKED), int(Outcome.LOST), int(Outcome.MESSAGE)
GIVEN_UP, CAPPED, EXHAUSTED = int(Closing.GIVEN_UP), int(Closing.CAPPED), int(Closing.EXHAUSTED)
HUNG_UP = int(End.HUNG_UP)
NEVER = -1.0


def settle(run: Run, slot: int, closing: int) -> None:
    """Close the issue at `slot` with this Closing."""
    run.issues[slot].closing = closing


def set_type(run: Run, slot: int, kind: int) -> None:
    """Set the type of the issue at `slot` to `kind`, whose queue it calls."""
    run.issues[slot].type = kind
    run.issues[slot].home_queue = run.numbers.queue_of[kind]


def refer(run: Run, slot: int) -> int:
    """Escalate the issue at `slot` to the next tier; return its queue."""
    issue, contact = run.issues[slot], run.contacts[slot]
    target = target_of(run, slot)
    issue.home_queue, contact.only_if_free = target.queue, target.if_busy == IS_LOST
    return issue.home_queue


def target_of(run: Run, slot: int) -> TargetNumbers:
    """Return where the issue at `slot` is referred to."""
    targets = run.numbers.targets[run.issues[slot].type]
    place = 0
    if len(targets) > 1:
        u = transfer_luck(run, slot)[0]
        while place < len(targets) - 1 and u >= targets[place].up_to:
            place += 1
    return targets[place]


def transfer_luck(run: Run, slot: int) -> Uniforms:
    """Return the luck of the handoff after the last leg at `slot`: which queue, and whether it is warm."""
    issue = run.issues[slot]
    return run.draw(TRANSFER, issue.origin, issue.entity, issue.attempt, run.contacts[slot].leg_index)


def may_wait(run: Run, slot: int) -> bool:
    """Return whether the contact at `slot`, which comes to a queue, may wait there if nobody is free."""
    contact = run.contacts[slot]
    only_if_free, contact.only_if_free = contact.only_if_free, False
    return not only_if_free


def is_last_leg(run: Run, slot: int) -> bool:
    """Return whether the issue may have no further leg after the one at hand."""
    issue = run.issues[slot]
    return issue.legs + 1 + issue.unanswered >= run.numbers.most_legs


def is_capped(run: Run, slot: int) -> bool:
    """Return whether the issue has had as many legs and attempts in vain as it may."""
    issue = run.issues[slot]
    return issue.legs + issue.unanswered >= run.numbers.most_legs


def next_call(run: Run, slot: int, now: float) -> float:
    """Return when the customer calls again [s], or NEVER, with how the issue closes."""
    issue = run.issues[slot]
    if is_capped(run, slot):
        settle(run, slot, CAPPED)
        return NEVER
    if run.contacts[slot].exit_outcome == MESSAGE:
        return _become_message(run, slot, now)
    u_whether, u_when, u_moment, u_straight = run.draw(RETURN, issue.origin, issue.entity, issue.attempt, 0)
    if run.numbers.parts.hang_ups and _calls_straight_back(run, slot, u_straight):
        return _call_after(run, slot, now, run.numbers.straight_after, NONE, u_when, u_moment)
    chance, later, after, becomes = _redial(run, slot)
    if after == NO_LAW or not calls_again(later if issue.attempt > issue.called else chance, u_whether):
        settle(run, slot, GIVEN_UP)
        return NEVER
    return _call_after(run, slot, now, after, becomes, u_when, u_moment)


def _become_message(run: Run, slot: int, now: float) -> float:
    """Return when the message at `slot` joins the queue of the type that it becomes [s], or NEVER."""
    becomes = run.numbers.message[run.contacts[slot].queue].becomes
    if becomes == NONE:
        settle(run, slot, GIVEN_UP)
        return NEVER
    issue = run.issues[slot]
    set_type(run, slot, becomes)
    u_moment = run.draw(RETURN, issue.origin, issue.entity, issue.attempt, 0)[2]
    return opening_time(run, issue.home_queue, now, u_moment)


def call_about_promise(run: Run, slot: int, now: float, u_when: float, u_moment: float) -> float:
    """Return when the customer calls about a forgotten promise [s], or NEVER, with how the issue closes."""
    if is_capped(run, slot):
        settle(run, slot, CAPPED)
        return NEVER
    _, _, after, _ = run.numbers.unresolved
    return _call_after(run, slot, now, after, run.issues[slot].type, u_when, u_moment)


def _call_after(
    run: Run, slot: int, now: float, after: int, becomes: int, u_when: float, u_moment: float
) -> float:
    issue = run.issues[slot]
    if issue.attempt + 1 - issue.called >= run.numbers.most_attempts:
        settle(run, slot, EXHAUSTED)
        return NEVER
    if becomes != NONE:
        set_type(run, slot, becomes)
    return opening_time(run, issue.home_queue, now + quantile(run, after, u_when), u_moment)


def _calls_straight_back(run: Run, slot: int, u: float) -> bool:
    """Return whether the customer, on whom an agent has just hung up, calls again at once."""
    was_hung_up_on = run.contacts[slot].leg_index > 0 and run.legs[slot].end == HUNG_UP
    return was_hung_up_on and calls_straight_back(run.numbers.straight_back, u)


def _redial(run: Run, slot: int) -> Redial:
    n, contact = run.numbers, run.contacts[slot]
    if not contact.hung_up and contact.exit_outcome != LOST:
        return n.unresolved
    if contact.exit_outcome in (BLOCKED, LOST):
        return n.redial_blocked[contact.queue]
    return n.redial[contact.queue]
