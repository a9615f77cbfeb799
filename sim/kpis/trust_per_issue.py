"""Average what an episode does to trust."""

from __future__ import annotations

import polars as pl

from sim.kpis.base import Kpi, Sum
from sim.kpis.columns import CLOSED, COUNTED

KPI = Kpi(
    name="trust_per_issue",
    label="Change of trust per issue",
    unit="score",
    better="higher",
    definition="mean of trust after less before the episode of closed issues",
    place=74,
    unused=None,
    numerator=Sum("issues", COUNTED & CLOSED, pl.col("trust_after") - pl.col("trust_before")),
    denominator=Sum("issues", COUNTED & CLOSED),
    below_zero=True,
)
