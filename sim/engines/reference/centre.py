"""Centre: what happens to issues and contacts, each verb in the words of a customer's journey."""

from __future__ import annotations

from math import nan
from typing import Any

from sim.codes import Closing, End, Outcome, Step
from sim.engines.reference.agent import AVAILABLE, IS_BUSY, OFF, Duty
from sim.engines.reference.amending import Amending, acts_unasked
from sim.engines.reference.calendar import Calendar
from sim.engines.reference.callback import Callbacks
from sim.engines.reference.chat import router_of
from sim.engines.reference.conference import Conference, Stay, stay_of, style_of
from sim.engines.reference.episode import episode_of, worst_and_last
from sim.engines.reference.job import Jobs
from sim.engines.reference.learning import Learning
from sim.engines.reference.loyalty import Contacts, Loyalty
from sim.engines.reference.manners import Manners
from sim.engines.reference.person import Person
from sim.engines.reference.records import (
    ACW,
    AGENT,
    NOT_INTRODUCED,
    RAPPORT,
    STILL_OPEN,
    TALKS,
    WAITING,
    Contact,
    Issue,
)
from sim.engines.reference.relationship import Relationship
from sim.engines.reference.returns import Returns
from sim.engines.reference.rows import contact_row, issue_row, leg_row, unanswered_row
from sim.engines.reference.watching import WatchingRouter
from sim.floor import NOBODY, Floor
from sim.logs import Buffer
from sim.luck import Luck
from sim.rules.experience import DIMENSIONS
from sim.rules.resolution import next_step
from sim.rules.work import left_after
from sim.world import NONE, World

ANSWERED = int(Outcome.ANSWERED)
RESOLVED = int(Closing.RESOLVED)
RESOLVES, REFERS, CLOSES = int(Step.RESOLVED), int(Step.REFER), int(Step.CLOSE)
DROPPED = int(End.DROPPED)
NOT_JUDGED: Any = (nan,) * len(DIMENSIONS)


class Centre:
    """Hold one centre while it runs."""

    # more attributes than CPython 3.11 shares between the instances of a class: slots are read faster
    __slots__ = (
        "_at_most", "_contacts", "_deferred", "_doors", "_has_tier_above", "_issues", "_last", "_legs",
        "_refers_to", "_speed", "_types", "_work", "amending", "buffer", "calendar", "callbacks",
        "contacts", "duty", "episode", "floor", "issues", "jobs", "learning", "loyalty", "luck",
        "manners", "open", "people", "relationship", "returns", "router", "style", "watching", "world",
    )  # fmt: skip

    def __init__(self, world: World, luck: Luck, buffer: Buffer) -> None:
        self.world, self.luck, self.buffer = world, luck, buffer
        self.calendar = Calendar()
        self.floor = Floor([agent.group for agent in world.agents], len(world.groups), len(world.queues))
        queues_of = [world.groups[agent.group].queues for agent in world.agents]
        self.duty = Duty(self.floor, queues_of, buffer.rows)
        self.people = people = [Person(world, luck, agent) for agent in range(len(world.agents))]
        self.floor.rank = [list(ranks) for ranks in zip(*(group.rank for group in world.groups), strict=True)]
        self.floor.resolves = [list(row) for row in zip(*(person.resolves for person in people), strict=True)]
        self._speed = [person.speed for person in people]
        self.amending = Amending(self, world) if acts_unasked(world) else None
        self.manners = Manners(self)
        self.duty.straining = self.manners.straining
        self.router = router_of(self)
        self.callbacks = Callbacks(self, world.callbacks) if world.callbacks else None
        self.router.callbacks = self.callbacks
        self._types = len(world.types)
        self.loyalty = None if world.loyalty is None else Loyalty(world, luck, world.loyalty, buffer)
        self.relationship = self.loyalty or Relationship(world, luck)
        self.router.loyalty = self.loyalty
        # each customer's last contact of each type: [arrived, 1 if answered]
        self._last: list[list[float] | None] | Contacts = (
            [None] * (world.customers.total * self._types) if self.loyalty is None else self.loyalty.contacts
        )
        self._doors = self.router.doors
        self.watching = self.router if isinstance(self.router, WatchingRouter) else None
        self.open: dict[int, Issue] = {}
        self.contacts = self.issues = 0
        self._legs, self._contacts, self._issues = (buffer.rows[t] for t in ("legs", "contacts", "issues"))
        self._refers_to = [kind.refers_to for kind in world.types]
        self._has_tier_above = [
            [above not in (NONE, queue) for queue in range(len(world.queues))] for above in self._refers_to
        ]
        self._work, self.episode = world.work, episode_of(world, self.amending, self.relationship.norms)
        self.returns = Returns(world, luck)
        self.jobs = Jobs(self) if any(kind.job for kind in world.types) else None
        self._at_most = world.levers.handoffs_at_most
        self._deferred = [queue.deferred for queue in world.queues]
        self.style = style_of(world)
        self.learning = Learning(self)

    def goes_away(self, agent: int, state: int, now: float) -> None:
        """Let `agent` go home or into a break, at once or after the contact at hand."""
        duty = self.duty
        duty.plans(agent, state, now)
        if IS_BUSY[duty.state[agent]]:
            if state == OFF and self.watching is not None:
                self.watching.cuts_off(agent, now)
            return
        if duty.state[agent] == AVAILABLE:
            self.floor.is_taken(agent, now)
        duty.changes_to(agent, state, now)

    def comes(self, agent: int, now: float) -> bool:
        """Count `agent` on duty; tell whether contacts may come, or the last one is still at hand."""
        duty = self.duty
        duty.plans(agent, AVAILABLE, now)
        if IS_BUSY[duty.state[agent]]:
            return self.router.has_room(agent)
        duty.changes_to(agent, AVAILABLE, now)
        return True

    def opens(self, issue: Issue) -> None:
        """Open an issue with its first contact."""
        issue.opened = self.calendar.now
        self.open[issue.serial] = issue
        self.issues += 1

    def arrives(self, issue: Issue) -> Contact:
        """Let the customer call: a contact arrives."""
        issue.attempt += 1
        self.contacts += 1
        key = issue.customer * self._types + issue.type
        own = [self.calendar.now, 0]
        issue.present = contact = Contact(issue, own, self._last[key])
        self._last[key] = own
        return contact

    def is_called(self, contact: Contact) -> None:
        """Note that the firm makes `contact`: the customer's own last contact is the one before."""
        issue = contact.issue
        issue.called += 1
        self._last[issue.customer * self._types + issue.type] = contact.last

    def hangs_up(self, contact: Contact) -> int:
        """Note a queue stay that ended without an answer: hung up, sent away, or not let in at all.

        Return the queue to be called back from, or -1.
        """
        issue = contact.issue
        if contact.special and contact.callback is not None:
            return contact.callback.goes_on()
        if contact.place != NOBODY:
            self.router.leaves_queue(contact)
        if contact.conference is not None:
            contact.conference.ends(self.calendar.now)
        self.logs_unanswered(contact, self.calendar.now - contact.joined)
        issue.unanswered += 1
        contact.hung_up = True
        if contact.outcome == WAITING:
            contact.outcome = contact.leaving
        return NOBODY

    def logs_unanswered(self, contact: Contact, waited: float) -> None:
        """Write the row of a queue stay of `waited` [s] that ended as the contact's `leaving` says."""
        contact.issue.wait += waited
        if self._deferred[contact.queue]:
            contact.issue.unfelt += waited
        self._legs.append(unanswered_row(contact, waited))

    def ends_leg(self, contact: Contact) -> int:
        """Note the present conversation and return the queue where the contact goes on, or -1."""
        leg: Any = contact.present
        contact.present = None
        issue, queue, number, joined = contact.issue, contact.queue, contact.leg, contact.joined
        waited = contact.answered - joined
        agent, _, talk, rapport, missing, acw, end, solvable, explained, _, warmth, passed_on = leg
        if self.watching is not None:
            self.watching.ends_talk(contact, agent)
        self._counts_leg(contact, queue, talk + rapport, acw, waited)
        if agent not in issue.people:
            issue.people += (agent,)
        if explained:
            issue.explained += 1
        issue.feels(warmth, rapport - missing)
        if contact.special and contact.advice > 0.0:
            return self._is_advised(contact, stay_of(contact, leg), solvable and end != DROPPED)
        step = next_step(end, solvable, self._has_tier_above[issue.type][queue], passed_on)
        goes_to = NOBODY
        if step == RESOLVES:
            issue.closing = RESOLVED
        else:
            goes_to = self._goes_on(contact, queue, step)
            stays = goes_to != NOBODY and not contact.returns and (step == REFERS or not self.style.returns)
            if self._notes_progress(contact, stay_of(contact, leg), stays):
                return goes_to
        if self.watching is not None:
            self.logs_stay(contact, stay_of(contact, leg), 0.0)
        else:
            self._legs.append(leg_row(contact, leg, number, queue, joined, waited, 0.0))
        self.router.wraps_up(agent, acw, goes_to != NOBODY)
        return goes_to

    def _is_advised(self, contact: Contact, stay: Stay, solvable: bool) -> int:
        """Note a colleague's advice; return the queue where the first agent goes on, or -1."""
        contact.advice, contact.introduction = 0.0, NOT_INTRODUCED
        agent, *_ = stay.leg
        self.logs_stay(contact, stay, 0.0)
        conference = contact.conference
        goes_to = NOBODY if conference is None else conference.is_advised(solvable)
        self.router.wraps_up(agent, 0.0, False)
        return goes_to

    def without_acw(self, contact: Contact, stay: Stay) -> Stay:
        """Take back the after-call work of a conversation that its agent goes on with."""
        before, acw, after = stay.leg[:5], stay.leg[5], stay.leg[6:]
        contact.acw -= acw
        contact.issue.seconds -= acw
        return stay._replace(leg=(*before, 0.0, *after))

    def _notes_progress(self, contact: Contact, stay: Stay, stays: bool) -> bool:
        """Work out what is left to do; tell whether the agent, who may, `stays` for a colleague."""
        issue, style = contact.issue, self.style
        agent, _, talk, _, _, _, _, _, explained, *_ = stay.leg
        speed = self._speed[agent][stay.queue]
        if contact.introduction > 0.0:
            talk -= contact.introduction
        contact.introduction, contact.owner = NOT_INTRODUCED, NOBODY
        left = issue.work_left
        issue.work_left = left_after(self._work, left, talk, speed, explained, style.notes)
        if not stays or style.stays <= 0.0 or contact.chats:
            return False
        Conference(self, contact, stay, left_after(self._work, left, talk, speed, explained, style.conveyed))
        return True

    def _counts_leg(self, contact: Contact, queue: int, talk: float, acw: float, waited: float) -> None:
        issue = contact.issue
        issue.wait += waited
        if self._deferred[queue]:
            issue.unfelt += waited
        if contact.outcome == WAITING:
            contact.outcome = ANSWERED
            issue.answered += 1
            contact.own[1] = 1
        elif contact.special and contact.callback is not None:
            waited = contact.callback.is_kept()
        door = self._doors[queue]
        if door is not None:
            door.notes(waited, talk + acw)
        contact.leg += 1
        contact.talk += talk
        contact.acw += acw
        issue.legs += 1
        issue.seconds += talk + acw

    def logs_stay(self, contact: Contact, stay: Stay, held: float) -> None:
        """Write the row of a conversation whose agent stayed on the line for another `held` seconds."""
        number, queue, joined, waited, stretched, leg = stay
        longer = max(stretched + held, 0.0)
        contact.talk += longer
        contact.issue.seconds += longer
        self._legs.append(leg_row(contact, leg, number, queue, joined, waited, longer))

    def _goes_on(self, contact: Contact, queue: int, step: int) -> int:
        """Return the queue that a contact is handed over to, or -1: to nobody, or not once more."""
        issue = contact.issue
        if self.returns.caps(issue) or step == CLOSES:
            return NOBODY
        if contact.returns:
            return queue
        if contact.handed >= self._at_most:
            issue.stopped += 1
            return NOBODY
        contact.handed += 1
        if step == REFERS:
            queue = issue.queue = self._refers_to[issue.type]
        return queue

    def ends_contact(self, contact: Contact) -> float | None:
        """Note a contact and return when the customer calls again [s], or None."""
        issue = contact.issue
        self._contacts.append(contact_row(contact, self.calendar.now))
        if contact.special and contact.trunk is not None:
            contact.trunk.frees_line(contact)
        issue.present = None
        if issue.closing != STILL_OPEN:
            return None
        return self.returns.next_call(contact, self.calendar.now)

    def closes(self, issue: Issue) -> None:
        """Close an issue whose job, if any, is done: it is judged, and the relationship learns from it."""
        now = self.calendar.now
        if self.jobs is None:
            elapsed, control = now - issue.opened, 0.0
        elif self.jobs.takes_on(issue):
            return
        else:
            elapsed, control = self.jobs.settles(issue, now)
        del self.open[issue.serial]
        as_hoped, q, felt, found = self.episode.judged(issue, elapsed, control)
        good, failed = issue.rating_luck < q, issue.severity > 0.0
        customer, relationship = issue.customer, self.relationship
        before, after = relationship.learns(customer, q, failed, now)
        if failed:
            after = relationship.remembers_recovery(customer, good, now)
            if self.amending is not None:
                self.amending.pays(issue)
        goodwill = after + relationship.tie[customer]
        row = issue_row(issue, now, felt, found, as_hoped, q, good, before, after, goodwill)
        self._issues.append(row)
        if self.loyalty is not None:
            self.loyalty.closes(issue, good, before, after, now)

    def ends_run(self, horizon: float) -> None:
        """Write the rows of all that is still going on at the end of the run."""
        for issue in self.open.values():
            if issue.present is not None:
                self._interrupts(issue.present, horizon)
            felt = worst_and_last(issue)
            row = issue_row(issue, horizon, felt, NOT_JUDGED, False, nan, False, nan, nan, nan)
            self._issues.append(row)
        if self.jobs is not None:
            self.jobs.ends_run()
        self.duty.closes(horizon)

    def _interrupts(self, contact: Contact, horizon: float) -> None:
        if contact.callback is not None and contact.callback.is_interrupted(horizon):
            self._contacts.append(contact_row(contact, horizon))
            return
        if contact.conference is not None:
            contact.conference.ends(horizon, wraps_up=False)
        if contact.place != NOBODY:
            contact.leaving = WAITING
            self.logs_unanswered(contact, horizon - contact.joined)
        else:
            leg: Any = contact.present
            if self.watching is not None:
                self.watching.ends_talk(contact, leg[AGENT])
            waited = contact.answered - contact.joined
            self._counts_leg(contact, contact.queue, leg[TALKS] + leg[RAPPORT], leg[ACW], waited)
            self.logs_stay(contact, stay_of(contact, leg), 0.0)
        self._contacts.append(contact_row(contact, horizon))
