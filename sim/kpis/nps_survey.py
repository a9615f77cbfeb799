"""Tell how far promoters outnumber detractors among who answers a survey: what a firm sees of `nps`."""

from __future__ import annotations

import polars as pl

from sim.kpis.base import Kpi, Sum
from sim.kpis.columns import CLOSED, COUNTED

KPI = Kpi(
    name="nps_survey",
    label="Net promoter score, respondents",
    unit="score",
    better="higher",
    definition="100 x (promoters - detractors), by the chance to answer after an issue: compare with nps",
    place=76,
    unused=None,
    numerator=Sum("issues", COUNTED & CLOSED, 100.0 * pl.col("recommends") * pl.col("answers")),
    denominator=Sum("issues", COUNTED & CLOSED, pl.col("answers")),
    below_zero=True,
)
