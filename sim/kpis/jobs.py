"""Jobs: whether they are done when customers prefer."""

from __future__ import annotations

import polars as pl

from sim.kpis.base import Kpi, Sum
from sim.kpis.columns import BEGUN, COUNTED

MEASURES = (
    Kpi(
        name="job_late",
        label="Lateness of jobs",
        unit="s",
        better="lower",
        definition="time from the preferred moment to the beginning, 0 if it begins earlier / jobs begun",
        place=65,
        matters="5%",
        numerator=Sum("jobs", COUNTED & BEGUN, (pl.col("begun") - pl.col("preferred")).clip(0.0)),
        denominator=Sum("jobs", COUNTED & BEGUN),
    ),
    Kpi(
        name="job_on_time_share",
        label="Jobs done when customers prefer",
        unit="share",
        better="higher",
        definition="jobs begun when preferred, or at the report if that is later / jobs begun",
        place=65,
        numerator=Sum("jobs", COUNTED & (pl.col("begun") == pl.max_horizontal("preferred", "reported"))),
        denominator=Sum("jobs", COUNTED & BEGUN),
    ),
    Kpi(
        name="promises_forgotten",
        label="Promises forgotten per job",
        unit="count",
        better="lower",
        definition="promises to do a job forgotten when their time came / jobs reported",
        place=65,
        matters="0.01",
        numerator=Sum("jobs", COUNTED, pl.col("forgotten")),
        denominator=Sum("jobs", COUNTED),
    ),
)
