"""Lay out what formulas need of a pool of queues: volume, handle time and agents by planning interval."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from math import ceil
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from sim.codes import AgentState
from sim.kpis.prepare import interval_name, intervals_per_day, measured_days
from sim.oracles.pool import Pool, Sums
from sim.rules.attendance import expected_share
from sim.scenario.clock import DAY
from sim.world import GroupNumbers, World

Floats = NDArray[np.float64]
MOST_CELLS = 200


class Cell(NamedTuple):
    """Hold one interval of the week, or several in a row where there are too many."""

    rate: float
    """Contacts offered per second."""
    handle_time: float
    """Mean handle time [s]."""
    agents: float
    """Mean number of agents there for contacts."""
    seconds: float
    """Time it stands for: its length times the measured days of its kind [s]."""


def cells_of(world: World, pool: Pool, sums: Sums) -> list[Cell]:
    """Return the intervals of the measured days.

    The volume of each interval is the simulated one where the world has one queue; otherwise the
    scenario's volume by interval, scaled to what was offered to the pool's queues in the run.
    """
    days = measured_days(world)
    rows = [row for day, count in days.items() for row in _day(world, pool, sums, day, count)]
    total, handled, conversations = _totals(world, pool, sums)
    shape = sum(row.volume for row in rows)
    if not (shape and total and conversations):
        return []
    mean, block = handled / conversations, ceil(len(rows) / MOST_CELLS)
    cells = []
    for start in range(0, len(rows), block):
        part = rows[start : start + block]
        seconds = sum(row.seconds for row in part)
        volume = sum(row.volume for row in part)
        talked = sum(row.conversations for row in part)
        own = sum(row.handled for row in part) / talked if talked else mean
        agents = sum(row.agents * row.seconds for row in part) / seconds
        cells.append(Cell(volume * total / shape / seconds, own, agents, seconds))
    return cells


def planned_of(world: World, pool: Pool) -> float:
    """Return the new issues that the scenario's volumes bring to a pool in the measured days, as a mean."""
    kinds = [world.types[kind] for kind in pool.types if world.types[kind].queue in pool.queues]
    return sum(count * sum(kind.means[day]) for day, count in measured_days(world).items() for kind in kinds)


class _Row(NamedTuple):
    volume: float
    handled: float
    conversations: float
    agents: float
    seconds: float


def _totals(world: World, pool: Pool, sums: Sums) -> tuple[float, float, float]:
    """Return contacts offered per replication, handle time [s] and conversations of the pool's queues."""
    days = (world.window.closes - world.window.opens) / DAY
    names = [world.queues[queue].name for queue in pool.queues]
    offered = [sums.get(("queue", name, "offered"), (0.0, 0.0)) for name in names]
    handled = [sums.get(("queue", name, "aht"), (0.0, 0.0)) for name in names]
    per_day = sum(over / under for over, under in offered if under)
    return per_day * days, sum(over for over, _ in handled), sum(under for _, under in handled)


def _day(world: World, pool: Pool, sums: Sums, day: int, count: int) -> Iterator[_Row]:
    plan = world.week[day]
    slots, firsts = np.unique(np.array(plan.starts) // world.reported, return_index=True)
    starts = np.array(plan.starts)[firsts]
    ends = np.append(starts[1:], plan.closes)[: len(starts)]
    agents = _agents(world, pool, day, starts, ends)
    means = np.array([world.types[kind].means[day] for kind in pool.types if world.types[kind].means[day]])
    volumes = np.add.reduceat(means.sum(axis=0), firsts) if means.size else np.zeros(len(starts))
    for k, seconds in enumerate((ends - starts) * count):
        if len(world.queues) > 1:
            yield _Row(float(volumes[k]) * count, 0.0, 0.0, float(agents[k]), float(seconds))
            continue
        name = interval_name(world, day * intervals_per_day(world) + int(slots[k]))
        offered, days = sums.get(("interval", name, "offered"), (0.0, 1.0))
        handled, conversations = sums.get(("interval", name, "aht"), (0.0, 0.0))
        yield _Row(offered / days * count, handled, conversations, float(agents[k]), float(seconds))


def _expected_share(group: GroupNumbers) -> float:
    there = group.attendance
    return 1.0 if there is None else expected_share(there.absence, there.shrinkage, there.adherence)


def _agents(world: World, pool: Pool, day: int, starts: Floats, ends: Floats) -> Floats:
    """Return the expected number of the pool's agents there for contacts, by interval of a kind of day."""
    stretches = Counter(
        (stretch.begins, stretch.ends, stretch.chance * _expected_share(world.groups[agent.group]))
        for agent in world.agents
        if agent.group in pool.groups
        for stretch in agent.week[day]
        if stretch.state == AgentState.AVAILABLE
    )
    total = np.zeros(len(starts))
    for (begins, until, chance), count in stretches.items():
        shared = np.minimum(ends, until) - np.maximum(starts, begins)
        total += count * chance * np.maximum(shared, 0.0) / (ends - starts)
    return np.round(total, 9)
