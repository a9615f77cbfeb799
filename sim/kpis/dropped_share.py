"""Tell which share of the conversations an outage breaks off."""

from __future__ import annotations

from sim.kpis.base import Kpi, Sum
from sim.kpis.columns import COUNTED, DROPPED, HANDLED

KPI = Kpi(
    name="dropped_share",
    label="Dropped by outages",
    unit="share",
    better="lower",
    definition="conversations that an outage breaks off / conversations",
    place=37,
    numerator=Sum("legs", COUNTED & DROPPED),
    denominator=Sum("legs", COUNTED & HANDLED),
)
