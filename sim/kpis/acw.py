"""Average the after-call work of a conversation."""

from __future__ import annotations

import polars as pl

from sim.kpis.base import Kpi, Sum
from sim.kpis.columns import COUNTED, HANDLED

KPI = Kpi(
    name="acw",
    label="After-call work per leg",
    unit="s",
    better="neutral",
    definition="after-call work / conversations",
    place=32,
    unused=None,
    numerator=Sum("legs", COUNTED, pl.col("acw")),
    denominator=Sum("legs", COUNTED & HANDLED),
)
