"""Tell how much of the paid time goes into contacts."""

from __future__ import annotations

import polars as pl

from sim.kpis.base import Kpi, Sum
from sim.kpis.columns import BUSY, PRESENT

KPI = Kpi(
    name="utilisation",
    label="Utilisation",
    unit="share",
    better="neutral",
    definition="busy / paid time",
    place=41,
    unused=None,
    numerator=Sum("duty", BUSY, pl.col("seconds")),
    denominator=Sum("duty", PRESENT, pl.col("seconds")),
)
