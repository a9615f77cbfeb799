"""Follow-up: a call that the firm owes a customer about an issue, who waits for nothing."""

from __future__ import annotations

from sim.centre.agents.person import last_met
from sim.centre.conversation.leg import introduce
from sim.centre.customers.episode import judge
from sim.centre.customers.returns import settle
from sim.centre.ledger import amends_made, called_by_firm, contact_hung_up, line_left, promise_kept
from sim.centre.phases import promise
from sim.centre.queues import lines
from sim.centre.queues.admission import enter_call
from sim.centre.queues.lines import NOBODY
from sim.centre.records import NONE, STILL_OPEN
from sim.centre.run import Run
from sim.centre.turn import set_call
from sim.codes import Act, Action, Closing, Moment, Outcome, Promised
from sim.luck import OUTREACH
from sim.rules.recontact import at_open_door
from sim.rules.recovery import call_due, in_time_until
from sim.rules.survey import answers

GIVEN, RETURN, LINE_UP = int(Promised.FOLLOW_UP), int(Moment.RETURN), int(Action.LINE_UP)
OUTBOUND, CLEARED, GIVEN_UP = int(Outcome.OUTBOUND), int(Outcome.CLEARED), int(Closing.GIVEN_UP)
CALLED_BACK, FOLLOWED_UP = int(Act.CALLED_BACK), int(Act.FOLLOWED_UP)


def owe(run: Run, slot: int, now: float) -> bool:
    """Return whether the firm means to call now that a contact has ended; the call is planned then."""
    n, issue, owed = run.numbers, run.issues[slot], run.follow_ups[slot]
    if issue.called > 0 or issue.closing not in (STILL_OPEN, GIVEN_UP):
        return False
    _, u_answers, u_when, u_opening = run.draw(OUTREACH, issue.origin, issue.entity, issue.attempt, 0)
    if n.calls_back_within > 0.0 and issue.touchpoint != NONE and not run.contacts[slot].hung_up:
        act, within = CALLED_BACK, n.calls_back_within
    elif n.follows_up_within > 0.0 and issue.closing == GIVEN_UP and _hears(run, slot, u_answers, now):
        act, within = FOLLOWED_UP, n.follows_up_within
    else:
        return False
    opening, due = n.opening[issue.home_queue], call_due(now, within, u_when)
    owed.is_owed, owed.act = True, act
    owed.in_time_until = in_time_until(opening, now, within, due)
    settle(run, slot, STILL_OPEN)
    set_call(run, slot, at_open_door(opening, due, min(within, n.after_opening), u_opening), RETURN)
    return True


def _hears(run: Run, slot: int, u: float, now: float) -> bool:
    """Return whether a survey shows that a customer who has given up is dissatisfied."""
    issue = run.issues[slot]
    _, quality, _, _ = judge(run, slot, now - issue.opened, 0.0)
    return issue.rating_luck >= quality and answers(run.numbers.survey, quality, u)


def begin(run: Run, slot: int) -> None:
    """Make the contact at `slot`, which begins, the call that the firm owes, if it owes one."""
    owed = run.follow_ups[slot]
    if owed.is_owed:
        owed.is_owed = False
        promise.give(run, slot, GIVEN)
        introduce(run, slot, 0.0)
        lines.exit_as(run, slot, OUTBOUND)
        called_by_firm(run, slot)


def plan_line_up(run: Run, slot: int, now: float) -> None:
    """Add the contact at `slot` to the line at once; its first queue stay in the logs takes no time."""
    line_left(run, slot, 0.0, OUTBOUND)
    run.plan(now, RETURN, run.issues[slot].serial, LINE_UP, slot, run.versions[slot])


def owner(run: Run, slot: int) -> int:
    """Return the agent who should make the call, whoever had the case last, or NOBODY."""
    return last_met(run, slot)


def dial(run: Run, slot: int, now: float) -> bool:
    """Return that the customer answers the call that is made now."""
    run.follow_ups[slot].line_wait = now - run.contacts[slot].joined
    enter_call(run, slot, now)
    promise.reach(run, slot, 0.0)
    lines.step_back(run, slot, now)
    return True


def keep(run: Run, slot: int) -> float:
    """Record the conversation; return how long its turn took to come [s]."""
    owed, answered_at = run.follow_ups[slot], run.contacts[slot].answered_at
    promise_kept(run, slot)
    promise.end(run, slot)
    amends_made(run, slot, answered_at, owed.act, 0.0, answered_at <= owed.in_time_until)
    return owed.line_wait


def drop(run: Run, slot: int, now: float) -> int:
    """Drop the call, as its queue closes; return that the contact goes nowhere."""
    lines.step_back(run, slot, now)
    lines.leave(run, slot, now)
    promise.end(run, slot)
    lines.exit_as(run, slot, CLEARED)
    contact_hung_up(run, slot)
    amends_made(run, slot, now, run.follow_ups[slot].act, 0.0, False)
    return NOBODY


def end_run(run: Run, slot: int, horizon: float) -> None:
    """Write a call that is late when the run ends."""
    owed = run.follow_ups[slot]
    if horizon > owed.in_time_until:
        amends_made(run, slot, horizon, owed.act, 0.0, False)
