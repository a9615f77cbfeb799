"""Count the contacts that hang up before an answer."""

from __future__ import annotations

from sim.kpis.base import DAYS, Kpi, Sum
from sim.kpis.columns import ABANDONED, COUNTED

KPI = Kpi(
    name="abandoned",
    label="Abandoned contacts",
    unit="per_day",
    better="lower",
    definition="contacts that hang up before an answer, per measured day",
    place=12,
    unused=None,
    numerator=Sum("stays", COUNTED & ABANDONED),
    denominator=DAYS,
)
