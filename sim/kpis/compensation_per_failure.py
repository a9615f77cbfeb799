"""Tell what a failure that is spoken about costs in compensation."""

from __future__ import annotations

import polars as pl

from sim.kpis.base import Kpi, Sum
from sim.kpis.columns import CLOSED, COMPENSATED, COUNTED, FAILED

KPI = Kpi(
    name="compensation_per_failure",
    label="Compensation per voiced failure",
    unit="money",
    better="lower",
    definition="compensation paid / closed issues that a failure caused",
    place=82,
    numerator=Sum("amends", COUNTED & COMPENSATED, pl.col("money")),
    denominator=Sum("issues", COUNTED & CLOSED & FAILED),
)
