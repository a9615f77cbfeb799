"""Average the wait of everybody who arrives."""

from __future__ import annotations

import polars as pl

from sim.kpis.base import Kpi, Sum
from sim.kpis.columns import COUNTED

KPI = Kpi(
    name="wait_mean",
    label="Mean wait",
    unit="s",
    better="lower",
    definition="mean time in queue of all offered contacts, to answer or hanging up",
    place=19,
    unused=None,
    numerator=Sum("stays", COUNTED, pl.col("wait")),
    denominator=Sum("stays", COUNTED),
)
