"""Count the contacts that hang up almost at once."""

from __future__ import annotations

from sim.kpis.base import DAYS, Kpi, Sum
from sim.kpis.columns import ABANDONED, COUNTED, SHORT

KPI = Kpi(
    name="short_abandons",
    label="Short abandons",
    unit="per_day",
    better="neutral",
    definition="contacts that hang up within the queue's short_abandon time, per measured day",
    place=13,
    unused=None,
    numerator=Sum("stays", COUNTED & ABANDONED & SHORT),
    denominator=DAYS,
)
