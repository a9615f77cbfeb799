"""Simulated queues beside Erlang C and Erlang A, where they are close to M/M/n(+M).

Each planning interval is taken as steady (SIPP: stationary, independent, period by period), with the
volume and handle time to be expected and the agents that the roster plans; figures are weighted by
volume. A fraction of an agent is an agent who is there that share of the time.

Source: L. V. Green, P. J. Kolesar & W. Whitt, "Coping with time-varying demand when setting staffing
requirements for a service system", Production and Operations Management 16 (2007) 13-39.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any, NamedTuple

import polars as pl

from sim.kpis.intervals import days_in_window
from sim.oracles.load import Cell, cells_of, lost_of, planned_of
from sim.oracles.pool import Pool, Sums, pool_of
from sim.oracles.reasons import reasons_of
from sim.scenario.hanging_on import matched_patience
from sim.scenario.model import Scenario
from sim.theory.staffing import Line, figures
from sim.world.build import build
from sim.world.numbers import World

SCHEMA_VERSION = 1
MEASURES = (
    *("service_level", "abandoned_share", "asa", "occupancy", "offered", "aht", "cut_share"),
    *("contacts_per_issue", "transfers_per_issue", "recontact_share", "fcr", "balked_share"),
    *("cleared_share", "outage_time"),
)
DEFINITION = (
    "Erlang figures: by planning interval, each taken as steady, from the volume and handle time to be "
    "expected: what is planned, with what came on top of it in this run (repeats, redials, failures, "
    "transfers), and without the luck of single intervals; and from the planned agents; weighted by volume. "
    "Service level: answered within the target's time / offered."
)
PATIENT = "nobody hangs up"


class Figure(NamedTuple):
    """What is compared; None where there is no such number."""

    service_level: float | None
    """Answered within the target's time / offered."""
    abandoned_share: float | None
    """Hung up / offered."""
    asa: float | None
    """Mean wait of the answered [s]."""
    occupancy: float | None
    """Busy / (busy + available) time of the agents."""


class Taken(NamedTuple):
    """What the formulas were given, on average; the line of several queues is taken whole."""

    planned: float
    """New issues that the scenario's volumes bring to the line [per day]."""
    offered: float
    """Contacts expected to be offered: repeats, redials and transfers included [per day]."""
    handle_time: float
    """Mean handle time: the one entered where the run's is not beyond chance of it, else the run's [s]."""
    agents: float
    """Planned agents who are there for contacts, in the opening hours."""


class Oracle(NamedTuple):
    """One queue of one policy beside the formulas.

    unfit: why no formula fits, or empty. reasons: why the figures differ. taken: what the formulas were
    given. patience: mean of the exponential patience taken for Erlang A [s], None where nobody hangs up.
    overloaded: intervals in which the load reaches the agents, of `intervals`, so that Erlang C has no
    steady state. no_erlang_a, no_erlang_c: why this formula gives no figure, or empty.
    """

    scenario: str
    policy: str
    queue: str
    unfit: str
    reasons: tuple[str, ...] = ()
    taken: Taken | None = None
    simulated: Figure | None = None
    erlang_a: Figure | None = None
    erlang_c: Figure | None = None
    patience: float | None = None
    overloaded: int = 0
    intervals: int = 0
    no_erlang_a: str = ""
    no_erlang_c: str = ""


def oracles(table: pl.DataFrame, scenarios: Mapping[str, Scenario]) -> tuple[Oracle, ...]:
    """Return the formulas' figures beside the simulated ones for every queue and policy of a KpiTable.

    scenarios: by name, as they were run. A formula that fails leaves its reason in place of its figures.
    """
    parts = table.group_by("scenario", "policy", maintain_order=True)
    sums = {(str(scenario), str(policy)): totals_of(part) for (scenario, policy), part in parts}
    return tuple(
        _guarded(scenarios[scenario], build(scenarios[scenario], policy), queue, own)
        for (scenario, policy), own in sums.items()
        for queue in range(len(scenarios[scenario].queues))
    )


def totals_of(table: pl.DataFrame) -> dict[tuple[str, str, str], tuple[float, float]]:
    """Return sums over all replications by (dimension, member, measure) of one policy in one scenario."""
    found = (
        table.filter(pl.col("kpi").is_in(MEASURES))
        .group_by("dimension", "member", "kpi", maintain_order=True)
        .agg(pl.col("numerator").sum(), pl.col("denominator").sum())
    )
    return {
        (dimension, member, kpi): (over, under) for dimension, member, kpi, over, under in found.iter_rows()
    }


def plain(found: Sequence[Oracle]) -> dict[str, Any]:
    """Return oracles as a mapping that JSON can hold."""
    rows = []
    for one in found:
        row = one._asdict()
        for name in ("taken", "simulated", "erlang_a", "erlang_c"):
            row[name] = None if row[name] is None else row[name]._asdict()
        rows.append({**row, "reasons": list(one.reasons)})
    return {"schema_version": SCHEMA_VERSION, "definition": DEFINITION, "rows": rows}


def _guarded(scenario: Scenario, world: World, queue: int, sums: Sums) -> Oracle:
    """Return an oracle; where its figures cannot be computed, one that says why."""
    try:
        return _oracle(scenario, world, queue, sums)
    except (ArithmeticError, ValueError) as error:
        return Oracle(world.scenario, world.policy, world.queues[queue].name, _failed(error))


def _failed(error: Exception) -> str:
    return f"its numbers are beyond the formula ({error})"


def _oracle(scenario: Scenario, world: World, queue: int, sums: Sums) -> Oracle:
    name = world.queues[queue].name
    pool = pool_of(scenario, world, queue)
    if pool.unfit:
        return Oracle(world.scenario, world.policy, name, pool.unfit)
    cells = cells_of(world, pool, sums, lost_of(scenario, world, pool))
    if not any(cell.rate > 0.0 for cell in cells):
        return Oracle(world.scenario, world.policy, name, "no volume by interval")
    within = world.queues[queue].within
    mean = patience_of(world, pool, sums)
    overloaded = sum(cell.rate * cell.handle_time >= math.floor(cell.agents) for cell in cells if cell.rate)
    full = f"in {overloaded} of {len(cells)} intervals the load reaches the agents" if overloaded else ""
    erlang_c, no_erlang_c = (None, full) if full else _figure(cells, None, within)
    erlang_a, no_erlang_a = (None, PATIENT) if mean is None else _figure(cells, mean, within)
    return Oracle(
        world.scenario,
        world.policy,
        name,
        "",
        reasons_of(scenario, world, pool, queue, sums, cells),
        _taken(world, pool, cells),
        _simulated(world, pool, name, sums),
        erlang_a,
        erlang_c,
        mean,
        overloaded,
        len(cells),
        no_erlang_a,
        no_erlang_c,
    )


def _taken(world: World, pool: Pool, cells: Sequence[Cell]) -> Taken:
    days = len(days_in_window(world))
    offered = sum(cell.rate * cell.seconds for cell in cells)
    handled = sum(cell.rate * cell.seconds * cell.handle_time for cell in cells)
    staffed = sum(cell.agents * cell.seconds for cell in cells)
    seconds = sum(cell.seconds for cell in cells)
    return Taken(planned_of(world, pool) / days, offered / days, handled / offered, staffed / seconds)


def patience_of(world: World, pool: Pool, sums: Sums) -> float | None:
    """Return the mean patience [s] of a pool: rates of hanging up are averaged over what is offered."""
    rate = total = 0.0
    for queue in pool.queues:
        numbers = world.queues[queue]
        offered = sums.get(("queue", numbers.name, "offered"), (0.0, 0.0))[0]
        mean = matched_patience(numbers.patience, numbers.within)
        rate += offered / mean if mean else 0.0
        total += offered
    return total / rate if rate else None


def _figure(cells: Sequence[Cell], patience: float | None, within: float) -> tuple[Figure | None, str]:
    """Weigh the steady figures of all intervals by volume; without figures, say why."""
    at = cache(lambda line, agents: figures(line, agents, within))
    busy_cells = [cell for cell in cells if cell.rate > 0.0]
    try:
        found = [at(Line(cell.rate, cell.handle_time, patience), cell.agents) for cell in busy_cells]
    except (ArithmeticError, ValueError) as error:
        return None, _failed(error)
    offered = [cell.rate * cell.seconds for cell in busy_cells]
    taken = [count * (1.0 - one.p_abandon) for count, one in zip(offered, found, strict=True)]
    waited = sum(count * one.asa for count, one in zip(taken, found, strict=True) if count)
    level = sum(count * one.service_level for count, one in zip(offered, found, strict=True))
    busy = sum(one.busy * cell.seconds for cell, one in zip(busy_cells, found, strict=True))
    staffed = sum(cell.agents * cell.seconds for cell in cells)
    volume, answered = sum(offered), sum(taken)
    asa = waited / answered if answered else None
    figure = Figure(level / volume, 1.0 - answered / volume, asa, busy / staffed if staffed else None)
    if not all(math.isfinite(number) for number in figure if number is not None):
        return None, _failed(ArithmeticError("a figure is not finite"))
    return figure, ""


def _simulated(world: World, pool: Pool, queue: str, sums: Sums) -> Figure:
    def share(kpi: str, dimension: str, members: Sequence[str]) -> float | None:
        pairs = [sums.get((dimension, member, kpi), (0.0, 0.0)) for member in members]
        under = sum(pair[1] for pair in pairs)
        return sum(pair[0] for pair in pairs) / under if under else None

    groups = [world.groups[group].name for group in pool.groups]
    level, gone, asa = (share(kpi, "queue", [queue]) for kpi in ("service_level", "abandoned_share", "asa"))
    return Figure(level, gone, asa, share("occupancy", "group", groups))
