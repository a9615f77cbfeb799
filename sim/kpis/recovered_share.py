"""Tell which share of all failures is voiced and handled to the customer's satisfaction."""

from __future__ import annotations

import polars as pl

from sim.kpis.base import Kpi, Sum
from sim.kpis.columns import CLOSED, COUNTED, FAILED

KPI = Kpi(
    name="recovered_share",
    label="Failures handled well",
    unit="share",
    better="higher",
    definition="episodes of failures rated good / failures, voiced or not, of the window",
    place=78,
    numerator=Sum("issues", COUNTED & CLOSED & FAILED, pl.col("good")),
    denominator=Sum("failures", COUNTED),
)
