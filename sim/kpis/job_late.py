"""Tell how much later than preferred jobs begin, on average."""

from __future__ import annotations

import polars as pl

from sim.kpis.base import Kpi, Sum
from sim.kpis.columns import BEGUN, COUNTED

KPI = Kpi(
    name="job_late",
    label="Lateness of jobs",
    unit="s",
    better="lower",
    definition="time from the preferred moment to the beginning, 0 if it begins sooner / jobs begun",
    place=65,
    numerator=Sum("jobs", COUNTED & BEGUN, (pl.col("begun") - pl.col("preferred")).clip(0.0)),
    denominator=Sum("jobs", COUNTED & BEGUN),
)
