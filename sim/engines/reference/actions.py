"""Actions: what is done when an event comes that a verb has planned."""

from __future__ import annotations

from collections.abc import Callable, Generator

from sim.centre.dialler import end_dial, look, ring_out
from sim.centre.presence import call_in, settle_presence
from sim.centre.run import Run
from sim.centre.service import come_back, end_stay, release
from sim.centre.waiting import (
    ask_for_agent,
    ask_for_help,
    ask_for_message,
    line_up,
    offer_callback,
    stop_waiting_apart,
)
from sim.codes import Action
from sim.engines.reference.calendar import Actions, Calendar

# by slot: the story of the issue there
Journeys = dict[int, Generator[int, None, None]]


def at_once(
    run: Run, calendar: Calendar, verb: Callable[[Run, int, float], None]
) -> Callable[[int, int], None]:
    """Return what does a verb that nothing overtakes."""

    def act(slot: int, version: int) -> None:
        del version
        verb(run, slot, calendar.now)

    return act


def actions_of(run: Run, calendar: Calendar, journeys: Journeys) -> Actions:
    """Return what is done, by Action, for a slot whose version no other event has overtaken."""
    versions = run.versions

    def go_on(slot: int, version: int) -> None:
        if version == versions[slot]:
            next(journeys[slot], None)

    def let_go(slot: int, plans: int) -> None:
        if plans == run.conferences[slot].plans:
            end_stay(run, slot, calendar.now)

    def settle(group: int, plans: int) -> None:
        if plans == run.presences[group].quiet_plans:
            settle_presence(run, group, calendar.now)

    def unless_overtaken(verb: Callable[[Run, int, float], None]) -> Callable[[int, int], None]:
        def act(slot: int, version: int) -> None:
            if version == versions[slot]:
                verb(run, slot, calendar.now)

        return act

    by_action = {
        Action.CALL: go_on,
        Action.TURN: go_on,
        Action.RELEASE: at_once(run, calendar, release),
        Action.OVERFLOW: unless_overtaken(ask_for_help),
        Action.END_CONFERENCE: let_go,
        Action.OFFER: unless_overtaken(offer_callback),
        Action.LINE_UP: unless_overtaken(line_up),
        Action.STAND_IN_LINE: unless_overtaken(stop_waiting_apart),
        Action.DRAWN_WAIT: unless_overtaken(ask_for_agent),
        Action.MESSAGE: unless_overtaken(ask_for_message),
        Action.CALL_IN: unless_overtaken(call_in),
        Action.PRESENCE: settle,
        Action.COME_BACK: at_once(run, calendar, come_back),
        Action.LOOK: at_once(run, calendar, look),
        Action.RING_OUT: at_once(run, calendar, ring_out),
        Action.END_DIAL: at_once(run, calendar, end_dial),
    }
    return [by_action[action] for action in Action]
