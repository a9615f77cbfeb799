"""Tell how long agents are busy after their shift."""

from __future__ import annotations

import polars as pl

from sim.kpis.base import DAYS, Kpi, Sum
from sim.kpis.columns import PRESENT

KPI = Kpi(
    name="overtime",
    label="Overtime hours per day",
    unit="per_day",
    better="lower",
    definition="hours in which agents are busy after the end of their shift, per measured day",
    place=49,
    numerator=Sum("duty", PRESENT, pl.col("overtime") / 3600.0),
    denominator=DAYS,
)
