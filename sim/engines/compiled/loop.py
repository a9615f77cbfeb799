"""Loop: the next need or the next event, until the run is over or Python has something to do."""

from __future__ import annotations

from typing import Any

from sim.centre.agents.duty import close_duty
from sim.centre.customers import relationship
from sim.centre.journey import end_run, origin_of
from sim.centre.outages import end_outages
from sim.centre.phases import campaign, chat, job
from sim.codes import Moment
from sim.distributions.normal import normal_quantile
from sim.engines.compiled import failing, journey, newcomers, working_day
from sim.engines.compiled.actions import ALWAYS, MORNING, NOTES, act
from sim.engines.compiled.heap import ACTIONS, SLOTS, drop, pack, push
from sim.luck import ISSUE, LEG, STAY

NEEDS, FULL, WINDOW, OVER, LOOK, CANDIDATES = range(6)
"""Why the loop stops: it has had all needs of the day, rows or slots or events are nearly full, the window
opens or closes, the run is over, it has gone on for long, or a day begins whose candidates it lacks."""
SURVEY, LEAVE, END = range(3)
"""What is asked about customers: how they stand as the window opens or closes (and what chats had of their
agents), who has left by the end of the run, and who is still there."""
ARRIVAL = int(Moment.ARRIVAL) << 40
EVENTS = 500_000
"""Events between two looks of the watchdog."""


def start(run: Any, opens: float, closes: float, horizon: float) -> None:
    """Plan the window, the end of the run and the first event of everything that happens by itself."""
    push(run.engine, opens, 0, pack(NOTES, 0, ALWAYS))
    push(run.engine, closes, 0, pack(NOTES, 0, ALWAYS))
    push(run.engine, horizon, -1, 0)
    working_day.start_days(run)
    if run.numbers.parts.campaigns:
        for number in range(len(run.campaigns)):
            campaign.plan_look(run, number, 0.0)
    failing.start(run)
    newcomers.start(run)


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
        action, slot = what & ((1 << ACTIONS) - 1), (what >> ACTIONS) & ((1 << SLOTS) - 1)
        if run.numbers.parts.loyalty and action == MORNING and slot >= engine.days_laid:
            return CANDIDATES
        drop(engine)
        clock.now, clock.last_order = time, order
        if action == NOTES:
            return WINDOW
        act(run, action, slot, what >> (ACTIONS + SLOTS), time)
    return FULL


def _begin_need(run: Any) -> None:
    """Begin the next need of the day."""
    of, clock = run.engine, run.engine.clock
    k = clock.next_need
    clock.next_need = k + 1
    clock.serial += 1
    entity, kind, touchpoint, customer = (
        of.need_entity[k], of.need_type[k], of.need_touchpoint[k], of.need_customer[k],
    )  # fmt: skip
    origin = origin_of(run, kind, touchpoint, customer)
    luck, stay = run.draw(ISSUE, origin, entity, 0, 0), run.draw(STAY, origin, entity, 0, 0)
    end, warmth, pass_on, acw = run.draw(LEG, origin, entity, 0, 0)
    need = (
        of.need_time[k], entity, kind, touchpoint, customer, of.need_severity[k], of.need_voice[k],
        luck[0], luck[1], luck[2], luck[3], stay[0], stay[1], stay[2], stay[3],
        end, normal_quantile(warmth), pass_on, acw,
    )  # fmt: skip
    journey.begin(run, clock.serial, need, clock.now)


def see_customers(run: Any, asked: int, first: int, last: int, now: float) -> None:
    """Do what is asked about customers from the index `first` up to `last`; each may have a row to write."""
    if asked == SURVEY:
        relationship.survey(run, first, last, now)
        if run.numbers.parts.chat and first == 0:
            chat.take_note(run, now)
    elif asked == LEAVE:
        relationship.leave_by(run, first, last, now)
    else:
        relationship.end_run(run, first, last)


def end_issues(run: Any, slots: Any, horizon: float) -> None:
    """Write what is still going on with the issues at `slots`."""
    for slot in slots:
        end_run(run, slot, horizon)


def end_jobs(run: Any, slots: Any) -> None:
    """Write the jobs of the issues at `slots` that are still to be done."""
    if run.numbers.parts.jobs:
        for slot in slots:
            job.end_run(run, slot)


def end_floor(run: Any, horizon: float) -> None:
    """Write what campaigns and agents do at the end of the run, and the outages that are there."""
    parts = run.numbers.parts
    if parts.campaigns:
        campaign.end_campaigns(run, horizon)
    for agent in range(len(run.agents)):
        close_duty(run, agent, horizon)
    if parts.outages:
        end_outages(run, horizon)
