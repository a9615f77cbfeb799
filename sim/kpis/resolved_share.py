"""Tell which share of the issues is resolved in the end."""

from __future__ import annotations

from sim.kpis.base import Kpi, Sum
from sim.kpis.columns import COUNTED, RESOLVED

KPI = Kpi(
    name="resolved_share",
    label="Resolved share",
    unit="share",
    better="higher",
    definition="resolved / issues opened in the window",
    place=57,
    numerator=Sum("issues", COUNTED & RESOLVED),
    denominator=Sum("issues", COUNTED),
    headline=True,
)
