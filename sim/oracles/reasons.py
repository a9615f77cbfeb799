"""Say why the simulated figures of a queue differ from the formulas'."""

from __future__ import annotations

import math
from collections.abc import Sequence

from sim.codes import AgentState
from sim.distributions.base import Law, quantile_of
from sim.oracles.load import Cell
from sim.oracles.pool import Pool, Sums
from sim.quantities import duration_text
from sim.scenario.model import Scenario
from sim.world import World

POINTS = 400
CLOSE = 0.05
"""Coefficients of variation this near to 1 count as exponential."""
SEEN = 0.005
"""Shares below this go unmentioned."""


def reasons_of(
    scenario: Scenario, world: World, pool: Pool, queue: int, sums: Sums, cells: Sequence[Cell]
) -> tuple[str, ...]:
    """Return in words what makes the simulated figures differ from the formulas'."""
    numbers = world.queues[queue]
    found = _load_reasons(world, pool, queue, cells)
    spread = _cv(world, pool)
    if abs(spread - 1.0) > CLOSE:
        found.append(f"handle times vary by cv {spread:.2g}, not 1")
    over, under = sums.get(("queue", numbers.name, "cut_share"), (0.0, 0.0))
    if under and over / under > SEEN:
        found.append("conversations are cut")
    if not _is_exponential(numbers.patience):
        found.append(
            f"patience is not exponential (Erlang A: as many gone after {duration_text(numbers.within)})"
        )
    if numbers.redial is not None:
        found.append("who hangs up redials while the line is long")
    if world.returns.chance > 0.0:
        found.append("unresolved issues come back")
    if scenario.policies[world.policy].handoff.kind != "cold":  # type: ignore[attr-defined]
        found.append("agents stay on the line at a handoff")
    if numbers.balking or numbers.announces:
        found.append("some do not begin to wait")
    if numbers.clears:
        found.append("the line is cleared at closing")
    if world.outages:
        found.append("outages")
    return tuple(found)


def _load_reasons(world: World, pool: Pool, queue: int, cells: Sequence[Cell]) -> list[str]:
    """Say what is not steady about volume and agents."""
    found = []
    if len(pool.queues) > 1:
        others = ", ".join(world.queues[other].name for other in pool.queues if other != queue)
        found.append(f"agents shared with {others}: taken as one line")
    first = cells[0]
    if not all(math.isclose(cell.rate, first.rate) and cell.agents == first.agents for cell in cells):
        found.append("volume and agents change by interval, each taken as steady")
    if any(world.types[kind].trace for kind in pool.types):
        found.append("arrivals are as recorded")
    if any(world.types[kind].day_factor for kind in pool.types):
        found.append("days differ (day_to_day)")
    if any(world.types[kind].interval_factor for kind in pool.types):
        found.append("intervals differ (interval_to_interval)")
    if any(world.types[kind].refers_to == queue for kind in pool.types):
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
    return found


def _stay_on(world: World, pool: Pool) -> bool:
    """Tell whether agents go on a break or home before the door closes."""
    for week in {agent.week for agent in world.agents if agent.group in pool.groups}:
        for day, stretches in enumerate(week):
            goes_on = {stretch.begins for stretch in stretches if stretch.state == AgentState.AVAILABLE}
            ends = {stretch.ends for stretch in stretches if stretch.state == AgentState.AVAILABLE} - goes_on
            if any(end < world.week[day].closes for end in ends):
                return True
    return False


def _cv(world: World, pool: Pool) -> float:
    """Return the coefficient of variation of the handle time that first contacts ask for."""
    talk = next((world.groups[group].talk for group in pool.groups), None)
    weight = mean = square = 0.0
    for kind in (world.types[k] for k in pool.types):
        volume = sum(sum(day) for day in kind.means)
        (m, v), (acw, w) = _moments(talk or kind.work), _moments(kind.acw)
        weight += volume
        mean += volume * (m + acw)
        square += volume * (v + w + (m + acw) ** 2)
    if not (weight and mean):
        return 1.0
    mean, square = mean / weight, square / weight
    return math.sqrt(max(square - mean * mean, 0.0)) / mean


def _moments(law: Law) -> tuple[float, float]:
    """Return mean and variance of a law, each from midpoints of a grid that is finer in the upper tail."""
    quantile = quantile_of(law.code)
    mean = square = 0.0
    for k in range(POINTS):
        low, high = k / POINTS, (k + 1) / POINTS
        u, width = 1.0 - (1.0 - 0.5 * (low + high)) ** 3, (1.0 - low) ** 3 - (1.0 - high) ** 3
        value = quantile(law.numbers, u)
        mean += width * value
        square += width * value * value
    return mean, square - mean * mean


def _is_exponential(law: Law) -> bool:
    """Tell whether a law is exponential, or without end, by three of its quantiles."""
    quantile = quantile_of(law.code)
    first, *rest = (quantile(law.numbers, u) / -math.log1p(-u) for u in (0.1, 0.5, 0.9))
    return all(other == first or abs(other / first - 1.0) < 1e-9 for other in rest)
