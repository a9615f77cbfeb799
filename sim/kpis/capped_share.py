"""Tell which share of the issues the limit of attempts closes."""

from __future__ import annotations

from sim.kpis.base import Kpi, Sum
from sim.kpis.columns import CAPPED, COUNTED

KPI = Kpi(
    name="capped_share",
    label="Closed by the limit",
    unit="share",
    better="lower",
    definition="closed after the limit of legs and abandoned attempts / issues",
    place=59,
    unused=None,
    numerator=Sum("issues", COUNTED & CAPPED),
    denominator=Sum("issues", COUNTED),
)
