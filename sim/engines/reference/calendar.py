"""Calendar: SimPy's event list with absolute times and an order for ties.

SimPy adds a delay to the present, and `now + (t - now)` need not be `t`; it breaks ties by order
of insertion. Here an event is put at its own time, and ties go by kind, then by entity, so that
nothing depends on who was faster to ask (semantics.md 22). Every event here succeeds and knows its
time, so the loop over events needs less than SimPy's `step`, which cannot assume it. This is the
only place that touches SimPy's inner parts (`Environment._queue` and `_eid`, `Event._ok` and
`_value`), stable through 4.1.
"""

from __future__ import annotations

from collections.abc import Callable, Generator
from heapq import heappop, heappush
from typing import Any

from simpy import Environment, Event

from sim.codes import Moment

Process = Generator[Event, Any, None]
ORDER = {moment: int(moment) << 40 for moment in Moment}
BEFORE_ALL = -1


class Happening(Event):
    """Be an event that is sure to succeed with `value`."""

    _ok = True

    def __init__(self, value: object) -> None:
        self.callbacks = []
        self._value = value


class Calendar(Environment):
    """Turn the clock; `now` is the time [s]."""

    now: float = 0.0

    def at(self, time: float, order: int, value: object = None) -> Event:
        """Return an event at `time` [s], among equals at `order` (ORDER[kind] + entity), with `value`."""
        event = Happening(value)
        heappush(self._queue, (time, order, next(self._eid), event))  # type: ignore[misc]
        return event

    def call(self, time: float, order: int, callback: Callable[[Event], None], value: object) -> None:
        """Call `callback` at `time` [s] with an event whose value is `value`."""
        self.at(time, order, value).callbacks.append(callback)

    def start(self, process: Process) -> None:
        """Let `process` begin at once and go on whenever the event it waits for happens.

        It is a SimPy process that nobody waits for or interrupts, so it needs no event for its
        own beginning and end: half the cost of `Environment.process`.
        """
        Follower(process).goes_on(BEGINNING)

    def run_until(self, horizon: float) -> None:
        """Let everything happen that happens before `horizon` [s]."""
        queue = self._queue
        end = self.at(horizon, BEFORE_ALL)
        while True:
            self.now, _, _, event = heappop(queue)
            if event is end:
                return
            callbacks = event.callbacks
            event.callbacks = None  # type: ignore[assignment]
            for callback in callbacks:
                callback(event)


class Follower:
    """Follow a process from event to event."""

    __slots__ = ("_send",)

    def __init__(self, process: Process) -> None:
        self._send = process.send

    def goes_on(self, event: Event) -> None:
        """Let the process go on up to the next event it waits for."""
        try:
            self._send(event._value).callbacks.append(self.goes_on)
        except StopIteration:
            pass


BEGINNING = Happening(None)


def takes_over(later: Event, event: Event) -> None:
    """Let whoever waits for `event` wait for `later` instead."""
    later.callbacks, event.callbacks = event.callbacks, []
