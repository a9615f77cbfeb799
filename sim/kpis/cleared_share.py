"""Tell which share of the contacts is sent away at closing."""

from __future__ import annotations

from sim.kpis.base import Kpi, Sum
from sim.kpis.columns import CLEARED, COUNTED

KPI = Kpi(
    name="cleared_share",
    label="Cleared share",
    unit="share",
    better="lower",
    definition="still waiting when the queue closes and sent away / offered",
    place=23,
    numerator=Sum("stays", COUNTED & CLEARED),
    denominator=Sum("stays", COUNTED),
)
