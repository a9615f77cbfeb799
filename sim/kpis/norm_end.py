"""Tell how much of the rapport that a policy asks for is still offered, where norms erode."""

from __future__ import annotations

import polars as pl

from sim.kpis.base import Kpi, Sum
from sim.kpis.columns import PRESENT

KPI = Kpi(
    name="norm_end",
    label="Norm of rapport at the end",
    unit="share",
    better="higher",
    definition="share of the policy's rapport that groups still offer when the window closes, mean of groups",
    place=79,
    numerator=Sum("groups", PRESENT, pl.col("norm_end")),
    denominator=Sum("groups", PRESENT),
)
