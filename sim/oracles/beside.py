"""Hold simulated queues against Erlang C and Erlang A where they are close to M/M/n(+M).

Each planning interval is taken as steady (SIPP: stationary, independent, period by period), with the
volume and handle time that were simulated and the agents that the roster plans; figures are weighted by
volume. A fraction of an agent is an agent who is there that share of the time.

Source: L. V. Green, P. J. Kolesar & W. Whitt, "Coping with time-varying demand when setting staffing
requirements for a service system", Production and Operations Management 16 (2007) 13-39.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

import polars as pl

from sim.build import build
from sim.distributions.base import Law, quantile_of
from sim.oracles.load import Cell, cells_of, planned_of
from sim.oracles.pool import Pool, Sums, pool_of
from sim.oracles.reasons import reasons_of
from sim.scenario.clock import DAY
from sim.scenario.model import Scenario
from sim.theory.staffing import Line, figures
from sim.world import World

SCHEMA_VERSION = 1
MEASURES = ("service_level", "abandoned_share", "asa", "occupancy", "offered", "aht", "cut_share")
DEFINITION = (
    "Erlang figures: by planning interval, each taken as steady, from volume and handle time of this run, "
    "not from the planned volume (repeats, redials, failures and hand-overs come on top of it), and from "
    "the planned agents; weighted by volume. Service level: answered within the target's time / offered."
)
HALVINGS = 60


class Figure(NamedTuple):
    """Hold what is compared; None where there is no such number."""

    service_level: float | None
    """Answered within the target's time / offered."""
    abandoned_share: float | None
    """Hung up / offered."""
    asa: float | None
    """Mean wait of the answered [s]."""
    occupancy: float | None
    """Busy / (busy + available) time of the agents."""


class Taken(NamedTuple):
    """Hold what the formulas were given, on average; the line of several queues is taken whole."""

    planned: float
    """New issues that the scenario's volumes bring to the line [per day]."""
    offered: float
    """Contacts offered in the run: repeats, redials and hand-overs included [per day]."""
    handle_time: float
    """Mean handle time in the run [s]."""
    agents: float
    """Planned agents who are there for contacts, in the opening hours."""


class Oracle(NamedTuple):
    """Hold one queue of one policy beside the formulas.

    unfit: why no formula fits, or empty. reasons: why the figures differ. taken: what the formulas were
    given. patience: mean of the exponential patience taken for Erlang A [s], None where nobody hangs up.
    overloaded: intervals in which the load reaches the agents, of `intervals`, so that Erlang C has no
    steady state.
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


def oracles(table: pl.DataFrame, scenarios: Mapping[str, Scenario]) -> tuple[Oracle, ...]:
    """Return the formulas' figures beside the simulated ones for every queue and policy of a KpiTable.

    scenarios: by name, as they were run.
    """
    found = (
        table.filter(pl.col("kpi").is_in(MEASURES))
        .group_by("scenario", "policy", "dimension", "member", "kpi", maintain_order=True)
        .agg(pl.col("numerator").sum(), pl.col("denominator").sum())
    )
    sums: dict[tuple[str, str], dict[tuple[str, str, str], tuple[float, float]]] = {}
    for scenario, policy, dimension, member, kpi, over, under in found.iter_rows():
        sums.setdefault((scenario, policy), {})[dimension, member, kpi] = (over, under)
    return tuple(
        _oracle(scenarios[scenario], build(scenarios[scenario], policy), queue, own)
        for (scenario, policy), own in sums.items()
        for queue in range(len(scenarios[scenario].queues))
    )


def plain(found: Sequence[Oracle]) -> dict[str, Any]:
    """Give oracles as a mapping that JSON can hold."""
    rows = []
    for one in found:
        row = one._asdict()
        for name in ("taken", "simulated", "erlang_a", "erlang_c"):
            row[name] = None if row[name] is None else row[name]._asdict()
        rows.append({**row, "reasons": list(one.reasons)})
    return {"schema_version": SCHEMA_VERSION, "definition": DEFINITION, "rows": rows}


def matched_patience(patience: Law, within: float) -> float | None:
    """Return the mean [s] of the exponential law by which as many have hung up after `within` seconds.

    Where nobody would have by then, the one with the same median; None where nobody ever hangs up.
    """
    quantile = quantile_of(patience.code)
    median = quantile(patience.numbers, 0.5)
    low, high = 0.0, 1.0
    for _ in range(HALVINGS if within > 0.0 else 0):
        middle = 0.5 * (low + high)
        low, high = (middle, high) if quantile(patience.numbers, middle) <= within else (low, middle)
    if 1e-9 < low < 1.0 - 1e-9:
        return -within / math.log1p(-low)
    return median / math.log(2.0) if 0.0 < median < math.inf else None


def _oracle(scenario: Scenario, world: World, queue: int, sums: Sums) -> Oracle:
    name = world.queues[queue].name
    pool = pool_of(scenario, world, queue)
    if pool.unfit:
        return Oracle(world.scenario, world.policy, name, pool.unfit)
    cells = cells_of(world, pool, sums)
    if not any(cell.rate > 0.0 for cell in cells):
        return Oracle(world.scenario, world.policy, name, "no volume by interval")
    within = world.queues[queue].within
    mean = _patience(world, pool, sums)
    erlang_c, overloaded = _figure(cells, None, within)
    erlang_a, _ = (None, 0) if mean is None else _figure(cells, mean, within)
    return Oracle(
        world.scenario,
        world.policy,
        name,
        "",
        reasons_of(scenario, world, pool, queue, sums, cells),
        _taken(world, pool, cells),
        _simulated(world, pool, name, sums),
        erlang_a,
        None if overloaded else erlang_c,
        mean,
        overloaded,
        len(cells),
    )


def _taken(world: World, pool: Pool, cells: Sequence[Cell]) -> Taken:
    days = (world.window.closes - world.window.opens) / DAY
    offered = sum(cell.rate * cell.seconds for cell in cells)
    handled = sum(cell.rate * cell.seconds * cell.handle_time for cell in cells)
    staffed = sum(cell.agents * cell.seconds for cell in cells)
    seconds = sum(cell.seconds for cell in cells)
    return Taken(planned_of(world, pool) / days, offered / days, handled / offered, staffed / seconds)


def _patience(world: World, pool: Pool, sums: Sums) -> float | None:
    """Return the mean patience [s] of a pool: rates of hanging up are averaged over what is offered."""
    rate = total = 0.0
    for queue in pool.queues:
        numbers = world.queues[queue]
        offered = sums.get(("queue", numbers.name, "offered"), (0.0, 0.0))[0]
        mean = matched_patience(numbers.patience, numbers.within)
        rate += offered / mean if mean else 0.0
        total += offered
    return total / rate if rate else None


def _figure(cells: Sequence[Cell], patience: float | None, within: float) -> tuple[Figure | None, int]:
    """Weigh the steady figures of all intervals by volume, and count those without a steady state."""
    volume = level = gone = answered = waited = busy = staffed = 0.0
    overloaded = 0
    for cell in cells:
        staffed += cell.agents * cell.seconds
        if cell.rate <= 0.0:
            continue
        try:
            one = figures(Line(cell.rate, cell.handle_time, patience), cell.agents, within)
        except ValueError:
            return None, len(cells)
        offered = cell.rate * cell.seconds
        taken = offered * (1.0 - one.p_abandon)
        overloaded += patience is None and math.isinf(one.asa)
        volume += offered
        level += offered * one.service_level
        gone += offered * one.p_abandon
        answered += taken
        waited += taken * one.asa if taken and math.isfinite(one.asa) else 0.0
        busy += one.busy * cell.seconds
    asa = waited / answered if answered else None
    return Figure(level / volume, gone / volume, asa, busy / staffed if staffed else None), overloaded


def _simulated(world: World, pool: Pool, queue: str, sums: Sums) -> Figure:
    def share(kpi: str, dimension: str, members: Sequence[str]) -> float | None:
        pairs = [sums.get((dimension, member, kpi), (0.0, 0.0)) for member in members]
        under = sum(pair[1] for pair in pairs)
        return sum(pair[0] for pair in pairs) / under if under else None

    groups = [world.groups[group].name for group in pool.groups]
    level, gone, asa = (share(kpi, "queue", [queue]) for kpi in ("service_level", "abandoned_share", "asa"))
    return Figure(level, gone, asa, share("occupancy", "group", groups))
