"""Tell which share of the contacts is offered a call back."""

from __future__ import annotations

from sim.kpis.base import Kpi, Sum
from sim.kpis.columns import COUNTED

KPI = Kpi(
    name="callback_offered_share",
    label="Offered a callback",
    unit="share",
    better="neutral",
    definition="offered a call back / offered contacts",
    place=25,
    numerator=Sum("callbacks", COUNTED),
    denominator=Sum("stays", COUNTED),
)
