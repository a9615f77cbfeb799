"""Rows: what the logs say of conversations, stays and calls that nobody answered, contacts and issues."""

from __future__ import annotations

from sim.codes import Closing, Outcome
from sim.engines.reference.episode import Felt
from sim.engines.reference.records import Contact, Issue, Leg
from sim.floor import NOBODY
from sim.logs import PACK, SCORES, TABLES, pack_of
from sim.rules.experience import Scores

ANSWERED, REACHED, UNREACHED = int(Outcome.ANSWERED), int(Outcome.REACHED), int(Outcome.UNREACHED)
RESOLVED = int(Closing.RESOLVED)
NO_CONTACT = (-1.0, 0)
pack_leg, pack_contact = PACK["legs"], PACK["contacts"]
pack_issue = pack_of("issues", [name for name in TABLES["issues"] if name not in SCORES])
pack_scores = pack_of("issues", SCORES)


def leg_row(
    contact: Contact, leg: Leg, number: int, queue: int, joined: float, waited: float, longer: float
) -> bytes:
    """Return the row of a conversation that took `longer` [s] than there was to say."""
    issue = contact.issue
    agent, group, talk, rapport, _, acw, end, _, explained, pressure, _, _ = leg
    outcome = REACHED if contact.special and contact.called_back and number == 0 else ANSWERED
    return pack_leg(
        issue.serial, issue.attempt, number, issue.customer, issue.type, issue.segment, queue, agent, group,
        joined, waited, outcome, talk + rapport + longer, acw, end, explained, pressure
    )  # fmt: skip


def unanswered_row(contact: Contact, waited: float) -> bytes:
    """Return the row of a queue stay of `waited` [s] that ended as the contact's `leaving` says."""
    issue = contact.issue
    return pack_leg(
        issue.serial, issue.attempt, contact.leg, issue.customer, issue.type, issue.segment, contact.queue,
        NOBODY, NOBODY, contact.joined, waited, contact.leaving, 0.0, 0.0, -1, 0, 0.0
    )  # fmt: skip


def dial_row(contact: Contact, agent: int, group: int, seconds: float) -> bytes:
    """Return the row of a call of `seconds` to a customer who did not answer it."""
    issue = contact.issue
    return pack_leg(
        issue.serial, issue.attempt, contact.leg, issue.customer, issue.type, issue.segment, contact.queue,
        agent, group, contact.joined, 0.0, UNREACHED, seconds, 0.0, -1, 0, 0.0
    )  # fmt: skip


def contact_row(contact: Contact, now: float) -> bytes:
    """Return the row of a contact that ends `now` [s]."""
    issue = contact.issue
    arrived, answered = contact.last or NO_CONTACT
    return pack_contact(
        issue.serial, issue.attempt, issue.customer, issue.type, issue.segment, contact.entry,
        contact.own[0], now, contact.outcome, contact.hung_up and contact.leg > 0, contact.leg,
        contact.talk, contact.acw, arrived, answered
    )  # fmt: skip


def issue_row(
    issue: Issue, now: float, felt: Felt, found: Scores, as_hoped: bool, q: float, good: bool,
    before: float, after: float, goodwill: float
) -> bytes:  # fmt: skip
    """Return the row of an issue that closes `now` [s], or is still open: how it was judged, and trust."""
    warmth, unhurried = felt
    closing = issue.closing
    return pack_issue(
        issue.serial, issue.customer, issue.type, issue.segment, issue.touchpoint, issue.severity,
        issue.work, issue.opened, now, closing, issue.attempt + 1, issue.answered, issue.legs,
        len(issue.people), issue.explained, issue.stopped,
        issue.answered if closing == RESOLVED else 0, issue.wait, issue.seconds, warmth, unhurried,
        as_hoped, q, good, before, after, goodwill
    ) + pack_scores(*found)  # fmt: skip
