"""Tell which share of the issues is resolved within the first answered contact."""

from __future__ import annotations

import polars as pl

from sim.kpis.base import Kpi, Sum
from sim.kpis.columns import COUNTED

KPI = Kpi(
    name="fcr",
    label="First-contact resolution",
    unit="share",
    better="higher",
    definition=(
        "issues resolved within the first answered contact, transfers allowed / issues answered at least once"
    ),
    place=52,
    numerator=Sum("issues", COUNTED & (pl.col("resolved_by") == 1)),
    denominator=Sum("issues", COUNTED & (pl.col("answered") > 0)),
    headline=True,
)
