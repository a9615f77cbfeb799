"""Lay out what formulas need of a pool of queues: volume, handle time and agents by planning interval."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator, Mapping
from functools import cache
from math import ceil
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from sim.codes import AgentState
from sim.distributions.base import Law, quantile_of
from sim.kpis.intervals import days_in_window, interval_keys, interval_name, measured_days
from sim.oracles.pool import Pool, Sums
from sim.rules.attendance import expected_share
from sim.scenario.model import Scenario
from sim.scenario.taking import not_taken
from sim.scenario.under import under
from sim.world.numbers import Day, GroupNumbers, TypeNumbers, World

Floats = NDArray[np.float64]
Lost = Mapping[int, float]
"""By group, the share of planned breaks and time away that conversations take."""
MOST_CELLS = 200
POINTS = 400
SURE = 3.0
"""Standard errors up to which a distance from what is expected counts as chance."""


class Cell(NamedTuple):
    """One interval of the week, or several in a row where there are too many."""

    rate: float
    """Contacts offered per second."""
    handle_time: float
    """Mean handle time [s]."""
    agents: float
    """Mean number of agents there for contacts."""
    seconds: float
    """Time it stands for: its length times the measured days of its kind [s]."""


def cells_of(world: World, pool: Pool, sums: Sums, lost: Lost) -> list[Cell]:
    """Return the intervals of the measured days with the volume and handle time to be expected in each.

    Expected is what the scenario plans, with what came on top of it in the run: a formula is convex, so the
    luck of single intervals would not cancel out. What the run had of its own in an interval counts only
    as far as chance does not explain it, and only where the world has one queue. `lost`: by group, the share
    of breaks and time away that conversations take.
    """
    days = measured_days(world)
    rows = [row for day, count in days.items() for row in _day(world, pool, sums, day, count, lost)]
    columns = _Row(*(np.array(column) for column in zip(*rows, strict=True))) if rows else None
    total, handled, conversations = _totals(world, pool, sums)
    if columns is None or not (total and conversations):
        return []
    volume = _expected_volume(columns)
    if not volume.sum():
        return []
    volume *= total / volume.sum()
    work = _expected_handle_time(columns, volume, handled / conversations, conversations, cv_of(world, pool))
    return list(_merged(volume, work, columns.agents, columns.seconds))


def lost_of(scenario: Scenario, world: World, pool: Pool) -> dict[int, float]:
    """Return, by group of a pool, the share of breaks and time away that conversations take."""
    own = under(scenario, world.policy).model_copy(update={"baseline": world.policy})
    return {group: not_taken(own, world.groups[group].name) for group in pool.groups}


def planned_of(world: World, pool: Pool) -> float:
    """Return the new issues that the scenario's volumes bring to a pool in the measured days, as a mean."""
    kinds = [world.types[kind] for kind in pool.types if world.types[kind].queue in pool.queues]
    return sum(count * sum(kind.means[day]) for day, count in measured_days(world).items() for kind in kinds)


def cv_of(world: World, pool: Pool) -> float:
    """Return the coefficient of variation of the handle time that first contacts ask for; 1 without any."""
    weight = mean = square = 0.0
    for kind in (world.types[k] for k in pool.types):
        volume = sum(sum(day) for day in kind.means)
        asked, spread = _asked(world, pool, kind)
        weight += volume
        mean += volume * asked
        square += volume * (spread + asked * asked)
    if not (weight and mean):
        return 1.0
    mean, square = mean / weight, square / weight
    return math.sqrt(max(square - mean * mean, 0.0)) / mean


class _Row(NamedTuple):
    """What is planned and what was seen, by interval; seen: over all replications."""

    planned: Any
    """New issues of the pool's types in the measured days."""
    asked: Any
    """Their handle time [s] by the scenario, all together."""
    seen: Any
    """Contacts offered, where the world has one queue."""
    handled: Any
    """Handle time [s] of `conversations`, where the world has one queue."""
    conversations: Any
    agents: Any
    seconds: Any


def _expected_volume(rows: _Row) -> Floats:
    """Return the volume of each interval, up to a factor."""
    shape: Floats = rows.planned if rows.planned.sum() else rows.seconds * (rows.seen.sum() > 0.0)
    if not (rows.seen.sum() and shape.sum()):
        return shape.astype(float)
    expected = shape * rows.seen.sum() / shape.sum()
    return _beyond_chance(rows.seen, expected, 0.5 * (rows.seen + expected))


def _expected_handle_time(rows: _Row, volume: Floats, mean: float, conversations: float, cv: float) -> Floats:
    """Return the mean handle time of each interval; `mean`, of `conversations`, is the run's."""
    planned, asked = rows.planned.sum(), rows.asked.sum()
    by_plan = asked / planned if planned else mean
    own = np.divide(rows.asked, rows.planned, out=np.full(len(volume), by_plan), where=rows.planned > 0.0)
    entered = float(own @ volume / volume.sum())
    if not entered:
        return np.full(len(volume), mean)
    by_chance = abs(mean - entered) <= SURE * entered * cv / math.sqrt(conversations)
    expected = own * (1.0 if by_chance else mean / entered)
    seen = np.divide(rows.handled, rows.conversations, out=expected.copy(), where=rows.conversations > 0.0)
    return _beyond_chance(seen, expected, (expected * cv) ** 2 / np.maximum(rows.conversations, 1.0))


def _beyond_chance(seen: Floats, expected: Floats, variance: Floats) -> Floats:
    """Return `expected`, drawn towards `seen` as far as chance of this `variance` does not explain it.

    Source: positive-part shrinkage, W. James & C. Stein, "Estimation with quadratic loss", Proceedings of
    the Fourth Berkeley Symposium 1 (1961) 361-379; where a chi-square test sees nothing, all the way.
    """
    parts = np.divide((seen - expected) ** 2, variance, out=np.zeros(len(seen)), where=variance > 0.0)
    distance, count = float(parts.sum()), int(np.count_nonzero(variance > 0.0))
    if distance <= count + SURE * math.sqrt(2.0 * count):
        return expected
    return expected + (1.0 - max(count - 2, 0) / distance) * (seen - expected)


def _merged(volume: Floats, work: Floats, agents: Floats, seconds: Floats) -> Iterator[Cell]:
    """Yield the intervals, several in a row as one where there are too many."""
    block = ceil(len(volume) / MOST_CELLS)
    for start in range(0, len(volume), block):
        part = slice(start, start + block)
        length, offered = float(seconds[part].sum()), float(volume[part].sum())
        mean = float(work[part] @ volume[part]) / offered if offered else float(work[part].mean())
        yield Cell(offered / length, mean, float(agents[part] @ seconds[part]) / length, length)


def _totals(world: World, pool: Pool, sums: Sums) -> tuple[float, float, float]:
    """Return expected contacts per replication, handle time [s] and conversations of the pool's queues.

    The luck in the number of new issues is taken out where the run counted them: contacts x planned / new
    issues.
    """
    days = len(days_in_window(world))
    names = [world.queues[queue].name for queue in pool.queues]
    offered = [sums.get(("queue", name, "offered"), (0.0, 0.0)) for name in names]
    handled = [sums.get(("queue", name, "aht"), (0.0, 0.0)) for name in names]
    runs = max((under for _, under in offered), default=0.0) / days
    kinds = [world.types[kind] for kind in pool.types if any(map(sum, world.types[kind].means))]
    came = sum(sums.get(("contact", kind.name, "contacts_per_issue"), (0.0, 0.0))[1] for kind in kinds)
    due = sum(n * sum(kind.means[day]) for day, n in measured_days(world).items() for kind in kinds)
    luck = due * runs / came if came else 1.0
    per_run = sum(over for over, _ in offered) / runs if runs else 0.0
    return per_run * luck, sum(over for over, _ in handled), sum(under for _, under in handled)


def _day(world: World, pool: Pool, sums: Sums, day: int, count: int, lost: Lost) -> Iterator[_Row]:
    plan = world.week[day]
    _, firsts = np.unique(np.array(plan.starts) // world.reported, return_index=True)
    starts = np.array(plan.starts)[firsts]
    keys = interval_keys(world, _nights(world, day)[1].start + starts).tolist()
    ends = np.append(starts[1:], plan.closes)[: len(starts)]
    agents = _agents(world, pool, day, starts, ends, lost)
    kinds = [world.types[kind] for kind in pool.types if world.types[kind].means[day]]
    means = np.array([kind.means[day] for kind in kinds] or [(0.0,) * len(plan.starts)])
    work = np.array([_by_interval(world, pool, kind, day) for kind in kinds] or [np.zeros(1)])
    planned = count * np.add.reduceat(means.sum(axis=0), firsts)
    asked = count * np.add.reduceat((work * means).sum(axis=0), firsts)
    for k, seconds in enumerate((ends - starts) * count):
        name = interval_name(world, keys[k])
        alone = len(world.queues) == 1
        seen, _ = sums.get(("interval", name, "offered"), (0.0, 0.0)) if alone else (0.0, 0.0)
        handled, conversations = sums.get(("interval", name, "aht"), (0.0, 0.0)) if alone else (0.0, 0.0)
        yield _Row(planned[k], asked[k], seen, handled, conversations, agents[k], seconds)


def _nights(world: World, kind: int) -> tuple[Day, Day, Day]:
    """Return the first measured day of a kind, between the days before and after it."""
    days = (world.eve, *world.days, world.eve)
    measured = days_in_window(world)
    at = next(k for k, day in enumerate(days) if day in measured and world.week[day.kind].told == kind)
    return days[at - 1], days[at], days[at + 1]


def _asked(world: World, pool: Pool, kind: TypeNumbers) -> tuple[float, float]:
    """Return mean [s] and variance of the handle time that a type's issue asks of a pool's first group."""
    place = next(place for place, one in enumerate(world.types) if one.name == kind.name)
    first = next((world.groups[group] for group in pool.groups), None)
    talk = None
    if first is not None:
        of_type = dict(first.talk_of_types).get(place, first.talk)
        talk = dict(first.talk_of_queues).get(kind.queue, of_type)
    (mean, variance), (acw, of_acw) = _moments(talk or kind.work), _moments(kind.acw)
    return mean + acw, variance + of_acw


def _by_interval(world: World, pool: Pool, kind: TypeNumbers, day: int) -> Floats:
    """Return the mean handle time [s] that a type's issues ask of a pool, by interval of a kind of day."""
    mean, _ = _asked(world, pool, kind)
    acw, _ = _moments(kind.acw)
    intervals = len(world.week[day].starts)
    work, wrap = (
        np.array(times[day]) if times else np.ones(intervals) for times in (kind.work_times, kind.acw_times)
    )
    return (mean - acw) * work + acw * wrap


@cache
def _moments(law: Law) -> tuple[float, float]:
    """Return mean and variance of a law, by Gauss-Legendre points that crowd in the upper tail."""
    quantile = quantile_of(law.code)
    at, weights = np.polynomial.legendre.leggauss(POINTS)
    left = 0.5 * (1.0 - at)
    values = np.array([quantile(law.numbers, u) for u in (1.0 - left**3).tolist()])
    weights = 1.5 * weights * left**2
    mean = float(weights @ values)
    return mean, float(weights @ (values - mean) ** 2)


def _there(group: GroupNumbers, state: int, lost: float) -> float:
    """Return the share of a stretch of duty in which an agent is there for contacts.

    On a break, that is what conversations take of it: the share `lost`, as of time away.
    """
    there = group.attendance
    came = 1.0 if there is None else 1.0 - there.absence
    if state == AgentState.BREAK:
        return came * lost
    if state != AgentState.AVAILABLE:
        return 0.0
    if there is None:
        return 1.0
    share = expected_share(there.absence, there.shrinkage, there.adherence)
    return share + came * there.shrinkage * lost


def _agents(world: World, pool: Pool, day: int, starts: Floats, ends: Floats, lost: Lost) -> Floats:
    """Return the expected number of the pool's agents there for contacts, by interval of a kind of day.

    Those of the night before count too. Breaks and time away count as they will be taken.
    """
    before, today, after = _nights(world, day)
    begun = ((before.kind, -before.length), (day, 0.0), (after.kind, today.length))
    stretches = Counter(
        (
            later + stretch.begins,
            later + stretch.ends,
            stretch.chance * _there(world.groups[agent.group], stretch.state, lost.get(agent.group, 0.0)),
        )
        for agent in world.agents
        if agent.group in pool.groups
        for kind, later in (begun if world.passes_midnight else begun[1:2])
        for stretch in agent.week[kind]
    )
    total = np.zeros(len(starts))
    for (begins, until, chance), count in stretches.items():
        shared = np.minimum(ends, until) - np.maximum(starts, begins)
        total += count * chance * np.maximum(shared, 0.0) / (ends - starts)
    return np.round(total, 9)
