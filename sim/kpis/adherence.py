"""Tell how much of the time planned for contacts agents are really there."""

from __future__ import annotations

import polars as pl

from sim.kpis.base import Kpi, Sum
from sim.kpis.columns import AVAILABLE, BUSY, LATE, OVERTIME

KPI = Kpi(
    name="adherence",
    label="Adherence",
    unit="share",
    better="higher",
    definition="time there / time planned for contacts, of those who come; without overtime",
    place=47,
    unused=1.0,
    numerator=Sum("duty", BUSY | AVAILABLE | OVERTIME, pl.col("planned")),
    denominator=Sum("duty", BUSY | AVAILABLE | OVERTIME | LATE, pl.col("planned")),
)
