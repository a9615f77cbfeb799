"""Serve out: at closing those on duty stay until nobody waits whom they can serve.

Whoever's shift ends while the queue is closed stays, in overtime; groups that cut off do not.
"""

from __future__ import annotations

from collections.abc import Sequence

from sim.centre.agents.duty import IS_AT_WORK
from sim.centre.run import Run
from sim.floor import Floor
from sim.rules.recontact import is_open


def is_served_out(run: Run, queue: int, at: float) -> bool:
    """Return whether `queue` is closed at `at` [s], and whoever waits there is to be served all the same."""
    return run.numbers.serves_out[queue] and not is_open(run.numbers.opening[queue], at)


def queues_to_stay_for(run: Run, floor: Floor, agent: int, queues: Sequence[int], now: float) -> list[int]:
    """Return those of `queues` for which `agent` stays: closed when the shift ended, and not empty."""
    since, cuts_off = run.agents[agent].over_since, run.numbers.cuts_off[floor.group[agent]]
    return [
        queue
        for queue in queues
        if not cuts_off
        and floor.waiting[queue] > 0
        and is_served_out(run, queue, since)
        and is_served_out(run, queue, now)
    ]


def is_forsaken(run: Run, queue: int, now: float) -> bool:
    """Return whether contacts wait in `queue`, which is closed, and nobody at work serves or helps it."""
    if run.floor.waiting[queue] == 0 or not is_served_out(run, queue, now):
        return False
    n, state = run.numbers, run.floor.state
    for agent in range(len(run.agents)):
        if IS_AT_WORK[state[agent]]:
            helps = [helped for helped, _ in n.helps[agent]]
            if queue in n.queues_of[agent] or queue in helps:
                return False
    return True
