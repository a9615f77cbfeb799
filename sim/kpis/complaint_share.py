"""Tell how many of the failed take formal action."""

from __future__ import annotations

from sim.kpis.base import Kpi, Sum
from sim.kpis.columns import COUNTED

KPI = Kpi(
    name="complaint_share",
    label="Formal complaints",
    unit="share",
    better="lower",
    definition="formal complaints / failures",
    place=95,
    numerator=Sum("complaints", COUNTED),
    denominator=Sum("failures", COUNTED),
)
