"""Add up what the customers are worth while they stay."""

from __future__ import annotations

import polars as pl

from sim.kpis.base import DAYS, Kpi, Sum
from sim.kpis.columns import PRESENT

KPI = Kpi(
    name="customer_value",
    label="Customers' value per day",
    unit="money",
    better="higher",
    definition="yearly value x years that customers were there, per measured day",
    place=96,
    numerator=Sum("customers", PRESENT, pl.col("value")),
    denominator=DAYS,
    without=("problem",),
)
