"""Journey: a customer's way from a need to its end."""

from __future__ import annotations

from collections.abc import Generator

from sim.centre.journey import advance, arrive, end_contact, go_on, open_issue
from sim.centre.queues.lines import NOBODY
from sim.centre.run import Run
from sim.centre.service import offer
from sim.centre.turn import set_call
from sim.codes import Action, Moment, Offer, Stage
from sim.engines.reference.calendar import Calendar

CALL, TURN = int(Action.CALL), int(Action.TURN)
RETURN, REFUSED = int(Moment.RETURN), int(Offer.REFUSED)
CONTACT, CLOSED = int(Stage.CONTACT), int(Stage.CLOSED)


def journey(run: Run, calendar: Calendar, slot: int, first_call: float) -> Generator[int, None, None]:
    """Follow one need from its first contact until it closes; each step yields the action it waits for."""
    if first_call > calendar.now:
        set_call(run, slot, first_call, RETURN)
        yield CALL
    stage = open_issue(run, slot, calendar.now)
    while stage != CLOSED:
        if stage != CONTACT:
            yield CALL
            stage = advance(run, slot, calendar.now)
            continue
        queue = arrive(run, slot, calendar.now)
        while queue != NOBODY:
            if offer(run, slot, queue, calendar.now) != REFUSED:
                yield TURN
            queue = go_on(run, slot, calendar.now)
        stage = end_contact(run, slot, calendar.now)
