"""Outage: something of the centre fails, and is repaired."""

from __future__ import annotations

from sim.centre.outages import break_down, repair
from sim.centre.run import Run
from sim.codes import Moment
from sim.engines.reference.calendar import ORDER, Calendar, Process
from sim.luck import Luck
from sim.workload.outages import spans
from sim.world.numbers import World

OUTAGE = ORDER[Moment.OUTAGE]


def outages(run: Run, calendar: Calendar, world: World, luck: Luck, number: int) -> Process:
    """Start and end an outage at its times."""
    for begins, ends in spans(world, luck, world.outages[number]):
        yield calendar.at(begins, OUTAGE + number)
        break_down(run, number, begins)
        yield calendar.at(ends, OUTAGE + number)
        repair(run, number, ends)
