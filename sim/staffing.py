"""Staffing: who works when, from shifts or from agents on duty per interval."""

from __future__ import annotations

from collections.abc import Sequence
from math import ceil
from typing import NamedTuple

from sim.codes import AgentState
from sim.hours import Span
from sim.luck import identity
from sim.scenario.clock import Clock, DayKind
from sim.scenario.model import Scenario


class DayPlan(NamedTuple):
    """Hold a kind of day: when its intervals start and its door closes [s from midnight].

    `first` is the place of its first interval among those of the weekday it works as.
    """

    name: str
    starts: tuple[float, ...]
    closes: float
    first: int


class Stretch(NamedTuple):
    """Hold a stretch of an agent's day [s from midnight], worked on days whose luck is below `chance`."""

    begins: float
    ends: float
    state: int
    chance: float


class AgentNumbers(NamedTuple):
    """Hold one agent: group, identity for luck, and stretches by kind of day."""

    group: int
    entity: int
    week: tuple[tuple[Stretch, ...], ...]


def day_plans(clock: Clock) -> tuple[DayPlan, ...]:
    """Return the planning intervals of each kind of day."""
    return tuple(_day_plan(kind, clock.interval) for kind in clock.kinds())


def _day_plan(kind: DayKind, interval: float) -> DayPlan:
    if kind.span is None:
        return DayPlan(kind.name, (), 0.0, 0)
    starts = tuple(kind.span.start + k * interval for k in range(len(kind.lengths)))
    return DayPlan(kind.name, starts, kind.span.end, kind.first)


def agents_of(scenario: Scenario) -> tuple[AgentNumbers, ...]:
    """Return every agent of the scenario, in a fixed order: by group, then by shift."""
    found, kinds = [], scenario.clock.kinds()
    for index, name in enumerate(scenario.groups):
        if name in scenario.on_duty:
            found += _agents_by_interval(scenario, index, name)
        for number, (shift_name, shift) in enumerate(scenario.shifts.items()):
            staff = shift.staff.get(name, 0.0)
            entity = identity(f"agents {name} {shift_name}", number)
            for k in range(ceil(staff)):
                day = _shift_day(shift.hours, shift.breaks, min(1.0, staff - k))
                week = tuple(_within(day, kind.span) if kind.weekday in shift.days else () for kind in kinds)
                found.append(AgentNumbers(index, entity + k, week))
    return tuple(found)


def _shift_day(
    hours: tuple[float, float], breaks: tuple[tuple[float, float], ...], chance: float
) -> tuple[Stretch, ...]:
    stretches, at = [], hours[0]
    for begins, ends in sorted(breaks):
        stretches += [
            Stretch(at, begins, AgentState.AVAILABLE, chance),
            Stretch(begins, ends, AgentState.BREAK, chance),
        ]
        at = ends
    stretches.append(Stretch(at, hours[1], AgentState.AVAILABLE, chance))
    return tuple(stretch for stretch in stretches if stretch.ends > stretch.begins)


def _within(stretches: tuple[Stretch, ...], span: Span | None) -> tuple[Stretch, ...]:
    """Cut stretches to opening hours, which those of a special day may be shorter than."""
    opens, closes = span or (0.0, 0.0)
    cut = (s._replace(begins=max(s.begins, opens), ends=min(s.ends, closes)) for s in stretches)
    return tuple(stretch for stretch in cut if stretch.ends > stretch.begins)


def _agents_by_interval(scenario: Scenario, group: int, name: str) -> list[AgentNumbers]:
    clock, curve = scenario.clock, scenario.on_duty[name]
    week = [curve.on(kind) for kind in clock.kinds()]
    plans = day_plans(clock)
    entity = identity(f"agents {name} ")
    found = []
    for k in range(ceil(max((number for day in week for number in day), default=0.0))):
        days = (
            _stretches(plan, [number - k for number in day]) for plan, day in zip(plans, week, strict=True)
        )
        found.append(AgentNumbers(group, entity + k, tuple(days)))
    return found


def _stretches(plan: DayPlan, chances: Sequence[float]) -> tuple[Stretch, ...]:
    """Return the stretches of an agent with these chances to work, which may be above 1 or below 0."""
    found: list[Stretch] = []
    for wanted, begins, ends in zip(chances, plan.starts, (*plan.starts, plan.closes)[1:], strict=True):
        chance = min(1.0, wanted)
        if found and found[-1].ends == begins and found[-1].chance == chance:
            found[-1] = found[-1]._replace(ends=ends)
        elif chance > 0.0:
            found.append(Stretch(begins, ends, AgentState.AVAILABLE, chance))
    return tuple(found)
