"""Count the people an issue meets."""

from __future__ import annotations

import polars as pl

from sim.kpis.base import Kpi, Sum
from sim.kpis.columns import COUNTED

KPI = Kpi(
    name="people_per_issue",
    label="People per issue",
    unit="count",
    better="lower",
    definition="different agents / issues answered at least once",
    place=56,
    unused=None,
    numerator=Sum("issues", COUNTED & (pl.col("answered") > 0), pl.col("people")),
    denominator=Sum("issues", COUNTED & (pl.col("answered") > 0)),
)
