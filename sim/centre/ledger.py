"""Ledger: the counters of issues and contacts, and the rows of the logs; nobody else writes either."""

from __future__ import annotations

from math import nan

from sim.centre.records import NONE, WAITING, Issue, Leg, clear_contact
from sim.centre.run import CALLS, Run
from sim.codes import Closing, Outcome, Table
from sim.rules.experience import Scores
from sim.rules.strain import agent_years, hiring
from sim.rules.trust import is_engaged

ANSWERED, RESOLVED = int(Outcome.ANSWERED), int(Closing.RESOLVED)
LEGS, CONTACTS, ISSUES, FAILURES = (
    int(table) for table in (Table.LEGS, Table.CONTACTS, Table.ISSUES, Table.FAILURES)
)
CHATS, OUTAGES, OUTBOUND = int(Table.CHATS), int(Table.OUTAGES), int(Table.OUTBOUND)
CUSTOMERS, COMPLAINTS = int(Table.CUSTOMERS), int(Table.COMPLAINTS)
AGENTS, GROUPS = int(Table.AGENTS), int(Table.GROUPS)
CALLBACKS, JOBS, SELF_SERVICE, INFORMATION, AMENDS = (
    int(table) for table in (Table.CALLBACKS, Table.JOBS, Table.SELF_SERVICE, Table.INFORMATION, Table.AMENDS)
)
REACHED, UNREACHED = int(Outcome.REACHED), int(Outcome.UNREACHED)
NOT_SCORED: Scores = (nan, nan, nan, nan, nan, nan, nan)


def failure_struck(run: Run, slot: int, now: float, voiced: bool, before: float, after: float) -> None:
    """Write the row of a failure that took trust from `before` to `after`."""
    issue = run.issues[slot]
    run.write_row(
        FAILURES, issue.customer, issue.segment, issue.touchpoint, now, issue.severity, voiced,
        before, after,
    )  # fmt: skip


def issue_opened(run: Run, slot: int, now: float) -> None:
    """Count an issue that opens with its first contact."""
    issue, counts = run.issues[slot], run.counts
    counts.issues += 1
    issue.opened, issue.rank, issue.is_open = now, counts.issues, True


def contact_begun(run: Run, slot: int, now: float) -> None:
    """Count a contact that arrives, and remember it for the customer's next one of the type."""
    issue, contact = run.issues[slot], run.contacts[slot]
    clear_contact(contact)
    issue.attempt += 1
    run.counts.contacts += 1
    index = run.take_slot(CALLS)
    call, last = run.calls[index], run.last_call[issue.type]
    call.arrived, call.was_answered, call.holders = now, False, 2
    contact.own_call, contact.call_before = index, last[issue.customer]
    contact.entry, contact.is_present = issue.home_queue, True
    last[issue.customer] = index


def queue_stay_ended(run: Run, slot: int, waited: float) -> None:
    """Count and write a queue stay of `waited` [s] without an answer, as the contact's exit outcome says."""
    issue, contact = run.issues[slot], run.contacts[slot]
    _add_wait(run, issue, contact.queue, waited)
    run.write_row(
        LEGS, issue.serial, issue.attempt, contact.leg_index, issue.customer, issue.type, issue.segment,
        contact.queue, NONE, NONE, contact.joined, waited, contact.exit_outcome, 0.0, 0.0, NONE, 0, 0.0,
    )  # fmt: skip


def contact_hung_up(run: Run, slot: int) -> None:
    """Count a contact that ended in a queue."""
    issue, contact = run.issues[slot], run.contacts[slot]
    issue.unanswered += 1
    contact.hung_up = True
    if contact.outcome == WAITING:
        contact.outcome = contact.exit_outcome


def leg_counted(run: Run, slot: int) -> None:
    """Count the conversation at hand."""
    issue, contact, leg = run.issues[slot], run.contacts[slot], run.legs[slot]
    talk, acw = leg.talk + leg.rapport, leg.acw
    _add_wait(run, issue, contact.queue, contact.answered_at - contact.joined)
    if contact.outcome == WAITING:
        contact.outcome = ANSWERED
        issue.answered += 1
        run.calls[contact.own_call].was_answered = True
    contact.leg_index += 1
    contact.talk_sum += talk
    contact.acw_sum += acw
    issue.legs += 1
    issue.seconds += talk + acw


def leg_ended(run: Run, slot: int) -> None:
    """Write the conversation at hand, which has been counted."""
    contact = run.contacts[slot]
    waited = contact.answered_at - contact.joined
    _write_leg(
        run, slot, run.legs[slot], contact.leg_index - 1, contact.queue, contact.joined, waited,
        contact.stretched,
    )  # fmt: skip


def kept_leg_ended(run: Run, slot: int, held: float) -> None:
    """Write a conversation whose agent stayed on the line for another `held` seconds."""
    of = run.conferences[slot]
    _write_leg(
        run, slot, run.kept_legs[slot], of.kept_index, of.kept_queue, of.kept_joined, of.kept_waited,
        of.kept_stretched + held,
    )  # fmt: skip


def acw_spared(run: Run, slot: int) -> None:
    """Take back the after-call work of a conversation whose agent goes on with the case."""
    issue, contact, leg = run.issues[slot], run.contacts[slot], run.kept_legs[slot]
    contact.acw_sum -= leg.acw
    issue.seconds -= leg.acw


def _write_leg(
    run: Run, slot: int, leg: Leg, number: int, queue: int, joined: float, waited: float, stretched: float
) -> None:
    """Write a conversation that took `stretched` [s] longer than there was to say; below 0 is not told."""
    issue, contact, talk = run.issues[slot], run.contacts[slot], leg.talk + leg.rapport
    if stretched > 0.0:
        talk += stretched
        contact.talk_sum += stretched
        issue.seconds += stretched
    outcome = REACHED if contact.is_called and number == 0 else ANSWERED
    run.write_row(
        LEGS, issue.serial, issue.attempt, number, issue.customer, issue.type, issue.segment, queue,
        leg.agent, leg.group, joined, waited, outcome, talk, leg.acw, leg.end, leg.explains, leg.pressure,
    )  # fmt: skip


def chat_ended(
    run: Run, slot: int, ends: float, seconds: float, given: float, within: float, silent: bool
) -> None:
    """Write a chat of `seconds` that had `given` [s] of its agent: that alone counts as agents' time."""
    issue, contact, leg = run.issues[slot], run.contacts[slot], run.legs[slot]
    issue.seconds += given - seconds
    run.write_row(
        CHATS, issue.serial, issue.attempt, contact.leg_index, issue.type, issue.segment, contact.queue,
        leg.agent, leg.group, contact.answered_at, ends, given, within, silent,
    )  # fmt: skip


def customer_joined(run: Run) -> None:
    """Count a candidate who has become a customer."""
    run.counts.customers_joined += 1


def customer_left(run: Run) -> None:
    """Count a customer who has left."""
    run.counts.customers_left += 1


def customer_ended(
    run: Run, customer: int, start: float, end: float, problem: int, joined: float, left: float, cause: int
) -> None:
    """Write a customer: trust as the window opens and closes, 0 if not there, and when one came and left."""
    them = run.customers
    segment, tie = them.of_segment[customer], them.tie[customer]
    n = run.numbers.trust[segment]
    was_engaged = start > 0.0 and is_engaged(n, start, tie)
    is_still = end > 0.0 and is_engaged(n, end, tie)
    run.write_row(
        CUSTOMERS, customer, segment, tie, start, end, was_engaged, is_still, problem, joined, left, cause
    )  # fmt: skip


def calls_forgotten(run: Run, customer: int) -> None:
    """Forget the calls of a customer who has left."""
    for kind in range(len(run.last_call)):
        index = run.last_call[kind][customer]
        if index != NONE:
            run.last_call[kind][customer] = NONE
            _let_go(run, index)


def complaint_made(run: Run, slot: int, now: float, voiced: bool) -> None:
    """Write that the customer takes formal action about a failure."""
    issue = run.issues[slot]
    run.write_row(
        COMPLAINTS, issue.customer, issue.segment, issue.touchpoint, issue.severity, now, voiced
    )  # fmt: skip


def outage_begun(run: Run, number: int, now: float) -> None:
    """Begin to count what an outage takes."""
    outage = run.outages[number]
    outage.is_there, outage.began = True, now
    outage.lost_arriving = outage.lost_waiting = outage.dropped = 0


def arrival_lost(run: Run, number: int) -> None:
    """Count a contact that an outage takes as it arrives."""
    run.outages[number].lost_arriving += 1


def waiting_lost(run: Run, number: int, contacts: int) -> None:
    """Count `contacts` that an outage takes from the line."""
    run.outages[number].lost_waiting += contacts


def talk_dropped(run: Run, number: int) -> None:
    """Count a conversation that an outage breaks off."""
    run.outages[number].dropped += 1


def outage_ended(run: Run, number: int, now: float) -> None:
    """Write an outage that is repaired, or still there at the end."""
    outage = run.outages[number]
    outage.is_there = False
    lost = outage.lost_arriving + outage.lost_waiting
    run.write_row(OUTAGES, number, outage.began, now, lost, outage.dropped)


def agents_surveyed(run: Run, before: list[float], after: list[float]) -> None:
    """Write how exhausted agents were when the window opened and closed, and what quitting cost."""
    n, group = run.numbers, run.floor.group
    years = agent_years(n.window.closes - n.window.opens)
    for agent in range(len(run.strains)):
        quits = run.strains[agent].quits
        cost = hiring(n.strain, quits)
        run.write_row(AGENTS, agent, group[agent], before[agent], after[agent], quits, cost, years)


def norms_surveyed(run: Run, before: list[float], after: list[float]) -> None:
    """Write the groups' norms of rapport when the window opened and closed."""
    for group in range(len(run.group_norms)):
        run.write_row(GROUPS, group, before[group], after[group])


def story_told(run: Run, slot: int) -> None:
    """Count that the customer explained it again."""
    run.issues[slot].explained += 1


def handoff_refused(run: Run, slot: int) -> None:
    """Count a contact that the limit of transfers ended."""
    run.issues[slot].stopped += 1


def contact_ended(run: Run, slot: int, now: float) -> None:
    """Write a contact that ends, and forget the customer's call before."""
    issue, contact = run.issues[slot], run.contacts[slot]
    arrived, was_answered = -1.0, False
    if contact.call_before != NONE:
        before = run.calls[contact.call_before]
        arrived, was_answered = before.arrived, before.was_answered
        _let_go(run, contact.call_before)
    run.write_row(
        CONTACTS, issue.serial, issue.attempt, issue.customer, issue.type, issue.segment, contact.entry,
        run.calls[contact.own_call].arrived, now, contact.outcome, contact.hung_up and contact.leg_index > 0,
        contact.leg_index, contact.talk_sum, contact.acw_sum, arrived, was_answered,
    )  # fmt: skip
    _let_go(run, contact.own_call)
    contact.is_present = False


def issue_closed(
    run: Run, slot: int, now: float, felt: tuple[float, float], scores: Scores, as_hoped: bool,
    quality: float, good: bool, trust: tuple[float, float, float],
) -> None:  # fmt: skip
    """Write an issue that closes, or is still open at the end; `trust`: before, after, and plus tie."""
    issue = run.issues[slot]
    issue.is_open = False
    warmth, unhurried = felt
    before, after, goodwill = trust
    resolved_by = issue.answered if issue.closing == RESOLVED else 0
    promptness, queueing, friendliness, handoffs, outcome, attention, control = scores
    run.write_row(
        ISSUES, issue.serial, issue.customer, issue.type, issue.segment, issue.touchpoint,
        issue.severity, issue.work, issue.opened, now, issue.closing, issue.attempt + 1, issue.answered,
        issue.legs, issue.people, issue.explained, issue.stopped, resolved_by, issue.wait, issue.seconds,
        warmth, unhurried, as_hoped, quality, good, before, after, goodwill, promptness, queueing,
        friendliness, handoffs, outcome, attention, control,
    )  # fmt: skip


def called_by_firm(run: Run, slot: int) -> None:
    """Count that the firm makes the contact at `slot`: the customer's own last call is the one before."""
    issue, contact = run.issues[slot], run.contacts[slot]
    issue.called += 1
    run.last_call[issue.type][issue.customer] = contact.call_before
    _let_go(run, contact.own_call)
    if contact.call_before != NONE:
        run.calls[contact.call_before].holders += 1


def line_left(run: Run, slot: int, waited: float, outcome: int) -> None:
    """Count and write a stay of `waited` [s] of a contact that waits for a call, as the Outcome says."""
    queue_stay_ended(run, slot, waited)
    run.contacts[slot].outcome = outcome


def promise_kept(run: Run, slot: int) -> None:
    """Count a conversation that a call to the customer was about."""
    run.issues[slot].answered += 1
    run.calls[run.contacts[slot].own_call].was_answered = True


def delay_felt(run: Run, slot: int, seconds: float) -> None:
    """Count `seconds` off the line as queueing that is felt."""
    run.issues[slot].unfelt -= seconds


def dial_ended(run: Run, slot: int, agent: int, seconds: float) -> None:
    """Count and write a call of `seconds` that nobody answered: they are the agent's time."""
    issue, contact = run.issues[slot], run.contacts[slot]
    contact.talk_sum += seconds
    issue.seconds += seconds
    run.write_row(
        LEGS, issue.serial, issue.attempt, contact.leg_index, issue.customer, issue.type, issue.segment,
        contact.queue, agent, run.floor.group[agent], contact.joined, 0.0, UNREACHED, seconds, 0.0, NONE, 0,
        0.0,
    )  # fmt: skip


def callback_ended(run: Run, slot: int, now: float, outcome: int) -> None:
    """Write how the offer of a callback ended; NONE if it was declined."""
    issue, call = run.issues[slot], run.callbacks[slot]
    run.write_row(
        CALLBACKS, issue.serial, issue.attempt, issue.customer, issue.type, issue.segment,
        run.contacts[slot].queue, call.in_line_since, call.offered_at, call.predicted, outcome != NONE,
        call.dials, now, outcome,
    )  # fmt: skip


def amends_made(run: Run, slot: int, now: float, act: int, money: float, kept: bool) -> None:
    """Write what the firm did unasked about the issue at `slot`."""
    issue = run.issues[slot]
    run.write_row(AMENDS, issue.customer, issue.segment, issue.touchpoint, now, act, money, kept)


def outbound_ended(run: Run, slot: int, now: float, ends: float, outcome: int, is_last: bool) -> None:
    """Write a campaign's call that was answered, given up or left alone `now`, its agent busy to `ends`."""
    call = run.dials[slot]
    agent = call.dialler_agent
    group = NONE if agent == NONE else run.floor.group[agent]
    begins = ends if agent == NONE else call.held_since
    run.write_row(
        OUTBOUND, call.campaign, call.record, call.tried, agent, group, call.was_due, call.dialled_at, now,
        begins, ends, outcome, is_last,
    )  # fmt: skip


def call_not_made(run: Run, number: int, record: int, due: float, horizon: float) -> None:
    """Write that the campaign `number` has not dialled, by the end of the run, a call that came up before."""
    run.write_row(
        OUTBOUND, number, record, 0, NONE, NONE, due, horizon, horizon, horizon, horizon, WAITING, False
    )


def self_service_ended(run: Run, slot: int, now: float) -> None:
    """Write what became of a need that opened with self-service."""
    issue = run.issues[slot]
    run.write_row(SELF_SERVICE, issue.serial, issue.type, issue.segment, issue.opened, now, issue.closing)


def information_given(run: Run, slot: int, now: float) -> None:
    """Write that information answered a need at once."""
    issue = run.issues[slot]
    run.write_row(INFORMATION, issue.serial, issue.type, issue.segment, now)


def job_reported(run: Run) -> int:
    """Count a job that is reported; return its place among all."""
    run.counts.jobs_reported += 1
    return run.counts.jobs_reported


def job_ended(run: Run, slot: int, control: float) -> None:
    """Write what became of the job of the issue at `slot`, with the score of control."""
    issue, job = run.issues[slot], run.jobs[slot]
    run.write_row(
        JOBS, issue.serial, issue.customer, issue.type, issue.segment, job.is_urgent, job.reported,
        job.preferred, job.begun, job.visits, job.forgotten, control,
    )  # fmt: skip


def _add_wait(run: Run, issue: Issue, queue: int, waited: float) -> None:
    issue.wait += waited
    if run.numbers.is_deferred[queue]:
        issue.unfelt += waited


def _let_go(run: Run, index: int) -> None:
    """Count one holder of a call less; drop what is known of it with the last one."""
    call = run.calls[index]
    call.holders -= 1
    if call.holders == 0:
        run.free_slot(CALLS, index)
