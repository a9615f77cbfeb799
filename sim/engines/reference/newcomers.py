"""Newcomers: candidates come day by day, and some become customers."""

from __future__ import annotations

from sim.centre.customers.loyalty import begin_day
from sim.centre.customers.newcomers import consider
from sim.centre.run import Run
from sim.codes import Moment
from sim.engines.reference.calendar import ORDER, Calendar, Process
from sim.luck import CANDIDATE, CUSTOMER, Luck, entity_of
from sim.workload.needs import CANDIDATES, candidates_of, moment_of
from sim.world.numbers import World

JOINING = ORDER[Moment.JOINING]


def newcomers(run: Run, calendar: Calendar, world: World, luck: Luck) -> Process:
    """Add customers from candidates, day by day, as far as word of mouth goes."""
    customer = world.customers.total
    for day in range(world.run_days):
        yield calendar.at(moment_of(world, day), JOINING)
        begin_day(run)
        count, entity = candidates_of(world, luck, day), entity_of(day)
        lucks = (luck.block(purpose, CANDIDATES, entity, count).tolist() for purpose in (CANDIDATE, CUSTOMER))
        for (moment, u, _, _), own in sorted(zip(*lucks, strict=True)) if count else ():
            yield calendar.at(moment_of(world, day, moment), JOINING + customer)
            consider(run, customer, u, own, calendar.now)
            customer += 1
