"""Tell which share of the issues a person has dealt with."""

from __future__ import annotations

import polars as pl

from sim.kpis.base import Kpi, Sum
from sim.kpis.columns import COUNTED

KPI = Kpi(
    name="personal_share",
    label="Issues with a person",
    unit="share",
    better="neutral",
    definition="issues in which an agent answered at least once / issues",
    place=49,
    unused=None,
    numerator=Sum("issues", COUNTED & (pl.col("answered") > 0)),
    denominator=Sum("issues", COUNTED),
)
