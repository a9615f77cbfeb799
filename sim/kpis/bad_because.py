"""Tell what made bad episodes bad, driver by driver (E10b)."""

from __future__ import annotations

import polars as pl

from sim.kpis.base import Kpi, Sum
from sim.kpis.columns import PRESENT

KPI = Kpi(
    name="bad_because",
    label="Bad because of",
    unit="share",
    better="neutral",
    definition="episodes rated bad whose customers would name the driver as a reason / episodes rated bad",
    place=77,
    numerator=Sum("drivers", PRESENT, pl.col("named_bad")),
    denominator=Sum("drivers", PRESENT, pl.col("bad")),
)
