"""Tell how much of the rostered time agents do not come at all."""

from __future__ import annotations

import polars as pl

from sim.kpis.base import Kpi, Sum
from sim.kpis.columns import ABSENT, PRESENT

KPI = Kpi(
    name="absence_share",
    label="Absence",
    unit="share",
    better="lower",
    definition="shifts to which agents do not come, paid or not / rostered time",
    place=45,
    numerator=Sum("duty", ABSENT, pl.col("planned")),
    denominator=Sum("duty", PRESENT, pl.col("planned")),
)
