"""Tell which share of the issues one person resolves in one contact."""

from __future__ import annotations

import polars as pl

from sim.kpis.base import Kpi, Sum
from sim.kpis.columns import COUNTED

KPI = Kpi(
    name="one_person",
    label="One person, one contact",
    unit="share",
    better="higher",
    definition="issues resolved by one person in one contact / issues",
    place=53,
    unused=None,
    numerator=Sum(
        "issues", COUNTED & (pl.col("resolved_by") == 1) & (pl.col("contacts") == 1) & (pl.col("people") == 1)
    ),
    denominator=Sum("issues", COUNTED),
)
