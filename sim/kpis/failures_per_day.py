"""Count the failures that strike customers."""

from __future__ import annotations

from sim.kpis.base import DAYS, Kpi, Sum
from sim.kpis.columns import COUNTED

KPI = Kpi(
    name="failures_per_day",
    label="Failures",
    unit="per_day",
    better="lower",
    definition="failures that strike customers, voiced or not, per measured day",
    place=78,
    numerator=Sum("failures", COUNTED),
    denominator=DAYS,
)
