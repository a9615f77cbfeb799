"""Tell how far promoters outnumber detractors among all customers."""

from __future__ import annotations

import polars as pl

from sim.kpis.base import Kpi, Sum
from sim.kpis.columns import THERE_END

KPI = Kpi(
    name="nps",
    label="Net promoter score",
    unit="score",
    better="higher",
    definition="100 x (promoters - detractors) / customers, by trust and tie when the window closes",
    place=76,
    unused=None,
    numerator=Sum("customers", THERE_END, 100.0 * pl.col("recommends")),
    denominator=Sum("customers", THERE_END),
    below_zero=True,
)
