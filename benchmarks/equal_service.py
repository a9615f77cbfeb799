"""Check the staffing that `goodwill staff` finds on the retail bank against a separate fine grid.

Run `python benchmarks/equal_service.py [replications] [seed of the grid]`. The question is how many agents
quality time takes to answer as fast as the target does today. `staff` searches; the grid simulates every
level from 97 % to 107 % of today's headcount in steps of 1 %, fits a straight line through the probits of
its service levels (why probits: `sim.studies.marginal`) and reads off where it meets the baseline's, with a
jackknife over replications. With the luck of `staff` (no seed named) it tests the search; with another seed
it tests the interval too.

Measured with 20 replications: `staff` 102.1 % [101.3, 102.9] of today's agents (124 runs), the grid 101.8 %
[101.0, 102.6] and 249 ±103 EUR a day on top (160 more runs).
"""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
import polars as pl
from scipy.special import ndtri

from sim.estimate import Estimate, jackknife
from sim.scenario.load import load_scenario
from sim.studies.bench import Bench, Setting
from sim.studies.goals import Goal, Sums, sums_of
from sim.studies.headcount import staffed
from sim.studies.staff import Question, staff

FILE = Path(__file__).parents[1] / "scenarios" / "retail_bank.yaml"
POLICY, LEVEL, COST, TODAY = "quality_time", "service_level", "cost", "today"
SHARES = [round(0.97 + 0.01 * k, 2) for k in range(11)]


class Nowhere:
    """A shelf that keeps nothing, so that everything is simulated."""

    def find(self, _: str) -> None:
        """Return nothing."""

    def keep(self, _: str, __: pl.DataFrame) -> None:
        """Ignore rows."""


def main(replications: int = 20, seed: int | None = None) -> None:
    """Print what `staff` finds, what the grid finds, and whether they agree."""
    own = load_scenario(FILE)
    goals, groups = (Goal(LEVEL),), tuple(own.groups)
    question = Question(own, tuple(own.policies), goals, groups, replications, own.run.confidence)
    bench = Bench(Nowhere(), own.run.seed, engine="auto")
    found = staff(bench, question)
    need = next(one for one in found.needs if one.policy == POLICY)
    print(f"staff: {bench.simulated} runs, {replications} replications, seed {own.run.seed}")
    print(f"  {_told(need.factor)} of today's agents, {need.fte.value:.1f} FTE instead of {need.today:.1f}")
    own_luck = seed is None
    grid = bench if own_luck else Bench(Nowhere(), seed or 0, engine="auto")
    before = grid.simulated if own_luck else 0
    level, cost = _grid(grid, own, replications)
    print(f"grid: {grid.simulated - before} more runs, seed {own.run.seed if own_luck else seed}")
    print(f"  {_told(level)} of today's agents; {cost.value:,.0f} ±{cost.half_width:,.0f} EUR a day on top")
    low, high = need.factor.low or 0.0, need.factor.high or 0.0
    gap = abs((level.value or 0.0) - (need.factor.value or 0.0))
    room = float(np.hypot(level.half_width or 0.0, need.factor.half_width or 0.0))
    where = "within" if low <= (level.value or 0.0) <= high else "OUTSIDE"
    print(f"the grid's figure lies {where} staff's interval")
    if not own_luck:
        print(f"they are {100 * gap:.1f} points apart, with independent luck of ±{100 * room:.1f}")


def _grid(bench: Bench, own, replications: int) -> tuple[Estimate, Estimate]:
    """Return the share of today's agents with which the line meets the baseline, and what it costs a day."""
    base = own.baseline
    settings = {(TODAY, base): Setting(own, base)}
    for share in SHARES:
        factors = dict.fromkeys(own.groups, share)
        settings[f"{share}", POLICY] = Setting(staffed(own, POLICY, factors), POLICY)
    table = bench.table(settings, replications)

    def sums(kpi: str, name: str, policy: str) -> Sums:
        return sums_of(table, name, policy, Goal(kpi))

    levels = [sums(LEVEL, f"{share}", POLICY) for share in SHARES]
    costs = [sums(COST, f"{share}", POLICY) for share in SHARES]
    goal, today = sums(LEVEL, TODAY, base), costs[SHARES.index(1.0)]

    def met(kept: np.ndarray) -> float:
        slope, start = np.polyfit(SHARES, [ndtri(_ratio(one, kept)) for one in levels], 1)
        return float((ndtri(_ratio(goal, kept)) - start) / slope)

    def extra(kept: np.ndarray) -> float:
        slope, start = np.polyfit(SHARES, [_ratio(one, kept) for one in costs], 1)
        return float(start + slope * met(kept)) - _ratio(today, kept)

    confidence = own.run.confidence
    return jackknife(met, replications, confidence), jackknife(extra, replications, confidence)


def _ratio(sums: Sums, kept: np.ndarray) -> float:
    return float(sums.over[kept].sum() / sums.under[kept].sum())


def _told(found: Estimate) -> str:
    low, high = found.low or 0.0, found.high or 0.0
    return f"{100 * (found.value or 0.0):.1f} % [{100 * low:.1f}, {100 * high:.1f}]"


if __name__ == "__main__":
    main(*map(int, sys.argv[1:3]))
