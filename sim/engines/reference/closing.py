"""Closing: a queue that closes, and sends away whoever still waits, or whoever nobody is left to serve."""

from __future__ import annotations

from sim.centre.closing import close_line, drop_promises
from sim.centre.run import Run
from sim.codes import Moment
from sim.engines.reference.calendar import ORDER, Calendar, Process

CLOSING = ORDER[Moment.CLOSING]


def closing_times(run: Run, calendar: Calendar, queue: int) -> Process:
    """Close the line of `queue` whenever it closes."""
    for closes in run.numbers.opening[queue].closes:
        yield calendar.at(closes, CLOSING + queue)
        close_line(run, queue, closes)


def promise_ends(run: Run, calendar: Calendar, queue: int) -> Process:
    """Drop the calls that customers of `queue` were promised whenever it closes."""
    for closes in run.numbers.opening[queue].closes:
        yield calendar.at(closes, CLOSING + queue)
        drop_promises(run, queue, closes)
