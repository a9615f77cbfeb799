"""Send a contact to any free agent, each as likely as another."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar, Literal

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
    """Return the free agent that `u` picks, counted along the lines of `groups`."""
    free = 0
    for group in groups:
        agent = floor.first_free[group]
        while agent != NOBODY:
            free += 1
            agent = floor.next_free[agent]
    chosen, skips = NOBODY, int(u * free)
    for group in groups:
        agent = floor.first_free[group]
        while agent != NOBODY and skips >= 0:
            chosen, skips = agent, skips - 1
            agent = floor.next_free[agent]
    return chosen


class Random(Routing):
    """Chance decides between all who are free."""

    by_chance: ClassVar[bool] = True

    kind: Literal["random"]
