"""Count what customers go through beyond one call with one person."""

from __future__ import annotations

import polars as pl

from sim.kpis.base import Kpi, Sum
from sim.kpis.columns import CLOSED, COUNTED

KPI = Kpi(
    name="effort",
    label="Customer effort",
    unit="count",
    better="lower",
    definition="contacts beyond the first and people beyond the first / closed issues",
    place=57,
    unused=None,
    numerator=Sum("issues", COUNTED & CLOSED, pl.col("contacts") - 1 + (pl.col("people") - 1).clip(0)),
    denominator=Sum("issues", COUNTED & CLOSED),
)
