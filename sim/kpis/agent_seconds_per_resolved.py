"""Tell what a resolution costs in agents' time."""

from __future__ import annotations

import polars as pl

from sim.kpis.base import Kpi, Sum
from sim.kpis.columns import COUNTED, RESOLVED

KPI = Kpi(
    name="agent_seconds_per_resolved",
    label="Agent time per resolved issue",
    unit="s",
    better="lower",
    definition="talk and after-call work of all issues, of chats the share of it / resolved issues",
    place=62,
    numerator=Sum("issues", COUNTED, pl.col("agent_seconds")),
    denominator=Sum("issues", COUNTED & RESOLVED),
    headline=True,
)
