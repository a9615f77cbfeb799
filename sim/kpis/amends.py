"""Outbound calls: promised, made and made in time."""

from __future__ import annotations

import polars as pl

from sim.kpis.base import DAYS, Kpi, Sum
from sim.kpis.columns import CALLED, COUNTED

MEASURES = (
    Kpi(
        name="outbound",
        label="Outbound calls",
        unit="per_day",
        better="neutral",
        definition=(
            "calls to customers whose issue was not resolved in a contact, made or given up, per measured day"
        ),
        place=18,
        matters="5%",
        numerator=Sum("amends", COUNTED & CALLED),
        denominator=DAYS,
    ),
    Kpi(
        name="promises_kept",
        label="Promised calls in time",
        unit="share",
        better="higher",
        definition="promised calls made in time / promised calls made or given up",
        place=58,
        numerator=Sum("amends", COUNTED & CALLED, pl.col("kept")),
        denominator=Sum("amends", COUNTED & CALLED),
    ),
)
