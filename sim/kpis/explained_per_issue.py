"""Count how often a customer has to tell it again."""

from __future__ import annotations

import polars as pl

from sim.kpis.base import Kpi, Sum
from sim.kpis.columns import COUNTED

KPI = Kpi(
    name="explained_per_issue",
    label="Told again per issue",
    unit="count",
    better="lower",
    definition="conversations in which the customer tells it to another person once more / issues",
    place=64,
    unused=None,
    numerator=Sum("issues", COUNTED, pl.col("explained")),
    denominator=Sum("issues", COUNTED),
)
