"""Tell which share of the issues self-service settles."""

from __future__ import annotations

from sim.kpis.base import Kpi, Sum
from sim.kpis.columns import COUNTED, RESOLVED

KPI = Kpi(
    name="contained_share",
    label="Contained by self-service",
    unit="share",
    better="neutral",
    definition="issues that self-service resolves, without a person / issues",
    place=49,
    numerator=Sum("self_service", COUNTED & RESOLVED),
    denominator=Sum("issues", COUNTED),
)
