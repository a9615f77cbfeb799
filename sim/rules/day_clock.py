"""Day clock: what clocks show at a moment of the run, where they are changed on some days.

Source: semantics.md 1 (run time is elapsed seconds; what a clock shows is not).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from sim.rule import rule

DAY = 86400.0


class DayClock(NamedTuple):
    """The days of a run: when each begins [s], when its clock changes [s after that], by how much [s]."""

    begins: Sequence[float]
    changes: Sequence[float]
    by: Sequence[float]


@rule
def shown_at(clock: DayClock, now: float) -> float:
    """Return what the clock shows at `now` [s], as if all days of the run had had 24 hours."""
    low, high = 0, len(clock.begins)
    while high - low > 1:
        middle = (low + high) // 2
        if clock.begins[middle] <= now:
            low = middle
        else:
            high = middle
    since = now - clock.begins[low]
    return DAY * low + (since if since < clock.changes[low] else since + clock.by[low])


@rule
def first_shown(clock: DayClock, shown: float, now: float) -> float:
    """Return when, from `now` on [s], the clock first shows a time that `shown_at` counts [s].

    A time that it skips is the moment of the change; one beyond the run never comes.
    """
    day = int(shown / DAY)
    if day >= len(clock.begins):
        return float("inf")
    rest = shown - DAY * day
    first = rest if rest < clock.changes[day] else rest - clock.by[day]
    if first < clock.changes[day] <= rest:
        first = clock.changes[day]
    found = clock.begins[day] + first
    if found < now and rest < clock.changes[day]:
        found = clock.begins[day] + rest - clock.by[day]
    return found if found > now else now
