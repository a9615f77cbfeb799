"""Tell which share of the customers who answer a survey rate the episode good: what a firm sees of `csat`."""

from __future__ import annotations

import polars as pl

from sim.kpis.base import Kpi, Sum
from sim.kpis.columns import CLOSED, COUNTED

KPI = Kpi(
    name="csat_survey",
    label="Satisfied respondents",
    unit="share",
    better="higher",
    definition="chances to answer of those who rate good / of all closed issues: compare with csat",
    place=71,
    unused=None,
    numerator=Sum("issues", COUNTED & CLOSED & (pl.col("good") == 1), pl.col("answers")),
    denominator=Sum("issues", COUNTED & CLOSED, pl.col("answers")),
)
