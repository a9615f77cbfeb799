"""Tell which share of the contacts an outage takes before anybody answers."""

from __future__ import annotations

from sim.kpis.base import Kpi, Sum
from sim.kpis.columns import COUNTED, LOST

KPI = Kpi(
    name="lost_share",
    label="Lost to outages",
    unit="share",
    better="lower",
    definition="lost to an outage, on arriving or from the line / offered",
    place=24,
    numerator=Sum("stays", COUNTED & LOST),
    denominator=Sum("stays", COUNTED),
)
