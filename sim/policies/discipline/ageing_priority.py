"""Serve whoever has the most points: some from the start, and some for every second waited.

Source: L. Kleinrock, "A delay dependent queue discipline", Naval Research Logistics Quarterly 11 (1964)
329-341, with points at the start added.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Literal

from sim.family import Mention
from sim.floor import NOBODY, Floor
from sim.policies.discipline.base import Discipline, mentioned
from sim.quantities import Points, Priority
from sim.rule import rule


@rule
def select_contact(numbers: tuple[float, ...], floor: Floor, queues: Sequence[int], now: float) -> int:
    """Return the queue whose first contact has the most points now; of several, the earliest.

    The numbers are each queue's points at the start and per second. Points never fall while waiting, so
    of one queue the first contact always has the most.
    """
    chosen, most, earliest = NOBODY, 0.0, 0.0
    for queue in queues:
        place = floor.first_waiting[queue]
        if place != NOBODY:
            joined = floor.joined[place]
            points = numbers[2 * queue] + numbers[2 * queue + 1] * (now - joined)
            if chosen == NOBODY or points > most or (points == most and joined < earliest):
                chosen, most, earliest = queue, points, joined
    return chosen


class AgeingPriority(Discipline):
    """Important contacts go first, until others have waited so much longer that they overtake."""

    kind: Literal["ageing_priority"]
    priority: dict[str, Priority] = {}
    """By queue, the points a contact has when it joins, as in {vip: 100}; 0 for queues not named."""
    points_per_second: dict[str, Points] = {}
    """By queue, the points a contact gains for each second it waits; 1 for queues not named."""

    def numbers(self, queues: Mapping[str, float]) -> tuple[float, ...]:
        """Return for each queue its points at the start and per second."""
        pairs = ((self.priority.get(name, 0.0), self.points_per_second.get(name, 1.0)) for name in queues)
        return tuple(points for pair in pairs for points in pair)

    def mentions(self) -> Iterator[Mention]:
        """Yield the queues of both settings."""
        yield from mentioned("priority", self.priority)
        yield from mentioned("points_per_second", self.points_per_second)
