"""Count the promises that are forgotten."""

from __future__ import annotations

import polars as pl

from sim.kpis.base import Kpi, Sum
from sim.kpis.columns import COUNTED

KPI = Kpi(
    name="promises_forgotten",
    label="Promises forgotten per job",
    unit="count",
    better="lower",
    definition="promises to do a job that were forgotten when their time came / jobs reported",
    place=65,
    numerator=Sum("jobs", COUNTED, pl.col("forgotten")),
    denominator=Sum("jobs", COUNTED),
)
