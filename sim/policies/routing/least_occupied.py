"""Send a contact to the agent who has been busy the smallest share of the time since signing on."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from sim.floor import NOBODY, Floor
from sim.policies.routing.base import Routing
from sim.rule import rule


@rule
def select_agent(
    numbers: tuple[float, ...],
    floor: Floor,
    groups: Sequence[int],
    queue: int,
    known: int,
    u: float,
    now: float,
) -> int:
    """Return the free agent with the largest share of idle time; of two, the longest free.

    Time counts from the moment an agent came to work, without breaks; who comes this moment goes first.
    """
    chosen, most = NOBODY, 0.0
    for group in groups:
        agent = floor.first_free[group]
        while agent != NOBODY:
            idle = floor.idle_seconds[agent] + (now - floor.free_since[agent])
            signed = floor.signed_seconds[agent] + (now - floor.signed_since[agent])
            share = idle / signed if signed > 0.0 else 1.0
            since = floor.free_since[agent]
            if (
                chosen == NOBODY
                or share > most
                or (share == most and since < floor.free_since[chosen])
                or (share == most and since == floor.free_since[chosen] and agent < chosen)
            ):
                chosen, most = agent, share
            agent = floor.next_free[agent]
    return chosen


class LeastOccupied(Routing):
    """The agent who has been busy the smallest share of the time since coming to work takes the next one."""

    kind: Literal["least_occupied"]
