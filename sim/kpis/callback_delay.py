"""Average the time until a promised call reaches the customer."""

from __future__ import annotations

import polars as pl

from sim.kpis.base import Kpi, Sum
from sim.kpis.columns import COUNTED, REACHED

KPI = Kpi(
    name="callback_delay",
    label="Time to callback",
    unit="s",
    better="lower",
    definition="mean time from accepting a call back to being reached",
    place=28,
    numerator=Sum("callbacks", COUNTED & REACHED, pl.col("ended") - pl.col("offered")),
    denominator=Sum("callbacks", COUNTED & REACHED),
)
