"""Tell how much of the time at work goes to other things than contacts."""

from __future__ import annotations

import polars as pl

from sim.kpis.base import Kpi, Sum
from sim.kpis.columns import ABSENT, AWAY, ON_BREAK

KPI = Kpi(
    name="shrinkage_share",
    label="Shrinkage",
    unit="share",
    better="neutral",
    definition="time away from contacts as taken, which a conversation may cut short / rostered time of "
    "those who come, breaks left out",
    place=46,
    numerator=Sum("duty", AWAY, pl.col("planned")),
    denominator=Sum("duty", ~ABSENT & ~ON_BREAK, pl.col("planned")),
)
