"""Callback: who leaves the line because an agent will call, and what becomes of the promise."""

from __future__ import annotations

from math import inf

from sim.centre.laws import next_opening_time, quantile
from sim.centre.ledger import (
    callback_ended,
    contact_hung_up,
    delay_felt,
    dial_ended,
    line_left,
    promise_kept,
)
from sim.centre.numbers import NO_LAW
from sim.centre.phases import promise
from sim.centre.queues import lines
from sim.centre.queues.admission import enter_call, predicted_wait
from sim.centre.queues.lines import NOBODY
from sim.centre.queues.trunks import give_back_line, take_line
from sim.centre.records import NONE
from sim.centre.run import Run
from sim.codes import Action, Moment, Outcome, Promised
from sim.luck import CALLBACK as CALLBACK_LUCK
from sim.luck import DIAL
from sim.rules.callback import accepts, felt_delay, is_reached, next_call
from sim.rules.day_clock import first_shown, shown_at

OFFER, RETURN = int(Moment.OFFER), int(Moment.RETURN)
ASK, LINE_UP, GIVEN = int(Action.OFFER), int(Action.LINE_UP), int(Promised.CALLBACK)
CALLBACK, REACHED, UNREACHED = int(Outcome.CALLBACK), int(Outcome.REACHED), int(Outcome.UNREACHED)
ABANDONED, WAITING, DECLINED = int(Outcome.ABANDONED), int(Outcome.WAITING), NONE


def plan_offer(run: Run, slot: int, now: float) -> None:
    """Schedule the offer of a callback to the contact at `slot`, if its queue makes one."""
    n, contact = run.numbers, run.contacts[slot]
    if n.offers_callback[contact.queue] and contact.leg_index == 0 and contact.promised == promise.NOTHING:
        asked = max(contact.joined + n.callback.after, now)
        run.plan(asked, OFFER, run.issues[slot].serial, ASK, slot, run.versions[slot])


def offer(run: Run, slot: int, now: float) -> bool:
    """Offer a callback to the contact at `slot` if it would wait long; return whether it leaves the line."""
    n, issue, contact, call = run.numbers, run.issues[slot], run.contacts[slot], run.callbacks[slot]
    predicted = predicted_wait(run, contact.queue, n.callback.announces, lines.count_ahead(run, slot))
    if not n.offers(n.policy_callback, predicted):
        return False
    u_accepts, u_window, u_opening, u_patience = run.draw(
        CALLBACK_LUCK, issue.origin, issue.entity, issue.attempt, 0
    )
    call.in_line_since, call.offered_at, call.predicted = contact.joined, now, predicted
    call.lined_up, call.dials, call.dialler = contact.joined, 0, NOBODY
    if not accepts(n.callback.accepts, u_accepts):
        callback_ended(run, slot, now, DECLINED)
        return False
    _set_due(run, slot, _due(run, now, predicted, u_window), u_opening, now)
    call.waits_until = inf
    if n.callback_patience != NO_LAW:
        call.waits_until = now + quantile(run, n.callback_patience, u_patience)
    promise.give(run, slot, GIVEN)
    lines.exit_as(run, slot, CALLBACK)
    return True


def _due(run: Run, now: float, predicted: float, u: float) -> float:
    """Return when to call [s] whoever accepts at `now`: by the clock, where clocks change within the run."""
    n = run.numbers
    shown = shown_at(n.day_clock, now) if n.parts.clock_changes else now
    wished: float = n.callback_is_due(n.policy_callback, shown, predicted, u)
    if not n.parts.clock_changes:
        return wished
    return now if wished == shown else first_shown(n.day_clock, wished, now)


def _set_due(run: Run, slot: int, wished: float, u: float, now: float) -> None:
    """Set when to call [s]: as wished for, or after the next opening."""
    call = run.callbacks[slot]
    call.call_due = wished
    if wished > now:
        call.call_due = next_opening_time(run, run.contacts[slot].queue, wished, u)


def leave_line(run: Run, slot: int, now: float) -> int:
    """Take the customer off the line, to be called in turn or later; return the queue to be called from."""
    contact = run.contacts[slot]
    line_left(run, slot, now - contact.joined, CALLBACK)
    give_back_line(run, slot)
    if run.callbacks[slot].call_due > now:
        lines.leave(run, slot, now)
    else:
        lines.step_aside(run, slot, now)
    return contact.queue


def plan_line_up(run: Run, slot: int) -> None:
    """Schedule when the contact at `slot`, whose customer is off the line, joins the line for the call."""
    call = run.callbacks[slot]
    call.lined_up = call.call_due
    run.plan(call.call_due, RETURN, run.issues[slot].serial, LINE_UP, slot, run.versions[slot])


def dial(run: Run, slot: int, agent: int, now: float) -> bool:
    """Call the customer by `agent`; return whether the customer answers."""
    n, issue, call = run.numbers, run.issues[slot], run.callbacks[slot]
    enter_call(run, slot, now)
    lines.step_back(run, slot, now)
    take_line(run, slot)
    u, _, _, _ = run.draw(DIAL, issue.origin, issue.entity, issue.attempt, call.dials)
    call.dials += 1
    call.dialler = agent
    if is_reached(n.callback.unreachable, u):
        promise.reach(run, slot, n.callback.dial)
        return True
    return False


def hear_nobody(run: Run, slot: int, now: float) -> int:
    """End a call that nobody answered; return the agent who made it."""
    n, issue, call = run.numbers, run.issues[slot], run.callbacks[slot]
    agent = call.dialler
    dial_ended(run, slot, agent, n.callback.dial)
    give_back_line(run, slot)
    call.dialler = NOBODY
    wished = next_call(now, n.callback.pause, call.dials, n.callback.tries)
    _, u, _, _ = run.draw(DIAL, issue.origin, issue.entity, issue.attempt, call.dials)
    _set_due(run, slot, wished, u, now)
    return agent


def try_again(run: Run, slot: int, now: float) -> int:
    """Return the queue to be called from once more, or NOBODY: the promise is given up."""
    if run.callbacks[slot].dials < run.numbers.callback.tries:
        return run.contacts[slot].queue
    return _give_up(run, slot, now, UNREACHED)


def may_be_given_up(run: Run, slot: int, now: float) -> float:
    """Schedule when the contact at `slot` gives up waiting for its call; return when [s]."""
    lines.exit_as(run, slot, ABANDONED)
    return max(run.callbacks[slot].waits_until, now)


def drop(run: Run, slot: int, now: float) -> int:
    """Drop the promise, as its queue closes or patience ends; return that the contact goes nowhere."""
    if run.contacts[slot].waits:
        lines.step_back(run, slot, now)
        lines.leave(run, slot, now)
    return _give_up(run, slot, now, run.contacts[slot].exit_outcome)


def _give_up(run: Run, slot: int, now: float, outcome: int) -> int:
    promise.end(run, slot)
    lines.exit_as(run, slot, outcome)
    contact_hung_up(run, slot)
    callback_ended(run, slot, now, outcome)
    return NOBODY


def keep(run: Run, slot: int) -> float:
    """Record the conversation that was promised; return how long its turn took to come [s]."""
    n, contact, call = run.numbers, run.contacts[slot], run.callbacks[slot]
    reached = contact.answered_at + n.callback.dial
    promise_kept(run, slot)
    delay_felt(run, slot, felt_delay(n.callback.felt, reached - call.offered_at))
    promise.end(run, slot)
    callback_ended(run, slot, reached, REACHED)
    return contact.answered_at - call.lined_up


def end_run(run: Run, slot: int, horizon: float) -> None:
    """Write the promise that is still to be kept when the run ends."""
    call = run.callbacks[slot]
    if call.dialler != NOBODY:
        dial_ended(run, slot, call.dialler, run.numbers.callback.dial)
    callback_ended(run, slot, horizon, WAITING)
