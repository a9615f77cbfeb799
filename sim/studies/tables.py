"""Lay what studies found out as tables that the result folder keeps: long form, one value a row."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import polars as pl

from sim.comparison import compare_table, estimates
from sim.estimate import NO_DATA, Estimate, estimate
from sim.judging import Judge, Measure
from sim.kpis import KPIS
from sim.scenario.model import Scenario
from sim.studies.break_even import Turning
from sim.studies.staff import Need, Staffing

COLUMNS = {
    **dict.fromkeys(("scenario", "policy", "kpi", "label", "unit"), pl.String),
    **dict.fromkeys(("value", "low", "high"), pl.Float64),
    **dict.fromkeys(("difference", "difference_low", "difference_high"), pl.Float64),
    "verdict": pl.String,
    "replications": pl.Int64,
}
"""Columns of `equal_service`: differences are from the baseline policy, each at its own staffing."""
ENDS = ("", "_low", "_high")
"""Endings of the columns of an estimate: value and ends of its interval."""
NEEDS = {
    "fte": ("Paid FTE needed", "count"),
    "fte_today": ("Paid FTE today", "count"),
    "staffing": ("Share of today's agents", "share"),
    "fte_erlang_a": ("Paid FTE by Erlang A", "count"),
}
"""Rows of `equal_service` that are no measures of a run: name to label and unit."""


def equal_service(
    found: Staffing, scenario: str, baseline: str, judge: Judge, kpis: Mapping[str, Measure]
) -> pl.DataFrame:
    """Return what every policy takes and gives where all hold the same goals, with the columns `COLUMNS`."""
    rows = [row for need in found.needs for row in _need_rows(need, scenario)]
    if found.table.height:
        rows += _measure_rows(found, baseline, judge, kpis)
    return pl.DataFrame(rows, schema=COLUMNS, orient="row")


def frontier(
    found: Staffing, fte: Mapping[tuple[str, str], float], confidence: float, kpis: Mapping[str, Measure]
) -> pl.DataFrame:
    """Return every staffing level simulated: policy, staffing, fte, kpi, value, low, high, replications.

    fte: full-time equivalents on the payroll by (staffing, policy).
    """
    levels = found.levels.filter(pl.col("dimension") == "all")
    parts = []
    for (staffing, policy), part in levels.group_by("scenario", "policy", maintain_order=True):
        rows = estimates(part, confidence, kpis).select("kpi", "value", "low", "high")
        count = part["replication"].n_unique()
        parts.append(
            rows.select(
                pl.lit(policy).alias("policy"),
                pl.lit(float(str(staffing))).alias("staffing"),
                pl.lit(fte[str(staffing), str(policy)]).alias("fte"),
                pl.all(),
                pl.lit(count).alias("replications"),
            )
        )
    return pl.concat(parts).sort("policy", "staffing", maintain_order=True)


def _need_rows(need: Need, scenario: str) -> Iterator[tuple[Any, ...]]:
    values = {
        "fte": need.fte,
        "fte_today": estimate(need.today, 0.0, need.fte.n),
        "staffing": need.factor,
        "fte_erlang_a": NO_DATA if need.erlang_a is None else estimate(need.erlang_a, 0.0, need.fte.n),
    }
    for name, (label, unit) in NEEDS.items():
        yield (
            scenario,
            need.policy,
            name,
            label,
            unit,
            *_ends(values[name]),
            *_ends(NO_DATA),
            "",
            need.fte.n,
        )


def _measure_rows(
    found: Staffing, baseline: str, judge: Judge, kpis: Mapping[str, Measure]
) -> Iterator[tuple[Any, ...]]:
    table = found.table.filter(pl.col("dimension") == "all")
    ran = set(table["policy"])
    judged = compare_table(table, baseline, judge) if baseline in ran and len(ran) > 1 else ()
    by_key = {(row.policy, row.kpi): row for row in judged}
    for row in estimates(table, judge.confidence, kpis).iter_rows(named=True):
        kpi, policy = kpis[row["kpi"]], row["policy"]
        other = by_key.get((policy, kpi.name))
        difference, verdict = (other.difference, other.verdict) if other else (NO_DATA, "")
        own = (row["value"], row["low"], row["high"])
        named = (row["scenario"], policy, kpi.name, kpi.label, kpi.unit)
        yield (*named, *own, *_ends(difference), verdict, row["n"])


def _ends(found: Estimate) -> Sequence[float | None]:
    return found.value, found.low, found.high


def number(value: float, unit: str) -> str:
    """Write a value without its unit, with the digits that planners read: shares in percent."""
    if unit == "share":
        return f"{100.0 * value:.1f}"
    return f"{value:,.0f}" if abs(value) >= 100.0 else f"{value:.3g}"


def turning_points(found: Sequence[Turning], scenario: Scenario, sentences: Sequence[str]) -> pl.DataFrame:
    """Return where assumptions turn differences from the baseline, what turns nearest first.

    Columns: scenario, policy, baseline, kpi, label, unit (of the differences); path, axis_unit, value, low,
    high, source (of the assumption); difference_today, difference_at_low, difference_at_high, each with _low
    and _high; now (better, same, worse, ...); turns_at, turns_at_low, turns_at_high (empty where it does not
    turn); then (what it turns into); places_at with _low and _high (staffing at which the policies change
    places); sentence.
    """
    rows = []
    for one, sentence in zip(found, sentences, strict=True):
        axis, kpi = one.axis, KPIS[one.kpi]
        ends = {
            "difference_today": one.today,
            "difference_at_low": one.at_low,
            "difference_at_high": one.at_high,
            "turns_at": one.turns_at,
            "places_at": one.places_at,
        }
        rows.append(
            {
                "scenario": scenario.scenario,
                "policy": one.policy,
                "baseline": scenario.baseline,
                "kpi": one.kpi,
                "label": kpi.label,
                "unit": kpi.unit,
                "path": axis.path,
                "axis_unit": axis.unit,
                "value": axis.value,
                "low": axis.low,
                "high": axis.high,
                "source": axis.source,
                "now": one.now,
                "then": one.then,
                **{
                    f"{name}{end}": x
                    for name, est in ends.items()
                    for end, x in zip(ENDS, _ends(est), strict=True)
                },
                "sentence": sentence,
            }
        )
    numbers = [f"{name}{end}" for name in ("turns_at", "places_at") for end in ENDS]
    return pl.DataFrame(rows, infer_schema_length=None, schema_overrides=dict.fromkeys(numbers, pl.Float64))
