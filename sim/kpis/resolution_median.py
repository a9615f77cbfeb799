"""Tell how long the middle issue takes to be resolved."""

from __future__ import annotations

import polars as pl

from sim.kpis.base import Kpi, Percentile
from sim.kpis.columns import COUNTED, RESOLVED

KPI = Kpi(
    name="resolution_median",
    label="Time to resolution, median",
    unit="s",
    better="neutral",
    definition="time from the first contact to resolution that half of the resolved issues do not exceed",
    place=60,
    unused=None,
    percentile=Percentile("issues", COUNTED & RESOLVED, pl.col("closed") - pl.col("opened"), 0.5),
)
