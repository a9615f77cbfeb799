"""Loop: the next need or the next event, until the run is over or Python has something to do."""

from __future__ import annotations

from math import inf
from typing import Any

from sim.centre.agents.duty import close_duty
from sim.centre.customers.loyalty import NO_CAUSE, write
from sim.centre.customers.relationship import trust_at
from sim.centre.journey import end_run
from sim.centre.service import release
from sim.centre.waiting import ask_for_agent, ask_for_help
from sim.codes import Action, Moment
from sim.engines.compiled import journey, working_day
from sim.engines.compiled.heap import ACTIONS, SLOTS, drop, pack, push
from sim.engines.compiled.working_day import CLOSES, DAY

NEEDS, FULL, WINDOW, OVER, LOOK = range(5)
"""Why the loop stops: it has had all needs of the day, rows or slots or events are nearly full, the window
opens or closes, the run is over, or it has gone on for long."""
ARRIVAL = int(Moment.ARRIVAL) << 40
NOTES = DAY + 2
"""What an event does beyond the centre's actions: the window opens or closes."""
ALWAYS = -1
EVENTS = 500_000
"""Events between two looks of the watchdog."""
CALL, TURN, RELEASE, OVERFLOW, DRAWN_WAIT = (
    int(action) for action in (Action.CALL, Action.TURN, Action.RELEASE, Action.OVERFLOW, Action.DRAWN_WAIT)
)


def start(run: Any, opens: float, closes: float, horizon: float) -> None:
    """Plan the window, the end of the run and the first event of everything that happens by itself."""
    push(run.engine, opens, 0, pack(NOTES, 0, ALWAYS))
    push(run.engine, closes, 0, pack(NOTES, 0, ALWAYS))
    push(run.engine, horizon, -1, 0)
    working_day.start_days(run)


def run_on(run: Any) -> int:
    """Process events until the engine has to stop; return the reason."""
    engine, clock = run.engine, run.engine.clock
    look = clock.planned + EVENTS
    while not clock.is_full:
        time, order = engine.times[0], engine.orders[0]
        if clock.next_need < clock.needs:
            due = engine.need_time[clock.next_need]
            if due < time or (due == time and ARRIVAL + clock.serial + 1 < order):
                clock.now = due
                _begin_need(run)
                continue
        elif not clock.is_last_day:
            return NEEDS
        if order < 0:
            return OVER
        if clock.planned > look:
            return LOOK
        what = engine.whats[0]
        drop(engine)
        clock.now, clock.last_order = time, order
        action = what & ((1 << ACTIONS) - 1)
        if action == NOTES:
            return WINDOW
        _act(run, action, (what >> ACTIONS) & ((1 << SLOTS) - 1), what >> (ACTIONS + SLOTS), time)
    return FULL


def _begin_need(run: Any) -> None:
    """Begin the next need of the day."""
    of, clock = run.engine, run.engine.clock
    k = clock.next_need
    clock.next_need = k + 1
    clock.serial += 1
    luck, stay, leg = of.need_issue[k], of.need_stay[k], of.need_leg[k]
    need = (
        of.need_time[k], of.need_entity[k], of.need_type[k], of.need_touchpoint[k], of.need_customer[k],
        of.need_severity[k], of.need_voice[k],
        (luck[0], luck[1], luck[2], luck[3]), (stay[0], stay[1], stay[2], stay[3]),
        (leg[0], leg[1], leg[2], leg[3]),
    )  # fmt: skip
    journey.begin(run, clock.serial, need, clock.now)


def _act(run: Any, action: int, slot: int, version: int, now: float) -> None:
    """Do what an event is about, unless another has overtaken it."""
    if action == RELEASE:
        release(run, slot, now)
    elif action == DAY:
        working_day.go_on(run, slot, now)
    elif action == CLOSES:
        working_day.close(run, slot, now)
    elif version != run.versions[slot]:
        return
    elif action == TURN:
        journey.turn(run, slot, now)
    elif action == CALL:
        journey.call(run, slot, now)
    elif action == OVERFLOW:
        ask_for_help(run, slot, now)
    elif run.numbers.parts.drawn_wait and action == DRAWN_WAIT:
        ask_for_agent(run, slot, now)


def survey(run: Any, now: float) -> None:
    """Bring all customers up to `now` [s]."""
    for customer in range(len(run.customers.trust)):
        trust_at(run, customer, now)


def end_issues(run: Any, slots: Any, horizon: float) -> None:
    """Write what is still going on with the issues at `slots`."""
    for slot in slots:
        end_run(run, slot, horizon)


def end_agents(run: Any, horizon: float) -> None:
    """Write what all agents do at the end of the run."""
    for agent in range(len(run.agents)):
        close_duty(run, agent, horizon)


def end_customers(run: Any, first: int, last: int) -> None:
    """Write the rows of customers from the index `first` up to `last`."""
    for customer in range(first, last):
        write(run, customer, inf, NO_CAUSE)
