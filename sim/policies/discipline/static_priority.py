"""Serve queues in a fixed order, however long the others have waited.

Source: A. Cobham, "Priority assignment in waiting line problems", Operations Research 2 (1954) 70-76:
whoever is being served is not interrupted.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from math import inf
from typing import Annotated, Literal

from pydantic import Field

from sim.family import Mention
from sim.floor import NOBODY, Floor
from sim.policies.discipline.base import Discipline, mentioned
from sim.quantities import Priority
from sim.rule import rule


@rule
def select_contact(numbers: tuple[float, ...], floor: Floor, queues: Sequence[int], now: float) -> int:
    """Return the queue of the lowest number; of several, the one whose first contact joined earliest."""
    chosen, lowest, earliest = NOBODY, 0.0, 0.0
    for queue in queues:
        place = floor.first_waiting[queue]
        if place != NOBODY and (
            chosen == NOBODY
            or numbers[queue] < lowest
            or (numbers[queue] == lowest and floor.joined[place] < earliest)
        ):
            chosen, lowest, earliest = queue, numbers[queue], floor.joined[place]
    return chosen


class StaticPriority(Discipline):
    """One queue always goes before another."""

    kind: Literal["static_priority"]
    order: Annotated[dict[str, Priority], Field(min_length=1)]
    """By queue, lower is served first, as in {vip: 1, service: 2}; queues not named come last."""

    def numbers(self, queues: Mapping[str, float]) -> tuple[float, ...]:
        """Return each queue's number; infinity for those not named."""
        return tuple(self.order.get(name, inf) for name in queues)

    def mentions(self) -> Iterator[Mention]:
        """Yield the queues of the order."""
        return mentioned("order", self.order)
