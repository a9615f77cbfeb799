"""Find by Erlang A what share of a staffing holds a goal, with the volume and handle time of a run."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from functools import cache
from typing import NamedTuple

import polars as pl

from sim.oracles.beside import patience_of, totals_of
from sim.oracles.load import Cell, cells_of, lost_of
from sim.oracles.pool import pool_of
from sim.scenario.model import Scenario
from sim.theory.staffing import Line, figures
from sim.world.build import build

HALVINGS = 24
MOST = 8.0
"""Largest share of the staffing that is looked at."""
SIDES = {"service_level": 1.0, "abandoned_share": -1.0}
"""Measures for which the formula is asked: better if higher, or lower."""


class _Queue(NamedTuple):
    cells: Sequence[Cell]
    patience: float
    within: float
    offered: float


def needed_share(
    table: pl.DataFrame, scenario: Scenario, policy: str, kpi: str, queue: str, wanted: float
) -> float | None:
    """Return the share of the scenario's agents with which Erlang A just reaches `wanted`.

    table: KpiTable of this scenario under this policy. kpi: service_level or abandoned_share. queue: its
    name, or empty for all queues, weighted by what is offered to each. None where the formula fits no
    queue, knows nothing of the measure, or does not reach it.
    """
    if kpi not in SIDES:
        return None
    queues = _queues(table, scenario, policy, queue)
    if queues is None:
        return None
    at = _measure(queues, kpi)
    side = SIDES[kpi]
    low, high = 0.0, MOST
    if side * (at(high) - wanted) < 0.0:
        return None
    for _ in range(HALVINGS):
        middle = 0.5 * (low + high)
        low, high = (low, middle) if side * (at(middle) - wanted) >= 0.0 else (middle, high)
    return high


def _queues(table: pl.DataFrame, scenario: Scenario, policy: str, queue: str) -> list[_Queue] | None:
    """Return what the formula needs of each queue asked about; None where it does not fit one of them."""
    world = build(scenario, policy)
    sums = totals_of(table)
    found = []
    for index, numbers in enumerate(world.queues):
        if queue and numbers.name != queue:
            continue
        pool = pool_of(scenario, world, index)
        cells = [] if pool.unfit else cells_of(world, pool, sums, lost_of(scenario, world, pool))
        patience = None if pool.unfit else patience_of(world, pool, sums)
        if patience is None or not any(cell.rate > 0.0 for cell in cells):
            return None
        offered = sums.get(("queue", numbers.name, "offered"), (0.0, 0.0))[0]
        found.append(_Queue(cells, patience, numbers.within, offered))
    return found if sum(one.offered for one in found) > 0.0 else None


def _measure(queues: Sequence[_Queue], kpi: str) -> Callable[[float], float]:
    """Return the measure over all queues as a function of the share of the agents."""
    name = "service_level" if kpi == "service_level" else "p_abandon"

    @cache
    def whole(line: Line, agents: int, within: float) -> float:
        return float(getattr(figures(line, agents, within), name))

    def one(line: Line, agents: float, within: float) -> float:
        low = math.floor(agents)
        part = agents - low
        below = whole(line, low, within)
        return below + part * (whole(line, low + 1, within) - below) if part else below

    def at(share: float) -> float:
        total = weight = 0.0
        for queue in queues:
            volume = sum(cell.rate * cell.seconds for cell in queue.cells)
            for cell in queue.cells:
                if cell.rate > 0.0:
                    line = Line(cell.rate, cell.handle_time, queue.patience)
                    own = queue.offered * cell.rate * cell.seconds / volume
                    total += own * one(line, cell.agents * share, queue.within)
                    weight += own
        return total / weight

    return at
