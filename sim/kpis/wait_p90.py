"""Tell how long the unlucky tenth waits at least."""

from __future__ import annotations

import polars as pl

from sim.kpis.base import Kpi, Percentile
from sim.kpis.columns import COUNTED

KPI = Kpi(
    name="wait_p90",
    label="Wait, 90th percentile",
    unit="s",
    better="lower",
    definition="time in queue that 90 % of offered contacts do not exceed",
    place=20,
    unused=None,
    percentile=Percentile("stays", COUNTED, pl.col("wait"), 0.9),
)
