"""Count how often an issue is handed over within a contact."""

from __future__ import annotations

import polars as pl

from sim.kpis.base import Kpi, Sum
from sim.kpis.columns import COUNTED

KPI = Kpi(
    name="transfers_per_issue",
    label="Transfers per issue",
    unit="count",
    better="lower",
    definition="(conversations - answered contacts) / issues",
    place=55,
    unused=None,
    numerator=Sum("issues", COUNTED, pl.col("legs") - pl.col("answered")),
    denominator=Sum("issues", COUNTED),
)
