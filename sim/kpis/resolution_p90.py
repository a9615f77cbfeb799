"""Tell how long the unlucky tenth takes at least to be resolved."""

from __future__ import annotations

import polars as pl

from sim.kpis.base import Kpi, Percentile
from sim.kpis.columns import COUNTED, RESOLVED

KPI = Kpi(
    name="resolution_p90",
    label="Time to resolution, 90th percentile",
    unit="s",
    better="neutral",
    definition="time from the first contact to resolution that 90 % of the resolved issues do not exceed",
    place=61,
    unused=None,
    percentile=Percentile("issues", COUNTED & RESOLVED, pl.col("closed") - pl.col("opened"), 0.9),
)
