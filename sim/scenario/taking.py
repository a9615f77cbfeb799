"""Estimate what conversations that go on take of breaks and time away, and add at the end of hours."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import pairwise
from math import ceil, inf

from sim.distributions.base import law
from sim.hours import DAY, DAYS, Span, Spans
from sim.scenario.calls import calling
from sim.scenario.capacity import (
    Interval,
    Slot,
    away_of,
    hours_near,
    intervals_of,
    serving,
    staff_of,
    staffed_hours,
    work_of,
)
from sim.scenario.groups import Group
from sim.scenario.holding import expected_talk, moments
from sim.scenario.model import Scenario
from sim.scenario.rosters import Plan
from sim.theory.breaks import residual, time_lost

Worked = tuple[Spans, Spans, float]
"""The hours and breaks of a working day, and how many agents work it in an ordinary week."""
Engaged = tuple[float, float]
"""The share of its time that a group is in conversations, and how long one then goes on [s]."""


def not_taken(scenario: Scenario, name: str) -> float:
    """Return the share of breaks and shrinkage of a group that is lost, 0 where they are made up for.

    By the planned work of first contacts in an ordinary week, under the baseline's pace (assumption).
    """
    return _lost(scenario, name, engaged(scenario, name))


def _lost(scenario: Scenario, name: str, while_at_work: Engaged) -> float:
    """Return what `not_taken` does, of a group that is engaged like this."""
    group, duties = scenario.groups[name], list(_duties(scenario, name))
    return lost_in(group, duties, group.shrinkage, while_at_work)


def lost_in(group: Group, duties: Sequence[Worked], shrinkage: float, while_at_work: Engaged) -> float:
    """Return the share of breaks and shrinkage that a group loses if it works these duties."""
    lengths = list(_lengths(group, duties, shrinkage))
    planned = sum(seconds * count for seconds, count in lengths)
    busy, left = while_at_work
    if group.late_breaks == "made_up" or not planned or not left:
        return 0.0
    return sum(count * time_lost(seconds, busy, left) for seconds, count in lengths) / planned


def overrun(scenario: Scenario, name: str) -> float:
    """Return by which share conversations that go on past the end of hours lengthen the hours of a group.

    A stretch of hours ends before a pause, which they can fill up, or with the day. As in `not_taken`; 0 for
    counts of agents, and where they are cut off.
    """
    duties, (busy, left) = list(_duties(scenario, name)), engaged(scenario, name)
    planned = sum(count * (span.end - span.start) for hours, _, count in duties for span in hours)
    if scenario.groups[name].at_shift_end == "cut_off" or not planned or not left:
        return 0.0
    later = 0.0
    for hours, _, count in duties:
        gaps = (*(second.start - first.end for first, second in pairwise(hours)), DAY)
        later += count * sum(time_lost(gap, busy, left) for gap in gaps)
    return later / planned


def there_of(scenario: Scenario, name: str, intervals: Mapping[Slot, Interval]) -> dict[Slot, float]:
    """Return the expected number of agents of a group who are there for contacts in each interval.

    Breaks and time away count as they will be taken, the loss spread evenly over them (assumption).
    """
    return _there(scenario, name, intervals, engaged(scenario, name))


def _there(
    scenario: Scenario, name: str, intervals: Mapping[Slot, Interval], while_at_work: Engaged
) -> dict[Slot, float]:
    """Return what `there_of` does, of a group that is engaged like this."""
    lost, staff = _lost(scenario, name, while_at_work), staff_of(scenario, name, intervals)
    away = away_of(scenario, name, intervals) if lost else dict.fromkeys(intervals, 0.0)
    return {slot: staff[slot] + lost * away[slot] for slot in intervals}


def at_work_of(scenario: Scenario, name: str, intervals: Mapping[Slot, Interval]) -> dict[Slot, float]:
    """Return those there for contacts, with those who finish a conversation after their hours."""
    while_at_work = engaged(scenario, name)
    group, there = scenario.groups[name], _there(scenario, name, intervals, while_at_work)
    if group.at_shift_end == "cut_off" or not while_at_work[1]:
        return there
    kinds = {day: one.kind for (day, _), one in intervals.items()}
    near = {day: list(hours_near(scenario, name, kind)) for day, kind in kinds.items()}
    come = 1.0 - group.absence
    return {
        slot: there[slot]
        + come
        * sum(count * _stays(one, hours, later, while_at_work) for hours, later, count in near[slot[0]])
        for slot, one in intervals.items()
    }


def _stays(one: Interval, hours: Spans, later: float, while_at_work: Engaged) -> float:
    """Return the share of an interval in which an agent finishes a conversation after hours of a day.

    What is left of one is exponential (assumption), until the next hours; `later`: when the day begins [s].
    """
    busy, left = while_at_work
    seconds = 0.0
    for span, begins in zip(hours, [*(following.start for following in hours[1:]), inf], strict=True):
        (gap,) = one.kind.elapsed((Span(span.end + later, min(begins, span.end + DAY) + later),)) or (None,)
        if gap is not None and gap.start < one.end and one.start < gap.end:
            since, until = max(one.start, gap.start) - gap.start, min(one.end, gap.end) - gap.start
            seconds += time_lost(until, busy, left) - time_lost(since, busy, left)
    return seconds / (one.end - one.start)


def engaged(scenario: Scenario, name: str) -> Engaged:
    """Return the share of its time that a group is in conversations, and how long one then goes on [s].

    Calls of campaigns count as far as those who call in leave time for them.
    """
    week = {slot: one for slot, one in intervals_of(scenario.clock).items() if slot[0] < len(DAYS)}
    queues = scenario.groups[name].skills
    groups = dict.fromkeys(group for queue in queues for group in serving(scenario, queue))
    hours = sum(staffed_hours(scenario, group) for group in groups)
    if not hours:
        return 0.0, 0.0
    work = sum(
        erlang * (week[slot].end - week[slot].start) / 3600.0
        for queue in queues
        for slot, erlang in work_of(scenario, queue, week).items()
    )
    calls, contacts = calling(scenario, name, week), _conversations(scenario, name)
    mean, square = (of / hours + own for of, own in zip(contacts, calls[1:], strict=True))
    return min(1.0, work / hours + calls.busy), residual(mean, square) if mean else 0.0


def _conversations(scenario: Scenario, name: str) -> tuple[float, float]:
    """Return the seconds in which a group's queues are in conversations in a week, and their squares."""
    policy, mean, square = scenario.policies[scenario.baseline], 0.0, 0.0
    for kind, contact in scenario.contacts.items():
        if contact.queue in scenario.groups[name].skills:
            counts = contact.by_interval(kind, scenario.clock, contact.scale)
            number = sum(map(sum, counts[: len(DAYS)]))
            talk = expected_talk(scenario, policy, name, contact, 0.0, kind)
            spread = law(policy.pace.talk_of(name, kind, contact.queue) or contact.work)
            one = moments(spread, talk, contact.acw.expected())
            mean, square = mean + number * one[0], square + number * one[1]
    return mean, square


def _lengths(group: Group, duties: Iterable[Worked], shrinkage: float) -> Iterator[tuple[float, float]]:
    """Yield how long each break and stretch away of an ordinary week is [s], and how many take it."""
    for hours, pauses, count in duties:
        paused = [pause.end - pause.start for pause in pauses]
        yield from ((seconds, count) for seconds in paused)
        away = shrinkage * (sum(span.end - span.start for span in hours) - sum(paused))
        if away > 0.0:
            parts = ceil(away / group.away_for)
            yield away / parts, count * parts


def _duties(scenario: Scenario, name: str) -> Iterator[Worked]:
    """Yield the hours and breaks of each working day of an ordinary week, and how many agents work it."""
    for shift in scenario.shifts.values():
        if shift.staff.get(name):
            yield shift.hours, shift.pauses(), shift.staff[name] * len(shift.days)
    if name in scenario.rosters:
        plan = Plan(scenario.rosters[name], scenario.clock.special_days)
        yield from ((duty.hours, duty.pauses, 1.0) for duty in plan.week() if duty.hours)
