"""Add up the money that amends and outreach cost, beyond agents' time."""

from __future__ import annotations

import polars as pl

from sim.kpis.base import DAYS, Kpi, Sum
from sim.kpis.columns import COUNTED

KPI = Kpi(
    name="amends_cost",
    label="Amends and outreach per day",
    unit="money",
    better="lower",
    definition="compensation paid and questions asked, per measured day",
    place=82,
    numerator=Sum("amends", COUNTED, pl.col("money")),
    denominator=DAYS,
)
