"""Tell what overtime costs."""

from __future__ import annotations

import polars as pl

from sim.kpis.base import DAYS, Kpi, Sum
from sim.kpis.columns import PRESENT

KPI = Kpi(
    name="overtime_cost",
    label="Overtime cost per day",
    unit="money",
    better="lower",
    definition="overtime hours x wage x pay of overtime, per measured day",
    place=82,
    unused=None,
    numerator=Sum("duty", PRESENT, pl.col("overtime_cost")),
    denominator=DAYS,
)
