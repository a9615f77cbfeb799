"""Working day: an agent's shifts and breaks."""

from __future__ import annotations

from math import inf

from sim.centre.agents.duty import AVAILABLE, IS_PAID
from sim.centre.agents.seats import begin_stretch
from sim.centre.agents.strain import book_vacancy, is_vacant
from sim.centre.run import Run
from sim.centre.service import come, go_away, release, sign_off
from sim.codes import Moment
from sim.engines.reference.calendar import ORDER, Calendar, Process
from sim.luck import Luck
from sim.workload.duty_plan import stretches
from sim.world.numbers import World

SIGN_ON, READY, SIGN_OFF = ORDER[Moment.SIGN_ON], ORDER[Moment.READY], ORDER[Moment.SIGN_OFF]


def working_days(run: Run, clock: Calendar, world: World, luck: Luck, seat: int) -> Process:
    """Follow one agent's part of the plan through the shifts and breaks of the whole run.

    Whoever comes at one instant is on duty first, and takes contacts then: the queue's pressure is
    shared by all who are there.
    """
    ended = inf
    for begins, ends, state in stretches(world, luck, seat):
        if ended < begins:
            yield clock.at(ended, SIGN_OFF + seat)
            sign_off(run, seat, ended)
        yield clock.at(begins, (SIGN_ON if state == AVAILABLE else SIGN_OFF) + seat)
        agent = begin_stretch(run, seat, ends)
        if is_vacant(run, agent, begins):
            book_vacancy(run, agent, begins, ends if IS_PAID[state] else begins)
            ended = inf
            continue
        if state != AVAILABLE:
            go_away(run, agent, state, begins)
        elif come(run, agent, begins):
            yield clock.at(begins, READY + seat)
            release(run, agent, begins)
        ended = ends
    if ended < inf:
        yield clock.at(ended, SIGN_OFF + seat)
        sign_off(run, seat, ended)
