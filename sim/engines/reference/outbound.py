"""Outbound: a contact that the firm makes, about an issue it owns; the customer waits for nothing.

A centre whose policy has it make such calls promises them where a contact ends; no journey knows of it.
"""

from __future__ import annotations

from sim.codes import Act, Moment, Outcome
from sim.engines.reference.amending import Promise, acts_unasked
from sim.engines.reference.calendar import ORDER, Happening, Process
from sim.engines.reference.centre import Centre
from sim.engines.reference.records import STILL_OPEN, Contact, Issue
from sim.floor import NOBODY
from sim.logs import PACK, Buffer
from sim.luck import Luck
from sim.world import World

RETURN = ORDER[Moment.RETURN]
OUTBOUND, CLEARED = int(Outcome.OUTBOUND), int(Outcome.CLEARED)
pack_row = PACK["amends"]


class Outbound:
    """Let a contact stand in line, off the line, until its owner or whoever is free calls the customer."""

    def __init__(self, centre: Centre, contact: Contact, act: Act, due: float) -> None:
        """Take over `contact`, a call of the kind `act` that was promised until `due` [s]."""
        self._centre, self._contact, self._act, self._due = centre, contact, act, due
        contact.callback, contact.special, contact.introduction = self, True, 0.0
        contact.leaving = OUTBOUND
        centre.is_called(contact)

    def waits(self) -> Happening:
        """Return the turn of the contact; its first stay in the logs is one of no time."""
        centre, contact = self._centre, self._contact
        centre.logs_unanswered(contact, 0.0)
        contact.outcome = OUTBOUND
        contact.turn = turn = centre.calendar.some_time()
        centre.calendar.start(self._lines_up())
        return turn

    def _lines_up(self) -> Process:
        centre, issue = self._centre, self._contact.issue
        yield centre.calendar.at(centre.calendar.now, RETURN + issue.serial)
        centre.router.lines_up(self._contact, issue.people[-1] if issue.people else NOBODY)

    def dials(self, _: int) -> bool:
        """Tell that the customer answers the call."""
        now = self._centre.calendar.now
        self._waited = now - self._contact.joined
        self._contact.joined, self._contact.called_back = now, True
        self._centre.floor.steps_aside(self._contact.queue, -1, now)
        return True

    def is_kept(self) -> float:
        """Note the conversation; return how long its turn took to come [s]."""
        contact = self._contact
        contact.issue.answered += 1
        contact.callback = None
        self._closes(contact.answered, contact.answered <= self._due)
        return self._waited

    def goes_on(self) -> int:
        """Note that the call was dropped when its queue closed; return that it goes nowhere."""
        contact, now = self._contact, self._centre.calendar.now
        self._centre.floor.steps_aside(contact.queue, -1, now)
        self._centre.router.leaves_queue(contact)
        contact.callback, contact.leaving, contact.hung_up = None, CLEARED, True
        contact.issue.unanswered += 1
        self._closes(now, False)
        return NOBODY

    def is_interrupted(self, horizon: float) -> bool:
        """Note the end of the run, unless customer and agent are talking; tell whether it was noted."""
        if self._contact.called_back:
            return False
        if horizon > self._due:
            self._closes(horizon, False)
        return True

    def _closes(self, at: float, kept: bool) -> None:
        issue = self._contact.issue
        row = pack_row(issue.customer, issue.segment, issue.touchpoint, at, self._act, 0.0, kept)
        self._centre.buffer.rows["amends"].append(row)


class CallingCentre(Centre):
    """A centre that may call a customer itself, once, about a need with which a contact has ended."""

    __slots__ = ("_promised",)

    def __init__(self, world: World, luck: Luck, buffer: Buffer) -> None:
        super().__init__(world, luck, buffer)
        self._promised: dict[int, Promise] = {}

    def arrives(self, issue: Issue) -> Contact:
        """Let the customer call, or stand in line to be called, as was promised."""
        contact = super().arrives(issue)
        promise = self._promised.pop(issue.serial, None)
        if promise is not None:
            Outbound(self, contact, promise.act, promise.until)
        return contact

    def ends_contact(self, contact: Contact) -> float | None:
        """End a contact; return when the next one is, be it the customer's or the firm's [s]."""
        again, issue = super().ends_contact(contact), contact.issue
        promise = None if self.amending is None else self.amending.promises(contact)
        if promise is None:
            return again
        issue.closing, self._promised[issue.serial] = STILL_OPEN, promise
        return promise.at


def centre_of(world: World, luck: Luck, buffer: Buffer) -> Centre:
    """Return the centre of a world, whose policy may call customers or not."""
    return CallingCentre(world, luck, buffer) if acts_unasked(world) else Centre(world, luck, buffer)
