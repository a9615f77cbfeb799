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
    """Be an event that is sure to succeed; `process` is the one of ours that waits for it.

    A `Calendar` makes it and fills it in, which takes half as long as a call of `__init__`. Only SimPy's own
    processes ask for `callbacks`, so the list is made when one does.
    """

    __slots__ = ("env", "others", "process")
    __init__ = object.__init__
    _ok, _value = True, None
    env: Calendar
    process: Process | None
    others: list[Any] | None

    @property
    def callbacks(self) -> list[Any] | None:  # type: ignore[override]
        """Return who else waits for it, for SimPy to tell; None once it has happened."""
        if self.others is None:
            self.others = []
        return None if self.others is OVER else self.others


Process = Generator[Happening, None, None]
OVER: list[Any] = []
# moments in order, each (time [s], order among equals); what happens then, happens when the next is asked for
Stream = Iterator[tuple[float, int]]
NOTHING: Stream = iter(())


class Calendar(Environment):
    """Turn the clock; `now` is the time [s]. SimPy's own processes and events may live beside ours."""

    now: float = 0.0

    def at(self, time: float, order: int) -> Happening:
        """Return an event at `time` [s], among equals at `order` (ORDER[kind] + entity)."""
        event: Happening = Happening()
        event.env, event.process, event.others = self, None, None
        heappush(self._queue, (time, order, next(self._eid), event))  # type: ignore[misc]
        return event

    def some_time(self) -> Happening:
        """Return an event that has no time yet: another one takes over from it."""
        event: Happening = Happening()
        event.env, event.process, event.others = self, None, None
        return event

    def start(self, process: Process) -> None:
        """Let `process` begin at once and go on whenever the event it waits for happens.

        It is a SimPy process that nobody waits for or interrupts, so it needs no events for its
        own beginning and end, and an event remembers how to resume it: a third of the cost of
        `Environment.process`.
        """
        for event in process:
            event.process = process
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
            if type(event) is not Happening:
                _tells(event)
                continue
            process, others, event.others = event.process, event.others, OVER
            if process is not None:
                following = next(process, None)
                if following is not None:
                    following.process = process
            if others:
                for callback in others:
                    callback(event)
        self.now = self._now = horizon


def takes_over(later: Happening, event: Happening) -> None:
    """Let whoever waits for `event` wait for `later` instead."""
    later.process, event.process = event.process, None
    later.others, event.others = event.others, None


def _tells(event: Any) -> None:
    """Let one of SimPy's own events happen."""
    callbacks, event.callbacks = event.callbacks, None
    for callback in callbacks:
        callback(event)
    if not event._ok and not event.defused:
        raise event._value
