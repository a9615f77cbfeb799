"""Tell how much of the paid time goes into first contacts."""

from __future__ import annotations

import polars as pl

from sim.kpis.base import Kpi, Sum
from sim.kpis.columns import PRESENT

KPI = Kpi(
    name="paid_first",
    label="Paid time on first contacts",
    unit="share",
    better="neutral",
    definition="handle time of first contacts / paid time",
    place=42,
    unused=None,
    numerator=Sum("legs", pl.col("attempt") == 0, pl.col("busy")),
    denominator=Sum("duty", PRESENT, pl.col("seconds")),
    without=("interval",),
)
