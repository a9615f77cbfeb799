"""Failing: outages that begin and end, and midnights, at which those who learn get better; in steps."""

from __future__ import annotations

from typing import Any

from sim.centre.agents.learning import learn
from sim.centre.outages import break_down, repair
from sim.codes import Moment
from sim.engines.compiled.working_day import DROPS

OUTAGE, LEARNING = int(Moment.OUTAGE), int(Moment.LEARNING)
TURNS, MIDNIGHT = DROPS + 1, DROPS + 2
"""What an event does: an outage begins or ends, or another day begins for those who learn."""
ALWAYS = -1


def start(run: Any) -> None:
    """Plan the first begin of every outage, and the first midnight."""
    if run.numbers.parts.outages:
        for number in range(len(run.outages)):
            _plan_turn(run, number, 0)
    if run.numbers.parts.learning:
        _plan_midnight(run, 0)


def _plan_turn(run: Any, number: int, place: int) -> None:
    turns = run.engine.outage_turns[number]
    if place < len(turns):
        run.plan(turns[place], OUTAGE, number, TURNS, number, place)


def turn(run: Any, number: int, place: int, now: float) -> None:
    """Begin or end an outage, and plan its next turn: it begins at even places."""
    if place & 1:
        repair(run, number, now)
    else:
        break_down(run, number, now)
    _plan_turn(run, number, place + 1)


def _plan_midnight(run: Any, place: int) -> None:
    if place < len(run.engine.midnights):
        run.plan(run.engine.midnights[place], LEARNING, 0, MIDNIGHT, place, ALWAYS)


def begin_day(run: Any, place: int, now: float) -> None:
    """Bring all who learn up to date, and plan the next midnight."""
    learn(run, now)
    _plan_midnight(run, place + 1)
