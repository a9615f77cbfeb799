"""Count the agents who quit, where agents tire."""

from __future__ import annotations

import polars as pl

from sim.kpis.base import Kpi, Sum
from sim.kpis.columns import PRESENT

KPI = Kpi(
    name="quits_per_year",
    label="Quits per position and year",
    unit="count",
    better="lower",
    definition="agents who quit within the window / positions x years of the window",
    place=79,
    numerator=Sum("agents", PRESENT, pl.col("quits")),
    denominator=Sum("agents", PRESENT, pl.col("years")),
)
