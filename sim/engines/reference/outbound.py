"""Outbound: a contact that the firm makes, about an issue it owns; the customer waits for nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.codes import Act, Moment, Outcome
from sim.engines.reference.calendar import ORDER, Happening, Process
from sim.engines.reference.records import Contact
from sim.floor import NOBODY
from sim.logs import PACK

if TYPE_CHECKING:
    from sim.engines.reference.centre import Centre

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
