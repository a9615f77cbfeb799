"""Calendar: SimPy's event list with absolute times and an order for ties.

SimPy adds a delay to the present, and `now + (t - now)` need not be `t`; it breaks ties by order
of insertion. Here an event is put at its own time, and ties go by kind, then by entity, so that
nothing depends on who was faster to ask (semantics.md 22). Every event here succeeds and knows its
time, and only processes wait for it, so that the loop over events does less than SimPy's `step`,
at a third of its cost. This is the only place that touches SimPy's inner parts
(`Environment._queue` and `_eid`, `Event._ok` and `_value`), stable through 4.1.
"""

from __future__ import annotations

from collections.abc import Generator, Iterator
from heapq import heappop, heappush
from typing import Any

from simpy import Environment, Event

from sim.codes import Moment

ORDER = {moment: int(moment) << 40 for moment in Moment}
BEFORE_ALL = -1
NEVER = (float("inf"), 0)


class Happening(Event):
    """Be an event that is sure to succeed with `value`; `resumes` is the `send` of our process that waits."""

    _ok = True

    def __init__(self, calendar: Calendar, value: object = None) -> None:
        self.env = calendar
        self.callbacks = []
        self.resumes: Any = None
        self._value = value


Process = Generator[Happening, Any, None]
# moments in order, each (time [s], order among equals); what happens then, happens when the next is asked for
Stream = Iterator[tuple[float, int]]
NOTHING: Stream = iter(())


class Calendar(Environment):
    """Turn the clock; `now` is the time [s]. SimPy's own processes and events may live beside ours."""

    now: float = 0.0

    def at(self, time: float, order: int, value: object = None) -> Happening:
        """Return an event at `time` [s], among equals at `order` (ORDER[kind] + entity), with `value`."""
        event = Happening(self, value)
        heappush(self._queue, (time, order, next(self._eid), event))  # type: ignore[misc]
        return event

    def start(self, process: Process) -> None:
        """Let `process` begin at once and go on whenever the event it waits for happens.

        It is a SimPy process that nobody waits for or interrupts, so it needs no events for its
        own beginning and end, and an event remembers how to resume it: a third of the cost of
        `Environment.process`.
        """
        for event in process:
            event.resumes = process.send
            return

    def run_until(self, horizon: float, stream: Stream = NOTHING) -> None:
        """Let everything happen that happens before `horizon` [s]: SimPy's `step`, without its calls.

        What `stream` brings never enters the event list: its next moment is held against the list's head.
        """
        queue: Any = self._queue
        end = self.at(horizon, BEFORE_ALL)
        due, order = next(stream, NEVER)
        while True:
            head = queue[0]
            if due < head[0] or (due == head[0] and order < head[1]):
                self.now = self._now = due
                due, order = next(stream, NEVER)
                continue
            now, _, _, event = heappop(queue)
            if event is end:
                break
            self.now = self._now = now
            callbacks, event.callbacks = event.callbacks, None
            if type(event) is Happening and (resumes := event.resumes) is not None:
                try:
                    resumes(event._value).resumes = resumes
                except StopIteration:
                    event.resumes = None
            for callback in callbacks:
                callback(event)
            if not event._ok:
                raise event._value
        self.now = self._now = horizon


def takes_over(later: Happening, event: Happening) -> None:
    """Let whoever waits for `event` wait for `later` instead."""
    later.resumes, event.resumes = event.resumes, None
    later.callbacks, event.callbacks = event.callbacks, later.callbacks
