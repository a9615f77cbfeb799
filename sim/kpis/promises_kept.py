"""Tell which share of the calls is made in the time promised."""

from __future__ import annotations

import polars as pl

from sim.kpis.base import Kpi, Sum
from sim.kpis.columns import CALLED, COUNTED

KPI = Kpi(
    name="promises_kept",
    label="Promised calls in time",
    unit="share",
    better="higher",
    definition="calls made in time / calls made or given up, unasked",
    place=58,
    numerator=Sum("amends", COUNTED & CALLED, pl.col("kept")),
    denominator=Sum("amends", COUNTED & CALLED),
)
