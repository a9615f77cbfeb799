"""Tell how fast customers leave."""

from __future__ import annotations

import polars as pl

from sim.kpis.base import Kpi, Sum
from sim.kpis.columns import PRESENT, WENT

KPI = Kpi(
    name="left_per_year",
    label="Customers lost per year",
    unit="share",
    better="lower",
    definition="customers who left in the window / years that customers were there",
    place=91,
    numerator=Sum("customers", WENT),
    denominator=Sum("customers", PRESENT, pl.col("years")),
    without=("problem",),
)
