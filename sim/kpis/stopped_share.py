"""Tell which share of the issues the limit of hand-overs leaves unsolved in some contact."""

from __future__ import annotations

import polars as pl

from sim.kpis.base import Kpi, Sum
from sim.kpis.columns import COUNTED

KPI = Kpi(
    name="stopped_share",
    label="Stopped by the limit of hand-overs",
    unit="share",
    better="lower",
    definition="with a contact that may not be handed over once more / issues",
    place=59,
    numerator=Sum("issues", COUNTED & (pl.col("stopped") > 0)),
    denominator=Sum("issues", COUNTED),
)
