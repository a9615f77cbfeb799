"""Estimate what answering as fast as the baseline takes, from one further staffing level.

A marginal answer from two levels: `goodwill staff` searches for the exact one. Shares are drawn as a straight
line on the scale of normal quantiles (probits), everything else as it is. A service level is about
P(queue <= agents to spare), and the queue in a busy system is about normal: so its probit is linear in the
agents (Halfin & Whitt 1981, Operations Research 29:567-588; Garnett, Mandelbaum & Reiman 2002, M&SOM
4:208-227). By Erlang A, over the intervals of the shipped retail bank and telecom, it finds steps of 2 to
15 % within half a point; a straight line through the shares themselves errs by up to 4.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
import polars as pl
from scipy.special import ndtr, ndtri

from sim.estimate import NO_DATA, Estimate, jackknife
from sim.kpis import KPIS
from sim.scenario.model import Scenario
from sim.studies.goals import Goal, Sums, sums_of
from sim.studies.headcount import paid_fte, staffed

COST = "cost"
HELD = "service_level"
"""The measure that is to be as good as under the baseline, over all contacts."""
STEP = 0.16
"""Agents added or taken away, as a share of today's: told from luck, and probits are still linear."""
FARTHEST = 1.25
"""Steps beyond which a straight line is not trusted."""
SHARE = "share"
"""Unit of the measures that lie between 0 and 1."""
CLEAR = 0.5
"""Half-width of the slope, as a share of it, up to which it counts as told from luck."""
FEWEST = 2
"""Replications from which there is an interval."""
Index = npt.NDArray[np.int64]


class Marginal(NamedTuple):
    """What one policy takes to answer as fast as the baseline.

    staff: agents to add, as a share of today's, below 0 where fewer do. fte: the same on the payroll.
    cost: what they add to the cost [money a day]. values: measures at that staffing, by their label with the
    slice, such as service_level{queue=service}.
    reason: why there is no number. replications: those of the further level.
    """

    scenario: str
    policy: str
    level: float
    replications: int
    staff: Estimate = NO_DATA
    fte: Estimate = NO_DATA
    cost: Estimate = NO_DATA
    values: Mapping[str, Estimate] = {}
    reason: str = ""


def level_for(gap: float) -> float:
    """Return the staffing to simulate, as a share of today's; gap: service level less the baseline's."""
    return 1.0 + STEP if gap < 0.0 else 1.0 - STEP


def at_level(scenario: Scenario, policy: str, level: float) -> Scenario:
    """Return the scenario as the policy changes it, with `level` times the agents of every group."""
    return staffed(scenario, policy, dict.fromkeys(scenario.groups, level))


def fte_of(scenario: Scenario, policy: str) -> float:
    """Return the full-time equivalents on the payroll under a policy."""
    return sum(paid_fte(staffed(scenario, policy, {})).values())


def marginal(
    table: pl.DataFrame,
    further: pl.DataFrame,
    scenario: Scenario,
    policy: str,
    level: float,
    shown: Sequence[Goal],
    confidence: float,
) -> Marginal:
    """Return what `policy` takes to answer as fast as the baseline.

    table: KpiTable of the run. further: KpiTable of the policy at `level` times today's agents, over the
    first replications of the run, with the same luck.
    """
    name = scenario.scenario
    shown_here = pl.col("dimension").is_in(["all", *(one.dimension for one in shown)])
    table, further = table.filter(shown_here), further.filter(shown_here)
    count, fewer = (int(part["replication"].n_unique()) for part in (table, further))
    about = (name, policy, level, fewer)
    ours, more, base = (
        _of(part, name, one) for part, one in ((table, policy), (further, policy), (table, scenario.baseline))
    )
    held, money = tuple(of(Goal(HELD)) for of in (ours, more, base)), (ours(Goal(COST)), more(Goal(COST)))

    def slope(kept: Index) -> float:
        both = kept[kept < fewer]
        return (_probit(_ratio(held[1], both)) - _probit(_ratio(held[0], both))) / (level - 1.0)

    def staff(kept: Index) -> float:
        return (_probit(_ratio(held[2], kept)) - _probit(_ratio(held[0], kept))) / slope(kept)

    steep = jackknife(slope, fewer, confidence)
    if not _told(steep):
        return Marginal(*about, reason="what staff adds to the service level is lost in luck")
    found = jackknife(staff, count, confidence)
    if found.value is None or abs(found.value) > FARTHEST * STEP:
        return Marginal(*about, reason=f"more than {FARTHEST * STEP:.0%} away from today's staffing")
    fte = fte_of(scenario, policy)

    def cost(kept: Index) -> float:
        return staff(kept) * _rise(*money, kept, fewer, level)

    reach = _Reach(staff, fewer, level)
    values = {g.label: jackknife(reach.value(g, ours(g), more(g)), count, confidence) for g in shown}
    return Marginal(*about, found, _times(found, fte), jackknife(cost, count, confidence), values)


class _Reach(NamedTuple):
    """What staff adds to a measure: `staff` of today's agents, as a share, by the replications kept."""

    staff: Callable[[Index], float]
    fewer: int
    level: float

    def value(self, goal: Goal, today: Sums, then: Sums) -> Callable[[Index], float]:
        """Return a measure with that staff as a function of the replications kept."""

        def plain_value(kept: Index) -> float:
            return _ratio(today, kept) + self.staff(kept) * _rise(today, then, kept, self.fewer, self.level)

        def share(kept: Index) -> float:
            both = kept[kept < self.fewer]
            start, *ends = _ratio(today, kept), _ratio(today, both), _ratio(then, both)
            if not 0.0 < min(start, *ends) <= max(start, *ends) < 1.0:
                return plain_value(kept)
            rise = (_probit(ends[1]) - _probit(ends[0])) / (self.level - 1.0)
            return float(ndtr(_probit(start) + self.staff(kept) * rise))

        return share if KPIS[goal.kpi].unit == SHARE else plain_value


def plain(found: Marginal) -> dict[str, Any]:
    """Return an estimate as a mapping that JSON can hold."""
    values = {kpi: one._asdict() for kpi, one in found.values.items()}
    parts = {name: getattr(found, name)._asdict() for name in ("staff", "fte", "cost")}
    return {**found._asdict(), **parts, "values": values}


def from_plain(row: Mapping[str, Any]) -> Marginal:
    """Return what `plain` made a mapping of."""
    values = {kpi: Estimate(**one) for kpi, one in row["values"].items()}
    parts = {name: Estimate(**row[name]) for name in ("staff", "fte", "cost")}
    return Marginal(**{**row, **parts, "values": values})


def _of(table: pl.DataFrame, scenario: str, policy: str) -> Callable[[Goal], Sums]:
    return lambda goal: sums_of(table, scenario, policy, goal)


def _ratio(sums: Sums, kept: Index) -> float:
    under = float(sums.under[kept].sum())
    return float(sums.over[kept].sum()) / under if under else float("nan")


def _probit(share: float) -> float:
    """Return the normal quantile of a share; infinite at 0 and 1."""
    return float(ndtri(share))


def _rise(today: Sums, then: Sums, kept: Index, fewer: int, level: float) -> float:
    """Return what a measure gains for each share of today's agents."""
    both = kept[kept < fewer]
    return (_ratio(then, both) - _ratio(today, both)) / (level - 1.0)


def _told(steep: Estimate) -> bool:
    """Return whether more agents surely raise the service level."""
    value, half_width = steep.value, steep.half_width
    return value is not None and half_width is not None and value > 0.0 and half_width <= CLEAR * value


def _times(found: Estimate, factor: float) -> Estimate:
    value, low, high, half_width = (None if part is None else part * factor for part in found[:4])
    return Estimate(value, low, high, half_width, found.n)
