"""Tell how fast customers come."""

from __future__ import annotations

import polars as pl

from sim.kpis.base import Kpi, Sum
from sim.kpis.columns import CAME, PRESENT

KPI = Kpi(
    name="joined_per_year",
    label="Customers won per year",
    unit="share",
    better="higher",
    definition="customers who joined in the window / years that customers were there",
    place=92,
    numerator=Sum("customers", CAME),
    denominator=Sum("customers", PRESENT, pl.col("years")),
    without=("problem",),
)
