"""Find how many agents each policy takes to hold the same goals, and compare policies at that staffing."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np
import polars as pl

from sim.errors import GoodwillError
from sim.estimate import NO_DATA, Estimate
from sim.experiment import COLUMNS
from sim.oracles.need import needed_share
from sim.scenario.groups import FULL_TIME
from sim.scenario.model import Scenario
from sim.scenario.variant import listed, suggest
from sim.studies.bench import Bench, Setting
from sim.studies.goals import Curve, Goal, Requirement, requirement, sums_of
from sim.studies.headcount import paid_fte, staffed

STEPS = 50
"""Levels of staffing between none and today's: a level is 2 % of today's, linear in between."""
TODAY = STEPS
MOST = 4 * STEPS
"""Highest level tried: four times today's staffing."""
PILOT = 4
"""Replications that find the neighbouring levels; all are then spent there."""
WIDER = (1, 3, 7)
"""Levels added on both sides where the difference between two neighbours is lost in luck."""
STRIDE = 0.15
"""First step away from levels that do not enclose what is looked for, as a share of the level."""


class Question(NamedTuple):
    """What agents are looked for.

    goals: all to be held. groups: those whose headcount changes, by one factor; the others stay.
    full_time: paid hours a week of one full-time equivalent [h].
    """

    scenario: Scenario
    policies: tuple[str, ...]
    goals: tuple[Goal, ...]
    groups: tuple[str, ...]
    replications: int
    confidence: float
    full_time: float = FULL_TIME


class Need(NamedTuple):
    """What one policy takes.

    factor: share of the file's headcount in the groups that change. fte: full-time equivalents on the
    payroll, all groups. today: those of the file under this policy. erlang_a: what Erlang A would give
    [fte], None where it does not fit. binding: the goal that decides. reason: why there is no number.
    """

    policy: str
    factor: Estimate
    fte: Estimate
    today: float
    erlang_a: float | None
    binding: Goal | None
    reason: str = ""


class Staffing(NamedTuple):
    """What was found: needs by policy, the KpiTable at that staffing, and every level simulated.

    levels: a KpiTable whose scenario is the staffing as a share of the file's, such as "0.98".
    """

    needs: tuple[Need, ...]
    table: pl.DataFrame
    levels: pl.DataFrame


class Levels:
    """The staffing levels of one question, simulated as they are asked for."""

    def __init__(self, bench: Bench, asked: Question) -> None:
        self._bench, self.asked = bench, asked
        self._seen: dict[tuple[int, str], int] = {}

    def setting(self, level: int, policy: str) -> Setting:
        """Return the scenario under a policy at a level of staffing."""
        factors = dict.fromkeys(self.asked.groups, level / STEPS)
        return Setting(staffed(self.asked.scenario, policy, factors), policy)

    def table(
        self, wanted: Sequence[tuple[int, str]], replications: int, *, intervals: bool = False
    ) -> pl.DataFrame:
        """Return the KpiTable of (level, policy) pairs; its scenario names the level."""
        settings = {(name_of(level), policy): self.setting(level, policy) for level, policy in wanted}
        for pair in wanted:
            self._seen[pair] = max(replications, self._seen.get(pair, 0))
        return self._bench.table(settings, replications, intervals=intervals)

    def curves(self, levels: Sequence[int], policy: str, replications: int) -> list[Curve]:
        """Return each goal's measure under a policy at these levels."""
        baseline = self.asked.scenario.baseline
        relative = any(goal.level is None for goal in self.asked.goals)
        pairs = [(level, policy) for level in levels]
        table = self.table([*pairs, *([(TODAY, baseline)] if relative else [])], replications)
        found = []
        for goal in self.asked.goals:
            sums = [sums_of(table, name_of(level), policy, goal) for level in levels]
            base = sums_of(table, name_of(TODAY), baseline, goal) if goal.level is None else None
            over, under = (np.array([one[part] for one in sums]) for part in (0, 1))
            found.append(Curve(goal, over, under, base))
        return found

    def slack(self, level: int, policy: str, replications: int) -> float:
        """Return how far the goal that is held least is held."""
        every = np.arange(replications)
        return min(float(one.slack(every)[0]) for one in self.curves([level], policy, replications))

    def wanted(self, goal: Goal) -> float:
        """Return a goal's level: its own, or what the baseline has at today's staffing."""
        if goal.level is not None:
            return goal.level
        baseline = self.asked.scenario.baseline
        table = self.table([(TODAY, baseline)], self.asked.replications)
        over, under = sums_of(table, name_of(TODAY), baseline, goal)
        return float(over.sum() / under.sum())

    def all(self) -> pl.DataFrame:
        """Return the KpiTable of every level simulated, each with all its replications."""
        parts = [self.table([pair], count) for pair, count in sorted(self._seen.items())]
        return pl.concat(parts)


def staff(bench: Bench, asked: Question) -> Staffing:
    """Find what every policy takes to hold the goals, and what all give at that staffing."""
    levels = Levels(bench, asked)
    pilot = min(PILOT, asked.replications)
    relative = all(goal.level is None for goal in asked.goals)
    given = {asked.scenario.baseline} & {*asked.policies} if relative else set[str]()
    sought = [policy for policy in asked.policies if policy not in given]
    near = _enclosed(levels, {policy: {} for policy in sought}, pilot, STRIDE)
    seeds = {policy: dict.fromkeys(pair, 0.0) for policy, pair in near.items()}
    found = _enclosed(levels, seeds, asked.replications, 0.0)
    needs, parts = [], []
    for policy in asked.policies:
        pair = (TODAY, TODAY) if policy in given else found.get(policy)
        if pair is None:
            needs.append(_none(levels, policy))
            continue
        need = _need(levels, policy, pair)
        needs.append(need)
        parts.append(_between(levels, policy, pair, need.factor.value or 0.0))
    empty = pl.DataFrame(schema=dict.fromkeys(COLUMNS, pl.String))
    return Staffing(tuple(needs), pl.concat(parts) if parts else empty, levels.all())


def name_of(level: int) -> str:
    """Return a level as a share of the file's staffing, such as "0.98"."""
    return f"{level / STEPS:g}"


def _enclosed(
    levels: Levels, start: Mapping[str, Mapping[int, float]], replications: int, stride: float
) -> dict[str, tuple[int, int]]:
    """Return for each policy the neighbouring levels between which all goals begin to be held.

    start: by policy, levels to begin with; today's where there are none. Policies go on together, so that
    processes have work. A policy that no level up to `MOST` suffices is left out.
    """
    slack: dict[str, dict[int, float]] = {policy: {} for policy in start}
    wanted = {policy: set(seeds) or {TODAY} for policy, seeds in start.items()}
    while any(wanted.values()):
        pairs = [(level, policy) for policy, new in wanted.items() for level in sorted(new)]
        levels.table(pairs, replications)
        for level, policy in pairs:
            slack[policy][level] = levels.slack(level, policy, replications)
        wanted = {policy: _next(seen, stride) for policy, seen in slack.items()}
    found = {}
    for policy, seen in slack.items():
        low, high = _ends(seen)
        if low is not None and high is not None:
            found[policy] = (low, high)
    return found


def _ends(seen: Mapping[int, float]) -> tuple[int | None, int | None]:
    """Return the highest level that misses a goal, and the lowest above it that holds all."""
    low = max((level for level, slack in seen.items() if slack < 0.0), default=None)
    high = min((level for level in seen if low is None or level > low), default=None)
    return low, high


def _next(seen: Mapping[int, float], stride: float) -> set[int]:
    """Return the levels to try next; none where two neighbours enclose what is looked for, or none can."""
    low, high = _ends(seen)
    if low is None:
        lowest = min(seen)
        return {max(1, lowest - 1 - int(stride * lowest))} - {*seen}
    if high is None:
        highest = max(seen)
        return {min(MOST, highest + 1 + int(stride * highest))} - {*seen}
    if high - low <= 1:
        return set()
    share = -seen[low] / (seen[high] - seen[low])
    near = min(max(low + math.floor(share * (high - low)), low), high - 1)
    return {near, near + 1} - {*seen}


def _need(levels: Levels, policy: str, pair: tuple[int, int]) -> Need:
    asked = levels.asked
    found = _as_today(levels) if pair == (TODAY, TODAY) else _required(levels, policy, pair)
    today, moving = _today(asked, policy)
    by_formula = _erlang_a(levels, policy, pair[1], levels.asked.goals[found.binding])
    return Need(
        policy,
        found.level,
        _scaled(found.level, today - moving, moving),
        today,
        None if by_formula is None else today - moving + moving * by_formula,
        asked.goals[found.binding],
    )


def _as_today(levels: Levels) -> Requirement:
    """Return what holds the baseline's own figures of today: today's staffing, by definition."""
    return Requirement(Estimate(1.0, 1.0, 1.0, 0.0, levels.asked.replications), 0, True)


def _required(levels: Levels, policy: str, pair: tuple[int, int]) -> Requirement:
    """Return what holds all goals between two neighbouring levels; wider ones are simulated if need be."""
    asked = levels.asked
    n, confidence = asked.replications, asked.confidence
    own = [level / STEPS for level in pair]
    curves = levels.curves(pair, policy, n)
    around: list[tuple[list[float], list[Curve]]] = []
    for more in WIDER:
        if requirement(own, curves, around, confidence).sure:
            break
        ends = max(pair[0] - more, 1), min(pair[1] + more, MOST)
        around.append(([end / STEPS for end in ends], levels.curves(ends, policy, n)))
    return requirement(own, curves, around, confidence)


def _none(levels: Levels, policy: str) -> Need:
    """Return the need of a policy that no level of staffing suffices, or that needs almost nobody."""
    highest = levels.slack(MOST, policy, min(PILOT, levels.asked.replications))
    held = f"held even with {100 / STEPS:g} % of today's agents"
    reason = held if highest >= 0.0 else f"missed even with {MOST // STEPS} times today's agents"
    return Need(policy, NO_DATA, NO_DATA, _today(levels.asked, policy)[0], None, None, reason)


def _today(asked: Question, policy: str) -> tuple[float, float]:
    """Return the full-time equivalents of the file under a policy: of all groups, of those that change."""
    fte = paid_fte(staffed(asked.scenario, policy, {}), asked.full_time)
    return sum(fte.values()), sum(fte[group] for group in asked.groups)


def _scaled(found: Estimate, fixed: float, moving: float) -> Estimate:
    value, low, high = (None if x is None else fixed + moving * x for x in found[:3])
    return Estimate(
        value, low, high, None if found.half_width is None else moving * found.half_width, found.n
    )


def _erlang_a(levels: Levels, policy: str, level: int, goal: Goal) -> float | None:
    """Return the factor at which Erlang A holds a goal with the volume and handle time of a level."""
    wanted = levels.wanted(goal)
    if {*levels.asked.groups} != {*levels.asked.scenario.groups}:
        return None
    table = levels.table([(level, policy)], levels.asked.replications, intervals=True)
    setting = levels.setting(level, policy)
    try:
        share = needed_share(table, setting.scenario, policy, goal.kpi, goal.member, wanted)
    except Exception:  # a formula beside the result never takes it along
        return None
    return None if share is None else share * level / STEPS


def _between(levels: Levels, policy: str, pair: tuple[int, int], factor: float) -> pl.DataFrame:
    """Return the KpiTable of a policy at `factor`, linear between two neighbouring levels."""
    asked = levels.asked
    table = levels.table([(level, policy) for level in pair], asked.replications)
    upper = factor * STEPS - pair[0]
    share = {name_of(pair[1]): upper, name_of(pair[0]): 1.0 - upper}
    weights = pl.DataFrame({"scenario": list(share), "weight": list(share.values())})
    keys = [name for name in COLUMNS if name not in ("scenario", "numerator", "denominator")]
    return (
        table.join(weights, on="scenario")
        .group_by(keys, maintain_order=True)
        .agg((pl.col(name) * pl.col("weight")).sum() for name in ("numerator", "denominator"))
        .with_columns(scenario=pl.lit(asked.scenario.scenario))
        .select(COLUMNS)
    )


def groups_of(scenario: Scenario, group: str | None) -> tuple[str, ...]:
    """Return the groups whose headcount changes: the one named, or all.

    Raises: GoodwillError for an unknown group.
    """
    if group is None:
        return tuple(scenario.groups)
    if group not in scenario.groups:
        remedy = suggest(group, scenario.groups, "Name one of these.")
        raise GoodwillError(
            f"--group: has no such group (got {group}; allowed {listed(scenario.groups)}). {remedy}"
        )
    return (group,)
