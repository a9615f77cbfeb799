"""Newcomers: candidates come day by day, and some become customers."""

from __future__ import annotations

from sim.centre.customers.loyalty import begin_day
from sim.centre.customers.newcomers import consider
from sim.centre.records import NONE
from sim.centre.run import Run
from sim.codes import Moment
from sim.engines.reference.calendar import ORDER, Calendar, Process
from sim.luck import Luck
from sim.workload.needs import candidates_on, moment_of
from sim.world.numbers import World

JOINING = ORDER[Moment.JOINING]


def make_room(run: Run, candidates: int) -> None:
    """Add places for the candidates of a day."""
    run.customers.make_room(candidates)
    for last in run.last_call:
        last.extend([NONE] * candidates)


def newcomers(run: Run, calendar: Calendar, world: World, luck: Luck) -> Process:
    """Add customers from candidates, day by day, as far as word of mouth goes."""
    customer = world.customers.total
    for day in range(world.run_days):
        yield calendar.at(moment_of(world, day), JOINING)
        begin_day(run)
        candidates = candidates_on(world, luck, day)
        make_room(run, len(candidates))
        for time, u, own in candidates:
            yield calendar.at(time, JOINING + customer)
            consider(run, customer, u, own, calendar.now)
            customer += 1
