"""Add up what replacing agents who quit costs."""

from __future__ import annotations

import polars as pl

from sim.kpis.base import DAYS, Kpi, Sum
from sim.kpis.columns import PRESENT

KPI = Kpi(
    name="hiring_cost",
    label="Hiring cost per day",
    unit="money",
    better="lower",
    definition="agents who quit within the window x what replacing one costs, per measured day",
    place=82,
    numerator=Sum("agents", PRESENT, pl.col("hiring_cost")),
    denominator=DAYS,
)
