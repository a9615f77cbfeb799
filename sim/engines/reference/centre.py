"""Centre: what happens to issues and contacts, each verb in the words of a customer's journey."""

from __future__ import annotations

from sim.codes import Closing, Outcome, Step
from sim.distributions.base import Law, quantile_of
from sim.engines.reference.agent import AVAILABLE, BUSY, Duty
from sim.engines.reference.calendar import Calendar
from sim.engines.reference.conversation import Conversation, verb_of
from sim.engines.reference.records import Contact, Issue, Leg
from sim.engines.reference.relationship import Relationship
from sim.engines.reference.roster import Person
from sim.engines.reference.router import Router
from sim.floor import NOBODY, Floor
from sim.logs import Buffer
from sim.luck import RETURN, Luck
from sim.policies.handoff import base as handoff
from sim.rules.experience import quality, scores
from sim.rules.recontact import at_open_door, calls_again
from sim.rules.resolution import next_step
from sim.rules.work import left_after
from sim.world import NONE, World

ANSWERED, ABANDONED, WAITING = (int(outcome) for outcome in Outcome)
RESOLVED, GIVEN_UP, CAPPED, STILL_OPEN = (int(closing) for closing in Closing)
NOT_YET = -1
NOT_A_NUMBER = float("nan")


class Centre:
    """Hold one centre while it runs."""

    def __init__(self, world: World, luck: Luck, buffer: Buffer) -> None:
        self.world, self.luck, self.buffer = world, luck, buffer
        self.calendar = Calendar()
        self.floor = Floor([agent.group for agent in world.agents], len(world.groups), len(world.queues))
        queues_of = [world.groups[agent.group].queues for agent in world.agents]
        self.duty = Duty(self.floor, queues_of, buffer.rows["duty"])
        people = [Person(world, luck, agent) for agent in range(len(world.agents))]
        conversation = Conversation(world, luck, self.floor, people)
        self.router = Router(world, luck, self.calendar, self.floor, self.duty, conversation)
        self.relationship = Relationship(world, luck)
        self.open: dict[int, Issue] = {}
        self.contacts = self.issues = 0
        self._legs, self._contacts, self._issues = (buffer.rows[t] for t in ("legs", "contacts", "issues"))
        self._last: dict[int, list[float]] = {}
        kept = verb_of(handoff.PACKAGE, handoff.Handoff, world.levers.handoff, "kept")
        self._notes: float = kept(world.levers.handoff_numbers)

    def plan_says(self, agent: int, state: int, now: float) -> None:
        """Let `agent` change to what the plan says, at once or after the contact at hand."""
        duty = self.duty
        duty.plan[agent] = state
        if duty.state[agent] in BUSY:
            return
        if duty.state[agent] == AVAILABLE:
            self.floor.is_taken(agent)
        self.router.is_released(agent, now)

    def opens(self, issue: Issue) -> None:
        """Open an issue with its first contact."""
        issue.opened = self.calendar.now
        self.open[issue.serial] = issue
        self.issues += 1

    def arrives(self, issue: Issue) -> Contact:
        """Let the customer call: a contact arrives."""
        issue.attempt += 1
        self.contacts += 1
        key = issue.customer * len(self.world.types) + issue.type
        now = self.calendar.now
        own = [now, 0.0]
        issue.present = contact = Contact(issue, now, self._last.get(key), own)
        self._last[key] = own
        return contact

    def hangs_up(self, contact: Contact) -> int:
        """Note a queue stay that ended in hanging up."""
        issue = contact.issue
        waited = self.calendar.now - contact.joined
        self._logs_stay(contact, waited, ABANDONED)
        issue.wait += waited
        issue.abandoned += 1
        contact.hung_up = True
        if contact.outcome == NOT_YET:
            contact.outcome = ABANDONED
        return NOBODY

    def ends_leg(self, contact: Contact, leg: Leg) -> int:
        """Note a conversation and return the queue where the contact goes on, or -1."""
        issue, world = contact.issue, self.world
        self._logs_leg(contact, leg)
        waited = leg.answered - contact.joined
        if contact.outcome == NOT_YET:
            contact.outcome = ANSWERED
            issue.answered += 1
            contact.own[1] = 1.0
        self._remembers(issue, leg, waited)
        contact.leg += 1
        contact.talk += leg.talk + leg.rapport
        contact.acw += leg.acw
        refers_to = world.types[issue.type].refers_to
        step = next_step(leg.end, leg.solvable, refers_to not in {NONE, contact.queue}, leg.passed_on)
        queue = self._goes_on(issue, contact.queue, refers_to, step)
        self.router.wraps_up(leg.agent, leg.acw, queue != NOBODY)
        return queue

    def _remembers(self, issue: Issue, leg: Leg, waited: float) -> None:
        issue.wait += waited
        issue.legs += 1
        issue.seconds += leg.talk + leg.rapport + leg.acw
        issue.work_left = left_after(self.world.work, issue.work_left, leg.talk, leg.explained, self._notes)
        if leg.agent not in issue.people:
            issue.people += (leg.agent,)
        if leg.explained:
            issue.explained += 1
        issue.warmth = leg.warmth
        issue.unhurried = unhurried = leg.rapport - leg.missing
        if leg.warmth < issue.worst_warmth:
            issue.worst_warmth = leg.warmth
        if unhurried < issue.worst_unhurried:
            issue.worst_unhurried = unhurried

    def _goes_on(self, issue: Issue, queue: int, refers_to: int, step: int) -> int:
        if step == Step.RESOLVED:
            issue.closing = RESOLVED
            return NOBODY
        if issue.legs + issue.abandoned >= self.world.returns.limit:
            issue.closing = CAPPED
            return NOBODY
        if step == Step.REFER:
            issue.queue = refers_to
            return refers_to
        return queue if step == Step.PASS_ON else NOBODY

    def ends_contact(self, contact: Contact) -> float | None:
        """Note a contact and return when the customer calls again [s], or None."""
        issue = contact.issue
        self._logs_contact(contact, self.calendar.now)
        issue.present = None
        if issue.closing == NOT_YET and issue.legs + issue.abandoned >= self.world.returns.limit:
            issue.closing = CAPPED
        if issue.closing != NOT_YET:
            return None
        u_whether, u_when, u_moment, _ = self.luck.at(RETURN, issue.entity, issue.attempt)
        chance, after = self._return_of(contact)
        if after is None or not calls_again(chance, u_whether):
            issue.closing = GIVEN_UP
            return None
        wished = self.calendar.now + quantile_of(after.code)(after.numbers, u_when)
        return at_open_door(self.world.opening, wished, self.world.returns.after_opening, u_moment)

    def _return_of(self, contact: Contact) -> tuple[float, Law | None]:
        if contact.hung_up:
            queue = self.world.queues[contact.queue]
            return queue.redial_chance, queue.redial_after
        return self.world.returns.chance, self.world.returns.after

    def closes(self, issue: Issue) -> None:
        """Close an issue: the episode is judged, and the relationship learns from it."""
        world, now = self.world, self.calendar.now
        del self.open[issue.serial]
        resolved = issue.closing == RESOLVED
        as_hoped = resolved and issue.hope_luck < world.returns.hoped
        warmth, unhurried = _worst_and_last(issue)
        judged = scores(
            world.experience,
            resolved,
            as_hoped,
            now - issue.opened,
            issue.wait,
            issue.explained,
            warmth,
            unhurried,
        )
        q = quality(world.experience, judged, issue.severity)
        failed = issue.touchpoint != NONE
        before, after = self.relationship.learns(issue.customer, q, failed, now)
        if failed:
            self.relationship.remembers_failure(issue.customer)
        self._logs_issue(issue, now, int(as_hoped), q, int(issue.rating_luck < q), before, after)

    def _logs_stay(self, contact: Contact, waited: float, outcome: int) -> None:
        issue = contact.issue
        self._legs.extend(
            (issue.serial, issue.attempt, contact.leg, issue.customer, issue.type, issue.segment, contact.queue,
             NOBODY, NOBODY, contact.joined, waited, outcome, 0.0, 0.0, -1, 0, 0.0)
        )  # fmt: skip

    def _logs_leg(self, contact: Contact, leg: Leg) -> None:
        issue = contact.issue
        self._legs.extend(
            (issue.serial, issue.attempt, contact.leg, issue.customer, issue.type, issue.segment, contact.queue,
             leg.agent, leg.group, contact.joined, leg.answered - contact.joined, ANSWERED,
             leg.talk + leg.rapport, leg.acw, leg.end, leg.explained, leg.pressure)
        )  # fmt: skip

    def _logs_contact(self, contact: Contact, now: float) -> None:
        issue, last = contact.issue, contact.last
        arrived, answered = (-1.0, 0) if last is None else last
        outcome = WAITING if contact.outcome == NOT_YET else contact.outcome
        self._contacts.extend(
            (issue.serial, issue.attempt, issue.customer, issue.type, issue.segment, contact.entry,
             contact.arrived, now, outcome, contact.hung_up and contact.leg > 0, contact.leg, contact.talk,
             contact.acw, arrived, answered)
        )  # fmt: skip

    def _logs_issue(
        self, issue: Issue, now: float, as_hoped: int, q: float, good: int, before: float, after: float
    ) -> None:
        warmth, unhurried = _worst_and_last(issue)
        closing = STILL_OPEN if issue.closing == NOT_YET else issue.closing
        self._issues.extend(
            (issue.serial, issue.customer, issue.type, issue.segment, issue.touchpoint, issue.severity, issue.work,
             issue.opened, now, closing, issue.attempt + 1, issue.answered, issue.legs, len(issue.people),
             issue.explained, issue.answered if closing == RESOLVED else 0, issue.wait, issue.seconds, warmth,
             unhurried, as_hoped, q, good, before, after)
        )  # fmt: skip

    def ends_run(self, horizon: float) -> None:
        """Write the rows of all that is still going on at the end of the run."""
        for issue in self.open.values():
            if issue.present is not None:
                self._interrupts(issue.present, horizon)
            self._logs_issue(issue, horizon, 0, NOT_A_NUMBER, 0, NOT_A_NUMBER, NOT_A_NUMBER)
        self.duty.closes(horizon)

    def _interrupts(self, contact: Contact, horizon: float) -> None:
        if contact.place != NOBODY:
            self._logs_stay(contact, horizon - contact.joined, WAITING)
        else:
            self._logs_leg(contact, contact.turn.value)
            if contact.outcome == NOT_YET:
                contact.outcome = ANSWERED
        self._logs_contact(contact, horizon)


def _worst_and_last(issue: Issue) -> tuple[float, float]:
    if not issue.legs:
        return 0.0, 0.0
    return (issue.worst_warmth + issue.warmth) / 2, (issue.worst_unhurried + issue.unhurried) / 2
