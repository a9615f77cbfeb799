"""Count the calls that the firm makes, unasked."""

from __future__ import annotations

from sim.kpis.base import DAYS, Kpi, Sum
from sim.kpis.columns import CALLED, COUNTED

KPI = Kpi(
    name="outbound",
    label="Outbound calls",
    unit="per_day",
    better="neutral",
    definition="calls to customers whose issue a contact did not resolve, made or given up, per measured day",
    place=18,
    numerator=Sum("amends", COUNTED & CALLED),
    denominator=DAYS,
)
