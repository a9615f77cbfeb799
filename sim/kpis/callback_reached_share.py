"""Tell which share of the promised calls reach the customer."""

from __future__ import annotations

from sim.kpis.base import Kpi, Sum
from sim.kpis.columns import ACCEPTED, COUNTED, REACHED

KPI = Kpi(
    name="callback_reached_share",
    label="Callbacks reached",
    unit="share",
    better="higher",
    definition="customers reached / calls back accepted",
    place=27,
    numerator=Sum("callbacks", COUNTED & REACHED),
    denominator=Sum("callbacks", COUNTED & ACCEPTED),
)
