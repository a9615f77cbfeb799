"""Working day: an agent's shifts and breaks, one step for each event; and the times at which queues close."""

from __future__ import annotations

from math import inf
from typing import Any

from sim.centre.agents.duty import AVAILABLE, IS_PAID
from sim.centre.agents.seats import begin_stretch
from sim.centre.agents.strain import book_vacancy, is_vacant
from sim.centre.closing import close_line, drop_promises
from sim.centre.service import come, go_away, release, sign_off
from sim.codes import Action, Moment

SIGN_ON, READY, SIGN_OFF = int(Moment.SIGN_ON), int(Moment.READY), int(Moment.SIGN_OFF)
CLOSING = int(Moment.CLOSING)
DAY, CLOSES, DROPS = range(len(Action), len(Action) + 3)
"""What an event does beyond the centre's actions: a working day goes on, a queue closes, or its calls to
customers are dropped."""
ALWAYS = -1
LEAVES, BEGINS, IS_READY, LEAVES_LAST = range(4)
"""What a seat's next event is: the end of a stretch, the begin of one, ready after it, the last end."""


def start_days(run: Any) -> None:
    """Plan the first event of every seat, and the first closing of every queue that sends people away."""
    for seat in range(len(run.engine.seat_stretch)):
        run.engine.seat_left[seat] = inf
        _plan_next(run, seat)
    for queue in range(len(run.engine.closes)):
        _plan_closing(run, queue)
    if run.numbers.parts.callbacks:
        for queue in range(len(run.engine.drops)):
            _plan_drop(run, queue, 0)


def _plan_closing(run: Any, queue: int) -> None:
    closes, place = run.numbers.opening[queue].closes, run.engine.next_closing[queue]
    if run.engine.closes[queue] and place < len(closes):
        run.engine.next_closing[queue] = place + 1
        run.plan(closes[place], CLOSING, queue, CLOSES, queue, ALWAYS)


def close(run: Any, queue: int, now: float) -> None:
    """Close `queue`, and plan when it closes again."""
    close_line(run, queue, now)
    _plan_closing(run, queue)


def _plan_drop(run: Any, queue: int, place: int) -> None:
    closes = run.numbers.opening[queue].closes
    if run.engine.drops[queue] and place < len(closes):
        run.plan(closes[place], CLOSING, queue, DROPS, queue, place)


def drop(run: Any, queue: int, place: int, now: float) -> None:
    """Drop the calls that customers of `queue` were promised, as it closes; plan when it does so again."""
    drop_promises(run, queue, now)
    _plan_drop(run, queue, place + 1)


def _plan_next(run: Any, seat: int) -> None:
    """Plan what comes first: the end of the stretch before, or the begin of the next one."""
    engine = run.engine
    place, left = engine.seat_stretch[seat], engine.seat_left[seat]
    if place >= engine.seat_last[seat]:
        if left < inf:
            engine.seat_phase[seat] = LEAVES_LAST
            run.plan(left, SIGN_OFF, seat, DAY, seat, ALWAYS)
    elif left < engine.stretch_begins[place]:
        engine.seat_phase[seat] = LEAVES
        run.plan(left, SIGN_OFF, seat, DAY, seat, ALWAYS)
    else:
        _plan_begin(run, seat)


def _plan_begin(run: Any, seat: int) -> None:
    engine = run.engine
    place = engine.seat_stretch[seat]
    kind = SIGN_ON if engine.stretch_state[place] == AVAILABLE else SIGN_OFF
    engine.seat_phase[seat] = BEGINS
    run.plan(engine.stretch_begins[place], kind, seat, DAY, seat, ALWAYS)


def go_on(run: Any, seat: int, now: float) -> None:
    """Do what the seat's event is about, and plan its next."""
    phase = run.engine.seat_phase[seat]
    if phase == BEGINS:
        if run.numbers.parts.strain and _is_vacant(run, seat, now):
            _end_stretch(run, seat, inf)
        elif _begin(run, seat, now):
            run.engine.seat_phase[seat] = IS_READY
            run.plan(now, READY, seat, DAY, seat, ALWAYS)
        else:
            _end_stretch(run, seat, _end_of(run, seat))
    elif phase == IS_READY:
        release(run, run.engine.seat_agent[seat], now)
        _end_stretch(run, seat, _end_of(run, seat))
    else:
        sign_off(run, seat, now)
        if phase == LEAVES:
            _plan_begin(run, seat)


def _end_of(run: Any, seat: int) -> float:
    """Return when the stretch at hand ends [s]."""
    ends: float = run.engine.stretch_ends[run.engine.seat_stretch[seat]]
    return ends


def _begin(run: Any, seat: int, now: float) -> bool:
    """Begin a stretch; return whether its agent is ready for contacts in a moment."""
    engine = run.engine
    place = engine.seat_stretch[seat]
    state = engine.stretch_state[place]
    agent = engine.seat_agent[seat] = begin_stretch(run, seat, engine.stretch_ends[place])
    if state != AVAILABLE:
        go_away(run, agent, state, now)
        return False
    return come(run, agent, now)


def _is_vacant(run: Any, seat: int, now: float) -> bool:
    """Return whether nobody holds the position that a stretch is planned for; count its time if so."""
    engine = run.engine
    place = engine.seat_stretch[seat]
    ends = engine.stretch_ends[place]
    agent = begin_stretch(run, seat, ends)
    if not is_vacant(run, agent, now):
        return False
    book_vacancy(run, agent, now, ends if IS_PAID[engine.stretch_state[place]] else now)
    return True


def _end_stretch(run: Any, seat: int, left: float) -> None:
    """Schedule the next event after the stretch, whose agent leaves at `left` [s]."""
    run.engine.seat_left[seat] = left
    run.engine.seat_stretch[seat] += 1
    _plan_next(run, seat)
