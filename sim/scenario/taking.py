"""Estimate how much of planned breaks and time away agents lose to conversations that go on."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from math import ceil

from sim.distributions.base import law
from sim.hours import DAYS, Spans
from sim.scenario.capacity import (
    Interval,
    Slot,
    away_of,
    intervals_of,
    serving,
    staff_of,
    staffed_hours,
    work_of,
)
from sim.scenario.holding import expected_talk, points
from sim.scenario.model import Scenario
from sim.scenario.rosters import Plan
from sim.theory.breaks import residual, time_lost


def not_taken(scenario: Scenario, name: str) -> float:
    """Return the share of breaks and shrinkage of a group that is lost, 0 where they are made up for.

    By the planned work of first contacts in an ordinary week, under the baseline's pace (assumption).
    """
    group, lengths = scenario.groups[name], list(_lengths(scenario, name))
    planned = sum(seconds * count for seconds, count in lengths)
    week = {slot: one for slot, one in intervals_of(scenario.clock).items() if slot[0] < len(DAYS)}
    left = _left(scenario, name)
    if group.late_breaks == "made_up" or not planned or not left:
        return 0.0
    busy = _busy(scenario, list(group.skills), week)
    return sum(count * time_lost(seconds, busy, left) for seconds, count in lengths) / planned


def there_of(scenario: Scenario, name: str, intervals: Mapping[Slot, Interval]) -> dict[Slot, float]:
    """Return the expected number of agents of a group who are there for contacts in each interval.

    Breaks and time away count as they will be taken, the loss spread evenly over them (assumption).
    """
    lost, staff = not_taken(scenario, name), staff_of(scenario, name, intervals)
    away = away_of(scenario, name, intervals) if lost else dict.fromkeys(intervals, 0.0)
    return {slot: staff[slot] + lost * away[slot] for slot in intervals}


def _busy(scenario: Scenario, queues: Sequence[str], week: Mapping[Slot, Interval]) -> float:
    """Return the share of their time in which those who serve these queues are in a conversation."""
    work = sum(
        erlang * (week[slot].end - week[slot].start) / 3600.0
        for queue in queues
        for slot, erlang in work_of(scenario, queue, week).items()
    )
    groups = dict.fromkeys(group for queue in queues for group in serving(scenario, queue))
    hours = sum(staffed_hours(scenario, group) for group in groups)
    return min(1.0, work / hours) if hours else 0.0


def _left(scenario: Scenario, name: str) -> float:
    """Return how long a conversation of the group goes on from a moment in it [s], 0 if it has none."""
    policy, mean, square = scenario.policies[scenario.baseline], 0.0, 0.0
    for kind, contact in scenario.contacts.items():
        if contact.queue in scenario.groups[name].skills:
            counts = contact.by_interval(kind, scenario.clock, contact.scale)
            number = sum(map(sum, counts[: len(DAYS)]))
            talk, acw = expected_talk(scenario, policy, name, contact, 0.0, kind), contact.acw.expected()
            values = points(law(policy.pace.talk_of(name, kind, contact.queue) or contact.work))
            usual = sum(weight * value for weight, value in values)
            squares = sum(weight * value * value for weight, value in values)
            spread = squares / (usual * usual) if usual else 1.0
            mean += number * (talk + acw)
            square += number * (talk * talk * spread + 2.0 * talk * acw + acw * acw)
    return residual(mean, square) if mean else 0.0


def _lengths(scenario: Scenario, name: str) -> Iterator[tuple[float, float]]:
    """Yield how long each break and stretch away of an ordinary week is [s], and how many take it."""
    group = scenario.groups[name]
    for hours, pauses, count in _duties(scenario, name):
        paused = [pause.end - pause.start for pause in pauses]
        yield from ((seconds, count) for seconds in paused)
        away = group.shrinkage * (sum(span.end - span.start for span in hours) - sum(paused))
        if away > 0.0:
            parts = ceil(away / group.away_for)
            yield away / parts, count * parts


def _duties(scenario: Scenario, name: str) -> Iterator[tuple[Spans, Spans, float]]:
    """Yield the hours and breaks of each working day of an ordinary week, and how many agents work it."""
    for shift in scenario.shifts.values():
        if shift.staff.get(name):
            yield shift.hours, shift.pauses(), shift.staff[name] * len(shift.days)
    if name in scenario.rosters:
        plan = Plan(scenario.rosters[name], scenario.clock.special_days)
        yield from ((duty.hours, duty.pauses, 1.0) for duty in plan.week() if duty.hours)
