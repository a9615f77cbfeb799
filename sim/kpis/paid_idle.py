"""Tell how much of the paid time goes into no contact."""

from __future__ import annotations

import polars as pl

from sim.kpis.base import Kpi, Sum
from sim.kpis.columns import BUSY, PRESENT

KPI = Kpi(
    name="paid_idle",
    label="Paid time idle",
    unit="share",
    better="neutral",
    definition="paid time in no contact (available, on breaks, away, late, absent) / paid time",
    place=44,
    unused=None,
    numerator=Sum("duty", ~BUSY, pl.col("seconds")),
    denominator=Sum("duty", PRESENT, pl.col("seconds")),
)
