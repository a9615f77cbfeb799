"""Lay results out as flat tables for a spreadsheet."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import polars as pl

from sim.comparison import Comparison, Measure


def whole_week(found: pl.DataFrame, kpis: Mapping[str, Measure]) -> pl.DataFrame:
    """Give the estimates over all intervals: of the whole, and by queue, group, contact type and so on.

    Columns: scenario, policy, dimension, member, kpi, unit, value, low, high, n.
    """
    units = pl.col("kpi").replace_strict({name: one.unit for name, one in kpis.items()}).alias("unit")
    columns = ("scenario", "policy", "dimension", "member", "kpi", units, "value", "low", "high", "n")
    return found.filter(pl.col("dimension") != "interval").select(*columns)


def intervals(found: pl.DataFrame) -> pl.DataFrame:
    """Give the estimates by interval of the week: policy, scenario, interval, kpi, value, low, high."""
    return found.filter(pl.col("dimension") == "interval").select(
        "policy", "scenario", pl.col("member").alias("interval"), "kpi", "value", "low", "high"
    )


def differences(
    rows: Sequence[Comparison], between: Sequence[Comparison], kpis: Mapping[str, Measure]
) -> pl.DataFrame:
    """Give paired differences as a table for a spreadsheet; `between` holds those of scenarios.

    Columns: scenario, policy, against (a policy, or a scenario), dimension, member, kpi, unit,
    against_value, value, difference, low, high, n, verdict, variance_reduction.
    """
    turned = (replace(row, scenario=row.policy, policy=row.scenario) for row in between)
    told = [
        (
            *(row.scenario, row.policy, row.baseline, row.dimension, row.member, row.kpi, kpis[row.kpi].unit),
            *(row.baseline_value.value, row.value.value, *row.difference[:3], row.difference.n),
            *(row.verdict, row.variance_reduction),
        )
        for row in (*rows, *turned)
    ]
    numbers = ("against_value", "value", "difference", "low", "high")
    texts = ("scenario", "policy", "against", "dimension", "member", "kpi", "unit")
    kinds = {**dict.fromkeys(texts, pl.String), **dict.fromkeys(numbers, pl.Float64), "n": pl.Int64}
    more = {"verdict": pl.String, "variance_reduction": pl.Float64}
    return pl.DataFrame(told, schema=kinds | more, orient="row")
