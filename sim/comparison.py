"""Judge policies against the baseline: estimates, paired differences, verdicts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any, NamedTuple, Protocol

import numpy as np
import polars as pl

from sim.errors import ResultError
from sim.estimate import (
    NO_DATA,
    Estimate,
    Floats,
    estimate,
    ratio,
    ratio_columns,
    ratio_difference,
)
from sim.experiment import Results
from sim.kpis import KPIS
from sim.wording import show_difference

ROUNDING = 1e-9
"""Differences below this share of the values are the computer's rounding, not a finding."""

SYMBOLS = {
    "better": "▲",
    "worse": "▼",
    "higher": "△",
    "lower": "▽",
    "no clear difference": "=",
    "same": "=",
    "no interval": "·",
    "no data": "–",
}
"""A sign for each verdict, so that colour is never needed."""

MIXED = ("service_level", "asa", "wait_")
"""Beginnings of the names of measures that say little where channels and targets are mixed."""

KEYS = ("scenario", "dimension", "member", "kpi")
WEEK = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


class Measure(Protocol):
    """Say what a judge must know about a KPI; `sim.kpis.Kpi` says it."""

    @property
    def name(self) -> str:
        """Key in the KpiTable."""

    @property
    def label(self) -> str:
        """Words for a table."""

    @property
    def unit(self) -> str:
        """One of s, share, money, per_day, count, score."""

    @property
    def better(self) -> str:
        """One of higher, lower, neutral."""

    @property
    def definition(self) -> str:
        """One sentence with the formula in words."""

    @property
    def headline(self) -> bool:
        """Say whether it opens a comparison."""

    @property
    def unused(self) -> float | None:
        """Value where nothing brings it about; None for what every centre has."""

    @property
    def needs(self) -> str:
        """Measure without which this one says nothing of its own, or nothing."""

    @property
    def below_zero(self) -> bool:
        """Say whether it can be negative."""


@dataclass(frozen=True)
class Comparison:
    """Compare one policy with the baseline in one KPI of one slice.

    Values and differences are in the KPI's unit; the difference is policy less baseline,
    paired by replication. verdict: better, worse, higher, lower, no clear difference, same
    (nothing differs in any replication), no interval (one replication says nothing about its
    own luck), no data.
    """

    kpi: str
    dimension: str
    member: str
    scenario: str
    baseline: str
    baseline_value: Estimate
    policy: str
    value: Estimate
    difference: Estimate
    verdict: str
    variance_reduction: float | None


class Dense(NamedTuple):
    """Hold a KpiTable as arrays: one row per slice and KPI, one column per replication.

    sums: policy to (numerators, denominators), each of shape (keys, replications).
    """

    keys: list[tuple[str, str, str, str]]
    sums: dict[str, tuple[Floats, Floats]]


def compare(
    results: Results, baseline: str | None = None, confidence: float | None = None
) -> tuple[Comparison, ...]:
    """Compare every policy of an experiment with its baseline, in every slice but the intervals.

    Raises: ResultError when the baseline was not run.
    """
    return compare_table(
        results.table,
        results.baseline if baseline is None else baseline,
        results.confidence if confidence is None else confidence,
        measures(),
    )


def compare_scenarios(results: Results, versus: str) -> tuple[Comparison, ...]:
    """Compare every scenario of an experiment with the scenario `versus`, under each policy.

    The same luck meets both, so the differences are paired. In these comparisons `policy` and
    `baseline` hold scenarios, and `scenario` the policy under which both ran.

    Raises: ResultError when `versus` was not run.
    """
    turned = results.table.rename({"policy": "scenario", "scenario": "policy"})
    return compare_table(turned, versus, results.confidence, measures())


def compare_table(
    table: pl.DataFrame, baseline: str, confidence: float, kpis: Mapping[str, Measure]
) -> tuple[Comparison, ...]:
    """Compare every policy of a KpiTable with the baseline, in every slice but the intervals.

    Raises: ResultError when the table has no such policy.
    """
    dense = densify(table.filter(pl.col("dimension") != "interval"))
    if baseline not in dense.sums:
        raise ResultError(
            f"the baseline was not run (got {baseline}; allowed {', '.join(dense.sums)}). "
            "Run it too, or name another baseline."
        )
    return tuple(
        row
        for policy in dense.sums
        if policy != baseline
        for row in _compare_policy(dense, policy, baseline, confidence, kpis)
    )


def estimates(table: pl.DataFrame, confidence: float, kpis: Mapping[str, Measure]) -> pl.DataFrame:
    """Estimate every KPI of every slice, intervals included.

    Columns: policy, scenario, dimension, member, kpi, value, low, high, half_width, n;
    nulls where there is no data, or no interval; low and high are what the KPI can be.
    Intervals of the week are in its order.
    """
    dense = densify(table)
    rows: dict[str, list[Any]] = {name: [] for name in ("policy", *KEYS, *Estimate._fields)}
    for policy, (over, under) in dense.sums.items():
        value, half_width, n = (column.tolist() for column in ratio_columns(over, under, confidence))
        columns = zip(value, half_width, n, dense.keys, strict=True)
        found = [possible(estimate(v, h, int(m)), kpis[key[-1]]) for v, h, m, key in columns]
        rows["policy"] += [policy] * len(found)
        for index, name in enumerate(KEYS):
            rows[name] += [key[index] for key in dense.keys]
        for name in Estimate._fields:
            rows[name] += [getattr(one, name) for one in found]
    numbers = dict.fromkeys(("value", "low", "high", "half_width"), pl.Float64)
    return pl.DataFrame(rows, schema_overrides=numbers, strict=False)


def densify(table: pl.DataFrame) -> Dense:
    """Lay a KpiTable out as arrays; a slice that a replication never met counts as zeros.

    Keys keep the order of their first row, intervals of the week come in its order.
    """
    keys = list(dict.fromkeys(table.select(KEYS).iter_rows()))
    keys.sort(key=_place_in_week)
    row_of = {key: row for row, key in enumerate(keys)}
    replications = {r: column for column, r in enumerate(table["replication"].unique().sort())}
    shape = (len(keys), len(replications))
    sums: dict[str, tuple[Floats, Floats]] = {}
    for (policy,), part in table.group_by("policy", maintain_order=True):
        rows = [row_of[key] for key in part.select(KEYS).iter_rows()]
        columns = [replications[r] for r in part["replication"]]
        sums[str(policy)] = (np.zeros(shape), np.zeros(shape))
        for array, name in zip(sums[str(policy)], ("numerator", "denominator"), strict=True):
            array[rows, columns] = part[name].to_numpy()
    return Dense(keys, sums)


def possible(found: Estimate, measure: Measure) -> Estimate:
    """Cut the ends of an interval that the measure cannot reach: below 0, or above 1 for a share."""
    if found.low is None or found.high is None or measure.below_zero:
        return found
    high = min(found.high, 1.0) if measure.unit == "share" else found.high
    return found._replace(low=max(found.low, 0.0), high=high)


def met(found: Estimate, target: float) -> str:
    """Say whether a service level meets its target [share], as surely as its interval allows."""
    if found.low is None or found.high is None:
        return ""
    return "met" if found.low >= target else "missed" if found.high < target else "unclear"


def verdict(difference: Estimate, baseline: Estimate, better: str) -> str:
    """Give the judgement that the interval allows, never a stronger one."""
    if difference.value is None:
        return "no data"
    if difference.low is None or difference.high is None:
        return "no interval"
    rounding = ROUNDING * abs(baseline.value or 0.0)
    if max(abs(difference.low), abs(difference.high)) <= rounding:
        return "same"
    if difference.low <= 0.0 <= difference.high or abs(difference.value) <= rounding:
        return "no clear difference"
    direction = "higher" if difference.value > 0.0 else "lower"
    if better not in ("higher", "lower"):
        return direction
    return "better" if direction == better else "worse"


def difference_text(row: Comparison, unit: str, currency: str) -> str:
    """Write the difference with its interval; 0 where nothing differs."""
    return "0" if row.verdict == "same" else show_difference(row.difference, unit, currency)


def headline(kpis: Mapping[str, Measure]) -> list[str]:
    """Name the measures a planner reads first, in their order; every other one is in result.json."""
    return [name for name, one in kpis.items() if one.headline]


def opening(
    rows: Sequence[Comparison], scenario: str, policy: str, kpis: Mapping[str, Measure]
) -> list[Comparison]:
    """Give the headline measures over all contacts of one policy in one scenario, in their order."""
    found = _whole(rows, scenario, policy)
    return [found[name] for name in headline(kpis) if name in found]


def beyond(
    rows: Sequence[Comparison], scenario: str, policy: str, kpis: Mapping[str, Measure]
) -> list[Comparison]:
    """Give the measures over all contacts of what else is at work in one policy or its baseline."""
    found = _whole(rows, scenario, policy)
    values = {name: (row.baseline_value.value, row.value.value) for name, row in found.items()}
    return [found[name] for name in at_work(values, kpis)]


def at_work(values: Mapping[str, Sequence[float | None]], kpis: Mapping[str, Measure]) -> list[str]:
    """Name the measures beyond the headline that some value shows to be at work, in their order.

    values: by measure, one for each policy. A measure is at work where its value is not `unused`.
    """

    def works(name: str) -> bool:
        idle = kpis[name].unused
        found = [value for value in values.get(name, ()) if value is not None]
        return idle is not None and any(abs(value - idle) > ROUNDING for value in found)

    return [
        name
        for name, one in kpis.items()
        if not one.headline and works(name) and (not one.needs or works(one.needs))
    ]


def measures(queues: int = 1) -> Mapping[str, Measure]:
    """Give all KPIs by name; for the whole of several queues, service levels and waits say so."""
    if queues == 1:
        return KPIS
    return {
        name: replace(one, label=f"{one.label}, all queues") if name.startswith(MIXED) else one
        for name, one in KPIS.items()
    }


def summary(
    results: Results,
    found: pl.DataFrame,
    rows: Sequence[Comparison],
    kpis: Mapping[str, Measure],
    about: Mapping[str, Any] | None = None,
) -> dict[str, Any]:
    """Give the content of result.json (schema version 1): what was run, estimates, comparisons.

    found: `estimates` of the results; the intervals are left to intervals.csv. about: further
    entries, such as the file's name and the policies' labels.
    """
    used = set(found["kpi"].unique())
    return {
        "schema_version": 1,
        **(about or {}),
        "scenarios": list(results.scenarios),
        "policies": list(results.policies),
        "baseline": results.baseline,
        "confidence": results.confidence,
        "seed": results.seed,
        "replications": len(results.replications),
        "complete": results.complete,
        "contacts": results.contacts,
        "digest": results.digest,
        "measures": {
            name: {part: getattr(one, part) for part in ("label", "unit", "better", "definition")}
            for name, one in kpis.items()
            if name in used
        },
        "estimates": found.filter(pl.col("dimension") != "interval").to_dicts(),
        "comparisons": [plain(row) for row in rows],
    }


def plain(row: Comparison) -> dict[str, Any]:
    """Give a comparison as a mapping that JSON can hold."""
    content = asdict(row)
    for name in ("baseline_value", "value", "difference"):
        content[name] = getattr(row, name)._asdict()
    return content


def _compare_policy(
    dense: Dense, policy: str, baseline: str, confidence: float, kpis: Mapping[str, Measure]
) -> Iterator[Comparison]:
    """Compare one policy with the baseline, key by key."""
    for row, (scenario, dimension, member, kpi) in enumerate(dense.keys):
        over_a, under_a = (part[row] for part in dense.sums[policy])
        over_b, under_b = (part[row] for part in dense.sums[baseline])
        if not (under_a.any() or under_b.any()):
            value = base = difference = NO_DATA
            brought = None
        else:
            value = possible(ratio(over_a, under_a, confidence), kpis[kpi])
            base = possible(ratio(over_b, under_b, confidence), kpis[kpi])
            difference, brought = ratio_difference(over_a, under_a, over_b, under_b, confidence)
        judged = verdict(difference, base, kpis[kpi].better)
        yield Comparison(
            kpi, dimension, member, scenario, baseline, base, policy, value, difference, judged, brought
        )


def _whole(rows: Sequence[Comparison], scenario: str, policy: str) -> dict[str, Comparison]:
    """Give the comparisons over all contacts of one policy in one scenario, by measure."""
    return {r.kpi: r for r in rows if (r.dimension, r.scenario, r.policy) == ("all", scenario, policy)}


def _place_in_week(key: tuple[str, str, str, str]) -> tuple[int, str]:
    """Sort "mon 09:00" by day and time, then special days; leave all other slices where they are."""
    _, dimension, member, _ = key
    if dimension != "interval":
        return -1, ""
    day, _, time = member.partition(" ")
    return (WEEK.index(day), time) if day in WEEK else (len(WEEK), member)
