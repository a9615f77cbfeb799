"""Tell which share of the jobs is done at the time that customers prefer."""

from __future__ import annotations

import polars as pl

from sim.kpis.base import Kpi, Sum
from sim.kpis.columns import BEGUN, COUNTED

KPI = Kpi(
    name="job_on_time_share",
    label="Jobs at the customer's time",
    unit="share",
    better="higher",
    definition="jobs begun when preferred, or at the report if that is later / jobs begun",
    place=65,
    numerator=Sum("jobs", COUNTED & (pl.col("begun") == pl.max_horizontal("preferred", "reported"))),
    denominator=Sum("jobs", COUNTED & BEGUN),
)
