"""Lay intervals of several days along an axis: a gap between days, the same times marked on each."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import numpy as np
import numpy.typing as npt
from matplotlib.axes import Axes

from sim.plots.grid import across
from sim.plots.sheet import Sheet

HOUR = 60
STEPS = (15, 30, 60, 120, 180, 240, 360, 480, 720, 1440)
"""Minutes between two marks of a day."""
Days = Mapping[str, Sequence[int]]
Floats = npt.NDArray[np.float64]


def places_of(intervals: Sequence[str]) -> tuple[Floats, dict[str, list[int]]]:
    """Return the place of each interval, with a gap of two between days, and the intervals of each day."""
    days: dict[str, list[int]] = {}
    for index, name in enumerate(intervals):
        days.setdefault(name.partition(" ")[0], []).append(index)
    order = {day: number for number, day in enumerate(days)}
    places = [index + 2.0 * order[name.partition(" ")[0]] for index, name in enumerate(intervals)]
    return np.asarray(places, dtype=np.float64), days


def mark_times(
    ax: Axes,
    sheet: Sheet,
    intervals: Sequence[str],
    closed: Sequence[str],
    *,
    foot: bool,
    head: bool,
    dense: bool = False,
) -> None:
    """Mark the same times of each day at the foot, and days at the head; closed dates say so."""
    places, days = places_of(intervals)
    ax.set_xlim(places[0] - 1.0, places[-1] + 1.0)
    inch = (places[-1] - places[0] + 2.0) / (ax.get_position().width * sheet.size.width)
    size = sheet.small * (0.8 if dense else 1.0)
    open_ = {day: members for day, members in days.items() if day not in closed}
    kept = _marked(intervals, places, open_, inch, sheet.wide("00:00", size))
    ax.set_xticks(places[kept], [_time(intervals[n]) for n in kept] if foot else [])
    ax.tick_params(axis="x", labelsize=size, length=3 if foot else 0)
    starts = [float(places[members[0]]) - 1.5 for members in days.values() if members[0]]
    across(ax, starts, sheet.theme, upright=True)
    if head:
        _name_days(ax, sheet, places, days, closed, inch, size)


def _time(interval: str) -> str:
    return interval.partition(" ")[2]


def _minute(interval: str) -> int:
    hour, _, minute = _time(interval).partition(":")
    return HOUR * int(hour) + int(minute or 0)


def _marked(intervals: Sequence[str], places: Floats, days: Days, inch: float, wide: float) -> list[int]:
    """Return the intervals to mark: as many times as have room, the same on each day; whole hours first.

    inch: places in an inch. wide: width of a time's words [inch]. None where a day would have none.
    """
    half = inch * wide / 2.0
    ends = places[0] - 1.0 + half - 0.06 * inch, places[-1] + 1.0 - half + 0.06 * inch
    inside = [n for members in days.values() for n in members]
    beyond = {_minute(intervals[n]) for n in inside if not ends[0] <= places[n] <= ends[1]}
    best: tuple[tuple[bool, int, int], list[int]] = ((True, 0, 0), [])
    for minutes in _choices({_minute(intervals[n]) for n in inside}):
        kept = [n for n in inside if _minute(intervals[n]) in minutes - beyond]
        named = {intervals[n].partition(" ")[0] for n in kept}
        if len(named) < len(days) or any(np.diff(places[kept]) < 2.0 * half + 0.1 * inch):
            continue
        best = min(best, ((any(minute % HOUR for minute in minutes), -len(kept), min(minutes)), kept))
    return best[1]


def _choices(minutes: set[int]) -> Iterator[set[int]]:
    """Yield times of day [minutes] that are equally far apart."""
    for step in STEPS:
        for offset in {minute % step for minute in minutes}:
            yield {minute for minute in minutes if minute % step == offset}


def _name_days(
    ax: Axes, sheet: Sheet, places: Floats, days: Days, closed: Sequence[str], inch: float, size: float
) -> None:
    """Write days above their intervals, as many as have room."""
    last = -np.inf
    for day, members in days.items():
        middle = float(places[members[0]] + places[members[-1]]) / 2.0
        words = day[-5:].capitalize()
        half = inch * (sheet.wide(words, size) / 2.0 + 0.04)
        if middle - half < last:
            continue
        last = middle + half
        x = ax.get_position().x0 * sheet.size.width + (middle - places[0] + 1.0) / inch
        y = ax.get_position().y1 * sheet.height
        sheet.put(x, y + 0.03, words, size, across="center", up="bottom")
        if day in closed and half < (places[members[-1]] - places[members[0]]):
            sheet.put(x, y - 0.3, "closed", size * 0.9, sheet.theme.muted, across="center")
