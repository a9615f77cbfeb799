"""Add up the wages."""

from __future__ import annotations

import polars as pl

from sim.kpis.base import DAYS, Kpi, Sum
from sim.kpis.columns import PRESENT

KPI = Kpi(
    name="staff_cost",
    label="Staff cost per day",
    unit="money",
    better="lower",
    definition="paid hours x wage, overtime at its own pay, per measured day",
    place=80,
    numerator=Sum("duty", PRESENT, pl.col("cost")),
    denominator=DAYS,
    headline=True,
)
