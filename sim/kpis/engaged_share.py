"""Tell which share of the customers is engaged at the end of the window."""

from __future__ import annotations

import polars as pl

from sim.kpis.base import Kpi, Sum
from sim.kpis.columns import THERE_END

KPI = Kpi(
    name="engaged_share",
    label="Engaged customers",
    unit="share",
    better="higher",
    definition="customers whose trust and tie pass the threshold when the window closes / customers",
    place=75,
    numerator=Sum("customers", THERE_END, pl.col("engaged_end")),
    denominator=Sum("customers", THERE_END),
    headline=True,
)
