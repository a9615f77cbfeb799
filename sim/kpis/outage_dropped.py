"""Count the conversations that each outage breaks off."""

from __future__ import annotations

import polars as pl

from sim.kpis.base import DAYS, Kpi, Sum
from sim.kpis.columns import COUNTED

KPI = Kpi(
    name="outage_dropped",
    label="Conversations dropped by outages",
    unit="per_day",
    better="lower",
    definition="conversations that outages of the window break off, per measured day",
    place=27,
    numerator=Sum("outages", COUNTED, pl.col("dropped")),
    denominator=DAYS,
)
