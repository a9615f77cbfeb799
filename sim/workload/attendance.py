"""Attendance: what luck leaves of an agent's planned day."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from math import ceil

from sim.codes import AgentState
from sim.hours import Span, joined
from sim.luck import Uniforms
from sim.rules.attendance import AttendanceNumbers, late_share
from sim.world.staffing import Stretch

AVAILABLE, AWAY, LATE = int(AgentState.AVAILABLE), int(AgentState.AWAY), int(AgentState.LATE)
ABSENT, ABSENT_PAID = int(AgentState.ABSENT), int(AgentState.ABSENT_PAID)
Piece = tuple[float, float, int]


def attended(numbers: AttendanceNumbers, day: Sequence[Stretch], luck: Uniforms) -> Iterator[Piece]:
    """Yield (begins, ends, state) [s after midnight] of a shift; luck: who comes, when away, how late."""
    u_shows, u_away, u_late, _ = luck
    chance = day[0].chance
    if u_shows >= chance:
        return
    if u_shows >= chance * (1.0 - numbers.absence):
        for begins, ends in joined([(0.0, tuple(Span(*stretch[:2]) for stretch in day))]):
            yield begins, ends, ABSENT_PAID if numbers.absence_paid else ABSENT
        return
    late = late_share(numbers.adherence, u_late)
    for begins, ends, state in _away(numbers, day, u_away):
        comes = begins + late * (ends - begins) if state == AVAILABLE else begins
        if comes > begins:
            yield begins, comes, LATE
        if ends > comes:
            yield comes, ends, state


def _away(numbers: AttendanceNumbers, day: Sequence[Stretch], u: float) -> Iterator[Piece]:
    """Put stretches away into a day, equally long and evenly spaced from a moment by luck.

    The time between breaks is laid end to end and closed to a circle, so that at every moment the same
    share of agents is away.
    """
    works = sum(stretch.ends - stretch.begins for stretch in day if stretch.state == AVAILABLE)
    count = ceil(numbers.shrinkage * works / numbers.away_for)
    turn = works / max(count, 1)
    away = [((u + k) * turn, (u + k + numbers.shrinkage) * turn) for k in range(-1, count)]
    done = 0.0
    for begins, ends, state, _ in day:
        if state != AVAILABLE:
            yield begins, ends, state
            continue
        at, shift = begins, begins - done
        for goes, returns in away:
            leaves, comes = max(at, goes + shift), min(ends, returns + shift)
            if comes <= leaves:
                continue
            if leaves > at:
                yield at, leaves, AVAILABLE
            yield leaves, comes, AWAY
            at = comes
        if ends > at:
            yield at, ends, AVAILABLE
        done += ends - begins
