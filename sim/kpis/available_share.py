"""Tell how much of the rostered time agents are there for contacts."""

from __future__ import annotations

import polars as pl

from sim.kpis.base import Kpi, Sum
from sim.kpis.columns import AVAILABLE, BUSY, OVERTIME, PRESENT

KPI = Kpi(
    name="available_share",
    label="There for contacts",
    unit="share",
    better="neutral",
    definition="time busy or available / rostered time, absence, shrinkage and breaks included",
    place=48,
    unused=None,
    numerator=Sum("duty", BUSY | AVAILABLE | OVERTIME, pl.col("planned")),
    denominator=Sum("duty", PRESENT, pl.col("planned")),
)
