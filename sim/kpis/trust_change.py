"""Average how trust has moved over the window."""

from __future__ import annotations

import polars as pl

from sim.kpis.base import Kpi, Sum
from sim.kpis.columns import THERE_END, THERE_START

KPI = Kpi(
    name="trust_change",
    label="Change of trust",
    unit="score",
    better="higher",
    definition="mean trust when the window closes less when it opens, of customers who are there both times",
    place=73,
    unused=None,
    numerator=Sum("customers", THERE_START & THERE_END, pl.col("trust_end") - pl.col("trust_start")),
    denominator=Sum("customers", THERE_START & THERE_END),
    below_zero=True,
)
