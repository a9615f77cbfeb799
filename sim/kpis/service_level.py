"""Tell which share of the offered contacts is answered in time."""

from __future__ import annotations

from sim.kpis.base import Kpi, Sum
from sim.kpis.columns import ANSWERED, COUNTED, WITHIN

KPI = Kpi(
    name="service_level",
    label="Service level",
    unit="share",
    better="higher",
    definition="answered within the queue's target time / offered",
    place=15,
    numerator=Sum("stays", COUNTED & ANSWERED & WITHIN),
    denominator=Sum("stays", COUNTED),
    headline=True,
)
