"""Tell which share of the issues information settles, without a contact."""

from __future__ import annotations

import polars as pl

from sim.kpis.base import Kpi, Sum
from sim.kpis.columns import COUNTED, RESOLVED

KPI = Kpi(
    name="informed_share",
    label="Answered by information",
    unit="share",
    better="neutral",
    definition="issues resolved outside opening hours without a contact / issues",
    place=59,
    numerator=Sum("issues", COUNTED & RESOLVED & (pl.col("contacts") == 0)),
    denominator=Sum("issues", COUNTED),
)
