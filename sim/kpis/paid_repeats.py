"""Tell how much of the paid time goes into failure demand."""

from __future__ import annotations

import polars as pl

from sim.kpis.base import Kpi, Sum
from sim.kpis.columns import PRESENT

KPI = Kpi(
    name="paid_repeats",
    label="Paid time on repeats",
    unit="share",
    better="lower",
    definition="handle time of repeated contacts / paid time",
    place=43,
    numerator=Sum("legs", pl.col("attempt") > 0, pl.col("busy")),
    denominator=Sum("duty", PRESENT, pl.col("seconds")),
    headline=True,
    without=("interval",),
)
