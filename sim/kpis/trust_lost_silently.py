"""Add up the trust that failures break and nobody can win back: the touchpoints' ranking (D3.5)."""

from __future__ import annotations

import polars as pl

from sim.kpis.base import DAYS, Kpi, Sum
from sim.kpis.columns import COUNTED, SILENT

KPI = Kpi(
    name="trust_lost_silently",
    label="Trust lost in silence per day",
    unit="score",
    better="lower",
    definition="trust broken by failures that are not voiced, of all customers together, per measured day",
    place=79,
    numerator=Sum("failures", COUNTED & SILENT, pl.col("trust_before") - pl.col("trust_after")),
    denominator=DAYS,
)
