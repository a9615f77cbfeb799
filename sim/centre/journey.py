"""Journey: what happens to a need from its first contact to its end."""

from __future__ import annotations

from math import nan

from sim.centre import ledger
from sim.centre.agents.person import forget_meetings, meet
from sim.centre.conversation import changes
from sim.centre.conversation import leg as conversation
from sim.centre.customers import episode, loyalty, recovery, relationship, returns
from sim.centre.laws import opening_time, quantile
from sim.centre.phases import (
    callback,
    chat,
    conference,
    follow_up,
    information,
    job,
    self_service,
)
from sim.centre.queues import lines
from sim.centre.queues.admission import note_conversation
from sim.centre.queues.lines import NOBODY
from sim.centre.queues.router import is_anyone_free
from sim.centre.queues.trunks import give_back_line
from sim.centre.records import NO_CALL, NONE, STILL_OPEN, WAITING, clear_issue
from sim.centre.run import NEEDS, Run
from sim.centre.service import end_stay, leave_queue, wrap_up
from sim.centre.turn import end_turn, set_call
from sim.codes import Closing, End, Moment, Promised, Stage, Step
from sim.rules.failure import speaks_up
from sim.rules.handoff import may_hand_off
from sim.rules.resolution import next_step
from sim.world.numbers import DOES_WITHOUT

RETURN, CUT_OFF, DROPPED = int(Moment.RETURN), int(End.SHIFT_OVER), int(End.DROPPED)
CALLING, CONTACT, AT_SELF_SERVICE, AT_JOB, CLOSED = (int(stage) for stage in Stage)
CALLBACK = int(Promised.CALLBACK)
RESOLVED, CAPPED = int(Closing.RESOLVED), int(Closing.CAPPED)
RESOLVES, REFERS, CLOSES = int(Step.RESOLVED), int(Step.REFER), int(Step.CLOSE)
UNSAID = -1.0
# time, entity, type, touchpoint, customer, luck of severity and voice, of the issue, its first stay and leg
Need = tuple[
    float, int, int, int, int, float, float,
    float, float, float, float, float, float, float, float, float, float, float, float,
]  # fmt: skip


def arise(run: Run, serial: int, need: Need) -> int:
    """Open the issue of a need; return its slot."""
    slot = run.take_slot(NEEDS)
    issue = run.issues[slot]
    clear_issue(issue)
    (
        now, issue.entity, kind, touchpoint, customer, _, _,
        u_work, issue.complexity, issue.hope_luck, issue.rating_luck,
        issue.first_patience, issue.first_routing, issue.first_talk, issue.first_moment,
        issue.first_end, issue.first_warmth, issue.first_pass_on, issue.first_acw,
    ) = need  # fmt: skip
    issue.serial, issue.customer, issue.touchpoint = serial, customer, touchpoint
    issue.origin = origin_of(run, kind, touchpoint, customer)
    issue.segment = run.customers.of_segment[customer]
    returns.set_type(run, slot, kind)
    conversation.draw_work(run, slot, u_work, now)
    return slot


def origin_of(run: Run, kind: int, touchpoint: int, customer: int) -> int:
    """Return whose luck a need has: its type's or touchpoint's, of first customers or of candidates."""
    n = run.numbers
    whose = 0 if customer < n.first_customers else 1
    return n.type_origin[whose][kind] if touchpoint == NONE else n.touchpoint_origin[whose][touchpoint]


def strike(run: Run, slot: int, need: Need, now: float) -> float:
    """Lower trust by the failure behind a need; return when the customer calls about it [s], or UNSAID."""
    n, issue, them = run.numbers, run.issues[slot], run.customers
    customer, u_severity, u_voice = need[4], need[5], need[6]
    relationship.set_severity(run, slot, quantile(run, n.severity[issue.touchpoint], u_severity))
    before = relationship.trust_at(run, customer, now)
    relationship.fail(run, customer, issue.severity, now)
    lost = before - them.trust[customer]
    failure = recovery.encourage(run, slot, now) if n.parts.amends else n.failure
    voiced = speaks_up(failure, issue.severity, before, them.tie[customer], u_voice)
    ledger.failure_struck(run, slot, now, voiced, before, them.trust[customer])
    if not voiced:
        relationship.remember_failure(run, customer, relationship.SILENT)
        if n.parts.loyalty:
            loyalty.stay_silent(run, slot, lost, now)
        run.free_slot(NEEDS, slot)
        return UNSAID
    relationship.take_in_hand(run, customer)
    return opening_time(run, issue.home_queue, now, issue.first_moment)


def open_issue(run: Run, slot: int, now: float) -> int:
    """Open the issue at `slot`, with a contact unless it begins otherwise; return its stage."""
    parts = run.numbers.parts
    ledger.issue_opened(run, slot, now)
    if parts.information and information.is_enough(run, slot, now):
        information.inform(run, slot, now)
        return finish(run, slot, now)
    return self_service.begin(run, slot, now) if parts.self_service else CONTACT


def advance(run: Run, slot: int, now: float) -> int:
    """Begin what the issue at `slot` has waited for; return its stage then."""
    stage = run.issues[slot].stage
    if stage == CALLING:
        return CONTACT
    stage = self_service.end(run, slot, now) if stage == AT_SELF_SERVICE else job.visit(run, slot, now)
    return finish(run, slot, now) if stage == CLOSED else stage


def finish(run: Run, slot: int, now: float) -> int:
    """Close an issue that is settled or given up, unless a job is still to be done; return its stage."""
    if run.numbers.parts.jobs and job.take_on(run, slot, now):
        return AT_JOB
    close(run, slot, now)
    return CLOSED


def arrive(run: Run, slot: int, now: float) -> int:
    """Begin a contact, made by the customer or by the firm; return the queue that it comes to."""
    ledger.contact_begun(run, slot, now)
    if run.numbers.parts.amends:
        follow_up.begin(run, slot)
    return run.issues[slot].home_queue


def go_on(run: Run, slot: int, now: float) -> int:
    """End the conversation or the queue stay; return the queue where the contact goes on, or NOBODY."""
    return end_leg(run, slot, now) if run.contacts[slot].talks else hang_up(run, slot, now)


def hang_up(run: Run, slot: int, now: float) -> int:
    """End a queue stay without an answer; return the queue to be called from, or NOBODY."""
    contact = run.contacts[slot]
    end_turn(run, slot)
    if contact.promised != NO_CALL:
        return _miss_call(run, slot, now)
    if contact.waits:
        leave_queue(run, slot, now)
    end_stay(run, slot, now)
    ledger.queue_stay_ended(run, slot, now - contact.joined)
    ledger.contact_hung_up(run, slot)
    return NOBODY


def _miss_call(run: Run, slot: int, now: float) -> int:
    """End a wait for a call, or a call in vain; return the queue to be called from, or NOBODY."""
    contact = run.contacts[slot]
    if contact.promised != CALLBACK:
        return follow_up.drop(run, slot, now)
    if run.callbacks[slot].dialler != NOBODY:
        wrap_up(run, callback.hear_nobody(run, slot, now), 0.0, False, now)
        return callback.try_again(run, slot, now)
    if contact.exit_outcome == callback.CALLBACK:
        return callback.leave_line(run, slot, now)
    return callback.drop(run, slot, now)


def _note_turn(run: Run, slot: int) -> None:
    """Record a conversation that was promised, or that predicts the wait of later contacts."""
    contact, leg = run.contacts[slot], run.legs[slot]
    waited = contact.answered_at - contact.joined
    if contact.promised != NO_CALL:
        waited = _keep_promise(run, slot)
    if run.numbers.has_door[contact.queue]:
        note_conversation(run, contact.queue, waited, leg.talk + leg.rapport + leg.acw)


def _keep_promise(run: Run, slot: int) -> float:
    """Record a conversation that was promised; return how long its turn took to come [s]."""
    if run.contacts[slot].promised == CALLBACK:
        return callback.keep(run, slot)
    return follow_up.keep(run, slot)


def end_leg(run: Run, slot: int, now: float) -> int:
    """End the conversation at hand; return the queue where the contact goes on, or NOBODY."""
    n, contact, leg = run.numbers, run.contacts[slot], run.legs[slot]
    conversation.end(run, slot)
    if n.parts.changes:
        _end_changes(run, slot, now)
    if n.parts.conference and contact.advice <= 0.0:
        end_stay(run, slot, now)
    ledger.leg_counted(run, slot)
    if contact.promised != NO_CALL or n.has_door[contact.queue]:
        _note_turn(run, slot)
    meet(run, slot, leg.agent)
    if leg.explains:
        ledger.story_told(run, slot)
    episode.feel(run, slot, leg.warmth, leg.rapport - leg.missing)
    if contact.advice > 0.0:
        return _take_advice(run, slot, now)
    queue = _next_queue(run, slot, now)
    if not n.parts.conference or not run.conferences[slot].is_on:
        ledger.leg_ended(run, slot)
        wrap_up(run, leg.agent, leg.acw, queue != NOBODY, now)
    return queue


def _take_advice(run: Run, slot: int, now: float) -> int:
    """End a colleague's advice; return the queue where the first agent goes on, or NOBODY."""
    leg = run.legs[slot]
    ledger.leg_ended(run, slot)
    conversation.end_advice(run, slot)
    queue = NOBODY
    if leg.solvable and leg.end != DROPPED:
        queue = conference.take_back(run, slot, now)
    else:
        end_stay(run, slot, now)
    wrap_up(run, leg.agent, 0.0, False, now)
    return queue


def _end_changes(run: Run, slot: int, now: float) -> None:
    """Complete what might have changed the conversation at `slot`."""
    if run.numbers.is_chat[run.contacts[slot].queue]:
        chat.end(run, slot, now)
    else:
        changes.end(run, slot)


def _next_queue(run: Run, slot: int, now: float) -> int:
    """Return the queue that a contact is handed off to, or NOBODY: it is resolved, or goes no further."""
    n, leg = run.numbers, run.legs[slot]
    tier_above = n.has_tier_above[run.issues[slot].type][run.contacts[slot].queue]
    step = next_step(leg.end, leg.solvable, tier_above, leg.passes_on)
    if n.parts.picky_targets and step == REFERS and _does_without(run, slot, now):
        step = RESOLVES
    if step == RESOLVES:
        returns.settle(run, slot, RESOLVED)
        return NOBODY
    queue = _hand_off(run, slot, step)
    if n.parts.conference and queue != NOBODY and conference.is_due(run, slot, step == REFERS):
        conference.begin(run, slot, now)
    conversation.note_progress(run, slot)
    return queue


def _does_without(run: Run, slot: int, now: float) -> bool:
    """Return whether the agent settles the issue alone, as nobody is free where it would be referred to."""
    target = returns.target_of(run, slot)
    return target.if_busy == DOES_WITHOUT and not is_anyone_free(run, slot, target.queue, now)


def _hand_off(run: Run, slot: int, step: int) -> int:
    """Return the queue where an unresolved contact goes on after a Step, or NOBODY: it goes no further."""
    n, contact = run.numbers, run.contacts[slot]
    if returns.is_capped(run, slot):
        returns.settle(run, slot, CAPPED)
        return NOBODY
    if step == CLOSES:
        return NOBODY
    if run.legs[slot].end == CUT_OFF:
        return contact.queue
    if not may_hand_off(contact.handoffs, n.most_handoffs):
        ledger.handoff_refused(run, slot)
        return NOBODY
    contact.handoffs += 1
    return returns.refer(run, slot) if step == REFERS else contact.queue


def end_contact(run: Run, slot: int, now: float) -> int:
    """End a contact; return the stage of its issue: another call, a job, or closed."""
    ledger.contact_ended(run, slot, now)
    give_back_line(run, slot)
    again = returns.NEVER
    if run.issues[slot].closing == STILL_OPEN:
        again = returns.next_call(run, slot, now)
    if run.numbers.parts.amends and follow_up.owe(run, slot, now):
        return CALLING
    if again == returns.NEVER:
        return finish(run, slot, now)
    set_call(run, slot, again, RETURN)
    return CALLING


def close(run: Run, slot: int, now: float) -> None:
    """Close an issue: it is judged, and the relationship learns from it."""
    issue, parts = run.issues[slot], run.numbers.parts
    elapsed, control = now - issue.opened, 0.0
    if parts.jobs:
        elapsed, control = job.end(run, slot, now)
    as_hoped, quality, felt, scores = episode.judge(run, slot, elapsed, control)
    good, failed, customer = issue.rating_luck < quality, issue.severity > 0.0, issue.customer
    before, after = relationship.learn_from(run, customer, quality, failed, now)
    if failed:
        after = relationship.remember_recovery(run, customer, good, now)
        if parts.amends:
            recovery.pay(run, slot, now)
    trust = before, after, after + run.customers.tie[customer]
    ledger.issue_closed(run, slot, now, felt, scores, as_hoped, quality, good, trust)
    if parts.loyalty:
        loyalty.end_issue(run, slot, good, before, after, now)
    forget_meetings(run, slot)
    run.free_slot(NEEDS, slot)


def end_run(run: Run, slot: int, horizon: float) -> None:
    """Write what is still going on with an open issue at the end of the run."""
    if run.contacts[slot].is_present:
        _interrupt(run, slot, horizon)
        ledger.contact_ended(run, slot, horizon)
    felt = episode.felt(run, slot)
    ledger.issue_closed(run, slot, horizon, felt, ledger.NOT_SCORED, False, nan, False, (nan, nan, nan))


def _interrupt(run: Run, slot: int, horizon: float) -> None:
    """Write the stay, the conversation or the promise of the contact at `slot` at the end of the run."""
    contact = run.contacts[slot]
    if contact.promised != NO_CALL and not contact.is_called:
        _end_promise(run, slot, horizon)
        return
    if run.numbers.parts.conference:
        conference.end(run, slot, horizon)
    if contact.waits:
        lines.exit_as(run, slot, WAITING)
        ledger.queue_stay_ended(run, slot, horizon - contact.joined)
        return
    conversation.end(run, slot)
    if run.numbers.parts.changes:
        _end_changes(run, slot, horizon)
    ledger.leg_counted(run, slot)
    if contact.promised != NO_CALL:
        _keep_promise(run, slot)
    ledger.leg_ended(run, slot)


def _end_promise(run: Run, slot: int, horizon: float) -> None:
    """Write a call that is still to be made, or that nobody has answered yet, at the end of the run."""
    if run.contacts[slot].promised == CALLBACK:
        callback.end_run(run, slot, horizon)
    else:
        follow_up.end_run(run, slot, horizon)
