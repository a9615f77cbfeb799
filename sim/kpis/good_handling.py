"""Tell which share of the voiced failures is handled to the customer's satisfaction."""

from __future__ import annotations

import polars as pl

from sim.kpis.base import Kpi, Sum
from sim.kpis.columns import CLOSED, COUNTED, FAILED

KPI = Kpi(
    name="good_handling",
    label="Good handling of voiced failures",
    unit="share",
    better="higher",
    definition="episodes rated good / closed issues that a failure caused",
    place=78,
    numerator=Sum("issues", COUNTED & CLOSED & FAILED, pl.col("good")),
    denominator=Sum("issues", COUNTED & CLOSED & FAILED),
)
