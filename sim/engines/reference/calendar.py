"""Calendar: SimPy's event list with absolute times and an order for ties.

SimPy adds a delay to the present, and `now + (t - now)` need not be `t`; it breaks ties by order of
insertion. Here an event is put at its own time, and ties go by kind, then by entity, so that nothing
depends on who was faster to ask (semantics.md 22). This is the only place that touches SimPy's inner parts
(`Environment._queue` and `_eid`), stable through 4.1.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterator, Sequence
from heapq import heappop, heappush
from itertools import repeat
from typing import Any

from simpy import Environment, Event

from sim.codes import Moment

ORDER = [int(moment) << 40 for moment in Moment]
BEFORE_ALL = -1
Watch = Callable[[int, int], None]
LOOK = 500_000
"""Moments between two looks of a watchdog."""
NEVER = (float("inf"), 0)


class Moments(Event):
    """An event that a process of ours waits for."""

    __slots__ = ("process",)
    __init__ = object.__init__
    _ok, _value = True, None
    process: Process


Process = Generator[Moments, None, None]
# moments in order, each (time [s], order among equals); what happens then, happens when the next is asked for
Stream = Iterator[tuple[float, int]]
NOTHING: Stream = iter(())
# by Action: what is done for a slot whose event has a version
Actions = Sequence[Callable[[int, int], None]]


class Calendar(Environment):
    """The clock of a run; `now` is the time [s]."""

    now: float = 0.0

    def at(self, time: float, order: int) -> Moments:
        """Return an event at `time` [s], among equals at `order` (ORDER[kind] + entity)."""
        event: Moments = Moments()
        heappush(self._queue, (time, order, next(self._eid), event))  # type: ignore[misc]
        return event

    def plan(self, time: float, kind: int, entity: int, action: int, slot: int, version: int) -> None:
        """Schedule `action` for `slot` at `time` [s]; `kind` and `entity` order events at one time.

        A plain tuple stands for the event: nobody waits for it, and it is made soonest.
        """
        planned = action, slot, version
        heappush(self._queue, (time, ORDER[kind] + entity, next(self._eid), planned))  # type: ignore[misc]

    def start(self, process: Process) -> None:
        """Start `process` at once and resume it whenever the event that it waits for happens."""
        for event in process:
            event.process = process
            return

    def run_until(
        self, horizon: float, actions: Actions = (), stream: Stream = NOTHING, watch: Watch | None = None
    ) -> None:
        """Process all events before `horizon` [s].

        What `stream` brings never enters the event list: its next moment is held against the list's head.
        Every `LOOK` moments `watch` is told how many events there have been, and the order of the last one.
        """
        queue: Any = self._queue
        end = self.at(horizon, BEFORE_ALL)
        due, order = next(stream, NEVER)
        last = 0
        while True:
            for _ in repeat(None, LOOK):
                head = queue[0]
                if due < head[0] or (due == head[0] and order < head[1]):
                    self.now = due
                    due, order = next(stream, NEVER)
                    continue
                now, last, _, event = heappop(queue)
                if event is end:
                    self.now = horizon
                    return
                self.now = now
                if type(event) is tuple:
                    action, slot, version = event
                    actions[action](slot, version)
                else:
                    self.start(event.process)
            if watch is not None:
                watch(next(self._eid), last)
