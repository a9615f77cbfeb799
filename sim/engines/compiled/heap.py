"""Heap: what is planned, the earliest first, in columns.

Of events at one time those of lower order come first, and of those with one order the one planned first, as
in the SimPy engine's calendar. `what` packs the version of the slot, the slot and the action.
"""

from __future__ import annotations

from typing import Any

ACTIONS, SLOTS = 5, 26
"""Bits of an action and of a slot."""


def pack(action: int, slot: int, version: int) -> int:
    """Return an event's action, slot and version as one number."""
    return version << (ACTIONS + SLOTS) | slot << ACTIONS | action


def push(engine: Any, time: float, order: int, what: int) -> None:
    """Plan `what` for `time` [s], among equals at `order`."""
    clock, times, orders, serials, whats = (
        engine.clock, engine.times, engine.orders, engine.serials, engine.whats
    )  # fmt: skip
    serial, place = clock.planned, clock.events
    clock.planned, clock.events = serial + 1, place + 1
    while place > 0:
        above = (place - 1) >> 1
        # whoever is planned later has the higher serial, so that of equals the one above stays there
        if times[above] < time or (times[above] == time and orders[above] <= order):
            break
        times[place], orders[place] = times[above], orders[above]
        serials[place], whats[place] = serials[above], whats[above]
        place = above
    times[place], orders[place], serials[place], whats[place] = time, order, serial, what


def _goes_before(engine: Any, one: int, time: float, order: int, serial: int) -> bool:
    """Return whether the event at the place `one` comes before another."""
    if engine.times[one] != time:
        return bool(engine.times[one] < time)
    if engine.orders[one] != order:
        return bool(engine.orders[one] < order)
    return bool(engine.serials[one] < serial)


def drop(engine: Any) -> None:
    """Take away the event that comes first."""
    clock, times, orders, serials, whats = (
        engine.clock, engine.times, engine.orders, engine.serials, engine.whats
    )  # fmt: skip
    count = clock.events - 1
    clock.events = count
    time, order, serial, what = times[count], orders[count], serials[count], whats[count]
    place = 0
    while True:
        child = 2 * place + 1
        if child >= count:
            break
        other = child + 1
        if other < count:
            if times[other] != times[child]:
                child += int(times[other] < times[child])  # no branch: the processor could not foresee it
            elif _goes_before(engine, other, times[child], orders[child], serials[child]):
                child = other
        if not _goes_before(engine, child, time, order, serial):
            break
        times[place], orders[place] = times[child], orders[child]
        serials[place], whats[place] = serials[child], whats[child]
        place = child
    times[place], orders[place], serials[place], whats[place] = time, order, serial, what
