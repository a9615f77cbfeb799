"""Tell how busy agents are while they can take contacts."""

from __future__ import annotations

import polars as pl

from sim.kpis.base import Kpi, Sum
from sim.kpis.columns import AVAILABLE, BUSY

KPI = Kpi(
    name="occupancy",
    label="Occupancy",
    unit="share",
    better="neutral",
    definition="busy / (busy + available) time",
    place=40,
    numerator=Sum("duty", BUSY, pl.col("seconds")),
    denominator=Sum("duty", BUSY | AVAILABLE, pl.col("seconds")),
    headline=True,
)
