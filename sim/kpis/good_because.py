"""Tell what made good episodes good, driver by driver (E10b)."""

from __future__ import annotations

import polars as pl

from sim.kpis.base import Kpi, Sum
from sim.kpis.columns import PRESENT

KPI = Kpi(
    name="good_because",
    label="Good because of",
    unit="share",
    better="neutral",
    definition="episodes rated good whose customers would name the driver as a reason / episodes rated good",
    place=76,
    numerator=Sum("drivers", PRESENT, pl.col("named_good")),
    denominator=Sum("drivers", PRESENT, pl.col("good")),
)
