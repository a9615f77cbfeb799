"""Average the wait of those who are answered."""

from __future__ import annotations

import polars as pl

from sim.kpis.base import Kpi, Sum
from sim.kpis.columns import ANSWERED, COUNTED

KPI = Kpi(
    name="asa",
    label="Average speed of answer",
    unit="s",
    better="lower",
    definition="mean wait of answered contacts",
    place=18,
    numerator=Sum("stays", COUNTED & ANSWERED, pl.col("wait")),
    denominator=Sum("stays", COUNTED & ANSWERED),
    headline=True,
)
