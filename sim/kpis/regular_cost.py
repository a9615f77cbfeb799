"""Tell what the hours within shifts cost."""

from __future__ import annotations

import polars as pl

from sim.kpis.base import DAYS, Kpi, Sum
from sim.kpis.columns import PRESENT

KPI = Kpi(
    name="regular_cost",
    label="Regular staff cost per day",
    unit="money",
    better="lower",
    definition="paid hours within shifts x wage, per measured day",
    place=82,
    unused=None,
    numerator=Sum("duty", PRESENT, pl.col("cost") - pl.col("overtime_cost")),
    denominator=DAYS,
)
