"""Closing: what becomes of those who wait as their queue closes, or as nobody is left to serve them."""

from __future__ import annotations

from sim.centre.phases import promise
from sim.centre.queues import lines, sticky
from sim.centre.queues.lines import NOBODY
from sim.centre.queues.serve_out import is_forsaken
from sim.centre.run import Run
from sim.centre.turn import set_turn
from sim.codes import Moment, Outcome

PATIENCE, CLEARED = int(Moment.PATIENCE), int(Outcome.CLEARED)


def drop_promises(run: Run, queue: int, now: float) -> None:
    """Drop the calls that customers of `queue` were promised."""
    slot = run.floor.first_waiting[queue]
    while slot != NOBODY:
        if run.contacts[slot].promised != promise.NOTHING:
            lines.exit_as(run, slot, CLEARED)
            set_turn(run, slot, now, PATIENCE)
        slot = run.floor.next_waiting[slot]


def send_away(run: Run, queue: int, outcome: int, now: float) -> None:
    """Send all who wait in `queue` away now, without an answer, with this Outcome."""
    slot = run.floor.first_waiting[queue]
    while slot != NOBODY:
        if run.contacts[slot].promised == promise.NOTHING:
            lines.exit_as(run, slot, outcome)
            set_turn(run, slot, now, PATIENCE)
        slot = run.floor.next_waiting[slot]
    if run.numbers.parts.sticky or run.numbers.parts.ring_misses:
        for apart in sticky.apart_from(run, queue):
            lines.exit_as(run, apart, outcome)
            set_turn(run, apart, now, PATIENCE)


def send_away_if_forsaken(run: Run, queue: int, now: float) -> None:
    """Send all who wait in `queue`, which is closed and served out, away if nobody is left to serve them."""
    if is_forsaken(run, queue, now):
        send_away(run, queue, CLEARED, now)


def close_line(run: Run, queue: int, now: float) -> None:
    """Close `queue`: whoever waits is sent away, at once or if nobody is left to serve them."""
    if run.numbers.serves_out[queue]:
        send_away_if_forsaken(run, queue, now)
    else:
        send_away(run, queue, CLEARED, now)
