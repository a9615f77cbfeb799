"""Serve whoever must be answered soonest to keep what was promised."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Literal

from sim.family import Mention
from sim.floor import NOBODY, Floor
from sim.policies.discipline.base import Discipline, mentioned
from sim.quantities import Duration
from sim.rule import rule


@rule
def select_contact(numbers: tuple[float, ...], floor: Floor, queues: Sequence[int], now: float) -> int:
    """Return the queue whose first contact is due earliest, past or to come; of several, the one named first.

    The numbers are the times [s] within which each queue's contacts are to be answered.
    """
    chosen, earliest = NOBODY, 0.0
    for queue in queues:
        place = floor.first_waiting[queue]
        if place != NOBODY:
            due = floor.joined[place] + numbers[queue]
            if chosen == NOBODY or due < earliest:
                chosen, earliest = queue, due
    return chosen


class EarliestDue(Discipline):
    """The contact that is due first is served first, overdue or not."""

    kind: Literal["earliest_due"]
    due: dict[str, Duration] = {}
    """By queue, the time to answer; the time of the queue's service level for queues not named."""

    def numbers(self, queues: Mapping[str, float]) -> tuple[float, ...]:
        """Return each queue's time [s]."""
        return tuple(self.due.get(name, within) for name, within in queues.items())

    def mentions(self) -> Iterator[Mention]:
        """Yield the queues with a time of their own."""
        return mentioned("due", self.due)
