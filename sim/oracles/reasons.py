"""Why the simulated figures of a queue differ from the formulas'."""

from __future__ import annotations

import math
from collections.abc import Sequence
from functools import partial

from sim.codes import AgentState
from sim.distributions.base import Law, quantile_of
from sim.oracles.load import Cell, cv_of
from sim.oracles.pool import Pool, Sums
from sim.quantities import duration_text
from sim.scenario.hanging_on import some_are_gone
from sim.scenario.model import Scenario
from sim.world.numbers import OutageNumbers, World

CLOSE = 0.05
"""Coefficients of variation this near to 1 count as exponential."""
SEEN = 0.005
"""Shares below this go unmentioned."""


def reasons_of(
    scenario: Scenario, world: World, pool: Pool, queue: int, sums: Sums, cells: Sequence[Cell]
) -> tuple[str, ...]:
    """Return in words what makes the simulated figures differ from the formulas'.

    A cause that a scenario has counts only where it came about in the run.
    """
    happened = partial(_share, world, pool, sums)
    found = _load_reasons(world, pool, queue, cells, referred=happened("transfers_per_issue") > 0.0)
    spread = cv_of(world, pool)
    if abs(spread - 1.0) > CLOSE:
        found.append(f"handle times vary by cv {round(spread, 6):.2g}, not 1")
    if happened("cut_share") > SEEN:
        found.append("conversations are cut")
    numbers = world.queues[queue]
    if happened("abandoned_share") > 0.0:
        if not _is_exponential(numbers.patience):
            within = duration_text(numbers.within)
            near = some_are_gone(numbers.patience, numbers.within)
            match = f"as many gone after {within}" if near else "the same median"
            found.append(f"patience is not exponential (Erlang A: {match})")
        if numbers.redial is not None:
            found.append("who hangs up redials while the line is long")
    if world.returns.chance > 0.0 and happened("recontact_share") > 0.0 and happened("fcr") < 1.0 - SEEN:
        found.append("unresolved issues come back")
    policy = scenario.policies[world.policy]
    if policy.handoff.kind != "cold" and happened("transfers_per_issue") > 0.0:  # type: ignore[attr-defined]
        found.append("agents stay on the line at a handoff")
    if happened("balked_share") > 0.0:
        found.append("some do not begin to wait")
    if happened("cleared_share") > 0.0:
        found.append("the line is cleared at closing")
    names = [world.groups[group].name for group in pool.groups]
    if any(sums.get(("group", name, "aside_share"), (0.0, 0.0))[0] > 0.0 for name in names):
        found.append("agents are aside until the line calls")
    if any(_hits(outage, pool) and _down(outage, sums) for outage in world.outages):
        found.append("outages")
    return tuple(found)


def _share(world: World, pool: Pool, sums: Sums, kpi: str) -> float:
    """Return a measure of a pool's queues, or of its types where it is not by queue; 0 without data."""
    members = [("queue", world.queues[queue].name) for queue in pool.queues]
    members += [("contact", world.types[kind].name) for kind in pool.types]
    for dimension in ("queue", "contact"):
        pairs = [sums.get((of, name, kpi), (0.0, 0.0)) for of, name in members if of == dimension]
        if under := sum(pair[1] for pair in pairs):
            return sum(pair[0] for pair in pairs) / under
    return 0.0


def _hits(outage: OutageNumbers, pool: Pool) -> bool:
    return bool({*outage.queues} & {*pool.queues} or {*outage.groups} & {*pool.groups})


def _down(outage: OutageNumbers, sums: Sums) -> bool:
    return sums.get(("outage", outage.name, "outage_time"), (0.0, 0.0))[0] > 0.0


def _load_reasons(
    world: World, pool: Pool, queue: int, cells: Sequence[Cell], *, referred: bool
) -> list[str]:
    """Return in words what is not steady about volume and agents."""
    found = []
    if len(pool.queues) > 1:
        others = ", ".join(world.queues[other].name for other in pool.queues if other != queue)
        found.append(f"agents shared with {others}: taken as one line")
    first = cells[0]
    varied = [
        word
        for word, steady in (
            ("volume", all(math.isclose(cell.rate, first.rate) for cell in cells)),
            ("agents", all(cell.agents == first.agents for cell in cells)),
        )
        if not steady
    ]
    if varied:
        change = "change" if len(varied) > 1 or varied == ["agents"] else "changes"
        found.append(f"{' and '.join(varied)} {change} by interval, each taken as steady")
    if any(world.types[kind].trace for kind in pool.types):
        found.append("arrivals are as recorded")
    if any(world.types[kind].day_factor for kind in pool.types):
        found.append("days differ (day_to_day)")
    if any(world.types[kind].interval_factor for kind in pool.types):
        found.append("intervals differ (interval_to_interval)")
    if referred and any(world.types[kind].refers(queue) for kind in pool.types):
        found.append("referrals come from conversations, not at random")
    if any(not cell.agents.is_integer() for cell in cells):
        found.append("fractions of agents are there by chance or for part of an interval")
    groups = [world.groups[group] for group in pool.groups]
    if any(group.attendance for group in groups):
        found.append("agents are away, late or absent by chance")
    if _stay_on(world, pool):
        found.append("breaks and shift ends wait for the conversation")
    speeds = {group.speed[queue] for group in groups}
    if len(speeds) > 1 or any(group.speed_spread or group.starters for group in groups):
        found.append("agents differ in speed")
    if world.tempo.load != 1.0:
        found.append("a long line changes how fast agents work")
    return found


def _stay_on(world: World, pool: Pool) -> bool:
    """Return whether agents go on a break or home before the queue closes."""
    for week in {agent.week for agent in world.agents if agent.group in pool.groups}:
        for day, stretches in enumerate(week):
            goes_on = {stretch.begins for stretch in stretches if stretch.state == AgentState.AVAILABLE}
            ends = {stretch.ends for stretch in stretches if stretch.state == AgentState.AVAILABLE} - goes_on
            if any(end < world.week[day].closes for end in ends):
                return True
    return False


def _is_exponential(law: Law) -> bool:
    """Return whether a law is exponential, or without end, by three of its quantiles."""
    quantile = quantile_of(law.code)
    first, *rest = (quantile(law.numbers, u) / -math.log1p(-u) for u in (0.1, 0.5, 0.9))
    return all(other == first or abs(other / first - 1.0) < 1e-9 for other in rest)
