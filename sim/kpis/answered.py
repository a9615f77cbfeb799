"""Count the contacts that an agent answers."""

from __future__ import annotations

from sim.kpis.base import DAYS, Kpi, Sum
from sim.kpis.columns import ANSWERED, COUNTED

KPI = Kpi(
    name="answered",
    label="Answered contacts",
    unit="per_day",
    better="neutral",
    definition="contacts that an agent answers, per measured day",
    place=11,
    unused=None,
    numerator=Sum("stays", COUNTED & ANSWERED),
    denominator=DAYS,
)
