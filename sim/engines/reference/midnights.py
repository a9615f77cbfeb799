"""Midnights: those who learn get better from one day to the next."""

from __future__ import annotations

from sim.centre.agents.learning import learn
from sim.centre.run import Run
from sim.codes import Moment
from sim.engines.reference.calendar import ORDER, Calendar, Process
from sim.workload.needs import moment_of
from sim.world.numbers import World

LEARNING = ORDER[Moment.LEARNING]


def midnights(run: Run, calendar: Calendar, world: World) -> Process:
    """Bring the skill of all who learn up to date at each midnight."""
    for day in range(1, world.run_days):
        midnight = moment_of(world, day)
        yield calendar.at(midnight, LEARNING)
        learn(run, midnight)
