"""Count the contacts that arrive."""

from __future__ import annotations

from sim.kpis.base import DAYS, Kpi, Sum
from sim.kpis.columns import COUNTED

KPI = Kpi(
    name="offered",
    label="Offered contacts",
    unit="per_day",
    better="neutral",
    definition="contacts that arrive and are not blocked, per measured day",
    place=10,
    numerator=Sum("stays", COUNTED),
    denominator=DAYS,
    headline=True,
)
