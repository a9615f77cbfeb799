"""Count the emails that are left when their queue closes."""

from __future__ import annotations

import polars as pl

from sim.kpis.base import DAYS, Kpi, Sum
from sim.kpis.columns import PRESENT

KPI = Kpi(
    name="backlog",
    label="Backlog at closing",
    unit="per_day",
    better="lower",
    definition="emails that wait when their queue closes, added up over closings, per measured day",
    place=24,
    numerator=Sum("closings", PRESENT, pl.col("times")),
    denominator=DAYS,
)
