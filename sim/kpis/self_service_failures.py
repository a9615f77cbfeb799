"""Tell how often self-service cannot help."""

from __future__ import annotations

from sim.kpis.base import Kpi, Sum
from sim.kpis.columns import COUNTED, RESOLVED

KPI = Kpi(
    name="self_service_failures",
    label="Self-service failures",
    unit="share",
    better="lower",
    definition="tries of self-service that do not resolve the issue / tries",
    place=49,
    numerator=Sum("self_service", COUNTED & ~RESOLVED),
    denominator=Sum("self_service", COUNTED),
)
