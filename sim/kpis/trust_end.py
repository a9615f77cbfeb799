"""Average the trust of all customers at the end of the window."""

from __future__ import annotations

import polars as pl

from sim.kpis.base import Kpi, Sum
from sim.kpis.columns import THERE_END

KPI = Kpi(
    name="trust_end",
    label="Trust at the end (0 to 1)",
    unit="score",
    better="higher",
    definition="mean trust of all customers when the measured window closes",
    place=72,
    numerator=Sum("customers", THERE_END, pl.col("trust_end")),
    denominator=Sum("customers", THERE_END),
    headline=True,
)
