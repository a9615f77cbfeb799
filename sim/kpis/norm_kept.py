"""Tell how much of the rapport that a policy asks for is kept over the window, where norms erode."""

from __future__ import annotations

import polars as pl

from sim.kpis.base import Kpi, Sum
from sim.kpis.columns import PRESENT

KPI = Kpi(
    name="norm_kept",
    label="Norm of rapport kept",
    unit="share",
    better="higher",
    definition="norm when the window closes / norm when it opens",
    place=79,
    numerator=Sum("groups", PRESENT, pl.col("norm_end")),
    denominator=Sum("groups", PRESENT, pl.col("norm_start")),
)
