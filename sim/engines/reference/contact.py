"""Contact: a customer's journey from a need to its end."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from sim.codes import Moment
from sim.engines.reference.calendar import ORDER, Process
from sim.engines.reference.records import Issue
from sim.floor import NOBODY

if TYPE_CHECKING:
    from sim.engines.reference.centre import Centre

RETURN = ORDER[Moment.RETURN]
# how a need is followed from its first contact, which is made at a time [s]
Follow = Callable[["Centre", Issue, float], Process]


def journey(centre: Centre, issue: Issue, first_call: float) -> Process:
    """Follow one need from its first contact, or from a later one, until it closes."""
    if first_call > centre.calendar.now:
        yield centre.calendar.at(first_call, RETURN + issue.serial)
    if issue.serial not in centre.open:
        centre.opens(issue)
    while True:
        contact = centre.arrives(issue)
        queue = issue.queue
        while queue != NOBODY:
            turn = centre.router.asks_for_agent(contact, queue)
            if turn is not None:
                yield turn
            queue = centre.hangs_up(contact) if contact.present is None else centre.ends_leg(contact)
        again = centre.ends_contact(contact)
        if again is None:
            break
        yield centre.calendar.at(again, RETURN + issue.serial)
    centre.closes(issue)
