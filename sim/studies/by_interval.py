"""Find the agents that each interval takes: from Erlang A, less the dearest that no goal needs."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np
import polars as pl

from sim.distributions.base import law
from sim.errors import GoodwillError
from sim.hours import weekdays_text
from sim.kpis.intervals import measured_days
from sim.scenario.capacity import Interval, Slot, intervals_of, work_of
from sim.scenario.curve import Curve
from sim.scenario.hanging_on import matched_patience
from sim.scenario.model import Scenario
from sim.scenario.under import under
from sim.studies.bench import Bench, Setting
from sim.studies.goals import Curve as GoalCurve
from sim.studies.goals import Goal, sums_of
from sim.studies.staff import Question
from sim.theory.staffing import Goal as Target
from sim.theory.staffing import Line, agents_for
from sim.world.build import build

WEEK = 7
HIGHEST = 0.99
"""Share of a target from which on Erlang A is asked for this one: none reaches 100 %."""
MOST_RAISES = 25
HERE = "by_interval"


class Cell(NamedTuple):
    """One interval of one group, on all weekdays that need the same."""

    group: str
    days: tuple[int, ...]
    place: int


class Need(NamedTuple):
    """What one policy takes by interval: agents there, by Erlang A and as found.

    fte: hours there a week, grossed up by shrinkage and absence / full time. tried: staffings simulated.
    """

    policy: str
    erlang_a: Mapping[Cell, int]
    agents: Mapping[Cell, int]
    fte_erlang_a: float
    fte: float
    tried: int


def by_interval(bench: Bench, asked: Question, policy: str) -> Need:
    """Return the agents that each interval takes for all goals to be held.

    Cells are lowered by one agent, the dearest first, many at once while the goals bear it; one that they
    do not bear stays. Raises: GoodwillError where Erlang A gives no start, or no staffing holds the goals.
    """
    scenario = asked.scenario
    week = {slot: one for slot, one in intervals_of(scenario.clock).items() if slot[0] < WEEK}
    start = _by_erlang(bench, asked, policy, week)
    tried = 0

    def holds(levels: Mapping[Cell, int]) -> bool:
        nonlocal tried
        tried += 1
        return _slack(bench, asked, policy, levels) >= 0.0

    levels = dict(start)
    for _ in range(MOST_RAISES):
        if holds(levels):
            break
        levels = {cell: number + 1 for cell, number in levels.items()}
    else:
        raise GoodwillError(
            f"--by-interval: no staffing holds the goals (got {MOST_RAISES} agents more than Erlang A in "
            "every interval; allowed goals that agents can reach). Lower a goal."
        )
    found = lowered(levels, holds, lambda cell: _cost(scenario, week, cell))
    return Need(policy, start, found, _fte(asked, week, start), _fte(asked, week, found), tried)


def lowered(
    levels: Mapping[Cell, int],
    holds: Callable[[Mapping[Cell, int]], bool],
    cost: Callable[[Cell], float],
) -> dict[Cell, int]:
    """Return levels from which no cell can lose one more and `holds` still be true."""
    now = dict(levels)
    left = sorted((cell for cell in now if now[cell] > 0), key=cost, reverse=True)
    size = max(1, len(left) // 2)
    while left:
        size = min(size, len(left))
        trial = {**now, **{cell: now[cell] - 1 for cell in left[:size]}}
        if holds(trial):
            now = trial
            left = [cell for cell in (*left[size:], *left[:size]) if now[cell] > 0]
            size *= 2
        elif size == 1:
            left.pop(0)
        else:
            size //= 2
    return now


def staffed_by(scenario: Scenario, policy: str, levels: Mapping[Cell, int]) -> Scenario:
    """Return a scenario as a policy changes it, with these agents there in each interval."""
    changed = under(scenario, policy)
    groups = list(dict.fromkeys(cell.group for cell in levels))
    whole = {"absence": 0.0, "shrinkage": 0.0, "adherence": 1.0, "fte": None}
    there = {
        name: one.model_copy(update=whole) if name in groups else one for name, one in changed.groups.items()
    }
    shifts = {
        name: shift.model_copy(update={"staff": {g: n for g, n in shift.staff.items() if g not in groups}})
        for name, shift in changed.shifts.items()
    }
    policies = {policy: changed.policies[policy].model_copy(update={"changes": {}})}
    on_duty = {**changed.on_duty, **{group: curve_of(levels, group) for group in groups}}
    update = {"shifts": shifts, "on_duty": on_duty, "groups": there, "policies": policies, "baseline": policy}
    update["rosters"] = {name: team for name, team in changed.rosters.items() if name not in groups}
    return changed.model_copy(update=update)


def curve_of(levels: Mapping[Cell, int], group: str) -> Curve:
    """Return one group's agents on duty as a curve by weekday."""
    days: dict[tuple[int, ...], dict[int, int]] = {}
    for cell, number in levels.items():
        if cell.group == group:
            days.setdefault(cell.days, {})[cell.place] = number
    return Curve(
        tuple((which, tuple(float(one[k]) for k in sorted(one))) for which, one in days.items()), None, None
    )


def as_yaml(need: Need) -> dict[str, Any]:
    """Return the agents found as the section `on_duty:` of a scenario file, by group and weekdays."""
    groups = dict.fromkeys(cell.group for cell in need.agents)
    return {
        group: {weekdays_text(days): list(map(int, row)) for days, row in curve_of(need.agents, group).days}
        for group in groups
    }


def table_of(needs: Sequence[Need], scenario: Scenario) -> pl.DataFrame:
    """Return agents by interval: policy, group, day, start (HH:MM), erlang_a, agents."""
    week = intervals_of(scenario.clock)
    rows = [
        (
            need.policy,
            cell.group,
            week[day, cell.place].kind.name,
            _clock(week[day, cell.place]),
            erlang,
            need.agents[cell],
        )
        for need in needs
        for cell, erlang in need.erlang_a.items()
        for day in cell.days
    ]
    names = ["policy", "group", "day", "start", "erlang_a", "agents"]
    return pl.DataFrame(rows, schema=names, orient="row")


def _slack(bench: Bench, asked: Question, policy: str, levels: Mapping[Cell, int]) -> float:
    baseline = asked.scenario.baseline
    settings = {(HERE, policy): Setting(staffed_by(asked.scenario, policy, levels), policy)}
    relative = any(goal.level is None for goal in asked.goals)
    if relative:
        settings["today", baseline] = Setting(under(asked.scenario, baseline), baseline)
    table, every = bench.table(settings, asked.replications), np.arange(asked.replications)
    found = []
    for goal in asked.goals:
        over, under_ = sums_of(table, HERE, policy, goal)
        base = sums_of(table, "today", baseline, goal) if goal.level is None else None
        found.append(float(GoalCurve(goal, over[None, :], under_[None, :], base).slack(every)[0]))
    return min(found)


def _by_erlang(bench: Bench, asked: Question, policy: str, week: Mapping[Slot, Interval]) -> dict[Cell, int]:
    """Return the agents by Erlang A for each queue's own target, with the load of a run as it stands."""
    setting = Setting(under(asked.scenario, policy), policy)
    table = bench.table({("today", policy): setting}, asked.replications)
    levels: dict[Cell, int] = {}
    for group in asked.groups:
        numbers = dict.fromkeys(week, 0.0)
        for queue in _own_queues(asked.scenario, group):
            for slot, agents in _of_queue(table, setting, queue, week):
                numbers[slot] += agents
        if not any(numbers.values()):
            raise GoodwillError(
                f"--by-interval: nothing comes to {group} first (got queues that other groups serve; allowed "
                "a group with a queue of its own). Name another --group."
            )
        levels.update(_cells(group, numbers, week))
    return levels


def _own_queues(scenario: Scenario, group: str) -> list[str]:
    """Return the queues of which a group is the first to serve them."""
    first = {
        q: next((g for g, one in scenario.groups.items() if q in one.skills), "") for q in scenario.queues
    }
    return [queue for queue, name in first.items() if name == group]


def _of_queue(
    table: pl.DataFrame, setting: Setting, queue: str, week: Mapping[Slot, Interval]
) -> Iterator[tuple[Slot, float]]:
    """Yield the agents a queue takes in each interval."""
    scenario = setting.scenario
    world = build(*setting)
    handled = sums_of(table, "today", setting.policy, Goal("aht", True, None, "queue", queue))
    shape = work_of(scenario, queue, week)
    if not any(shape.values()):  # referrals follow the calls of all others
        every = [work_of(scenario, other, week) for other in scenario.queues]
        shape = {slot: sum(one[slot] for one in every) for slot in week}
    days = measured_days(world)
    length = {slot: one.end - one.start for slot, one in week.items()}
    planned = sum(days.get(slot[0], 0) * shape[slot] * length[slot] for slot in week)
    if not handled.under.sum() or not planned:
        return
    work, mean = float(handled.over.mean()), float(handled.over.sum() / handled.under.sum())
    level = scenario.queues[queue].service_level
    patience = matched_patience(law(scenario.queues[queue].patience), level.within)
    for slot in week:
        erlang = shape[slot] * work / planned
        line = Line(erlang / mean, mean, patience)
        share = min(level.share, HIGHEST)
        yield slot, agents_for(line, Target(share, level.within)) if erlang > 0.0 else 0.0


def _cells(group: str, numbers: Mapping[Slot, float], week: Mapping[Slot, Interval]) -> dict[Cell, int]:
    """Return whole agents by cell; weekdays with the same hours and needs are one."""
    days: dict[int, list[tuple[float, int]]] = {}
    for (day, index), interval in week.items():
        days.setdefault(day, []).append((interval.start, math.ceil(numbers[day, index] - 1e-9)))
    alike: dict[tuple[tuple[float, int], ...], list[int]] = {}
    for day, row in days.items():
        alike.setdefault(tuple(row), []).append(day)
    return {
        Cell(group, tuple(which), index): agents
        for row, which in alike.items()
        for index, (_, agents) in enumerate(row)
    }


def _cost(scenario: Scenario, week: Mapping[Slot, Interval], cell: Cell) -> float:
    """Return what one agent in a cell costs a week."""
    group, one = scenario.groups[cell.group], week[cell.days[0], cell.place]
    return len(cell.days) * (one.end - one.start) * group.wage / group.expected_share()


def _fte(asked: Question, week: Mapping[Slot, Interval], levels: Mapping[Cell, int]) -> float:
    hours = 0.0
    for cell, number in levels.items():
        one = week[cell.days[0], cell.place]
        there = number * len(cell.days) * (one.end - one.start) / 3600.0
        hours += there / asked.scenario.groups[cell.group].expected_share()
    return hours / asked.full_time


def _clock(interval: Interval) -> str:
    minutes = round(interval.start / 60.0)
    return f"{minutes // 60:02d}:{minutes % 60:02d}"
