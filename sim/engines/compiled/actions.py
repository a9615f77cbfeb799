"""Actions: what is done when an event comes, unless another has overtaken it."""

from __future__ import annotations

from typing import Any

from sim.centre.dialler import end_dial, look, ring_out
from sim.centre.presence import call_in, settle_presence
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
from sim.engines.compiled import failing, journey, newcomers, working_day
from sim.engines.compiled.failing import ALWAYS, MIDNIGHT, TURNS
from sim.engines.compiled.newcomers import COMES, MORNING
from sim.engines.compiled.working_day import CLOSES, DAY, DROPS

(
    CALL, TURN, RELEASE, OVERFLOW, END_CONFERENCE, OFFER, LINE_UP, STAND_IN_LINE, DRAWN_WAIT, MESSAGE,
    CALL_IN, PRESENCE, COME_BACK, LOOK, RING_OUT, END_DIAL,
) = (int(action) for action in Action)  # fmt: skip
NOTES = COMES + 1
"""What an event does beyond all others: the window opens or closes."""


def act(run: Any, action: int, slot: int, version: int, now: float) -> None:
    """Do what an event is about, unless another has overtaken it."""
    if action == RELEASE:
        release(run, slot, now)
    elif action == DAY:
        working_day.go_on(run, slot, now)
    elif action == CLOSES:
        working_day.close(run, slot, now)
    elif action >= PRESENCE or action == END_CONFERENCE:
        _act_apart(run, action, slot, version, now)
    elif version != run.versions[slot]:
        return
    elif action == TURN:
        journey.turn(run, slot, now)
    elif action == CALL:
        journey.call(run, slot, now)
    elif action == OVERFLOW:
        ask_for_help(run, slot, now)
    else:
        _act_in_line(run, action, slot, now)


def _act_in_line(run: Any, action: int, slot: int, now: float) -> None:
    """Do what an event is about of a contact that waits, in parts that not every world has."""
    parts = run.numbers.parts
    if parts.drawn_wait and action == DRAWN_WAIT:
        ask_for_agent(run, slot, now)
    if parts.callbacks and action == OFFER:
        offer_callback(run, slot, now)
    if parts.messages and action == MESSAGE:
        ask_for_message(run, slot, now)
    if parts.presence and action == CALL_IN:
        call_in(run, slot, now)
    if action == LINE_UP and (parts.callbacks or parts.amends):
        line_up(run, slot, now)
    if action == STAND_IN_LINE and (parts.sticky or parts.ring_misses):
        stop_waiting_apart(run, slot, now)


def _act_apart(run: Any, action: int, slot: int, version: int, now: float) -> None:
    """Do what an event is about that belongs to no contact's turn."""
    parts = run.numbers.parts
    if parts.conference and action == END_CONFERENCE and version == run.conferences[slot].plans:
        end_stay(run, slot, now)
    if parts.presence and action == PRESENCE and version == run.presences[slot].quiet_plans:
        settle_presence(run, slot, now)
    if action == COME_BACK and (parts.makes_up or parts.ring_misses):
        come_back(run, slot, now)
    if parts.campaigns and action >= LOOK:
        _dial(run, action, slot, now)
    if parts.outages and action == TURNS:
        failing.turn(run, slot, version, now)
    if parts.callbacks and action == DROPS:
        working_day.drop(run, slot, version, now)
    if parts.learning and action == MIDNIGHT:
        failing.begin_day(run, slot, now)
    if parts.loyalty and action >= MORNING:
        _welcome(run, action, slot, version, now)


def _dial(run: Any, action: int, slot: int, now: float) -> None:
    """Do what an event is about of a campaign, or of one of its calls."""
    if action == LOOK:
        look(run, slot, now)
    elif action == RING_OUT:
        ring_out(run, slot, now)
    elif action == END_DIAL:
        end_dial(run, slot, now)


def _welcome(run: Any, action: int, slot: int, version: int, now: float) -> None:
    """Begin a day on which candidates come, or consider one of them."""
    if action == MORNING:
        newcomers.open_day(run, slot)
    else:
        newcomers.come(run, slot, version, now)


__all__ = ["ALWAYS", "MORNING", "NOTES", "act"]
