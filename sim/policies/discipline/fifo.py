"""Serve whoever has waited longest, over all the queues an agent has the skills for."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from sim.floor import NOBODY, Floor
from sim.policies.discipline.base import Discipline
from sim.rule import rule


@rule
def select_contact(numbers: tuple[float, ...], floor: Floor, queues: Sequence[int], now: float) -> int:
    """Return the queue whose first contact joined earliest; of two, the one named first."""
    chosen, earliest = NOBODY, 0.0
    for queue in queues:
        place = floor.first_waiting[queue]
        if place != NOBODY and (chosen == NOBODY or floor.joined[place] < earliest):
            chosen, earliest = queue, floor.joined[place]
    return chosen


class Fifo(Discipline):
    """First come, first served."""

    kind: Literal["fifo"]
