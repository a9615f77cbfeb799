"""Seats: who follows which part of a group's plan; where idle agents leave first, they change seats.

The plan of a group in `on_duty` is a number of agents and names nobody: where it falls, an idle agent leaves
for one who is busy, and follows the other's plan from then on. Where nobody is idle, whoever is free first
leaves.
"""

from __future__ import annotations

from math import inf

from sim.centre.agents.duty import AVAILABLE, IS_BUSY, OFF, set_plan
from sim.centre.run import Run
from sim.lines import NOBODY


def begin_stretch(run: Run, seat: int, until: float) -> int:
    """Begin a stretch of `seat` that lasts `until` [s]; return the agent who follows it."""
    run.seat_ends[seat] = until
    return run.holders[seat]


def _exchange(run: Run, one: int, other: int) -> None:
    """Exchange the seats of two agents."""
    of_one, of_other = run.seats[one], run.seats[other]
    run.seats[one], run.seats[other] = of_other, of_one
    run.holders[of_one], run.holders[of_other] = other, one


def _who_stays(run: Run, first: int, now: float) -> int:
    """Return the first agent of a line, from `first` on, who was to stay beyond `now` [s], or NOBODY."""
    agent = first
    while agent != NOBODY and run.seat_ends[run.seats[agent]] <= now:
        agent = run.floor.next_free[agent]
    return agent


def who_leaves(run: Run, seat: int, now: float) -> int:
    """Return the agent who leaves as the shift of `seat` ends: its holder, or an idle one who was to stay."""
    holder = run.holders[seat]
    group = run.floor.group[holder]
    if not run.numbers.idle_first[group] or not IS_BUSY[run.floor.state[holder]]:
        return holder
    idle = _who_stays(run, run.floor.first_free[group], now)
    if idle == NOBODY and run.numbers.parts.presence:
        idle = _who_stays(run, run.aside_lines.first[group], now)
    if idle == NOBODY:
        return holder
    _exchange(run, holder, idle)
    set_plan(run, holder, AVAILABLE, now)
    return idle


def relieve(run: Run, agent: int, now: float) -> None:
    """Send `agent`, who has become free, home instead of a colleague who is busy beyond the shift, if any."""
    group = run.floor.group[agent]
    if run.staying[group] == 0 or not run.numbers.idle_first[group] or run.agents[agent].plan != AVAILABLE:
        return
    longest, earliest = NOBODY, inf
    for other in range(len(run.agents)):
        since = run.agents[other].over_since
        if run.floor.group[other] == group and since <= now and since < earliest:
            longest, earliest = other, since
    _exchange(run, agent, longest)
    set_plan(run, longest, AVAILABLE, now)
    set_plan(run, agent, OFF, now)
