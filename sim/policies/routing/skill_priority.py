"""Send a contact to the groups whose first choice its queue is, before those who merely help out."""

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
    """Return the longest free agent of the groups of lowest rank for `queue`; of two, the smaller number."""
    chosen, lowest = NOBODY, 0
    for group in groups:
        agent, rank = floor.first_free[group], floor.rank[queue][group]
        if agent == NOBODY or (chosen != NOBODY and rank > lowest):
            continue
        if (
            chosen == NOBODY
            or rank < lowest
            or floor.free_since[agent] < floor.free_since[chosen]
            or (floor.free_since[agent] == floor.free_since[chosen] and agent < chosen)
        ):
            chosen, lowest = agent, rank
    return chosen


class SkillPriority(Routing):
    """Specialists first: groups take a queue's contacts by the rank that their skills give it.

    Of free agents of one rank the longest idle takes the contact.
    """

    kind: Literal["skill_priority"]
