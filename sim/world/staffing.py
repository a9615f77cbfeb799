"""Staffing: who works when, from shifts or from agents on duty per interval."""

from __future__ import annotations

from collections.abc import Sequence
from math import ceil, inf
from typing import NamedTuple

from sim.codes import AgentState
from sim.hours import DAY, Span, Spans
from sim.luck import name_of
from sim.scenario.clock import Clock, DayKind
from sim.scenario.model import Scenario
from sim.scenario.rosters import Plan
from sim.scenario.zone import Change


class DayPlan(NamedTuple):
    """A kind of day: when its planning intervals start and end [s after its midnight].

    `slots`: what each interval is called for luck. `told`: the kind of day by which measures are broken down.
    `change`: when its clock changes [s after midnight], and by how much it is put forward [s].
    """

    name: str
    starts: tuple[float, ...]
    ends: tuple[float, ...]
    slots: tuple[int, ...]
    told: int
    change: Change

    @property
    def closes(self) -> float:
        """When its door closes [s after midnight], 0 where it does not open."""
        return self.ends[-1] if self.ends else 0.0


class Stretch(NamedTuple):
    """A stretch of an agent's day [s after its midnight], worked on days whose luck is below `chance`."""

    begins: float
    ends: float
    state: int
    chance: float


class AgentNumbers(NamedTuple):
    """One agent: group, whose luck it is (name and number from 1), and stretches by kind of day."""

    group: int
    origin: str
    entity: int
    week: tuple[tuple[Stretch, ...], ...]


def day_plans(clock: Clock) -> tuple[DayPlan, ...]:
    """Return the planning intervals of each kind of day."""
    return tuple(
        DayPlan(
            kind.name,
            kind.starts,
            tuple(start + length for start, length in zip(kind.starts, kind.lengths, strict=True)),
            kind.slots,
            kind.told,
            kind.change,
        )
        for kind in clock.kinds()
    )


def agents_of(scenario: Scenario) -> tuple[AgentNumbers, ...]:
    """Return every agent of the scenario, in a fixed order: by group, then by shift or name."""
    found, kinds = [], scenario.clock.kinds()
    for index, name in enumerate(scenario.groups):
        if name in scenario.on_duty:
            found += _agents_by_interval(scenario, index, name)
        if name in scenario.rosters:
            found += _agents_by_name(scenario, index, name)
        for shift_name, shift in scenario.shifts.items():
            staff = shift.staff.get(name, 0.0)
            origin = name_of("agents", name, shift_name)
            for k in range(ceil(staff)):
                day = _stretches_of(shift.hours, shift.pauses(), min(1.0, staff - k))
                week = tuple(_on(kind, day) if kind.weekday in shift.days else () for kind in kinds)
                found.append(AgentNumbers(index, origin, 1 + k, week))
    return tuple(found)


def agent_days(scenario: Scenario) -> float:
    """Return how many agents are on the roster of a measured day, on average; whoever is absent counts."""
    clock = scenario.clock
    days = clock.days_of_run()[clock.warm_up_days :][: clock.days]
    chances = ([max((s.chance for s in day), default=0.0) for day in one.week] for one in agents_of(scenario))
    return sum(of_kind[kind] for of_kind in chances for kind in days) / len(days)


def _agents_by_name(scenario: Scenario, group: int, name: str) -> list[AgentNumbers]:
    """Return the agents of a roster; each has the luck of that name, whoever else works there."""
    plan = Plan(scenario.rosters[name], scenario.clock.special_days)
    kinds = scenario.clock.kinds()
    works = [plan.on(kind) for kind in kinds]
    weeks = {
        agent: tuple(
            _on(kind, _stretches_of(*of[agent], 1.0)) if agent in of else ()
            for kind, of in zip(kinds, works, strict=True)
        )
        for agent in scenario.rosters[name]
    }
    return [
        AgentNumbers(group, name_of("agents", name, "by name", agent), 1, weeks[agent]) for agent in weeks
    ]


def _stretches_of(spans: Spans, pauses: Spans, chance: float) -> tuple[Stretch, ...]:
    """Return the stretches of a shift by the clock."""
    stretches = []
    for hours in spans:
        at = hours.start
        for begins, ends in (pause for pause in pauses if hours.start <= pause.start < hours.end):
            stretches += [
                Stretch(at, begins, AgentState.AVAILABLE, chance),
                Stretch(begins, ends, AgentState.BREAK, chance),
            ]
            at = ends
        stretches.append(Stretch(at, hours.end, AgentState.AVAILABLE, chance))
    return tuple(stretch for stretch in stretches if stretch.ends > stretch.begins)


def _on(kind: DayKind, stretches: tuple[Stretch, ...]) -> tuple[Stretch, ...]:
    """Return stretches by the clock as they are on a kind of day.

    They are cut to hours that a special day has of its own; where it is open to midnight, the night goes on.
    """
    hours = kind.spans if kind.cuts else (Span(0.0, inf),) if kind.spans else ()
    doors = [Span(span.start, inf if span.end == DAY else span.end) for span in hours]
    return tuple(
        stretch._replace(begins=max(begins, door.start), ends=min(ends, door.end))
        for stretch in stretches
        for begins, ends in kind.elapsed((Span(stretch.begins, stretch.ends),))
        for door in doors
        if max(begins, door.start) < min(ends, door.end)
    )


def _agents_by_interval(scenario: Scenario, group: int, name: str) -> list[AgentNumbers]:
    clock, curve = scenario.clock, scenario.on_duty[name]
    week = [curve.on(kind) for kind in clock.kinds()]
    plans = day_plans(clock)
    origin = name_of("agents", name)
    found = []
    for k in range(ceil(max((number for day in week for number in day), default=0.0))):
        days = (
            _stretches(plan, [number - k for number in day]) for plan, day in zip(plans, week, strict=True)
        )
        found.append(AgentNumbers(group, origin, 1 + k, tuple(days)))
    return found


def _stretches(plan: DayPlan, chances: Sequence[float]) -> tuple[Stretch, ...]:
    """Return the stretches of an agent with these chances to work, which may be above 1 or below 0."""
    found: list[Stretch] = []
    since, until, same = 0.0, 0.0, 0.0
    for wanted, begins, ends in zip(chances, plan.starts, plan.ends, strict=True):
        chance = min(1.0, wanted)
        if chance != same or begins != until:
            if same > 0.0:
                found.append(Stretch(since, until, AgentState.AVAILABLE, same))
            since, same = begins, chance
        until = ends
    if same > 0.0:
        found.append(Stretch(since, until, AgentState.AVAILABLE, same))
    return tuple(found)
