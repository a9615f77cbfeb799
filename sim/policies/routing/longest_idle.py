"""Send a contact to the agent who has been free the longest, as most telephone systems do."""

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
    """Return the longest free agent of `groups`; of two, the one with the smaller number."""
    chosen = NOBODY
    for group in groups:
        agent = floor.first_free[group]
        if agent != NOBODY and (
            chosen == NOBODY
            or floor.free_since[agent] < floor.free_since[chosen]
            or (floor.free_since[agent] == floor.free_since[chosen] and agent < chosen)
        ):
            chosen = agent
    return chosen


class LongestIdle(Routing):
    """The agent who has waited longest for a contact takes the next one."""

    kind: Literal["longest_idle"]
