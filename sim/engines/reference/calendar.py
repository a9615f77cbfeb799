"""Calendar: SimPy's event list with absolute times and an order for ties.

SimPy adds a delay to the present, and `now + (t - now)` need not be `t`; it breaks ties by order
of insertion. Here an event is put at its own time, and ties go by kind, then by entity, so that
nothing depends on who was faster to ask (semantics.md 22). This is the only place that touches
SimPy's inner parts (`Environment._queue` and `_eid`, `Event._ok` and `_value`), stable through 4.1.
"""

from __future__ import annotations

from collections.abc import Callable, Generator
from heapq import heappush
from typing import Any

from simpy import Environment, Event

from sim.codes import Moment

Process = Generator[Event, Any, None]
ORDER = {moment: int(moment) << 40 for moment in Moment}


class Calendar(Environment):
    """Turn the clock."""

    def put(self, event: Event, time: float, order: int, value: object = None) -> Event:
        """Let `event` happen at `time` [s], among equals at `order` (ORDER[kind] + entity), with `value`."""
        event._ok = True
        event._value = value
        heappush(self._queue, (time, order, next(self._eid), event))  # type: ignore[misc]
        return event

    def at(self, time: float, order: int, value: object = None) -> Event:
        """Return a new event that happens at `time` [s]."""
        return self.put(Event(self), time, order, value)

    def call(self, time: float, order: int, callback: Callable[[Event], None], value: object) -> Event:
        """Return a new event at `time` [s] that calls `callback` with itself; its value is `value`."""
        event = self.put(Event(self), time, order, value)
        event.callbacks.append(callback)
        return event

    def start(self, process: Process) -> None:
        """Let `process` begin at once and go on whenever the event it waits for happens.

        It is a SimPy process that nobody waits for or interrupts, so it needs no event for its
        own beginning and end: half the cost of `Environment.process`.
        """
        send = process.send

        def goes_on(event: Event) -> None:
            try:
                send(event._value).callbacks.append(goes_on)
            except StopIteration:
                pass

        try:
            next(process).callbacks.append(goes_on)
        except StopIteration:
            pass
