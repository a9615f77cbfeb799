"""Add up what those who left would have been worth."""

from __future__ import annotations

import polars as pl

from sim.kpis.base import DAYS, Kpi, Sum
from sim.kpis.columns import PRESENT

KPI = Kpi(
    name="lifetime_value_lost",
    label="Lifetime value lost per day",
    unit="money",
    better="lower",
    definition="yearly value of those who left / yearly hazard of an ordinary customer, per measured day",
    place=94,
    numerator=Sum("leavers", PRESENT, pl.col("lifetime")),
    denominator=DAYS,
)
