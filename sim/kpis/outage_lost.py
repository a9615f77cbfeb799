"""Count the contacts that each outage loses."""

from __future__ import annotations

import polars as pl

from sim.kpis.base import DAYS, Kpi, Sum
from sim.kpis.columns import COUNTED

KPI = Kpi(
    name="outage_lost",
    label="Contacts lost to outages",
    unit="per_day",
    better="lower",
    definition="contacts that outages of the window lose, on arriving or from the line, per measured day",
    place=26,
    numerator=Sum("outages", COUNTED, pl.col("lost")),
    denominator=DAYS,
)
