"""Tell which share of the contacts does not begin to wait."""

from __future__ import annotations

from sim.kpis.base import Kpi, Sum
from sim.kpis.columns import BALKED, COUNTED

KPI = Kpi(
    name="balked_share",
    label="Balked share",
    unit="share",
    better="lower",
    definition="do not begin to wait when nobody is free / offered",
    place=22,
    numerator=Sum("stays", COUNTED & BALKED),
    denominator=Sum("stays", COUNTED),
)
