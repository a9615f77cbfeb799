"""Serve the longest wait, a second of some queues counting for more than a second of others."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Annotated, Literal

from pydantic import Field

from sim.family import Mention
from sim.floor import NOBODY, Floor
from sim.policies.discipline.base import Discipline, mentioned
from sim.quantities import Points
from sim.rule import rule


@rule
def select_contact(numbers: tuple[float, ...], floor: Floor, queues: Sequence[int], now: float) -> int:
    """Return the queue with the longest wait times weight; of several, the one that joined earliest."""
    chosen, longest, earliest = NOBODY, 0.0, 0.0
    for queue in queues:
        place = floor.first_waiting[queue]
        if place != NOBODY:
            joined = floor.joined[place]
            weighted = numbers[queue] * (now - joined)
            if chosen == NOBODY or weighted > longest or (weighted == longest and joined < earliest):
                chosen, longest, earliest = queue, weighted, joined
    return chosen


class LongestWeightedWait(Discipline):
    """The longest wait is served first, where waits of different queues weigh differently."""

    kind: Literal["longest_weighted_wait"]
    weights: Annotated[dict[str, Points], Field(min_length=1)]
    """By queue, what a second of waiting weighs, as in {vip: 3}; 1 for queues not named."""

    def numbers(self, queues: Mapping[str, float]) -> tuple[float, ...]:
        """Return each queue's weight."""
        return tuple(self.weights.get(name, 1.0) for name in queues)

    def mentions(self) -> Iterator[Mention]:
        """Yield the queues of the weights."""
        return mentioned("weights", self.weights)
