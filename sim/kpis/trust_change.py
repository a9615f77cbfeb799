"""Average how trust has moved over the window."""

from __future__ import annotations

import polars as pl

from sim.kpis.base import Kpi, Sum
from sim.kpis.columns import PRESENT

KPI = Kpi(
    name="trust_change",
    label="Change of trust",
    unit="score",
    better="higher",
    definition="mean of trust when the window closes less trust when it opens",
    place=73,
    numerator=Sum("customers", PRESENT, pl.col("trust_end") - pl.col("trust_start")),
    denominator=Sum("customers", PRESENT),
)
