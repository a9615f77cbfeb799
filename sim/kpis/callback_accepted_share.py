"""Tell which share of those who are offered a call back take it."""

from __future__ import annotations

from sim.kpis.base import Kpi, Sum
from sim.kpis.columns import ACCEPTED, COUNTED

KPI = Kpi(
    name="callback_accepted_share",
    label="Callbacks accepted",
    unit="share",
    better="neutral",
    definition="calls back accepted / calls back offered",
    place=26,
    numerator=Sum("callbacks", COUNTED & ACCEPTED),
    denominator=Sum("callbacks", COUNTED),
)
