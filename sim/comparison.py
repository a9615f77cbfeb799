"""Judge policies against the baseline: estimates, paired differences, verdicts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any, NamedTuple

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
from sim.judging import ROUNDING, Evidence, Judge, Measure
from sim.kpis import KPIS
from sim.kpis.base import ALL
from sim.wording import show_difference

MOST_FORESEEN = 100_000
"""Replications beyond which a forecast of them only says that there are more."""

MIXED = ("service_level", "asa", "wait_", "line_")
"""Beginnings of the names of measures that say little where channels and targets are mixed."""

KEYS = ("scenario", "dimension", "member", "kpi")
WEEK = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


@dataclass(frozen=True)
class Comparison:
    """One policy beside the baseline in one KPI of one slice.

    Values and differences are in the KPI's unit; the difference is policy less baseline, paired by
    replication. verdict, matters, p, needed: as in `sim.judging.Judgement`.
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
    matters: float | None = None
    p: float | None = None
    needed: int | None = None


class Dense(NamedTuple):
    """A KpiTable as arrays: one row per slice and KPI, one column per replication.

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
    judge = Judge(KPIS, results.confidence if confidence is None else confidence, results.margins)
    return compare_table(results.table, results.baseline if baseline is None else baseline, judge)


def compare_scenarios(results: Results, versus: str) -> tuple[Comparison, ...]:
    """Compare every scenario of an experiment with the scenario `versus`, under each policy.

    The same luck meets both, so the differences are paired. In these comparisons `policy` and
    `baseline` hold scenarios, and `scenario` the policy under which both ran.

    Raises: ResultError when `versus` was not run.
    """
    turned = results.table.rename({"policy": "scenario", "scenario": "policy"})
    return compare_table(turned, versus, Judge(KPIS, results.confidence, results.margins))


def compare_table(table: pl.DataFrame, baseline: str, judge: Judge) -> tuple[Comparison, ...]:
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
        for row in _compare_policy(dense, policy, baseline, judge)
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


def difference_text(row: Comparison, unit: str, currency: str) -> str:
    """Write the difference with its interval; 0 where nothing differs but the computer's rounding."""
    return "0" if nothing_differs(row) else show_difference(row.difference, unit, currency)


def verdict_text(row: Comparison) -> str:
    """Write the verdict, and behind an unclear one the replications that would settle it."""
    if row.needed is None:
        return row.verdict
    return f"{row.verdict}, {f'{row.needed:,}' if row.needed < MOST_FORESEEN else 'over 100,000'} would tell"


def nothing_differs(row: Comparison) -> bool:
    """Return whether no replication differs by more than the computer's rounding."""
    rounding = ROUNDING * abs(row.baseline_value.value or 0.0)
    ends = (row.difference.low, row.difference.high)
    return all(end is not None and abs(end) <= rounding for end in ends)


def headline(kpis: Mapping[str, Measure]) -> list[str]:
    """Name the measures a planner reads first, in their order; every other one is in result.json."""
    return [name for name, one in kpis.items() if one.headline]


def opening(
    rows: Sequence[Comparison], scenario: str, policy: str, kpis: Mapping[str, Measure]
) -> list[Comparison]:
    """Return the headline measures over all contacts of one policy in one scenario, in their order."""
    found = _whole(rows, scenario, policy)
    return [found[name] for name in headline(kpis) if name in found]


def beyond(
    rows: Sequence[Comparison], scenario: str, policy: str, kpis: Mapping[str, Measure]
) -> list[Comparison]:
    """Return the measures over all contacts of what else is at work in one policy or its baseline."""
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


def measures(queues: int = 1, kpis: Mapping[str, Measure] = KPIS) -> Mapping[str, Measure]:
    """Return all KPIs by name; for the whole of several queues, service levels and waits say so."""
    if queues == 1:
        return kpis
    return {name: _of_all_queues(one) if name.startswith(MIXED) else one for name, one in kpis.items()}


def _of_all_queues(measure: Measure) -> Measure:
    given: Any = measure
    found: Measure = replace(given, label=f"{measure.label}, all queues")
    return found


def summary(
    results: Results,
    found: pl.DataFrame,
    rows: Sequence[Comparison],
    kpis: Mapping[str, Measure],
    about: Mapping[str, Any] | None = None,
) -> dict[str, Any]:
    """Return the content of result.json (schema version 1): what was run, estimates, comparisons.

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
    """Return a comparison as a mapping that JSON can hold."""
    content = asdict(row)
    for name in ("baseline_value", "value", "difference"):
        content[name] = getattr(row, name)._asdict()
    return content


def _compare_policy(dense: Dense, policy: str, baseline: str, judge: Judge) -> Iterator[Comparison]:
    """Compare one policy with the baseline, slice by slice."""
    slices: dict[tuple[str, str, str], list[int]] = {}
    for row, key in enumerate(dense.keys):
        slices.setdefault(key[:3], []).append(row)
    judged: dict[int, Comparison] = {}
    for (scenario, dimension, member), places in slices.items():
        found = {dense.keys[row][3]: _paired(dense, row, policy, baseline, judge) for row in places}
        evidence = {kpi: Evidence(base, apart) for kpi, (base, _, apart, _) in found.items()}
        verdicts = judge.family(evidence, whole=dimension == ALL)
        for row, (kpi, (base, value, apart, brought)) in zip(places, found.items(), strict=True):
            (told, matters, p, needed) = verdicts[kpi]
            about = (kpi, dimension, member, scenario, baseline, base, policy, value, apart)
            judged[row] = Comparison(*about, told, brought, matters, p, needed)
    yield from (judged[row] for row in range(len(dense.keys)))


def _paired(
    dense: Dense, row: int, policy: str, baseline: str, judge: Judge
) -> tuple[Estimate, Estimate, Estimate, float | None]:
    """Return the baseline's value, the policy's, their difference, and what shared luck brought."""
    measure, confidence = judge.measures[dense.keys[row][3]], judge.confidence
    over_a, under_a = (part[row] for part in dense.sums[policy])
    over_b, under_b = (part[row] for part in dense.sums[baseline])
    if not (under_a.any() or under_b.any()):
        return NO_DATA, NO_DATA, NO_DATA, None
    base = possible(ratio(over_b, under_b, confidence), measure)
    value = possible(ratio(over_a, under_a, confidence), measure)
    return base, value, *ratio_difference(over_a, under_a, over_b, under_b, confidence)


def _whole(rows: Sequence[Comparison], scenario: str, policy: str) -> dict[str, Comparison]:
    """Return the comparisons over all contacts of one policy in one scenario, by measure."""
    return {r.kpi: r for r in rows if (r.dimension, r.scenario, r.policy) == ("all", scenario, policy)}


def _place_in_week(key: tuple[str, str, str, str]) -> tuple[int, str]:
    """Sort intervals by day and time; leave all other slices where they are."""
    _, dimension, member, _ = key
    return place_in_week(member) if dimension == "interval" else (-1, "")


def place_in_week(interval: str) -> tuple[int, str]:
    """Sort "mon 09:00" by day and time, then special days."""
    day, _, time = interval.partition(" ")
    return (WEEK.index(day), time) if day in WEEK else (len(WEEK), interval)


def from_plain(row: Mapping[str, Any]) -> Comparison:
    """Return the comparison that `plain` wrote."""
    parts = {name: Estimate(**row[name]) for name in ("baseline_value", "value", "difference")}
    return Comparison(**{**row, **parts})
