"""Intervals of the week: which of them a moment is in, what they are called, and when the centre is open."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from sim.hours import DAY
from sim.world.numbers import Day, World

FEW = 16
"""Edges up to which it is faster to ask of every value whether it lies beyond each."""


def intervals_per_day(world: World) -> int:
    """Return the number of intervals in the longest day, by which measures are broken down."""
    return int(-(-max(DAY, *(day.length for day in world.days)) // world.reported))


def days_in_window(world: World) -> tuple[Day, ...]:
    """Return the measured days."""
    opens, closes, _ = world.window
    return tuple(day for day in world.days if opens <= day.start < closes)


def measured_days(world: World) -> dict[int, int]:
    """Return how many measured days there are of each kind that measures know, of which there are any."""
    return dict(sorted(Counter(world.week[day.kind].told for day in days_in_window(world)).items()))


def open_intervals(world: World) -> NDArray[np.int64]:
    """Return kind of day and interval, as one number, of what is open within the measured window."""
    starts, _ = open_spans(world)
    return np.unique(interval_keys(world, starts[starts >= world.window.opens]))


def open_spans(world: World) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return when planning intervals begin and end [s] that touch the measured window, in order."""
    nights = (world.eve, *world.days) if world.passes_midnight else world.days
    plans = [(day.start, world.week[day.kind]) for day in nights]
    starts = np.array([at + start for at, plan in plans for start in plan.starts])
    ends = np.array([at + end for at, plan in plans for end in plan.ends])
    opens, closes, _ = world.window
    inside = np.flatnonzero((ends > opens) & (starts < closes))
    inside = inside[np.argsort(starts[inside], kind="stable")]
    return starts[inside], ends[inside]


def number_of_intervals(world: World) -> int:
    """Return how many intervals measures know, of all kinds of day together."""
    return len(world.week) * intervals_per_day(world)


def days_of_intervals(world: World) -> NDArray[np.float64]:
    """Return for every interval how many measured days are of the kind of its day."""
    measured = measured_days(world)
    days = [float(measured.get(kind, 0)) for kind in range(len(world.week))]
    return np.repeat(days, intervals_per_day(world))


def interval_bounds(world: World) -> NDArray[np.float64]:
    """Return when the intervals of the measured window begin, and when the last one ends [s]."""
    starts = _starts(world)
    inner = starts[:-1, None] + np.arange(intervals_per_day(world)) * world.reported
    inside = inner < starts[1:, None]
    opens, closes, _ = world.window
    bounds = np.append(inner[inside], starts[-1])
    return bounds[(bounds >= opens) & (bounds <= closes)]


def interval_keys(world: World, moments: NDArray[np.float64]) -> NDArray[np.int64]:
    """Return kind of day and interval of `moments` [s], as one number."""
    return _intervals(world)[_slot_of(world, moments)]


def _intervals(world: World) -> NDArray[np.int64]:
    """Return kind of day and interval, as one number, of every interval of the run and of its end."""
    return _intervals_of(_Same(world))


class _Same:
    """A world as a key: it is the same only if it is the same object."""

    def __init__(self, world: World) -> None:
        self.world = world

    def __eq__(self, other: object) -> bool:
        """Return whether the other is of the same world."""
        return isinstance(other, _Same) and self.world is other.world

    def __hash__(self) -> int:
        """Return the number of the world."""
        return id(self.world)


@lru_cache(maxsize=1)
def _intervals_of(key: _Same) -> NDArray[np.int64]:
    world, per_day = key.world, intervals_per_day(key.world)
    kinds = np.array([world.week[day.kind].told for day in (*world.days, world.days[-1])])[:, None]
    return (kinds * per_day + np.arange(per_day)).ravel()


def _slot_of(world: World, moments: NDArray[np.float64]) -> NDArray[np.int64]:
    """Return how many intervals of the run lie before that of each moment."""
    if DAY % world.reported == 0.0 and all(day.length == DAY for day in world.days):
        return (moments / world.reported).astype(np.int64)
    starts = _starts(world)
    day = np.searchsorted(starts, moments, side="right") - 1
    return day * intervals_per_day(world) + ((moments - starts[day]) / world.reported).astype(np.int64)


def _starts(world: World) -> NDArray[np.float64]:
    """Return when the days of the run begin, and when the last one ends [s]."""
    last = world.days[-1]
    return np.array([*(day.start for day in world.days), last.start + last.length])


def interval_name(world: World, key: int) -> str:
    """Return the name of an interval, such as "mon 09:00", or "2026-12-24 09:00" on a special day.

    An hour that the clock shows twice is "2026-10-25 02:00" and then "2026-10-25 02:00 again".
    """
    kind, slot = divmod(key, intervals_per_day(world))
    plan = world.week[kind]
    return f"{plan.name} {plan.change.text(slot * world.reported)}"


def places(edges: Sequence[float] | NDArray[np.float64], values: NDArray[np.float64]) -> NDArray[np.int64]:
    """Return how many edges, which rise, lie below each value: `np.searchsorted`, faster where few do.

    Values have edges between them that are counted one by one, as long as there are a few.
    """
    if not values.size:
        return np.zeros(0, dtype=np.int64)
    first, last = np.searchsorted(edges, (values.min(), values.max()))
    if last - first > FEW:
        return np.asarray(np.searchsorted(edges, values))
    found = np.zeros(len(values), dtype=np.uint8)
    for edge in edges[first:last]:
        found += values > edge
    return np.asarray(first + found.astype(np.int64))


def cut(
    world: World, begins: NDArray[np.float64], ends: NDArray[np.float64]
) -> Iterator[tuple[slice | NDArray[np.int64], NDArray[np.int64], NDArray[np.float64]]]:
    """Cut spans at the bounds of intervals: yield the spans, and the interval and seconds of each.

    First what lies in one interval, with 0 seconds for longer spans; then the pieces of these.
    """
    first, last = _slot_of(world, begins), _slot_of(world, ends)
    seconds, longer = ends - begins, np.flatnonzero(last > first)
    seconds[longer] = 0.0
    yield slice(None), _intervals(world)[first], seconds
    if longer.size:
        starts = _starts(world)
        midnights = np.append(starts[1:], np.inf)[:, None]
        inner = starts[:, None] + np.arange(intervals_per_day(world)) * world.reported
        bounds = np.append(np.minimum(inner, midnights), np.inf)
        pieces = (last - first + 1)[longer]
        again = np.repeat(longer, pieces)
        slots = first[again] + np.arange(len(again)) - np.repeat(np.cumsum(pieces) - pieces, pieces)
        inside = np.minimum(ends[again], bounds[slots + 1]) - np.maximum(begins[again], bounds[slots])
        yield again, _intervals(world)[slots], inside
