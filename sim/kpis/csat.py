"""Tell which share of the episodes customers would rate good, asked or not."""

from __future__ import annotations

import polars as pl

from sim.kpis.base import Kpi, Sum
from sim.kpis.columns import CLOSED, COUNTED

KPI = Kpi(
    name="csat",
    label="Satisfied customers",
    unit="share",
    better="higher",
    definition="episodes rated good, by all customers / closed issues",
    place=70,
    numerator=Sum("issues", COUNTED & CLOSED, pl.col("good")),
    denominator=Sum("issues", COUNTED & CLOSED),
    headline=True,
)
