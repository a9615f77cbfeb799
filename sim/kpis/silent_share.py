"""Tell which share of the failures nobody speaks up about."""

from __future__ import annotations

from sim.kpis.base import Kpi, Sum
from sim.kpis.columns import COUNTED, SILENT

KPI = Kpi(
    name="silent_share",
    label="Silent failures",
    unit="share",
    better="lower",
    definition="failures that the customer does not voice / failures",
    place=78,
    numerator=Sum("failures", COUNTED & SILENT),
    denominator=Sum("failures", COUNTED),
)
