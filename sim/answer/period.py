"""A scenario's figures per week, or per open day, instead of per day."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, NamedTuple

import polars as pl

from sim.answer.told import Told
from sim.comparison import Comparison
from sim.estimate import Estimate
from sim.judging import Measure
from sim.scenario.model import Scenario
from sim.studies.marginal import Marginal

WEEK = 7
DAILY = "per day"
"""Words in the label of what is counted by day."""
MEASURED = "per measured day"
"""Words in the definition of what is counted by day."""


class Period(NamedTuple):
    """What figures are told per: its name, and the unit of what is told per day otherwise."""

    name: str
    unit: str


WEEKLY, OPEN_DAY = Period("week", "per_week"), Period("open day", "per_open_day")
PERIODS: Mapping[str, Period] = {"week": WEEKLY, "open-day": OPEN_DAY}
"""Periods by what the command line calls them; a day needs none."""


def per(told: Told, period: Period) -> Told:
    """Return the same figures with all that is told per day told per period; verdicts stay as they are."""
    days = days_of(told.scenario, period)
    daily = _daily(told.kpis)
    return replace(
        told,
        period=period.name,
        kpis=measures_per(told.kpis, period),
        values={key: _times(one, days) if key[3] in daily else one for key, one in told.values.items()},
        differences={
            key: _compared(row, days) if key[3] in daily else row for key, row in told.differences.items()
        },
        equal={policy: _equal(one, days, daily) for policy, one in told.equal.items()},
    )


def measures_per(kpis: Mapping[str, Measure], period: Period) -> dict[str, Measure]:
    """Return the measures with labels, units and definitions of the period."""
    daily = _daily(kpis)
    return {name: _named(kpi, period) if name in daily else kpi for name, kpi in kpis.items()}


def estimates_per(
    found: pl.DataFrame, kpis: Mapping[str, Measure], scenarios: Mapping[str, Scenario], period: Period
) -> pl.DataFrame:
    """Return estimates, as `sim.comparison.estimates` gives them, with those per day told per period."""
    days = {name: float(days_of(one, period)) for name, one in scenarios.items()}
    times = pl.col("scenario").replace_strict(days, default=1.0, return_dtype=pl.Float64)
    factor = pl.when(pl.col("kpi").is_in(sorted(_daily(kpis)))).then(times).otherwise(1.0)
    return found.with_columns(pl.col("value", "low", "high", "half_width") * factor)


def comparisons_per(
    rows: Sequence[Comparison],
    kpis: Mapping[str, Measure],
    scenarios: Mapping[str, Scenario],
    period: Period,
) -> tuple[Comparison, ...]:
    """Return comparisons with those per day told per period.

    Rows between scenarios hold scenarios as policies: they take the period of the first scenario.
    """
    daily, first = _daily(kpis), next(iter(scenarios.values()))
    return tuple(
        _compared(row, days_of(scenarios.get(row.scenario, first), period)) if row.kpi in daily else row
        for row in rows
    )


def days_of(scenario: Scenario, period: Period) -> float:
    """Return how many measured days make the period that figures are told for.

    A week of a shorter run is the run; an open day has its share of the closed ones.
    """
    days = scenario.clock.days
    return min(days, WEEK) if period is WEEKLY else days / (open_days(scenario) or days)


def open_days(scenario: Scenario) -> int:
    """Return on how many of the measured days the centre opens."""
    clock, kinds = scenario.clock, scenario.clock.kinds()
    measured = clock.days_of_run()[clock.warm_up_days : clock.warm_up_days + clock.days]
    return sum(bool(kinds[day].spans) for day in measured)


def remark(scenario: Scenario, period: Period) -> str:
    """Return the sentence on what the period is, where its name does not say it."""
    days = scenario.clock.days
    if period is OPEN_DAY:
        opened = open_days(scenario)
        return f"An open day: the whole run over the {opened} of {days} measured days on which it opens."
    if days < WEEK:
        return f"A week is the {days} measured day{'' if days == 1 else 's'}."
    return f"A week is {WEEK} mean days of the {days} measured ones." if days % WEEK else ""


def _daily(kpis: Mapping[str, Measure]) -> set[str]:
    return {name for name, kpi in kpis.items() if kpi.unit == "per_day" or DAILY in kpi.label}


def _named(kpi: Measure, period: Period) -> Measure:
    unit = period.unit if kpi.unit == "per_day" else kpi.unit
    words = f"per {period.name}"
    label, definition = kpi.label.replace(DAILY, words), kpi.definition.replace(MEASURED, words)
    given: Any = kpi
    found: Measure = replace(given, unit=unit, label=label, definition=definition)
    return found


def _times(found: Estimate, days: float) -> Estimate:
    value, low, high, half_width = (None if part is None else part * days for part in found[:4])
    return Estimate(value, low, high, half_width, found.n)


def _compared(row: Comparison, days: float) -> Comparison:
    base, value, difference = (_times(one, days) for one in (row.baseline_value, row.value, row.difference))
    return replace(row, baseline_value=base, value=value, difference=difference)


def _equal(found: Marginal, days: float, daily: set[str]) -> Marginal:
    values = {
        label: _times(one, days) if label.partition("{")[0] in daily else one
        for label, one in found.values.items()
    }
    return found._replace(cost=_times(found.cost, days), values=values)
