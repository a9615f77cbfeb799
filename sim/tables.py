"""Lay results out as flat tables for a spreadsheet."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np
import polars as pl

from sim.comparison import Comparison, place_in_week, possible
from sim.estimate import estimate, ratio_columns
from sim.judging import Measure
from sim.kpis.crossed import TALLY, read_member
from sim.scenario.model import Scenario
from sim.scenario.provenance import Provenance


def whole_week(found: pl.DataFrame, kpis: Mapping[str, Measure]) -> pl.DataFrame:
    """Return the estimates over all intervals: of the whole, and by queue, group, contact type and so on.

    Columns: scenario, policy, dimension, member, kpi, label, unit, value, low, high, n.
    """
    units = pl.col("kpi").replace_strict({name: one.unit for name, one in kpis.items()}).alias("unit")
    about = ("scenario", "policy", "dimension", "member", "kpi", _label(kpis), units)
    return found.filter(pl.col("dimension") != "interval").select(*about, "value", "low", "high", "n")


def _label(kpis: Mapping[str, Measure]) -> pl.Expr:
    """Return the words for the measure in the column `kpi`."""
    return pl.col("kpi").replace_strict({name: one.label for name, one in kpis.items()}).alias("label")


def labelled(found: pl.DataFrame, kpis: Mapping[str, Measure]) -> pl.DataFrame:
    """Return a table with the words for its measures in a column `label`, behind the others."""
    return found.with_columns(_label(kpis))


def intervals(found: pl.DataFrame) -> pl.DataFrame:
    """Return the estimates by interval of the week: policy, scenario, interval, kpi, value, low, high."""
    return found.filter(pl.col("dimension") == "interval").select(
        "policy", "scenario", pl.col("member").alias("interval"), "kpi", "value", "low", "high"
    )


def crossed(
    tallies: pl.DataFrame,
    by: str,
    scenarios: Mapping[str, Scenario],
    confidence: float,
    kpis: Mapping[str, Measure],
) -> pl.DataFrame:
    """Return estimates by interval of each queue, or of each group: the lines of an interval report.

    by: queue or group. Columns: scenario, policy, queue or group, interval, kpi, label, unit, value, low,
    high; in the order of the file, the week and the measures.
    """
    keys = ("scenario", "policy", "member", "kpi")
    some = tallies.filter(pl.col("dimension") == TALLY[by])
    index = some.select(keys).unique(maintain_order=True).with_row_index("row")
    placed = some.join(index, on=keys, how="left", maintain_order="left")
    columns = {r: column for column, r in enumerate(tallies["replication"].unique().sort())}
    at = placed["row"].to_numpy(), placed["replication"].replace_strict(columns).to_numpy()
    over, under = np.zeros((index.height, len(columns))), np.zeros((index.height, len(columns)))
    over[at], under[at] = placed["numerator"].to_numpy(), placed["denominator"].to_numpy()
    found = zip(*(column.tolist() for column in ratio_columns(over, under, confidence)), strict=True)
    order = {key: place for place, key in enumerate(dict.fromkeys(some.select(keys[:2]).iter_rows()))}
    names = {name: list(one.queues if by == "queue" else one.groups) for name, one in scenarios.items()}
    measures, rows = {name: place for place, name in enumerate(kpis)}, []
    for (_, scenario, policy, member, kpi), (value, half, n) in zip(index.iter_rows(), found, strict=True):
        name, interval = read_member(member)
        one = possible(estimate(value, half, int(n)), kpis[kpi])
        row = (scenario, policy, name, interval, kpi, kpis[kpi].label, kpis[kpi].unit, *one[:3])
        place = names[scenario].index(name), place_in_week(interval), measures[kpi]
        rows.append((order[scenario, policy], *place, row))
    texts = dict.fromkeys(("scenario", "policy", by, "interval", "kpi", "label", "unit"), pl.String)
    numbers = dict.fromkeys(("value", "low", "high"), pl.Float64)
    return pl.DataFrame([row for *_, row in sorted(rows)], schema={**texts, **numbers}, orient="row")


def differences(
    rows: Sequence[Comparison], between: Sequence[Comparison], kpis: Mapping[str, Measure]
) -> pl.DataFrame:
    """Return paired differences as a table for a spreadsheet; `between` are those of scenarios.

    Columns: scenario, policy, against (a policy, or a scenario), dimension, member, kpi, label, unit,
    against_value, value, difference, low, high, n, verdict, variance_reduction, matters, p, needed.
    """
    turned = (replace(row, scenario=row.policy, policy=row.scenario) for row in between)
    told = [
        (
            *(row.scenario, row.policy, row.baseline, row.dimension, row.member, row.kpi),
            *(kpis[row.kpi].label, kpis[row.kpi].unit),
            *(row.baseline_value.value, row.value.value, *row.difference[:3], row.difference.n),
            *(row.verdict, row.variance_reduction, row.matters, row.p, row.needed),
        )
        for row in (*rows, *turned)
    ]
    numbers = ("against_value", "value", "difference", "low", "high")
    texts = ("scenario", "policy", "against", "dimension", "member", "kpi", "label", "unit")
    kinds = {**dict.fromkeys(texts, pl.String), **dict.fromkeys(numbers, pl.Float64), "n": pl.Int64}
    reasons = {"matters": pl.Float64, "p": pl.Float64, "needed": pl.Int64}
    more = {"verdict": pl.String, "variance_reduction": pl.Float64, **reasons}
    return pl.DataFrame(told, schema=kinds | more, orient="row")


def assumptions(numbers: Sequence[Provenance]) -> pl.DataFrame:
    """Return the numbers that a scenario believes in, those to be measured first on top.

    Columns: path, value, meaning, source, low, high, confidence, written (in the file, or left to its
    default), measure_first.
    """
    told = [
        (
            *(one.path, one.value, one.meaning, one.source or "none given"),
            *(one.range or (None, None)),
            *(one.confidence or None, "default" if one.mark is None else "in the file", one.unknown),
        )
        for one in sorted(numbers, key=lambda one: not one.unknown)
    ]
    texts = ("path", "value", "meaning", "source", "low", "high", "confidence", "written")
    return pl.DataFrame(
        told, schema=dict.fromkeys(texts, pl.String) | {"measure_first": pl.Boolean}, orient="row"
    )
