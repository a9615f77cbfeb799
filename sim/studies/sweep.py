"""Simulate many points of a design, and say at each what policies differ by and which may be best."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import product
from typing import Any, NamedTuple

import numpy as np
import polars as pl

from sim.comparison import compare_table, estimates
from sim.errors import GoodwillError
from sim.estimate import Floats, ratio_difference, replications_needed
from sim.judging import Judge
from sim.kpis import KPIS
from sim.studies.axes import Axis, Variants
from sim.studies.bench import Bench
from sim.studies.best import Standing, best_of
from sim.studies.goals import Goal, Sums, sums_of

Point = Mapping[str, str]
"""Values by path, as files write them; empty: the scenario as it stands."""
AS_IT_STANDS = "as it stands"
MOST_POINTS = 20_000


class Question(NamedTuple):
    """What is asked of every point.

    until: half-width by measure that every paired difference from the baseline is to reach, with at most
    `at_most` replications.
    """

    points: tuple[Point, ...]
    policies: tuple[str, ...]
    baseline: str
    kpis: tuple[str, ...]
    replications: int
    judge: Judge
    until: Mapping[str, float] = {}
    at_most: int = 100


def grid(vary: Mapping[str, Sequence[str]]) -> tuple[Point, ...]:
    """Return every combination of values, the last path turning fastest.

    Raises: GoodwillError where there are too many.
    """
    count = int(np.prod([len(values) for values in vary.values()], dtype=float)) if vary else 1
    if count > MOST_POINTS:
        raise GoodwillError(
            f"--vary: makes too many points (got {count}; allowed {MOST_POINTS}). Take fewer values."
        )
    return tuple(dict(zip(vary, values, strict=True)) for values in product(*vary.values()))


def one_at_a_time(axes: Sequence[Axis]) -> tuple[Point, ...]:
    """Return the scenario as it stands, and each axis alone at the ends of its range."""
    return ({}, *({axis.path: axis.text(end)} for axis in axes for end in (axis.low, axis.high)))


def name_of(point: Point) -> str:
    """Return what a point is called."""
    return ", ".join(f"{path}={value}" for path, value in point.items()) or AS_IT_STANDS


def sweep(bench: Bench, variants: Variants, asked: Question) -> pl.DataFrame:
    """Return the KpiTable of every point; its scenario names the point.

    Points that miss `until` get as many replications more as the spread so far makes likely.
    """
    counts = dict.fromkeys(map(name_of, asked.points), asked.replications)
    points = {name_of(point): point for point in asked.points}
    settings = {
        (name, policy): variants.setting(point, policy)
        for name, point in points.items()
        for policy in asked.policies
    }
    while True:
        table = pl.concat(
            bench.table({key: settings[key] for key in settings if counts[key[0]] == count}, count)
            for count in sorted({*counts.values()})
        )
        more = {name: _wanted(table, name, count, asked) for name, count in counts.items()}
        if more == counts:
            break
        counts = more
    order = pl.DataFrame({"scenario": list(points), "place": range(len(points))})
    return table.join(order, on="scenario").sort("place", maintain_order=True).drop("place")


def long_form(table: pl.DataFrame, asked: Question) -> pl.DataFrame:
    """Return a sweep as one row for each point, policy and measure.

    Columns: one for each path that varies; policy, kpi, label, unit, value, low, high; difference from the
    baseline at the same point with its ends and verdict; standing among all policies (best, may be best, not
    best); replications.
    """
    paths = list(dict.fromkeys(path for point in asked.points for path in point))
    rows = [
        {**dict.fromkeys(paths, ""), **point, **row}
        for point in asked.points
        for row in _rows(table, point, asked)
    ]
    numbers = ("value", "low", "high", "difference", "difference_low", "difference_high")
    return pl.DataFrame(rows, infer_schema_length=None, schema_overrides=dict.fromkeys(numbers, pl.Float64))


def _rows(table: pl.DataFrame, point: Point, asked: Question) -> Iterator[dict[str, Any]]:
    name = name_of(point)
    part = table.filter(
        pl.col("scenario") == name, pl.col("dimension") == "all", pl.col("kpi").is_in(asked.kpis)
    )
    several = len(asked.policies) > 1 and asked.baseline in asked.policies
    judged = (
        {(row.policy, row.kpi): row for row in compare_table(part, asked.baseline, asked.judge)}
        if several
        else {}
    )
    values = {
        (row["policy"], row["kpi"]): row
        for row in estimates(part, asked.judge.confidence, KPIS).iter_rows(named=True)
    }
    for kpi in asked.kpis:
        standings = standing(table, name, kpi, asked)
        for policy in asked.policies:
            own, other = values.get((policy, kpi)), judged.get((policy, kpi))
            if own is None:
                continue
            yield {
                "policy": policy,
                "kpi": kpi,
                "label": KPIS[kpi].label,
                "unit": KPIS[kpi].unit,
                **{key: own[key] for key in ("value", "low", "high")},
                "difference": None if other is None else other.difference.value,
                "difference_low": None if other is None else other.difference.low,
                "difference_high": None if other is None else other.difference.high,
                "verdict": "" if other is None else other.verdict,
                "standing": standings[policy].word if policy in standings else "",
                "replications": own["n"],
            }


def standing(table: pl.DataFrame, name: str, kpi: str, asked: Question) -> dict[str, Standing]:
    """Return where each policy stands among all at one point in one measure; nothing for one alone."""
    better = KPIS[kpi].better
    if better not in ("higher", "lower") or len(asked.policies) < 2:
        return {}
    sums = {policy: sums_of(table, name, policy, Goal(kpi)) for policy in asked.policies}
    if not all(one.under.any() for one in sums.values()):
        return {}
    return best_of(sums, higher=better == "higher", confidence=asked.judge.confidence)


def _wanted(table: pl.DataFrame, name: str, count: int, asked: Question) -> int:
    """Return the replications that a point takes for all its differences to be as sure as asked."""
    wanted = count
    for kpi, half_width in asked.until.items():
        base = sums_of(table, name, asked.baseline, Goal(kpi))
        for policy in asked.policies:
            if policy == asked.baseline:
                continue
            now = _half_width(sums_of(table, name, policy, Goal(kpi)), base, asked.judge.confidence)
            if now is not None and now > half_width:
                foreseen = replications_needed(now, count, half_width, asked.judge.confidence)
                wanted = max(wanted, count + 1, foreseen)
    return max(count, min(wanted, asked.at_most))


def _half_width(one: Sums, base: Sums, confidence: float) -> float | None:
    found = ratio_difference(one.over, one.under, base.over, base.under, confidence)
    return found.estimate.half_width


def differences(table: pl.DataFrame, point: Point, kpi: str, policy: str, baseline: str) -> float:
    """Return the plain difference of a policy from the baseline at one point."""
    pair = (sums_of(table, name_of(point), who, Goal(kpi)) for who in (policy, baseline))
    mine, base = (float(one.over.sum() / one.under.sum()) if one.under.any() else 0.0 for one in pair)
    return mine - base


def at(axes: Sequence[Axis], shares: Floats) -> list[Point]:
    """Return points by their place between the ends of each axis: shares of shape (points, axes)."""
    return [
        {
            axis.path: axis.text(axis.low + share * (axis.high - axis.low))
            for axis, share in zip(axes, row, strict=True)
        }
        for row in shares.tolist()
    ]
