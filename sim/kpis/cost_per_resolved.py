"""Tell what a resolution costs in wages."""

from __future__ import annotations

import polars as pl

from sim.kpis.base import Kpi, Sum
from sim.kpis.columns import COUNTED, PRESENT, RESOLVED

KPI = Kpi(
    name="cost_per_resolved",
    label="Staff cost per resolved issue",
    unit="money",
    better="lower",
    definition="staff cost of the window / resolved issues opened in it",
    place=81,
    numerator=Sum("duty", PRESENT, pl.col("cost")),
    denominator=Sum("issues", COUNTED & RESOLVED),
    headline=True,
)
