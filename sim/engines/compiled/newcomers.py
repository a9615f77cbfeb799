"""Newcomers: candidates come day by day, and some become customers; in steps."""

from __future__ import annotations

from typing import Any

from sim.centre.customers.loyalty import begin_day
from sim.centre.customers.newcomers import consider
from sim.codes import Moment
from sim.engines.compiled.failing import ALWAYS, MIDNIGHT

JOINING = int(Moment.JOINING)
MORNING, COMES = MIDNIGHT + 1, MIDNIGHT + 2
"""What an event does: a day begins on which candidates come, or one of them does."""


def start(run: Any) -> None:
    """Plan the first day."""
    if run.numbers.parts.loyalty:
        _plan_morning(run, 0)


def _plan_morning(run: Any, day: int) -> None:
    if day < len(run.engine.mornings):
        run.plan(run.engine.mornings[day], JOINING, 0, MORNING, day, ALWAYS)


def open_day(run: Any, day: int) -> None:
    """Begin a day whose candidates have been laid out, and plan the first of them."""
    begin_day(run)
    _plan_next(run, day, 0)


def come(run: Any, place: int, day: int, now: float) -> None:
    """Make a candidate of the day a customer, or not, and plan the next one."""
    engine = run.engine
    own = engine.candidate_own[place]
    luck = own[0], own[1], own[2], own[3]
    consider(run, engine.first_candidate + place, engine.candidate_luck[place], luck, now)
    _plan_next(run, day, place + 1)


def _plan_next(run: Any, day: int, place: int) -> None:
    """Plan the candidate at `place` of the day, or the next day after the last one."""
    engine = run.engine
    if place < len(engine.candidate_time):
        customer = engine.first_candidate + place
        run.plan(engine.candidate_time[place], JOINING, customer, COMES, place, day)
    else:
        _plan_morning(run, day + 1)
