"""Average the quality of the episodes."""

from __future__ import annotations

import polars as pl

from sim.kpis.base import Kpi, Sum
from sim.kpis.columns import CLOSED, COUNTED

KPI = Kpi(
    name="quality",
    label="Quality of episodes",
    unit="score",
    better="higher",
    definition="mean chance of a good rating of closed issues",
    place=71,
    unused=None,
    numerator=Sum("issues", COUNTED & CLOSED, pl.col("quality")),
    denominator=Sum("issues", COUNTED & CLOSED),
)
