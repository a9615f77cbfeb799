"""Tell which share of the customers answers a survey about an issue."""

from __future__ import annotations

import polars as pl

from sim.kpis.base import Kpi, Sum
from sim.kpis.columns import CLOSED, COUNTED

KPI = Kpi(
    name="survey_response",
    label="Survey response",
    unit="share",
    better="neutral",
    definition="chances to answer, added up / closed issues",
    place=71,
    unused=None,
    numerator=Sum("issues", COUNTED & CLOSED, pl.col("answers")),
    denominator=Sum("issues", COUNTED & CLOSED),
)
