"""Average the agents' exhaustion (E7), where agents tire."""

from __future__ import annotations

import polars as pl

from sim.kpis.base import Kpi, Sum
from sim.kpis.columns import PRESENT

KPI = Kpi(
    name="exhaustion",
    label="Exhaustion",
    unit="score",
    better="lower",
    definition="mean exhaustion of the agents when the measured window closes",
    place=79,
    numerator=Sum("agents", PRESENT, pl.col("exhaustion_end")),
    denominator=Sum("agents", PRESENT),
)
