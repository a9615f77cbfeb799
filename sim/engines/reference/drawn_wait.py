"""Drawn wait: contacts of a queue that wait by a law, not for agents."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.codes import Moment
from sim.engines.reference.calendar import ORDER, Calendar, Happening, Process
from sim.engines.reference.records import Contact
from sim.engines.reference.verbs import ready
from sim.floor import NOBODY
from sim.luck import DRAWN_WAIT, Luck
from sim.rules.drawn_wait import is_made_to_wait
from sim.world import DrawnWaitNumbers

if TYPE_CHECKING:
    from sim.engines.reference.router import Router

OVERFLOW = ORDER[Moment.OVERFLOW]
AGAIN = 60.0


class DrawnWait:
    """Hold the law of one queue's waits."""

    def __init__(self, numbers: DrawnWaitNumbers, luck: Luck) -> None:
        self._chance, self._groups, self._luck = numbers.chance, numbers.groups, luck
        self._quantile, self._numbers = ready(numbers.wait)

    def holds(self, router: Router, calendar: Calendar, contact: Contact, turn: Happening) -> Process:
        """Let a contact wait as long as it is drawn to, then for the first free agent."""
        issue = contact.issue
        u_whether, u_long, _, _ = self._luck.at(DRAWN_WAIT, issue.entity, issue.attempt, contact.leg)
        waits = is_made_to_wait(self._chance, u_whether)
        ends = contact.joined + (self._quantile(self._numbers, u_long) if waits else 0.0)
        while True:
            yield calendar.at(ends, OVERFLOW + issue.serial)
            if contact.turn is not turn or contact.place == NOBODY:
                return
            if router.asks(self._groups, contact, calendar.now):
                return
            ends = calendar.now + AGAIN
