"""Find the best of many policies, with all those that it is not surely better than."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from sim.comparison import compare_table
from sim.judging import Judge
from sim.kpis.base import ALL


def best_of(
    table: pl.DataFrame, scenario: str, policies: Sequence[str], kpis: Sequence[str], judge: Judge
) -> dict[str, list[str]]:
    """Return by measure the policies that none is surely and noticeably better than, the best mean first.

    table: KpiTable. The policy with the best mean is held against every other one, all headline measures
    at once as where policies are held against the baseline, so that a pair has one verdict in both places.
    """
    family = [name for name, one in judge.measures.items() if one.headline or name in kpis]
    here = (pl.col("scenario") == scenario) & (pl.col("dimension") == ALL) & pl.col("kpi").is_in(family)
    part = table.filter(here & pl.col("policy").is_in(policies))
    found, rows = {}, {}
    for kpi in kpis:
        sums = part.filter(kpi=kpi).group_by("policy").agg(pl.col("numerator", "denominator").sum())
        sign = -1.0 if judge.measures[kpi].better == "lower" else 1.0
        means = {name: sign * over / under for name, over, under in sums.iter_rows() if under}
        if len(means) < len(policies):
            continue
        top = max(policies, key=means.__getitem__)
        if top not in rows:
            rows[top] = compare_table(part, top, judge)
        worse = {row.policy for row in rows[top] if row.kpi == kpi and row.verdict == "worse"}
        found[kpi] = [top, *(policy for policy in policies if policy not in {top, *worse})]
    return found
